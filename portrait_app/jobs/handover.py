"""What a running job and its queue share: progress, the spool, and the way to stop."""

import logging
from collections.abc import Callable
from threading import Event, Lock

from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError
from portrait_app.core.job import IllegalTransition
from portrait_app.core.ports.engines import Stop

log = logging.getLogger(__name__)


class JobHandover:
    """Implements `core.ports.Handover`: written by a worker, read and aborted by the GUI thread."""

    def __init__(
        self, spool: Callable[[RawReply], None], store_ticket: Callable[[Ticket], object] = lambda _: None
    ) -> None:
        self._spool = spool
        self._store_ticket = store_ticket
        self._aborted = Event()
        self._lock = Lock()
        self._stops: list[Stop] = []
        self.fraction: float | None = None
        # A reply that was paid for and that the disk refused: it must not be lost with the worker.
        self.unspooled: RawReply | None = None
        self.ticket: Ticket | None = None  # what the service gave for a request that it delivers later
        self.ticket_stored = (
            False  # the job is *waiting* on the disk: it goes on after any end of the program
        )
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
        self.store_ticket()

    def store_ticket(self) -> None:
        """Put the ticket on disk, unless it is there. It stays in memory where the disk refuses."""
        if self.ticket is None or self.ticket_stored:
            return
        try:
            self._store_ticket(self.ticket)
            self.ticket_stored = True
        except (AppError, IllegalTransition) as error:
            log.warning(
                "Request %s is waited for, and could not be stored: %s", self.ticket.request_id, error
            )

    def progress(self, fraction: float) -> None:
        self.fraction = min(max(fraction, 0.0), 1.0)

    def spool(self, reply: RawReply) -> None:
        try:
            self._spool(reply)
        except AppError:
            self.unspooled = reply
            raise
        self.spooled = True
