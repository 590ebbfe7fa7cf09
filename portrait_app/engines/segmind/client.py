"""The engine for Segmind's serverless endpoints. A request is one POST, sent once.

The pictures come back on the same connection (v1), or are asked for with a ticket (v2).
"""

import json
from datetime import UTC, datetime

from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Delivery, RawReply, Ticket
from portrait_app.core.engines.segmind import ROW
from portrait_app.core.errors import MODEL_GONE, AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.model_records import is_slug
from portrait_app.core.ports.engines import Handover
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.aborting import cancel_of
from portrait_app.engines.segmind.addresses import home_address, key_headers, service_address
from portrait_app.engines.segmind.downloads import download
from portrait_app.engines.segmind.limits import configured_limits
from portrait_app.engines.segmind.queued import Poll
from portrait_app.engines.segmind.replies import read_reply
from portrait_app.engines.segmind.service_clock import ServiceClock
from portrait_app.engines.segmind.statuses import failure_of, is_delivery, is_success
from portrait_app.engines.segmind.tickets import read_ticket
from portrait_app.net.transport import Limits, exchange, redirected_to

_POLL_SECONDS = 1.0  # between two polls of a queued request
_ANSWER = 10.0  # seconds to wait for any answer that shows that the service can be reached
_LARGEST = 64 * 1024  # bytes of that answer
_ANSWERED = (ErrorKind.REDIRECTED, ErrorKind.REPLY_TOO_LARGE, ErrorKind.REPLY_UNREADABLE)


class SegmindEngine:
    """Implements `QueuedEngine`. Settings are read at each call, so a change has effect immediately."""

    row = ROW

    def __init__(
        self, credentials: Credentials, settings: Settings, poll_seconds: float = _POLL_SECONDS
    ) -> None:
        self._credentials = credentials
        self._settings = settings
        self._poll_seconds = poll_seconds
        self.clock = ServiceClock()

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
        self.clock.note(reply)
        if 300 <= reply.status < 400:  # redirects are not followed, because the key would be sent along
            facts = failure_of(reply, key, datetime.now(UTC)).facts
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, redirected_to(reply.headers), **facts)
        if not is_success(reply.status):
            raise _about(request, failure_of(reply, key, datetime.now(UTC)))
        # The answer decides, not the setting: a gateway may return a picture or a ticket unasked.
        ticket = read_ticket(reply, key)
        if ticket is None:
            return self._take(request, reply, handover)
        handover.accepted(ticket)
        return self.poll(request, ticket, handover)

    def poll(self, request: GenerationRequest, ticket: Ticket, handover: Handover) -> Delivery:
        asking = Poll(ticket, self._settings, self._credentials.key, cancel_of(handover), self._poll_seconds)
        return self._take(request, asking.result(), handover)

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        cancel, key = cancel_of(handover), self._credentials.key
        try:
            return read_reply(request, reply, lambda address: download(address, self._settings, cancel), key)
        except AppError as error:
            if error.kind is not ErrorKind.REPLY_UNREADABLE or is_delivery(reply):
                raise
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, error.detail, status=reply.status) from None

    def service_time(self) -> datetime | None:
        return self.clock.now()

    def reach(self, cancel: Cancel) -> None:
        limits = configured_limits(self._settings)
        limits = Limits(limits.connect, limits.connect + _ANSWER, _LARGEST)
        try:
            self.clock.note(exchange("GET", home_address(self._settings), limits, cancel=cancel))
        except AppError as error:
            if error.kind not in _ANSWERED:
                raise

    def _take(self, request: GenerationRequest, reply: RawReply, handover: Handover) -> Delivery:
        """Spool a reply that may have been paid for, then parse it."""
        handover.spool(reply)
        return self.read(request, reply, handover)


def payload(request: GenerationRequest) -> dict[str, Value]:
    """Return the parameters to send, in the order of the catalogue, without empty optional texts."""
    sent: dict[str, Value] = {}
    for parameter in request.model.used:
        value = request.values.get(parameter.key, parameter.default)
        if value != "" or parameter.required:
            sent[parameter.key] = value
    if request.samples > 1:
        sent["base64"] = True  # without it, the service may return only one image
    return sent


def _about(request: GenerationRequest, error: AppError) -> AppError:
    """Return the error with the model's name, if the model is gone."""
    if error.kind not in MODEL_GONE:
        return error
    return AppError(error.kind, error.detail, **{**error.facts, "model": request.model.name})


def _slug(request: GenerationRequest) -> str:
    """Return the model's name in the endpoint's address. Raises AppError for a model of another engine."""
    if request.engine != ROW.key or not is_slug(request.endpoint):
        raise AppError(ErrorKind.NO_SUCH_MODEL, request.endpoint)
    return request.endpoint
