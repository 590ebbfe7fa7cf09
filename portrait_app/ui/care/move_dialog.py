"""The window that moves a closed library: progress, Cancel, and what went wrong."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.moving import MoveProgress, MoveReport, MoveStage
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.formats import file_size
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.messages import describe

_WIDTH = 64  # average characters
_PARTS = 1000  # of the progress bar: bytes would not fit into its 32 bits

Work = Callable[[MoveReport, Cancel], None]


class MoveDialog(FittedDialog):
    """Runs `work` on a worker. `exec` returns whether the library was moved."""

    _reported = Signal(object)  # MoveProgress, emitted by the worker

    def __init__(self, place: str, work: Work) -> None:
        super().__init__(_WIDTH)
        self.setWindowTitle(self.tr("Move library"))
        self._runner = TaskRunner(self)
        self._cancel = Cancel()
        self._is_running = True
        self._title = strong_label(self.tr("Moving the library to {folder}").format(folder=place))
        self._words = plain_label(
            self.tr("Your library stays where it is until the copy is checked."), wrapped=True
        )
        set_role(self._words, "tone", "muted")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(self.tr("Progress of the move"))
        self._button = QPushButton(self.tr("Cancel", "button, verb"))
        self._button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._button)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        for widget in (self._title, self._bar, self._words):
            column.addWidget(widget)
        column.addLayout(row)
        self._reported.connect(self._on_reported)
        call = partial(work, self._reported.emit, self._cancel)
        self._runner.run(call, self._on_moved, self._on_failed, lane=Lane.FILES, owner=self)

    def _on_reported(self, progress: MoveProgress) -> None:
        if not self._is_running:
            return
        if progress.stage is MoveStage.UNDO:
            self._bar.setRange(0, 0)
            self._words.setText(self.tr("Removing the copy. Your library is where it was."))
            return
        self._bar.setRange(0, _PARTS)
        self._bar.setValue(progress.done * _PARTS // max(progress.total, 1))
        words = self.tr("{done} of {all} copied")
        if progress.stage is MoveStage.CHECK:
            words = self.tr("{done} of {all} checked")
        self._words.setText(words.format(done=file_size(progress.done), all=file_size(progress.total)))

    def _on_moved(self, _none: None) -> None:
        self._is_running = False
        self.accept()

    def _on_failed(self, error: AppError) -> None:
        self._is_running = False
        if error.kind is ErrorKind.CANCELLED:
            self.reject()
            return
        self._bar.hide()
        self._title.setText(self.tr("The library was not moved"))
        message = describe(error)
        self._words.setText(
            self.tr("{problem} Your library is where it was, and nothing is lost.").format(
                problem=message.sentence
            )
        )
        self._button.setText(self.tr("Go on with the library where it is"))

    def reject(self) -> None:
        """Cancel, and close once the copy is removed."""
        if self._is_running:
            self._cancel.cancel()
            self._button.setEnabled(False)
            self._words.setText(self.tr("Stopping…", "the copying"))
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._is_running:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)
