"""Segmind's serverless endpoints as an engine: one request is one POST, sent once.

Its pictures come back on the same connection (v1), or are asked for with a ticket (v2).
"""

import json
from datetime import UTC, datetime

from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Delivery, RawReply, Ticket
from portrait_app.core.engines.segmind import ROW
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.ports.engines import Handover
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.addresses import home_address, key_headers, service_address
from portrait_app.engines.segmind.downloads import download
from portrait_app.engines.segmind.limits import cancel_of, configured_limits
from portrait_app.engines.segmind.queued import ACCEPTED, Poll, carries_pictures, read_ticket
from portrait_app.engines.segmind.replies import read_reply
from portrait_app.engines.segmind.statuses import error_of
from portrait_app.engines.segmind.transport import Limits, exchange
from portrait_app.engines.segmind.words import words_of

_POLL_SECONDS = 1.0  # between two questions of how far a queued request is
_ANSWER = 10.0  # seconds for the answer that shows that the service can be reached; any will do
_LARGEST = 64 * 1024  # bytes of it
_ANSWERED = (ErrorKind.REDIRECTED, ErrorKind.REPLY_TOO_LARGE, ErrorKind.REPLY_UNREADABLE)


class SegmindEngine:
    """Implements `core.ports.QueuedEngine`. Settings are read at each call: a change counts at once."""

    row = ROW

    def __init__(
        self, credentials: Credentials, settings: Settings, poll_seconds: float = _POLL_SECONDS
    ) -> None:
        self._credentials = credentials
        self._settings = settings
        self._poll_seconds = poll_seconds

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        key = self._credentials.key
        queued = self._settings.value("delivery") == "queued"
        reply = exchange(
            "POST",
            service_address(self._settings, _slug(request), "v2" if queued else "v1"),
            configured_limits(self._settings),
            headers={**key_headers(key), "Content-Type": "application/json"},
            body=json.dumps(payload(request)).encode(),
            cancel=cancel_of(handover),
        )
        if reply.status not in (ACCEPTED if queued else (200,)):
            raise error_of(reply, key, datetime.now(UTC))
        if not queued or carries_pictures(reply):  # a gateway may answer at once
            return self._take(request, reply, handover)
        ticket = read_ticket(reply, key)
        if ticket is None:
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, f"accepted without an id: {words_of(reply.body, key)}")
        handover.accepted(ticket)
        return self.poll(request, ticket, handover)

    def poll(self, request: GenerationRequest, ticket: Ticket, handover: Handover) -> Delivery:
        asking = Poll(ticket, self._settings, self._credentials.key, cancel_of(handover), self._poll_seconds)
        return self._take(request, asking.result(), handover)

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        cancel = cancel_of(handover)
        return read_reply(
            request,
            reply,
            lambda address: download(address, self._settings, cancel),
            self._credentials.key,
        )

    def reach(self, cancel: Cancel) -> None:
        limits = configured_limits(self._settings)
        limits = Limits(limits.connect, limits.connect + _ANSWER, _LARGEST)
        try:
            exchange("GET", home_address(self._settings), limits, cancel=cancel)
        except AppError as error:
            if error.kind not in _ANSWERED:
                raise

    def _take(self, request: GenerationRequest, reply: RawReply, handover: Handover) -> Delivery:
        """Spool what was paid for, then read it."""
        handover.spool(reply)
        return self.read(request, reply, handover)


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
    if request.engine != ROW.key:
        raise AppError(ErrorKind.NO_SUCH_MODEL, request.endpoint)
    return request.endpoint
