"""The connection between a running job on a worker and the queue: progress, spool, ticket and abort."""

import logging
from collections.abc import Callable
from threading import Event, Lock

from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError
from portrait_app.core.job import IllegalTransition
from portrait_app.core.ports.engines import Stop
from portrait_app.jobs.progress import Progress, read_preview

log = logging.getLogger(__name__)


class JobHandover:
    """Implements `Handover`. A worker writes to it; the GUI thread reads it and can abort."""

    def __init__(
        self, spool: Callable[[RawReply], None], store_ticket: Callable[[Ticket], object] = lambda _: None
    ) -> None:
        self._spool = spool
        self._store_ticket = store_ticket
        self._aborted = Event()
        self._lock = Lock()
        self._stops: list[Stop] = []
        self.last_progress: Progress | None = None  # replaced as a whole, so that any thread may read it
        # A paid reply that could not be written to disk. It must not be lost when the worker ends.
        self.unspooled: RawReply | None = None
        self.ticket: Ticket | None = None  # set when the service has accepted the request
        # The job is *waiting* on disk with its ticket, so it continues even after a crash.
        self.ticket_stored = False
        self.spooled = False  # the job is *received* on disk with its reply

    @property
    def aborted(self) -> bool:
        return self._aborted.is_set()

    def on_abort(self, stop: Stop) -> None:
        with self._lock:
            self._stops.append(stop)
        if self.aborted:
            stop()

    def abort(self) -> None:
        """Make the engine stop as soon as possible. A request that was sent is not withdrawn."""
        self._aborted.set()
        with self._lock:
            stops = list(self._stops)
        for stop in stops:
            stop()

    def accepted(self, ticket: Ticket) -> None:
        self.ticket = ticket
        self.store_ticket()

    def store_ticket(self) -> None:
        """Write the ticket to disk, unless that is done. If the write fails, the ticket stays in memory."""
        if self.ticket is None or self.ticket_stored:
            return
        try:
            self._store_ticket(self.ticket)
            self.ticket_stored = True
        except (AppError, IllegalTransition) as error:
            log.warning(
                "Request %s is waited for, and could not be stored: %s", self.ticket.request_id, error
            )

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None:
        image = read_preview(preview) if preview else None
        if image is None and self.last_progress is not None:
            image = self.last_progress.preview
        self.last_progress = Progress(min(max(fraction, 0.0), 1.0), step, steps, image)

    def spool(self, reply: RawReply) -> None:
        try:
            self._spool(reply)
        except AppError:
            self.unspooled = reply
            raise
        self.spooled = True
