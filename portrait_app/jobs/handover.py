"""What a running job and its queue share: progress, the spool, and the way to stop."""

from collections.abc import Callable
from threading import Event, Lock

from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError
from portrait_app.core.ports import Stop


class JobHandover:
    """Implements `core.ports.Handover`: written by a worker, read and aborted by the GUI thread."""

    def __init__(self, spool: Callable[[RawReply], None]) -> None:
        self._spool = spool
        self._aborted = Event()
        self._lock = Lock()
        self._stops: list[Stop] = []
        self.fraction: float | None = None
        # A reply that was paid for and that the disk refused: it must not be lost with the worker.
        self.unspooled: RawReply | None = None
        self.ticket: Ticket | None = None  # what the service gave for a request that it delivers later
        self.spooled = False  # the reply is on the disk, and the job is *received* there

    @property
    def aborted(self) -> bool:
        return self._aborted.is_set()

    def on_abort(self, stop: Stop) -> None:
        with self._lock:
            self._stops.append(stop)
        if self.aborted:
            stop()

    def abort(self) -> None:
        """Have the engine give up at once. What was sent stays sent."""
        self._aborted.set()
        with self._lock:
            stops = list(self._stops)
        for stop in stops:
            stop()

    def accepted(self, ticket: Ticket) -> None:
        self.ticket = ticket

    def progress(self, fraction: float) -> None:
        self.fraction = min(max(fraction, 0.0), 1.0)

    def spool(self, reply: RawReply) -> None:
        try:
            self._spool(reply)
        except AppError:
            self.unspooled = reply
            raise
        self.spooled = True
