"""What comes with the library, and stays while windows come and go."""

from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from portrait_app.core.ports.backend import Backend
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.jobs_from_elsewhere import JobsFromElsewhere
from portrait_app.jobs.key_controller import KeyController


class Session(QObject):
    """The open library, the queue of its jobs and the key. A window that is built anew shows the same one."""

    def __init__(
        self,
        *,
        backend: Backend,
        queue: GenerationQueue,
        keys: KeyController,
        started: datetime,
        elsewhere: JobsFromElsewhere | None = None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.backend = backend
        self.queue = queue
        self.keys = keys
        self.started = started  # also where a backup was restored meanwhile
        self.elsewhere = elsewhere  # where the library is not at home yet
        self.undo = QUndoStack(self)  # what was done to pictures, and can be taken back
        for part in (queue, keys):
            part.setParent(self)
