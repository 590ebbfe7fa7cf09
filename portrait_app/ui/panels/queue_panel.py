"""The queue: what runs, what waits, what needs a person, and the buttons for it."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.job import JobState
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.messages import Remedy, remedy_words, retry_remedy
from portrait_app.ui.models.job_model import JobModel
from portrait_app.ui.theme import SPACE, icon, set_role

_ROWS = 3  # rows shown before the list scrolls
_NO_LIMIT = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX


class QueuePanel(QWidget):
    """A header of counts and buttons for the dock's title, and the jobs while there are any."""

    cancel_requested = Signal(int)
    retry_requested = Signal(int)
    look_requested = Signal(int)  # for a job whose outcome is unknown
    dismiss_requested = Signal(int)
    details_requested = Signal(object)  # AppError

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("queue")
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = JobModel(self)
        self._summary = QLabel(self)
        set_role(self._summary, "tone", "muted")

        self._list = QListView(self)
        self._list.setUniformItemSizes(True)
        self._list.setFrameShape(QListView.Shape.NoFrame)
        self._list.setModel(self._model)
        self._list.setIconSize(QSize(16, 16))
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._list.setAccessibleName(self.tr("Jobs"))
        self._list.selectionModel().currentChanged.connect(self._update_buttons)

        self._cancel = self._button("x", self.tr("Cancel"))
        self._retry = self._button("arrow-clockwise", remedy_words(Remedy.TRY_AGAIN))
        self._look = self._button("magnifying-glass", remedy_words(Remedy.LOOK_FOR_IT))
        self._dismiss = self._button("check", self.tr("Dismiss"))
        self._details = self._button("clipboard-text", self.tr("Copy details"))
        self._cancel.clicked.connect(lambda: self._emit(self.cancel_requested))
        self._retry.clicked.connect(lambda: self._emit(self.retry_requested))
        self._look.clicked.connect(lambda: self._emit(self.look_requested))
        self._dismiss.clicked.connect(lambda: self._emit(self.dismiss_requested))
        self._details.clicked.connect(self._emit_details)

        self.header = QWidget(self)  # stands in the dock's title
        header = QHBoxLayout(self.header)
        header.setContentsMargins(0, 0, 0, 0)
        header.setSpacing(SPACE)
        header.addWidget(self._summary)
        header.addStretch(1)
        for button in (self._look, self._retry, self._details, self._dismiss, self._cancel):
            header.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE, 0, SPACE, SPACE // 2)
        layout.addWidget(self._list)
        self.set_statuses([])

    @property
    def model(self) -> JobModel:
        return self._model

    @property
    def summary(self) -> str:
        """The line of counts."""
        return self._summary.text()

    def set_statuses(self, statuses: Sequence[JobStatus]) -> None:
        """Show `statuses`; the first job is current until a person picks another."""
        self._model.set_statuses(statuses)
        if statuses and not self._list.currentIndex().isValid():
            first = self._model.index(0)
            self._list.selectionModel().setCurrentIndex(
                first, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )
        row_height = self._list.sizeHintForRow(0) if statuses else 0
        self._list.setMinimumHeight(row_height * min(len(statuses), _ROWS) + 2)
        self._list.setVisible(bool(statuses))
        self.setMaximumHeight(_NO_LIMIT if statuses else SPACE // 2)
        self._summary.setText(self._counts(statuses))
        self._update_buttons()

    def _counts(self, statuses: Sequence[JobStatus]) -> str:
        if not statuses:
            return self.tr("Nothing waits. Generate adds a job.")
        needs_you = sum(status.error is not None for status in statuses)
        running = sum(status.running for status in statuses)
        waiting = len(statuses) - needs_you - running
        parts = (
            (running, self.tr("{count} running")),
            (waiting, self.tr("{count} waiting")),
            (needs_you, self.tr("{count} for you to decide")),
        )
        return " · ".join(text.format(count=count) for count, text in parts if count)

    def _button(self, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _current(self) -> JobStatus | None:
        status: JobStatus | None = self._list.currentIndex().data(JobModel.STATUS)
        return status

    def _update_buttons(self) -> None:
        status = self._current()
        failed = status is not None and status.error is not None
        self._cancel.setVisible(status is not None and not failed)
        self._retry.setText(remedy_words(Remedy.TRY_AGAIN if status is None else retry_remedy(status.job)))
        unknown = failed and status is not None and status.job.state is JobState.OUTCOME_UNKNOWN
        self._look.setVisible(unknown and status is not None and status.job.ticket is None)
        self._dismiss.setText(self.tr("Forget") if unknown else self.tr("Dismiss"))
        for button in (self._retry, self._details):
            button.setVisible(failed)
        self._dismiss.setVisible(failed and not (status is not None and status.unstored))

    def _emit(self, signal: SignalInstance) -> None:
        status = self._current()
        if status is not None:
            signal.emit(status.job.id)

    def _emit_details(self) -> None:
        status = self._current()
        if status is not None and status.error is not None:
            self.details_requested.emit(status.error)
