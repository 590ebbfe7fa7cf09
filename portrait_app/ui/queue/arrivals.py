"""New pictures: selected and shown, put into the collection that is shown, or offered by a toast."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from portrait_app.core.collected_jobs import note_collection, take_collection
from portrait_app.core.picture import Picture
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.queue.counts import QueueCounts
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell

_TOUCHES = (QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel)


class ArrivalController(QObject):
    """Brings the user to a picture that has just been made, unless the user looks at something else.

    The user looks at something else after a key, click or scroll in the grid since the request was made,
    while the focus is in the inspector, and on every page but the grid.
    """

    def __init__(
        self,
        *,
        shell: Shell,
        queue: GenerationQueue,
        gallery: Gallery,
        search: SearchController,
        curation: CurationController,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._settings = shell.settings
        self._window = shell.window
        self._clock = shell.clock
        self._queue = queue
        self._view = view = gallery.view
        self._gallery = gallery.controller
        self._inspector = gallery.inspector
        self._search = search
        self._curation = curation
        self._begun = self._touched = shell.clock.now()  # when the user last did something in the grid
        self._wanted = 0  # id of a picture that the grid is about to show
        self._known = {status.job.id for status in queue.statuses}
        for watched in (view, view.viewport(), view.verticalScrollBar()):
            watched.installEventFilter(self)
        gallery.target.acted.connect(self._touch)
        gallery.controller.shown.connect(self._go_to_wanted)
        queue.changed.connect(self._note_jobs)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._touch()
        return super().eventFilter(watched, event)

    def _touch(self) -> None:
        self._touched = self._clock.now()
        self._wanted = 0

    def _note_jobs(self) -> None:
        """Note in which collection the user was when a new request was made."""
        for job in (status.job for status in self._queue.statuses):
            if job.id not in self._known:
                self._known.add(job.id)
                # Jobs of the last session become known after the start: they are not requested here.
                if self._search.collection and job.created >= self._begun:
                    note_collection(self._settings, job, self._search.collection)

    def on_delivered(self, outcome: Outcome) -> None:
        """Show the pictures of a job, which are in the grid if they match its question."""
        collection = take_collection(self._settings, outcome.job)
        if not outcome.pictures:
            return
        if collection and self._settings.value("collect_new"):
            self._curation.collect_new(outcome.pictures, collection, partial(self._show, outcome))
        else:
            self._show(outcome, outcome.pictures)

    def _show(self, outcome: Outcome, pictures: Sequence[Picture]) -> None:
        if self._window.page is not WindowPage.GALLERY:
            return
        picture = pictures[0]
        if not self._gallery.query.matches(picture):
            text = QueueCounts().made_hidden(len(pictures))
            self._shell.offer(
                text,
                self.tr("Show", "button, verb: leads to the new picture"),
                partial(self._show_among_all, picture.id),
            )
        elif self._settings.value("select_new") and not self._is_elsewhere(outcome):
            self._wanted = picture.id
            self._go_to_wanted()

    def _is_elsewhere(self, outcome: Outcome) -> bool:
        focus = QApplication.focusWidget()
        return self._touched > outcome.job.created or (
            focus is not None and self._inspector.isAncestorOf(focus)
        )

    def _show_among_all(self, picture_id: int) -> None:
        self._search.show_everything()
        self._wanted = picture_id

    def _go_to_wanted(self) -> None:
        """Go to the picture now, or as soon as the grid shows it."""
        if self._wanted and self._view.gallery.row_of(self._wanted) is not None:
            self._view.go_to(self._wanted)
            self._wanted = 0
