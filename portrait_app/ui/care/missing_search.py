"""The notice with the progress of a search for missing files."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject

from portrait_app.core.check import Progress
from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.kit.notice import Notice, NoticeKind, NoticeStack


class MissingSearch(QObject):
    """Searches a file or a folder. A notice shows how far the search is, and can cancel it."""

    def __init__(self, housekeeping: HousekeepingController, notices: NoticeStack, parent: QObject) -> None:
        super().__init__(parent)
        self._housekeeping = housekeeping
        self._notices = notices
        self._notice: Notice | None = None
        housekeeping.progressed.connect(self._on_progress)
        housekeeping.busy_changed.connect(self._on_busy)

    def begin(self, ids: Sequence[int] | None, where: Path) -> None:
        """Search `where` for the files of these pictures, of all missing ones for None."""
        if self._housekeeping.busy:
            return
        title = self.tr("Looking for missing files in {folder}").format(folder=where.name or str(where))
        notice = self._notice = Notice(NoticeKind.INFO, title, self.tr("Every file is compared by its data."))
        notice.add_action(self.tr("Cancel", "button, verb")).clicked.connect(self._housekeeping.stop)
        notice.dismissed.connect(self._on_dismissed)
        self._notices.add(notice)
        notice.speak()
        self._housekeeping.locate(ids, where)

    def _on_progress(self, progress: Progress) -> None:
        if self._notice is not None and progress.done:
            self._notice.set_text(CareCounts().looked_at(progress.done))

    def _on_busy(self) -> None:
        if not self._housekeeping.busy and self._notice is not None:
            notice, self._notice = self._notice, None
            self._notices.remove(notice)

    def _on_dismissed(self) -> None:
        """The user closes the notice: the search goes on, and tells its result."""
        self._notice = None
