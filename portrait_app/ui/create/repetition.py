"""Asks before a request is paid for that makes a picture again which is in the library already."""

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.core.catalog import RANDOM_SEED
from portrait_app.core.local_zone import LOCAL
from portrait_app.core.ports.library import Library
from portrait_app.core.ports.system import Clock
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.kit.question import Option, Words, ask

_MOST = 200  # pictures with the same seed that are compared
_ELSEWHERE = frozenset({"base64", "samples", "seed"})  # values that do not change the first picture


class RepetitionAnswer(Enum):
    """What the user wants done about a picture that is there already."""

    SHOW = auto()
    NEW_SEED = auto()
    ANYWAY = auto()
    CANCEL = auto()


class Repetition(QObject):
    """Looks for a request's picture in the library, but not in its Trash, and in the queue."""

    def __init__(
        self, library: Library, queue: GenerationQueue, runner: TaskRunner, clock: Clock, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._queue = queue
        self._runner = runner
        self._clock = clock

    def is_possible(self, request: GenerationRequest) -> bool:
        """Return whether a request makes the same picture each time, and costs something each time."""
        return request.seed != RANDOM_SEED and self._queue.costs(request)

    def is_queued(self, request: GenerationRequest) -> bool:
        """Return whether a job in the queue makes the same picture."""
        return any(_same(status.job.request, request) for status in self._queue.statuses)

    def find(self, request: GenerationRequest, found: Callable[[int], None]) -> None:
        """Look for the picture on a worker, and call `found` with its id, or 0 if there is none.

        If the library cannot be read, the request is sent: storing the job then tells what is wrong.
        """
        now = self._clock.now().astimezone(LOCAL)

        def look() -> int:
            query = LibraryQuery(FILTERS[0], now, parse_search(f"seed:{request.seed}"))
            pictures = self._library.pictures(self._library.picture_ids(query, _MOST))
            return next((one.id for one in pictures if _same(one.repeat_request, request)), 0)

        self._runner.run(look, found, lambda _error: found(0), owner=self)


def _same(one: GenerationRequest, other: GenerationRequest) -> bool:
    """Return whether two requests make the same first picture."""
    if (one.endpoint, one.seed) != (other.endpoint, other.seed):
        return False
    without = _ELSEWHERE | one.model.unused
    keys = (one.values.keys() | other.values.keys()) - without
    return all(one.values.get(key) == other.values.get(key) for key in keys)


def ask_about_repetition(parent: QWidget, *, is_here: bool) -> RepetitionAnswer:
    """Ask what to do. `is_here` says that the picture is in the library, and not only in the queue."""
    if is_here:
        question = QCoreApplication.translate("repetition", "You have this one.")
    else:
        question = QCoreApplication.translate("repetition", "You have asked for this one already.")
    details = QCoreApplication.translate(
        "repetition", "The same seed and settings make the same picture, and it is paid for again."
    )
    words = Words(QCoreApplication.translate("repetition", "The same picture"), question, details)
    answer, role = RepetitionAnswer, QMessageBox.ButtonRole
    cancel = QCoreApplication.translate("repetition", "Cancel", "button, verb")
    options = [
        Option(answer.CANCEL, cancel, role.RejectRole),
        Option(
            answer.ANYWAY, QCoreApplication.translate("repetition", "Make it anyway"), role.DestructiveRole
        ),
        Option(answer.NEW_SEED, QCoreApplication.translate("repetition", "New seed"), role.AcceptRole),
    ]
    if is_here:
        show = QCoreApplication.translate("repetition", "Show it")
        options.append(Option(answer.SHOW, show, role.ActionRole))
    default = answer.SHOW if is_here else answer.NEW_SEED
    return ask(parent, words, options, default=default, escape=answer.CANCEL)
