"""An engine that tests control."""

from collections.abc import Callable
from queue import SimpleQueue
from threading import Event

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import SEGMIND
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.engines import EngineRow, SourceType, with_key
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Handover
from portrait_app.core.request import GenerationRequest
from tests.support.images import encoded_image


class ScriptedEngine:
    """Implements `Engine`. If `gated`, each call of `generate` waits for a call of `release`."""

    def __init__(self, key: str = SEGMIND, *, costs_money: bool = True, gated: bool = False) -> None:
        self.row = EngineRow(
            key=key,
            name=key.title(),
            is_remote=costs_money,
            can_cancel=not costs_money,
            source=SourceType.TRAINED,
            costs_money=costs_money,
            login=with_key().login if costs_money else None,
        )
        self.calls: list[GenerationRequest] = []
        self.reads = 0
        self.probes = 0
        self.offline = False
        self.gated = gated
        self._gate: SimpleQueue[AppError | None] = SimpleQueue()
        self.before_spool: Callable[[], None] = lambda: None
        self.read_error: AppError | None = None

    def release(self, error: AppError | None = None) -> None:
        """Let one waiting call return a picture, or raise `error`."""
        self._gate.put(error)

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        self.calls.append(request)
        if self.gated:
            aborted = Event()
            handover.on_abort(aborted.set)
            handover.on_abort(self.release)
            error = self._gate.get()
            if aborted.is_set():
                kind = ErrorKind.OUTCOME_UNKNOWN if self.row.costs_money else ErrorKind.CANCELLED
                raise AppError(kind)
            if error is not None:
                raise error
        handover.progress(0.5)
        reply = RawReply(200, {"x-cost": "0.003"}, encoded_image(colour=f"#{len(self.calls) % 4096:03x}"))
        if not self.row.costs_money:
            return self.read(request, reply)
        self.before_spool()
        handover.spool(reply)
        return self.read(request, reply)

    def service_time(self) -> None:
        return None

    def reach(self, cancel: Cancel) -> None:
        self.probes += 1
        if self.offline:
            raise AppError(ErrorKind.CANNOT_CONNECT, "offline")

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        self.reads += 1
        if self.read_error is not None:
            raise self.read_error
        image = GeneratedImage(reply.body, "jpeg", 64, 64, seed=7)
        return Delivery((image,) * request.samples, cost=0.003)
