"""The controller of *Move library…*: where to, whether that is possible, and what is left afterwards."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox

from portrait_app.core.moving import MovePlan, MoveProblem
from portrait_app.core.ports.moving import LibraryMoving
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import Lane
from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.kit.formats import file_size
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.shell.shell import Shell


class MoveController(QObject):
    """Asks the user, and emits `wanted`. The program moves the library while it is closed."""

    wanted = Signal(object)  # Path of the new folder

    def __init__(
        self,
        shell: Shell,
        moving: LibraryMoving,
        queue: GenerationQueue,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._moving = moving
        self._queue = queue
        self._runner = shell.runner
        self._settings = shell.settings
        shell.actions["move_library"].triggered.connect(self._choose)
        self._runner.run(moving.interrupted, self._tell_of_interrupted, lane=Lane.FILES, owner=self)
        self._runner.run(moving.moved_to, self._tell_of_moved, lane=Lane.FILES, owner=self)
        if old := str(self._settings.value("old_library")):
            is_moved = partial(moving.is_moved_copy, Path(old))
            self._runner.run(is_moved, partial(self._tell_of_old, Path(old)), lane=Lane.FILES, owner=self)

    def _choose(self) -> None:
        if not self._may_move():
            return
        title = self.tr("Choose the folder that the library moves to")
        if folder := QFileDialog.getExistingDirectory(self._window, title):
            self._plan(Path(folder))

    def _may_move(self) -> bool:
        is_busy = bool(self._queue.running or self._queue.unstored)
        if is_busy:
            self._shell.say(self.tr("Jobs are running. The library can move when they are done."))
        return not is_busy

    def _plan(self, folder: Path) -> None:
        self._runner.run(partial(self._moving.plan, folder), self._ask, lane=Lane.FILES, owner=self)

    def _ask(self, plan: MovePlan) -> None:
        if plan.problem is not None:
            QMessageBox.warning(self._window, self.tr("Move library"), self._problem(plan))
            return
        details = CareCounts().copied(plan.files, file_size(plan.size), str(plan.target))
        words = Words(self.tr("Move library"), self.tr("Move the library?"), details)
        role = QMessageBox.ButtonRole
        move = self.tr("Move", "button, verb: the library, to another folder")
        options = (
            Option(True, move, role.AcceptRole),
            #: button: goes on without doing it
            Option(False, self.tr("Cancel"), role.RejectRole),
        )
        if ask(self._window, words, options, default=True, escape=False) and self._may_move():
            self.wanted.emit(plan.target)

    def _problem(self, plan: MovePlan) -> str:
        match plan.problem:
            case MoveProblem.INSIDE:
                words = self.tr(
                    "{folder} is the library itself, or inside or around it. Choose another folder."
                )
            case MoveProblem.NO_ROOM:
                words = self.tr("The library needs {size}, and {folder} has room for {room}.")
            case MoveProblem.UNREADABLE:
                words = self.tr("A part of the library cannot be read. Check the library first.")
            case _:
                words = self.tr("{folder} has files already. Choose another folder.")
        return words.format(folder=plan.target, size=file_size(plan.size), room=file_size(plan.room))

    # --- afterwards ---

    def _tell_of_interrupted(self, target: Path | None) -> None:
        if target is None:
            return
        notice = Notice(
            NoticeKind.INFO,
            self.tr("Moving the library was interrupted"),
            self.tr("The library is still here, and whole. A half copy is in {folder}").format(folder=target),
        )
        again = notice.add_action(self.tr("Move again…"))
        again.clicked.connect(notice.dismissed)
        again.clicked.connect(lambda: self._plan(target))
        remove = notice.add_action(self.tr("Remove the half copy"))
        remove.clicked.connect(notice.dismissed)
        remove.clicked.connect(
            lambda: self._runner.run(partial(self._moving.discard, target), lane=Lane.FILES, owner=self)
        )
        self._put_up(notice)

    def _tell_of_old(self, old: Path, is_there: bool) -> None:
        if not is_there:
            self._settings.set("old_library", "")
            return
        notice = Notice(
            NoticeKind.INFO,
            self.tr("The library has moved"),
            self.tr("Everything was copied and checked. The old folder is still there: {folder}").format(
                folder=old
            ),
        )
        trash = notice.add_action(self.tr("Move the old folder to the trash"))
        trash.clicked.connect(notice.dismissed)
        trash.clicked.connect(lambda: self._let_go(old))
        keep = notice.add_action(self.tr("Keep it"))
        keep.clicked.connect(notice.dismissed)
        keep.clicked.connect(lambda: self._settings.set("old_library", ""))
        show = notice.add_action(self.tr("Show it"))
        show.clicked.connect(lambda: self._shell.desktop.open_folder(old))
        self._put_up(notice)

    def _tell_of_moved(self, to: Path | None) -> None:
        if to is None:
            return
        notice = Notice(
            NoticeKind.INFO,
            self.tr("This is the old folder of a library that has moved"),
            self.tr(
                "The library is in {folder} now. What you make or change here is not there, and what was "
                "made there is not here."
            ).format(folder=to),
        )
        other = notice.add_action(self.tr("Use the moved library"))
        other.clicked.connect(notice.dismissed)
        other.clicked.connect(lambda: self._use(to))
        keep = notice.add_action(self.tr("Keep using this folder"))
        keep.clicked.connect(notice.dismissed)
        keep.clicked.connect(lambda: self._runner.run(self._moving.stay, lane=Lane.FILES, owner=self))
        self._put_up(notice)

    def _use(self, folder: Path) -> None:
        self._settings.set("library_folder", str(folder))
        self._shell.say(self.tr("The moved library opens at the next start"))

    def _let_go(self, old: Path) -> None:
        def gone(_none: None) -> None:
            self._settings.set("old_library", "")
            self._shell.say(self.tr("The old folder is in the trash"))

        self._runner.run(partial(self._moving.let_go, old), gone, lane=Lane.FILES, owner=self)

    def _put_up(self, notice: Notice) -> None:
        self._shell.presenter.notices.add(notice)
        notice.speak()
