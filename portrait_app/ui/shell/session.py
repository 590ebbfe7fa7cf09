"""The open library with its queue, shared by successive windows."""

from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from portrait_app.core.ports.backend import Backend
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.jobs_from_elsewhere import JobsFromElsewhere
from portrait_app.jobs.key_controller import KeyController
from portrait_app.jobs.library_watch import LibraryWatch


class Session(QObject):
    """The open library, the queue of its jobs and the key. A rebuilt window uses the same session."""

    def __init__(
        self,
        *,
        backend: Backend,
        queue: GenerationQueue,
        keys: KeyController,
        started: datetime,
        watch: LibraryWatch,
        elsewhere: JobsFromElsewhere | None = None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.backend = backend
        self.queue = queue
        self.keys = keys
        self.started = started  # stays the same when a backup is restored
        self.watch = watch
        self.elsewhere = elsewhere  # for a library from another computer whose jobs wait for consent
        self.undo = QUndoStack(self)  # actions on pictures that can be undone
        for part in (queue, keys, watch):
            part.setParent(self)
