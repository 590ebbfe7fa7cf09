"""The models of all engines: shipped, reported by an engine, or added by the user."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import PARAMETERS, Endpoint, endpoints_of
from portrait_app.core.engines import ENGINES
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.fitting import nearest_model
from portrait_app.core.model_choices import ModelChoices, read_choices, read_reported, reported_text
from portrait_app.core.ports.engines import ModelSource
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.jobs.runner import Lane, TaskRunner


class ModelList(QObject):
    """Knows every model that can be chosen, in the user's order.

    It works from the first paint: what an engine reported last is kept in the settings. `attach` connects the
    engines once they are open, and asks them for their models.
    """

    changed = Signal(str)  # key of an engine: its models, or whether it can be used

    def __init__(self, settings: Settings, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._runner = runner
        self._sources: Mapping[str, ModelSource] = {}
        self._missing: Mapping[str, Callable[[], str]] = {}
        self.is_attached = False  # the engines are open
        self._asking: dict[str, Cancel] = {}  # the newest question to each engine that is being asked
        self._problems: dict[str, AppError] = {}
        self._reported = read_reported(str(settings.value("reported_models")))
        self._choices = read_choices(str(settings.value("models")))

    # --- questions ---

    def of(self, engine: str) -> tuple[Endpoint, ...]:
        """Return the engine's models that are not hidden, in the user's order."""
        return tuple(model for model in self.all_of(engine) if model.slug not in self._choices.hidden)

    def all_of(self, engine: str) -> tuple[Endpoint, ...]:
        """Return all models of the engine, in the user's order."""
        return self._choices.of_engine(engine, self.usual(engine))

    def usual(self, engine: str) -> tuple[Endpoint, ...]:
        """Return all models of the engine in the order of the program: shipped, added, reported."""
        added = (model for model in self._choices.added if model.engine == engine)
        found = (*endpoints_of(engine), *added, *self._reported.get(engine, ()))
        # A slug that the user added may be shipped by a later version: the first one counts.
        unique = {model.slug: model for model in reversed(found)}
        return tuple(unique[slug] for slug in dict.fromkeys(model.slug for model in found))

    def find(self, slug: str) -> Endpoint | None:
        """Return the model with this slug; None if there is none, or not any more."""
        every = (model for row in ENGINES for model in self.all_of(row.key))
        return next((model for model in every if model.slug == slug), None)

    def nearest(self, request: GenerationRequest) -> Endpoint | None:
        """Return the usable model that is most like the one of a request; None if there is no other."""
        usable = (row.key for row in ENGINES if not self.missing(row.key))
        models = [model for engine in usable for model in self.of(engine) if not model.draws]
        return nearest_model(request.model, request.values, models)

    def default(self, engine: str) -> Endpoint:
        """Return the model that an engine begins with: the user's default, else the first visible one.

        For an engine without any model, a row without a slug is returned, so that its panel can be shown.
        """
        models = self.of(engine) or self.all_of(engine)
        wanted = self._choices.default.get(engine)
        first = next(iter(models), Endpoint("", "", engine, "", parameters=PARAMETERS))
        return next((model for model in models if model.slug == wanted), first)

    @property
    def choices(self) -> ModelChoices:
        """What the user has decided."""
        return self._choices

    def missing(self, engine: str) -> str:
        """Return, in English, why an engine cannot make pictures yet and what to do; empty if it can."""
        tell = self._missing.get(engine)
        return "" if tell is None else tell()

    def problem(self, engine: str) -> AppError | None:
        """Return why the engine could not be asked for its models the last time."""
        return self._problems.get(engine)

    # --- changes ---

    def choose(self, choices: ModelChoices) -> None:
        """Replace and save what the user has decided."""
        self._choices = choices
        self._settings.set("models", choices.text())
        for row in ENGINES:
            self.changed.emit(row.key)

    def add(self, model: Endpoint) -> None:
        """Add a model, or replace the added one with the same slug."""
        others = (one for one in self._choices.added if one.slug != model.slug)
        self.choose(replace(self._choices, added=(*others, model)))

    # --- asking the engines ---

    def attach(self, sources: Mapping[str, ModelSource], missing: Mapping[str, Callable[[], str]]) -> None:
        """Use the opened engines, and ask them for their models. Both are from `OpenedEngine`, by engine."""
        self._sources, self._missing = sources, missing
        self.is_attached = True
        for row in ENGINES:
            self.refresh(row.key)

    def refresh(self, engine: str) -> None:
        """Ask an engine for its models on a worker. A question that is still running is cancelled.

        Call it when something has changed on which the models depend: a folder, an address.
        """
        source = self._sources.get(engine)
        if source is None:
            self.changed.emit(engine)
            return
        if engine in self._asking:
            self._asking[engine].cancel()
        cancel = self._asking[engine] = Cancel()

        def told(models: tuple[Endpoint, ...]) -> None:
            if self._ends(engine, cancel):
                self._problems.pop(engine, None)
                self._take(engine, models)

        def failed(error: AppError) -> None:
            if self._ends(engine, cancel) and error.kind is not ErrorKind.CANCELLED:
                self._problems[engine] = error
                self.changed.emit(engine)

        self._runner.run(partial(source.models, cancel), told, failed, lane=Lane.MODELS, owner=self)

    def is_asking(self, engine: str) -> bool:
        """Return whether an engine is being asked for its models."""
        return engine in self._asking

    def close(self) -> None:
        """Cancel all questions, so that the program can end."""
        for cancel in self._asking.values():
            cancel.cancel()

    def _ends(self, engine: str, cancel: Cancel) -> bool:
        """Forget a question that has ended. Return whether it is the newest one to the engine."""
        if self._asking.get(engine) is not cancel:
            return False
        del self._asking[engine]
        return True

    def _take(self, engine: str, models: tuple[Endpoint, ...]) -> None:
        if models != self._reported.get(engine, ()):
            self._reported[engine] = models
            self._settings.set("reported_models", reported_text(self._reported))
        self.changed.emit(engine)
