"""The list views of the queue. Their keys act on jobs, never on the pictures selected in the grid."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.queue.done_model import DoneModel
from portrait_app.ui.queue.job_delegate import DoneDelegate, JobDelegate
from portrait_app.ui.queue.job_model import JobModel

_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class JobList(QListView):
    """Shows a JobModel. Rows can be dragged. Delete asks to cancel or forget the selected jobs."""

    delete_pressed = Signal()
    selection_changed = Signal()  # the current row or the selection has changed

    def __init__(self, model: JobModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self)
        self.setModel(model)
        self.setItemDelegate(JobDelegate(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setAccessibleName(self.tr("Jobs"))
        self.selectionModel().selectionChanged.connect(self.selection_changed)
        self.selectionModel().currentChanged.connect(self.selection_changed)

    def selected(self) -> list[JobStatus]:
        """Return the selected jobs, in the order of their rows."""
        indexes = sorted(self.selectedIndexes(), key=lambda index: index.row())
        return [index.data(JobModel.STATUS) for index in indexes]

    def current(self) -> JobStatus | None:
        """Return the job of the current row, or None."""
        status: JobStatus | None = self.currentIndex().data(JobModel.STATUS)
        return status

    def event(self, event: QEvent) -> bool:
        return _keeps_delete(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _removes(event):
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt's search would read every row, and single keys are actions here."""


class DoneList(QListView):
    """Shows the jobs finished today. A click or Enter asks for the job's picture."""

    picture_chosen = Signal(object)  # id of the picture

    def __init__(self, model: DoneModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        _dress(self)
        self.setModel(model)
        self.setItemDelegate(DoneDelegate(self))
        self.setAccessibleName(self.tr("Done today"))
        self.clicked.connect(lambda index: self.picture_chosen.emit(index.data(DoneModel.PICTURE)))

    def event(self, event: QEvent) -> bool:
        return _keeps_delete(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.picture_chosen.emit(self.currentIndex().data(DoneModel.PICTURE))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Do nothing: single keys are actions here."""


def _keeps_delete(event: QEvent) -> bool:
    """Accept Delete for the list, or it would move the pictures selected in the grid to the Trash.

    Return whether the event was accepted.
    """
    if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _removes(event):
        event.accept()
        return True
    return False


def _removes(event: QKeyEvent) -> bool:
    return event.key() in _REMOVES and event.modifiers() == Qt.KeyboardModifier.NoModifier


def _dress(view: QListView) -> None:
    view.setUniformItemSizes(True)
    view.setFrameShape(QListView.Shape.NoFrame)
    view.setMouseTracking(True)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.viewport().setAutoFillBackground(False)
