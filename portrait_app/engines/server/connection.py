"""Ask one server. Every error names the server, and none contains the password."""

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.servers import ServerEntry, is_nearby
from portrait_app.engines.server.statuses import SENT_LOGIN, error_of, is_success
from portrait_app.net.messages import words_of
from portrait_app.net.origins import origin_of
from portrait_app.net.transport import Limits, exchange
from portrait_app.net.untrusted_json import parse_json

ASKING = Limits(connect=3, total=20, size=16 * 1024 * 1024)  # for a question, which needs no picture made
# A program of this API never sends such an answer, so another server must have sent it.
_SOMEBODY_ELSE = (ErrorKind.REPLY_TOO_LARGE, ErrorKind.REPLY_UNREADABLE)


class Connection:
    """Sends requests to a server, with the login that it asks for.

    The login goes to this server only: no redirect is followed, and a proxy is used only for a server outside
    this computer's own network.
    """

    def __init__(self, server: ServerEntry, password: str = "") -> None:
        self.server = server
        self._password = password
        self._login = ""
        if server.user:
            self._login = base64.b64encode(f"{server.user}:{password}".encode()).decode()

    def get(self, path: str, cancel: Cancel | None = None, limits: Limits = ASKING) -> Any:
        """Return the JSON at a path. Raises AppError: WRONG_ADDRESS if there is none, or see `exchange`."""
        return self.data(self._exchange("GET", path, None, limits, cancel))

    def post(
        self, path: str, data: Mapping[str, Any], limits: Limits, cancel: Cancel | None = None
    ) -> RawReply:
        """Send JSON, and return the reply with any status.

        Raises:
            AppError: OUTCOME_UNKNOWN if the connection was lost or cut after it was made.
        """
        return self._exchange("POST", path, json.dumps(data).encode(), limits, cancel)

    def data(self, reply: RawReply) -> Any:
        """Return the JSON of a reply. Raises AppError for every other reply."""
        self.check(reply)
        data = parse_json(reply.body)
        if data is None:
            raise self._named(AppError(ErrorKind.WRONG_ADDRESS, words_of(reply.body, self._password)))
        return data

    def check(self, reply: RawReply) -> None:
        """Raise AppError if a reply is no success."""
        if not is_success(reply.status):
            raise self._named(error_of(reply, self._password, self._login))

    def _exchange(
        self, method: str, path: str, body: bytes | None, limits: Limits, cancel: Cancel | None
    ) -> RawReply:
        address = f"{self.server.address}{path}"
        if origin_of(address) is None:
            raise self._named(AppError(ErrorKind.BAD_ADDRESS, "the address cannot be used"))
        headers = {"Authorization": f"Basic {self._login}"} if self._login else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        by_proxy = not is_nearby(urlsplit(self.server.address).hostname or "")
        try:
            reply = exchange(
                method, address, limits, headers=headers, body=body, cancel=cancel, by_proxy=by_proxy
            )
        except AppError as error:
            kind = ErrorKind.WRONG_ADDRESS if error.kind in _SOMEBODY_ELSE and method == "GET" else error.kind
            failure = self._named(AppError(kind, error.detail, **error.facts))
        else:
            return RawReply(
                reply.status, {**reply.headers, SENT_LOGIN: "yes" * bool(self._login)}, reply.body
            )
        raise failure

    def _named(self, error: AppError) -> AppError:
        return AppError(error.kind, error.detail, **{**error.facts, "server": self.server.name})
