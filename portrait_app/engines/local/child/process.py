"""The program's side of the child process: starts it, sends it requests, reads its answers, and kills it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Handover
from portrait_app.engines.local.child.failures import reported
from portrait_app.engines.local.child.frames import Frame, FrameKind
from portrait_app.engines.local.child.started import StartedChild
from portrait_app.engines.local.child.work import Loading, Work


class ChildProcess:
    """Makes pictures in a child process, one request at a time. Thread-safe.

    The child starts at the first request. It ends when the program ends, when a request is cancelled, and
    when it was idle for some time, which gives its memory back.
    """

    def __init__(self, command: Callable[[], list[str]], idle_seconds: Callable[[], float]) -> None:
        """`command` raises AppError if there is no program to start."""
        self._command = command
        self._idle_seconds = idle_seconds
        self._busy = Lock()  # held during a request
        # Held for a moment by who kills the child, which may be the GUI thread, and by who changes these two.
        self._pointing = Lock()
        self._child: StartedChild | None = None
        self._current: Handover | None = None  # whose request the child works on
        self._is_waiting = False  # the child has not finished the current request
        self._loading: Loading | None = None  # what it was told to load in advance, without an answer yet

    @property
    def pid(self) -> int:
        """The id of the child process; 0 if none is running."""
        child = self._child
        return child.pid if child is not None and child.is_running else 0

    @property
    def memory(self) -> int:
        """The bytes of memory that the child occupies, which are free for the next picture."""
        try:
            status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        except OSError:  # no child is running, or the system has no such file
            return 0
        found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
        return int(found[1]) << 10 if found else 0

    def close(self) -> None:
        """Kill the child, and wait for its end."""
        with self._pointing:
            child, self._child = self._child, None
        self._loading = None
        if child is not None:
            child.end()

    def load(self, loading: Loading) -> None:
        """Tell the child to load a model in advance, unless the child is busy. Does not wait for it.

        Raises:
            AppError: the child cannot be started.
        """
        if not self._busy.acquire(blocking=False):
            return
        try:
            if loading != self._loading:
                self._running(loading).send(self._frame(FrameKind.LOAD, loading))
                self._loading = loading
        finally:
            self._busy.release()

    def make(self, work: Work, handover: Handover) -> Iterator[Frame]:
        """Send a request, and yield the child's answers up to DONE. Aborting the handover kills the child.

        Raises:
            AppError: CANCELLED; what the child reports; why the child has ended, or cannot be started.
        """
        handover.on_abort(lambda: self._cancel(handover))
        with self._busy:
            with self._pointing:
                self._current = handover
            self._is_waiting = True
            try:
                yield from self._answers(work, handover)
            except AppError:
                if handover.aborted:
                    self.close()
                    raise AppError(ErrorKind.CANCELLED) from None
                raise
            finally:
                with self._pointing:
                    self._current = None
                if self._is_waiting:  # the caller has given up, and the child works on
                    self.close()

    def _cancel(self, handover: Handover) -> None:
        with self._pointing:
            if self._current is handover and self._child is not None:
                self._child.kill()

    def _answers(self, work: Work, handover: Handover) -> Iterator[Frame]:
        child = self._begun(work, handover)
        while (frame := child.receive()) is not None:
            self._is_waiting = frame.kind not in (FrameKind.DONE, FrameKind.FAILED)
            if frame.kind is FrameKind.FAILED:
                raise reported(frame)
            yield frame
            if frame.kind is FrameKind.DONE:
                return
        raise child.cause_of_death()

    def _begun(self, work: Work, handover: Handover) -> StartedChild:
        """Send the request, and return the child that has begun with it."""
        loading = work.loading
        was_running = self.pid
        while True:
            child = self._running(loading, handover)
            child.send(self._frame(FrameKind.MAKE, work))
            while (frame := child.receive()) is not None:
                if frame.kind is FrameKind.BEGUN:
                    self._loading = None
                    return child
                # Otherwise it is the answer to what was loaded in advance.
            if child.pid != was_running:
                raise child.cause_of_death()
            # Its idle time was over, or another program has ended it: start another, once.
            self.close()
            was_running = 0

    def _running(self, loading: Loading, handover: Handover | None = None) -> StartedChild:
        """Return the running child, or start one. A child that loads something else is replaced."""
        if handover is not None and handover.aborted:
            raise AppError(ErrorKind.CANCELLED)
        child = self._child
        if child is not None and child.is_running and self._loading in (None, loading):
            return child
        self.close()  # the old child has ended before the new one loads anything
        child = StartedChild(self._command())
        with self._pointing:
            self._child = child
        if handover is not None and handover.aborted:  # before there was a child to kill
            child.kill()
        return child

    def _frame(self, kind: FrameKind, request: Loading) -> Frame:
        return Frame(kind, {"idle": self._idle_seconds(), **request.record()})
