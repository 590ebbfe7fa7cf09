"""The dialog that checks the library, shows the findings and the disk usage, and tidies up."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.check import CheckReport, Located, Tidied
from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.ui.care.check_panes import FindingsPane, ProgressLine, StorageTable
from portrait_app.ui.care.check_words import groups, storage, summary, tidied_words
from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.care.housekeeping_controller import HousekeepingController
from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.inline_question import InlineQuestion
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.messages import describe

_WIDTH = 104  # average character widths


class LibraryCheckDialog(FittedDialog):
    """Shows the state of the controller, and passes the user's commands to it. It never blocks."""

    show_wanted = Signal(object)  # Path of a file to show in the file manager

    def __init__(self, controller: HousekeepingController, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self.setWindowTitle(self.tr("Check library"))
        self._controller = controller
        self._shown: CheckReport | None = None
        self._said = ""  # result of the last step, as text
        self._status_glyph = Glyph("shield-check")
        self._status = plain_label(wrapped=True)
        self._progress = ProgressLine()
        self._findings = FindingsPane()
        self._question = InlineQuestion()
        self._problem = InlineProblem()
        self._storage = StorageTable()
        self._thorough = QCheckBox(self.tr("Read every file (finds silent damage; takes longer)"))
        self._tidy = QPushButton(self.tr("Tidy up"))
        self._check = QPushButton()
        #: button: closes the window
        self._close = QPushButton(self.tr("Close"))
        set_role(self._check, "accent", True)
        self._build()
        self._connect()
        self._render()
        self._check.setFocus()

    def _build(self) -> None:
        for button in (self._tidy, self._close):
            button.setAutoDefault(False)
        self._tidy.setToolTip(
            self.tr("Removes the thumbnails of deleted pictures, and compacts the databases")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addLayout(self._build_head())
        for part in (self._progress, self._findings, self._question, self._problem):
            column.addWidget(part)
        column.addLayout(self._build_storage())
        column.addStretch(1)
        column.addLayout(self._build_buttons())

    def _build_head(self) -> QVBoxLayout:
        title = QLabel(self.tr("Check library"))
        set_role(title, "tone", "title")
        status = QHBoxLayout()
        status.setSpacing(SPACE)
        status.addWidget(self._status_glyph)
        status.addWidget(self._status, 1)
        head = QVBoxLayout()
        head.setSpacing(SPACE)
        head.addWidget(title)
        head.addLayout(status)
        return head

    def _build_storage(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE * 2)
        row.addWidget(self._storage)
        row.addStretch(1)
        row.addWidget(self._tidy)
        return row

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(self._thorough, 1)
        row.addWidget(self._close)
        row.addWidget(self._check)
        return row

    def _connect(self) -> None:
        controller, findings = self._controller, self._findings
        controller.busy_changed.connect(self._render)
        controller.progressed.connect(self._progress.show_progress)
        controller.checked.connect(self._on_checked)
        controller.located.connect(self._on_located)
        controller.forgotten.connect(self._on_forgotten)
        controller.adopted.connect(self._on_adopted)
        controller.removed.connect(self._on_removed)
        controller.tidied.connect(self._on_tidied)
        controller.stopped.connect(self._on_stopped)
        controller.failed.connect(self._on_failed)
        findings.search_folder_wanted.connect(self._search_folder)
        findings.locate_file_wanted.connect(self._choose_file)
        findings.forget_wanted.connect(self._ask_to_forget)
        findings.adopt_wanted.connect(self._adopt)
        findings.remove_wanted.connect(self._ask_to_remove)
        findings.show_wanted.connect(self._show_folder)
        self._check.clicked.connect(self._check_or_stop)
        self._tidy.clicked.connect(self._tidy_up)
        self._close.clicked.connect(self.reject)

    # --- commands of the user ---

    def _check_or_stop(self) -> None:
        if self._controller.busy:
            self._controller.stop()
            self._check.setEnabled(False)  # the task stops after at most one file
            return
        self._start(self.tr("Scanning the folders…"))
        self._controller.check(thorough=self._thorough.isChecked())

    def _search_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Search a folder for the missing files"))
        if folder:
            self._locate(Path(folder))

    def _choose_file(self) -> None:
        file, _filter = QFileDialog.getOpenFileName(self, self.tr("Choose the missing file"))
        if file:
            self._locate(Path(file))

    def _locate(self, where: Path) -> None:
        ids = self._findings.chosen_ids()
        #: progress: files are looked for
        self._start(self.tr("Searching…"))
        self._controller.locate(ids, where)

    def _ask_to_forget(self) -> None:
        ids = self._findings.chosen_ids()
        if not ids:
            return
        words = CareCounts()
        question = f"{words.forget(len(ids))} {words.forget_means(len(ids))}"
        #: button, verb: removes what is known of a picture or job
        self._question.ask(question, self.tr("Forget"), lambda: self._forget(ids))

    def _forget(self, ids: list[int]) -> None:
        #: progress of: forget pictures
        self._start(self.tr("Forgetting…"))
        self._controller.forget(ids)

    def _adopt(self) -> None:
        group = self._findings.group
        files = [file for file in self._findings.chosen_files() if group and file in group.adoptable]
        self._start(self.tr("Adding to the library…"))
        self._controller.adopt(files)

    def _ask_to_remove(self) -> None:
        files = self._findings.chosen_files()
        words = CareCounts().delete_files(len(files))
        #: button, verb
        self._question.ask(words, self.tr("Delete"), lambda: self._remove(files))

    def _remove(self, files: list[str]) -> None:
        self._start(self.tr("Deleting temporary files…"))
        self._controller.remove_leftovers(files)

    def _show_folder(self) -> None:
        files = self._findings.chosen_files()
        if files:
            self.show_wanted.emit(self._controller.path_of(files[0]))

    def _tidy_up(self) -> None:
        self._start(self.tr("Tidying the database…"))
        self._controller.tidy()

    def done(self, result: int) -> None:
        """Close the dialog, and stop the task that is running."""
        self._controller.stop()
        super().done(result)

    # --- signals of the controller ---

    def _on_checked(self, _report: CheckReport) -> None:
        self._say("")
        announce(self, self._status.text())

    def _on_located(self, located: Located) -> None:
        if not located.restored:
            self._say(self.tr("None of the missing files was found in this folder."))
            return
        sentences = [CareCounts().located(len(located.restored))]
        if located.missing:
            sentences.append(CareCounts().still_missing(len(located.missing)))
        self._say(" ".join(sentences))

    def _on_forgotten(self, ids: list[int]) -> None:
        self._say(CareCounts().forgotten(len(ids)))

    def _on_adopted(self, pictures: list[Picture], asked: int) -> None:
        sentences = [CareCounts().added(len(pictures))]
        if len(pictures) < asked:
            sentences.append(self.tr("The other files are not complete images."))
        self._say(" ".join(sentences))

    def _on_removed(self, files: list[str]) -> None:
        self._say(CareCounts().files_deleted(len(files)))

    def _on_tidied(self, tidied: Tidied) -> None:
        self._say(tidied_words(tidied))

    def _on_stopped(self) -> None:
        #: said after the user stopped a check
        self._say(self.tr("Stopped."))

    def _on_failed(self, error: AppError) -> None:
        message = describe(error)
        self._problem.show_problem(message.title, f"{message.sentence} {message.advice}")
        self._render()

    # --- display ---

    def _start(self, words: str) -> None:
        self._said = ""
        self._problem.hide()
        self._question.take_back()
        self._progress.begin(words)

    def _say(self, words: str) -> None:
        self._said = words
        self._render()
        if words:
            announce(self, words)

    def _render(self) -> None:
        busy, report = self._controller.busy, self._controller.report
        if report is not None and report is not self._shown:
            self._shown = report
            self._findings.show_groups(groups(report))
            self._storage.show_sizes(storage(report))
        self._progress.setVisible(busy)
        self._findings.setVisible(report is not None and not report.is_sound)
        self._findings.setDisabled(busy)
        self._storage.setVisible(report is not None)
        self._thorough.setDisabled(busy)
        self._tidy.setDisabled(busy)
        self._check.setEnabled(True)
        again = (
            self.tr("Check again")
            if report is not None
            else self.tr("Check", "button, verb: looks for damage in the library")
        )
        #: button, verb: ends the work
        self._check.setText(self.tr("Stop") if busy else again)
        self._render_status(report)

    def _render_status(self, report: CheckReport | None) -> None:
        if report is None:
            words, glyph = (
                self.tr("Compares every picture with its file, and changes nothing."),
                "shield-check",
            )
        else:
            words, glyph = summary(report), "check-circle" if report.is_sound else "warning-circle"
        sound = report is None or report.is_sound
        role = QPalette.ColorRole.ButtonText if sound else QPalette.ColorRole.BrightText
        self._status_glyph.set_icon(glyph, role)
        self._status.setText(f"{words} {self._said}".strip())
