"""The open library with its queue, shared by successive windows."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack

from portrait_app.core.ports.backend import Backend
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.jobs_from_elsewhere import JobsFromElsewhere
from portrait_app.jobs.key_controller import KeyController
from portrait_app.jobs.library_watch import LibraryWatch
from portrait_app.jobs.model_additions import ModelAdditions


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
        additions: Mapping[str, ModelAdditions],
        elsewhere: JobsFromElsewhere | None = None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.backend = backend
        self.queue = queue
        self.keys = keys
        self.started = started  # stays the same when a backup is restored
        self.watch = watch
        self.additions = additions  # by the key of the engine that has a model folder
        self.elsewhere = elsewhere  # for a library from another computer whose jobs wait for consent
        self.undo = QUndoStack(self)  # actions on pictures that can be undone
        for part in (queue, keys, watch, *additions.values()):
            part.setParent(self)

    def close(self) -> None:
        """Stop what is running, because the program ends."""
        self.queue.close()
        for additions in self.additions.values():
            additions.close()
