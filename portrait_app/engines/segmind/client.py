"""Segmind's serverless endpoints as an engine: one request is one POST, sent once."""

import json
from datetime import UTC, datetime

from portrait_app.core.catalog import SEGMIND
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Delivery, RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.ports import Handover, Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.addresses import key_headers, may_be_fetched, service_address
from portrait_app.engines.segmind.replies import read_reply
from portrait_app.engines.segmind.statuses import error_of
from portrait_app.engines.segmind.transport import Limits, exchange
from portrait_app.engines.segmind.words import redact, words_of

_DOWNLOAD = 120  # seconds at most for a picture that a reply only gives the address of


class SegmindEngine:
    """Implements `core.ports.Engine`. Settings are read at each call, so that a change counts at once."""

    key = SEGMIND
    name = "Segmind"
    needs_key = True
    costs_money = True

    def __init__(self, credentials: Credentials, settings: Settings) -> None:
        self._credentials = credentials
        self._settings = settings

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        key = self._credentials.key
        reply = exchange(
            "POST",
            service_address(self._settings, _slug(request)),
            self._limits(),
            headers={**key_headers(key), "Content-Type": "application/json"},
            body=json.dumps(payload(request)).encode(),
            handover=handover,
        )
        if reply.status != 200:
            raise error_of(reply, key, datetime.now(UTC))
        # A service may echo what it was sent, and this goes to disk.
        headers = {name: redact(value, key) for name, value in reply.headers.items()}
        reply = RawReply(reply.status, headers, reply.body)
        handover.spool(reply)
        return self._read(request, reply, handover)

    def read(self, request: GenerationRequest, reply: RawReply) -> Delivery:
        return self._read(request, reply, None)

    def _read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None) -> Delivery:
        return read_reply(
            request, reply, lambda address: self._download(address, handover), self._credentials.key
        )

    def _download(self, address: str, handover: Handover | None) -> bytes:
        """Fetch a picture that was paid for, without the key: the address may be anybody's."""
        if not may_be_fetched(address, self._settings):
            raise AppError(ErrorKind.REPLY_UNREADABLE, "the picture's address is not a safe one")
        limits = self._limits()
        try:
            reply = exchange(
                "GET",
                address,
                Limits(limits.connect, min(limits.total, _DOWNLOAD), limits.size),
                handover=handover,
            )
        except AppError as error:
            if error.kind in (ErrorKind.CANCELLED, ErrorKind.REPLY_TOO_LARGE):
                raise
            # By its own kind it would look as if nothing had been paid for.
            raise AppError(ErrorKind.REPLY_UNREADABLE, f"the picture could not be fetched: {error}") from None
        if reply.status != 200:
            said = f"the picture's address answered {reply.status}: {words_of(reply.body)}"
            raise AppError(ErrorKind.REPLY_UNREADABLE, said)
        return reply.body

    def _limits(self) -> Limits:
        connect = float(self._settings.value("connect_timeout"))
        return Limits(
            connect=connect,
            total=connect + float(self._settings.value("read_timeout")),
            size=int(self._settings.value("max_reply_mb")) * 1024 * 1024,
        )


def payload(request: GenerationRequest) -> dict[str, Value]:
    """Return what is sent, in the order of the catalogue. An optional text that is empty is left out."""
    sent: dict[str, Value] = {}
    for parameter in request.model.parameters:
        value = request.values.get(parameter.key, parameter.default)
        if value != "" or parameter.required:
            sent[parameter.key] = value
    if request.samples > 1:
        sent["base64"] = True  # otherwise one image may be all that comes back
    return sent


def _slug(request: GenerationRequest) -> str:
    """Return the endpoint's name. A stored request may name one that this version does not know."""
    if request.engine != SEGMIND:
        raise AppError(ErrorKind.NO_SUCH_MODEL, request.endpoint)
    return request.endpoint
