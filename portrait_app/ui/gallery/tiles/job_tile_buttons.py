"""The buttons on the tiles of jobs with unknown outcome, as widgets for keyboard and screen reader."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from portrait_app.core.job import JobState
from portrait_app.jobs.job_acts import JobAct, acts_of
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.tiles.job_tile import ButtonArea, block_of
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.shell.messages import Remedy, remedy_words, retry_remedy

_SPOKEN = 60  # characters of a prompt in a button's accessible name
_ICONS = {JobAct.LOOK: "magnifying-glass", JobAct.RETRY: "arrow-clockwise", JobAct.FORGET: "eraser"}


class JobTileButtons(QObject):
    """Places buttons on each visible tile whose job waits for the user's decision."""

    act_requested = Signal(object, object)  # JobAct, id of a job
    opened = Signal(object)  # id of a job whose tile was opened by Enter or a double click

    def __init__(self, view: GalleryView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._model = view.gallery
        self._shown: dict[int, _Buttons] = {}
        self._placing = QTimer(self, singleShot=True)
        self._placing.timeout.connect(self.place)
        model = self._model
        for change in (model.rowsInserted, model.rowsRemoved, model.modelReset, model.dataChanged):
            change.connect(self._placing.start)
        view.verticalScrollBar().valueChanged.connect(self.place)
        view.cell_size_changed.connect(self.place)
        view.viewport().installEventFilter(self)
        view.activated.connect(self._open)

    def place(self) -> None:
        """Show buttons on exactly those visible tiles that need a decision."""
        undecided = self._undecided()
        for job_id in self._shown.keys() - undecided.keys():
            self._shown.pop(job_id).leave()
        for job_id, (row, status) in undecided.items():
            buttons = self._shown.get(job_id)
            if buttons is None:
                buttons = self._shown[job_id] = _Buttons(status, self._view.viewport())
                buttons.act_requested.connect(partial(self._act, job_id))
                QWidget.setTabOrder(self._view, buttons)
            decision = ButtonArea(block_of(status, self._view.cell_rect(row)), self._view.fontMetrics())
            buttons.stand_in(decision)

    def _undecided(self) -> dict[int, tuple[int, JobStatus]]:
        found: dict[int, tuple[int, JobStatus]] = {}
        for row in self._view.visible_rows():
            status: JobStatus | None = self._model.index(row).data(GalleryModel.JOB)
            if status is None:  # jobs come before all pictures
                break
            if status.outcome_is_unknown:
                found[status.job.id] = (row, status)
        return found

    def _act(self, job_id: int, act: JobAct) -> None:
        self.act_requested.emit(act, job_id)

    def _open(self, index: QModelIndex) -> None:
        status: JobStatus | None = index.data(GalleryModel.JOB)
        if status is not None:
            self.opened.emit(status.job.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._placing.start()
        return super().eventFilter(watched, event)


class _Buttons(QWidget):
    """The buttons for one job: look for it, send again, forget."""

    act_requested = Signal(object)  # JobAct

    def __init__(self, status: JobStatus, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        assert status.job.state is JobState.OUTCOME_UNKNOWN  # noqa: S101 - the only state with these buttons
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        words = {
            JobAct.LOOK: remedy_words(Remedy.LOOK_FOR_IT),
            JobAct.RETRY: remedy_words(retry_remedy(status.job)),
            #: button, verb: removes what is known of a picture or job
            JobAct.FORGET: self.tr("Forget"),
        }
        prompt = start_of(status.job.request.prompt, _SPOKEN)
        self._buttons: list[QToolButton] = []
        for act, text in words.items():
            if act in acts_of(status):
                button = QToolButton(self)
                button.setIcon(icon(_ICONS[act]))
                button.setText(text)
                button.setToolTip(text)
                button.setAccessibleName(f"{text}: {prompt}")
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                button.clicked.connect(partial(self.act_requested.emit, act))
                self._layout.addWidget(button)
                self._buttons.append(button)
        self.setFocusProxy(self._buttons[0])

    def stand_in(self, decision: ButtonArea) -> None:
        """Place the buttons in the area: stacked with text, or side by side as icons."""
        direction, style = QBoxLayout.Direction, Qt.ToolButtonStyle
        self._layout.setDirection(direction.TopToBottom if decision.stacked else direction.LeftToRight)
        for button in self._buttons:
            button.setToolButtonStyle(
                style.ToolButtonTextBesideIcon if decision.stacked else style.ToolButtonIconOnly
            )
        self.setGeometry(decision.rect)
        self.show()

    def leave(self) -> None:
        self.hide()
        self.deleteLater()
