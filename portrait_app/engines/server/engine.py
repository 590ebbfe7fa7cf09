"""Makes pictures on the user's own servers. A request costs nothing, so a lost one may be sent again."""

import secrets

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint
from portrait_app.core.delivery import Delivery, RawReply
from portrait_app.core.engines.server import ROW
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Handover
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.aborting import cancel_of
from portrait_app.engines.server.endpoints import endpoints_of
from portrait_app.engines.server.payloads import Sent, payload, planned, seed_of
from portrait_app.engines.server.pool import Lent, ServerPool
from portrait_app.engines.server.replies import read_reply
from portrait_app.engines.server.watch import Watch
from portrait_app.net.transport import Limits

_TXT2IMG = "/sdapi/v1/txt2img"
_CONNECT = 5  # seconds
_MINUTE = 60.0  # seconds
_LARGEST = 256 * 1024 * 1024  # bytes of a reply: four large pictures as base64
_SPARE = 60  # seconds that the connection lasts longer than the watch
# Failures of the way to a server. Another server may have the model as well.
_UNREACHED = frozenset(
    {ErrorKind.CANNOT_CONNECT, ErrorKind.TLS_FAILED, ErrorKind.PROXY_FAILED, ErrorKind.PROXY_UNSUPPORTED}
)
_NOT_USABLE = _UNREACHED | {
    ErrorKind.LOGIN_MISSING,
    ErrorKind.LOGIN_REFUSED,
    ErrorKind.WRONG_ADDRESS,
    ErrorKind.REDIRECTED,
}


class ServerEngine:
    """Implements `Engine` and `ModelSource`."""

    row = ROW

    def __init__(self, pool: ServerPool, settings: Settings) -> None:
        self._pool = pool
        self._settings = settings

    def models(self, cancel: Cancel) -> tuple[Endpoint, ...]:
        return endpoints_of(self._pool.refresh(cancel))

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        if request.engine != ROW.key:
            raise AppError(ErrorKind.NO_SUCH_MODEL, request.endpoint)
        cancel = cancel_of(handover)
        for _ in range(len(self._pool.servers) + 1):
            with self._pool.lend(request, cancel) as lent:
                try:
                    reply = self._send(request, lent, handover)
                except AppError as error:
                    failure = self._learn(lent, error)
                else:
                    handover.spool(reply)
                    return self.read(request, reply, handover)
            if failure.kind not in _UNREACHED:
                raise failure
        raise failure

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        del handover  # the pictures are in the reply
        return read_reply(request, reply)

    def service_time(self) -> None:
        """Return None: nothing is looked up by a server's clock."""

    def reach(self, cancel: Cancel) -> None:
        try:
            self._pool.refresh(cancel)
        except AppError as error:
            if error.kind in _UNREACHED or error.kind is ErrorKind.CANCELLED:
                raise

    def _send(self, request: GenerationRequest, lent: Lent, handover: Handover) -> RawReply:
        """Send a request, and return its reply with the pictures."""
        plan = planned(request, lent.abilities)
        seed = seed_of(request)
        task = f"task({secrets.token_hex(8)})"
        fields = payload(request, plan, seed, task, abilities=lent.abilities, checkpoint=lent.checkpoint)
        seconds = int(self._settings.value("server_timeout")) * _MINUTE
        limits = Limits(_CONNECT, _CONNECT + seconds + _SPARE, _LARGEST)
        watch = Watch(lent.connection, lent.abilities, task, handover, seconds)
        try:
            with watch:
                reply = lent.connection.post(_TXT2IMG, fields, limits, watch.cut)
        except AppError as error:
            raise _ended(error, watch, handover) from None
        if watch.is_stopped:  # the picture is unfinished
            kind = ErrorKind.CANCELLED if handover.aborted else ErrorKind.SERVER_TOO_SLOW
            raise AppError(kind, server=lent.connection.server.name)
        lent.connection.check(reply)
        return Sent(seed, plan.sampler, lent.connection.server.name).noted_on(reply)

    def _learn(self, lent: Lent, error: AppError) -> AppError:
        """Record a failure that says something about the server, and return it."""
        if error.kind in _NOT_USABLE:
            self._pool.note(lent.connection.server, error)
        elif error.kind is ErrorKind.CONNECTION_LOST:
            self._pool.doubt(lent.id)
        return error


def _ended(error: AppError, watch: Watch, handover: Handover) -> AppError:
    """Return the error of a request that ended without an answer."""
    was_sent = error.kind is ErrorKind.OUTCOME_UNKNOWN
    if handover.aborted and (was_sent or error.kind is ErrorKind.CANCELLED):
        return AppError(ErrorKind.CANCELLED)
    if watch.is_late and (was_sent or error.kind is ErrorKind.CANCELLED):
        return AppError(ErrorKind.SERVER_TOO_SLOW, error.detail, **error.facts)
    return AppError(ErrorKind.CONNECTION_LOST, error.detail, **error.facts) if was_sent else error
