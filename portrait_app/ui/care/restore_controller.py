"""The controller that restores a backup, and reports what a restore has done."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from portrait_app.core.backup import Backup, RestoreResult
from portrait_app.core.errors import AppError
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import Lane
from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.care.restore_dialog import RestoreDialog
from portrait_app.ui.kit.formats import local_time
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.shell.messages import Remedy
from portrait_app.ui.shell.shell import Shell


class RestoreController(QObject):
    """Opens the dialog of backups, even if the library cannot be opened. Emits the user's choice."""

    wanted = Signal(object)  # Path of a backup

    def __init__(
        self,
        shell: Shell,
        available: Callable[[], Sequence[Backup]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._presenter = shell.presenter
        self._runner = shell.runner
        self._available = available
        self._queue: GenerationQueue | None = None
        shell.actions["restore_library"].triggered.connect(self.open)
        shell.presenter.remedy_requested.connect(self._perform)

    def mind(self, queue: GenerationQueue) -> None:
        """Allow no restore while jobs of this queue are running."""
        self._queue = queue

    def open(self) -> None:
        """Show the backups. Emit `wanted` if the user chooses one to restore."""
        dialog = RestoreDialog(self._queue, self._window)
        failed = dialog.show_error
        self._runner.run(self._available, dialog.show_backups, failed, lane=Lane.FILES, owner=dialog)
        accepted = dialog.exec() == RestoreDialog.DialogCode.Accepted
        chosen = dialog.chosen
        dialog.deleteLater()
        if accepted and chosen is not None:
            self.wanted.emit(chosen.path)

    def tell(self, recovery: RestoreResult, folder: Path) -> None:
        """Report what was restored in `folder`, and where the previous file is kept."""
        title = (
            self.tr("The library was damaged and has been restored")
            if recovery.damaged
            else self.tr("The library has been restored")
        )
        notice = Notice(NoticeKind.INFO, title, self._words(recovery))
        if recovery.set_aside:
            place = (folder / recovery.set_aside).parent
            show = notice.add_action(self.tr("Show backups"))
            show.clicked.connect(lambda: self._shell.desktop.open_folder(place))
        self._presenter.notices.add(notice)
        notice.speak()

    def _words(self, recovery: RestoreResult) -> str:
        sentences = [self._origin(recovery), self._returned(recovery)]
        if recovery.unknown:
            sentences.append(CareCounts().only_file_known(recovery.unknown))
        if recovery.set_aside and recovery.damaged:
            sentences.append(self.tr("The damaged file is kept next to the backups."))
        elif recovery.set_aside:
            sentences.append(self.tr("The library as it was before is also kept as a backup."))
        return " ".join(sentences)

    def _origin(self, recovery: RestoreResult) -> str:
        if recovery.backup is None:
            return self.tr(
                "Its file could not be read, and there was no usable backup: favourites, stars, tags, "
                "notes and collections are lost."
            )
        words = (
            self.tr(
                "Its file could not be read, so the backup of {date} took its place: favourites, stars, "
                "tags, notes and collections are as they were then."
            )
            if recovery.damaged
            else self.tr("Favourites, stars, tags, notes and collections are as they were on {date}.")
        )
        return words.format(date=local_time(recovery.backup))

    def _returned(self, recovery: RestoreResult) -> str:
        returned = (
            CareCounts().returned(recovery.returned)
            if recovery.returned
            else self.tr("No picture on the disk was missing from the library.")
        )
        return f"{returned} {CareCounts().now_held(recovery.pictures)}"

    def _perform(self, remedy: Remedy, _error: AppError | None) -> None:
        if remedy is Remedy.RESTORE_LIBRARY:
            self.open()
