"""Adds models to the model folder in the background, one after the other, and removes them."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_store import (
    Agreement,
    FoundModel,
    InstalledModel,
    ModelFolder,
    Progress,
    PublishedModel,
    Report,
    Stage,
)
from portrait_app.core.ports.models import ModelStore
from portrait_app.core.transfer import TransferRate
from portrait_app.jobs.runner import Lane, TaskRunner

_OFTEN = 250  # milliseconds between two reports of progress


class Phase(Enum):
    """What happens to a model that is being added."""

    WAITING = "waiting"  # another one is being added
    RUNNING = "running"
    STOPPING = "stopping"
    PAUSED = "paused"  # begun, by this session or an earlier one
    ELSEWHERE = "elsewhere"  # another program is working on it
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Addition:
    """A model that is being added, as it is now."""

    id: str
    name: str
    phase: Phase
    progress: Progress
    seconds_left: float | None = None
    error: AppError | None = None
    can_resume: bool = True  # a download can be continued; the user's own file is added anew


@dataclass
class _Work:
    """The work of adding one model. The worker writes `progress`, the GUI thread reads it."""

    id: str
    name: str
    call: Callable[[Report, Cancel], InstalledModel]
    is_download: bool
    cancel: Cancel = field(default_factory=Cancel)
    rate: TransferRate = field(default_factory=TransferRate)
    progress: Progress = field(default_factory=lambda: Progress(Stage.ASKING))
    has_begun: bool = False
    is_ended: bool = False
    error: AppError | None = None

    def run(self) -> InstalledModel:
        self.has_begun = True
        return self.call(self._note, self.cancel)

    def _note(self, progress: Progress) -> None:
        self.progress = progress

    @property
    def phase(self) -> Phase:
        if self.is_ended:
            is_stopped = self.error is not None and self.error.kind is ErrorKind.CANCELLED
            return Phase.PAUSED if is_stopped else Phase.FAILED
        if self.cancel.cancelled:
            return Phase.STOPPING
        return Phase.RUNNING if self.has_begun else Phase.WAITING


class ModelAdditions(QObject):
    """The model folder of one engine, with everything that is being added to it.

    It belongs to the session, so a download goes on while dialogs and windows come and go.
    """

    changed = Signal()  # the folder, an addition, or the progress of one
    added = Signal(object)  # InstalledModel
    removed = Signal(object)  # InstalledModel
    failed = Signal(object)  # Addition

    def __init__(self, store: ModelStore, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self._runner = runner
        self._works: dict[str, _Work] = {}
        self.folder: ModelFolder | None = None  # None until it was looked into
        self.look_error: AppError | None = None
        self._is_looking = False
        self._looks_again = False  # when the look that is under way has ended
        self._timer = QTimer(self)
        self._timer.setInterval(_OFTEN)
        self._timer.timeout.connect(self._on_progress)

    # --- what is there ---

    @property
    def additions(self) -> tuple[Addition, ...]:
        """What is being added: by this program first, then what is in the folder."""
        own = [self._addition(work) for work in self._works.values()]
        begun = () if self.folder is None else self.folder.unfinished
        others = [
            Addition(
                one.id,
                one.name,
                Phase.ELSEWHERE if one.is_busy else Phase.PAUSED,
                Progress(Stage.DOWNLOADING, one.done, one.total),
            )
            for one in begun
            if one.id not in self._works
        ]
        return (*own, *others)

    def addition(self, model_id: str) -> Addition | None:
        """Return what is being added under an id."""
        return next((one for one in self.additions if one.id == model_id), None)

    def is_installed(self, model_id: str) -> bool:
        return self.folder is not None and any(model.id == model_id for model in self.folder.models)

    @staticmethod
    def _addition(work: _Work) -> Addition:
        left = None
        if work.progress.stage is Stage.DOWNLOADING and not work.is_ended:
            left = work.rate.seconds_left(work.progress.total)
        return Addition(
            work.id, work.name, work.phase, work.progress, left, work.error, can_resume=work.is_download
        )

    def look(self) -> None:
        """Look into the folder again: another program may have changed it.

        The disk may take long to answer, so there is one look at a time.
        """
        if self._is_looking:
            self._looks_again = True
            return
        self._is_looking, self._looks_again = True, False
        self._runner.run(
            self.store.contents, self._on_contents, self._on_look_failed, lane=Lane.FILES, owner=self
        )

    def _on_contents(self, folder: ModelFolder) -> None:
        self._is_looking = False
        self.folder = folder
        self.look_error = None
        for work in [work for work in self._works.values() if work.phase is Phase.PAUSED]:
            del self._works[work.id]  # the folder says what is left of it
        self.changed.emit()
        if self._looks_again:
            self.look()

    def _on_look_failed(self, error: AppError) -> None:
        self._is_looking = False
        self.look_error = error
        self.changed.emit()

    # --- adding ---

    def download(self, model: PublishedModel, agreement: Agreement) -> None:
        """Download a publisher's model, or go on with it."""
        self._begin(
            _Work(model.id, model.name, partial(self.store.download, model, agreement), is_download=True)
        )

    def resume(self, model_id: str) -> None:
        """Go on with a download that was paused, has failed, or was begun in an earlier session."""
        known, tried = self.addition(model_id), self._works.get(model_id)
        if known is not None and known.can_resume:
            call = partial(self.store.resume, model_id) if tried is None else tried.call
            self._begin(_Work(model_id, known.name, call, is_download=True))

    def add(self, found: FoundModel, agreement: Agreement) -> str:
        """Add the user's own model, and return the id under which it is added."""
        work_id = str(found.path)
        self._begin(_Work(work_id, found.name, partial(self.store.add, found, agreement), is_download=False))
        return work_id

    def pause(self, model_id: str) -> None:
        """Stop adding a model. What has been downloaded is kept."""
        if (work := self._works.get(model_id)) is not None and not work.is_ended:
            work.cancel.cancel()
            self.changed.emit()

    def forget(self, model_id: str) -> None:
        """Take away what failed and left nothing in the folder."""
        work = self._works.get(model_id)
        if work is not None and work.is_ended:
            del self._works[model_id]
            self.look()
            self.changed.emit()

    def discard(self, model_id: str) -> None:
        """Delete what was downloaded of a model that is not complete."""

        def gone(_none: None) -> None:
            self._works.pop(model_id, None)
            self.look()

        self._runner.run(partial(self.store.discard, model_id), gone, lane=Lane.FILES, owner=self)

    def remove(self, model: InstalledModel) -> None:
        """Delete an installed model."""

        def gone(_freed: int) -> None:
            self.removed.emit(model)
            self.look()

        self._runner.run(partial(self.store.remove, model.id), gone, lane=Lane.FILES, owner=self)

    def _begin(self, work: _Work) -> None:
        running = self._works.get(work.id)
        if running is not None and not running.is_ended:
            return
        self._works[work.id] = work
        self._timer.start()
        self._runner.run(
            work.run,
            partial(self._on_added, work),
            partial(self._on_failed, work),
            lane=Lane.MODEL_FILES,
            owner=self,
        )
        self.changed.emit()

    def _on_added(self, work: _Work, model: InstalledModel) -> None:
        self._works.pop(work.id, None)
        if self.folder is not None:
            begun = tuple(one for one in self.folder.unfinished if one.id != model.id)
            self.folder = replace(self.folder, models=(*self.folder.models, model), unfinished=begun)
        self._rest()
        self.added.emit(model)
        self.look()

    def _on_failed(self, work: _Work, error: AppError) -> None:
        work.is_ended = True
        work.error = error
        self._rest()
        if error.kind is not ErrorKind.CANCELLED:
            self.failed.emit(self._addition(work))
        self.look()

    def _rest(self) -> None:
        if all(work.is_ended for work in self._works.values()):
            self._timer.stop()

    def _on_progress(self) -> None:
        now = time.monotonic()
        for work in self._works.values():
            if work.progress.stage is Stage.DOWNLOADING and not work.is_ended:
                work.rate.note(now, work.progress.done)
        self.changed.emit()

    def close(self) -> None:
        """Stop all work, because the program ends. Downloads can be continued at the next start."""
        self._timer.stop()
        for work in self._works.values():
            work.cancel.cancel()
