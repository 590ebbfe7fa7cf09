"""Follows a picture while a server makes it: asks for the progress, and stops the picture when cancelled.

The worker's own thread waits for the answer to the request. So the questions come from a second thread, which
ends with the request.
"""

import logging
import time
from collections.abc import Callable
from enum import Enum
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.ports.engines import Handover
from portrait_app.engines.server.abilities import PROGRESS, Abilities
from portrait_app.engines.server.connection import Connection
from portrait_app.imaging.preview import small_preview
from portrait_app.net.base64_text import bytes_of
from portrait_app.net.transport import Limits

log = logging.getLogger(__name__)

_INTERVAL = 0.5  # seconds between two questions
_PREVIEW_EVERY = 4  # questions: a preview is a whole picture, and costs the server time
_QUESTION = Limits(connect=2, total=5, size=16 * 1024 * 1024)
_STOPPING = Limits(connect=1, total=1, size=1024 * 1024)
# Seconds for a server to stop after it was asked to. The program waits at most three seconds when it closes.
_GRACE = 2.0
_AGAIN = 0.2  # seconds until it is told again


class _Task(Enum):
    """What a server does with a task."""

    ACTIVE = "active"
    QUEUED = "queued"  # it works for somebody else, and this task waits
    UNKNOWN = "unknown"  # it has not arrived there yet, or is done


class Watch:
    """A context manager around one request. `cut` cuts its connection."""

    def __init__(
        self,
        connection: Connection,
        abilities: Abilities,
        task: str,
        handover: Handover,
        seconds: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`task` is the task's id, and `seconds` the most time that the request may take."""
        self._connection = connection
        self._abilities = abilities
        self._task = task
        self._handover = handover
        self._monotonic = monotonic
        self._until = monotonic() + seconds
        self._wake = Event()
        self._over = Event()
        self._questions = 0
        self._shows_progress = abilities.shows_progress
        self._names_tasks = abilities.program.has_tasks
        self.cut = Cancel()
        self.is_stopped = False  # the server was told to stop, so its picture is unfinished
        self.is_late = False  # the time was over
        self._thread = Thread(target=self._follow, name="server-watch", daemon=True)

    def __enter__(self) -> Self:
        self._handover.on_abort(self._wake.set)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._wake.set()
        self.cut.cancel()  # also ends a question that is on its way
        self._thread.join()

    def _follow(self) -> None:
        while not self._wake.wait(min(_INTERVAL, max(self._until - self._monotonic(), 0))):
            if self._monotonic() >= self._until:
                self.is_late = True
                break
            if self._shows_progress:
                self._look()
        if not self._over.is_set():
            self._stop()

    def _look(self) -> None:
        """Ask how far the picture is. A question that fails is no failure of the request."""
        self._questions += 1
        wants_preview = self._questions % _PREVIEW_EVERY == 0
        try:
            path = PROGRESS.partition("?")[0] if wants_preview else PROGRESS
            answer = self._connection.get(path, self.cut, _QUESTION)
        except AppError as error:
            log.debug("The progress could not be asked for: %s", error.kind)
            return
        if isinstance(answer, dict) and self._is_ours(answer):
            self._report(answer)

    def _report(self, answer: dict[str, Any]) -> None:
        fraction = answer.get("progress")
        if isinstance(fraction, bool) or not isinstance(fraction, int | float) or not 0 < fraction <= 1:
            return
        state = answer.get("state")
        state = state if isinstance(state, dict) else {}
        step, steps = (_count(state.get(name)) for name in ("sampling_step", "sampling_steps"))
        self._handover.progress(
            float(fraction), step=min(step, steps), steps=steps, preview=_preview(answer.get("current_image"))
        )

    def _is_ours(self, answer: dict[str, Any]) -> bool:
        """Return whether the server works on this request, as far as it tells. Others may use it as well."""
        named = answer.get("current_task")
        if isinstance(named, str) and named:
            return named == self._task
        return self._task_state() is not _Task.QUEUED

    def _task_state(self) -> "_Task":
        """Ask the server about this task, as its own web page does."""
        if not self._names_tasks:
            return _Task.ACTIVE
        question = {"id_task": self._task, "id_live_preview": -1, "live_preview": False}
        try:
            reply = self._connection.post("/internal/progress", question, _QUESTION, self.cut)
            answer = self._connection.data(reply)
        except AppError as error:
            self._names_tasks = "status" not in error.facts  # a version without tasks, or without a web page
            return _Task.UNKNOWN
        if not isinstance(answer, dict) or answer.get("queued"):
            return _Task.QUEUED
        return _Task.ACTIVE if answer.get("active") else _Task.UNKNOWN

    def _stop(self) -> None:
        """Tell the server to stop until it answers the request, and cut the connection after a while.

        A server forgets that it was told to stop while it loads a model, so it is told again.
        """
        until = self._monotonic() + (_GRACE if self._abilities.program.can_stop else 0)
        while not self._over.is_set() and self._monotonic() < until:
            state = self._task_state()
            if state is _Task.QUEUED:
                break  # it works for somebody else, who must not be stopped
            if state is _Task.ACTIVE:
                self._interrupt()
            self._over.wait(_AGAIN)
        self.cut.cancel()

    def _interrupt(self) -> None:
        """Tell the server to stop. It may answer the request for the picture before it answers this."""
        was_stopped, self.is_stopped = self.is_stopped, True
        try:
            self._connection.check(self._connection.post("/sdapi/v1/interrupt", {}, _STOPPING, self.cut))
        except AppError as error:
            log.info("The server could not be told to stop: %s", error.kind)
            if "status" in error.facts:  # it refused
                self.is_stopped = was_stopped


def _count(value: Any) -> int:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100_000
    return value if is_count else 0


def _preview(text: Any) -> bytes:
    if not isinstance(text, str) or not text:
        return b""
    try:
        return small_preview(bytes_of(text))
    except (ValueError, AppError):
        return b""
