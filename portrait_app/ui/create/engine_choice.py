"""The choice of the engine and its model, and how the choice is saved."""

import json

from PySide6.QtCore import QCoreApplication, QObject, Signal

from portrait_app.core.catalog import Endpoint
from portrait_app.core.engines import ENGINES, find_engine, without_key
from portrait_app.core.fitting import Change
from portrait_app.core.ports.system import Settings
from portrait_app.jobs.model_list import ModelList
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.shell.messages import describe


class EngineChoice(QObject):
    """Applies the user's choice, at the next start too.

    It reads only tables and settings, so the first paint shows the right engine before any engine exists.
    What an engine lacks is said once the engines are open.
    """

    changed = Signal(str)  # key of the engine; emitted also if only the model has changed
    adapted = Signal(list)  # Changes of values, because the model that the user chose does not allow them

    def __init__(
        self,
        panel: ParameterPanel,
        model: ParameterModel,
        settings: Settings,
        models: ModelList,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._model = model
        self._settings = settings
        self._models = models
        self._default = without_key().key
        panel.set_engines([(row.key, row.name) for row in ENGINES])
        panel.engine_chosen.connect(self.choose)
        panel.endpoint_chosen.connect(self._choose_endpoint)
        models.changed.connect(self._on_models_changed)
        self._use_remembered()

    def choose(self, engine: str) -> None:
        """Use an engine, with the model last chosen for it, and save the choice."""
        self._settings.set("engine", engine)
        self._models.refresh(engine)
        self.adapted.emit(self._use_remembered())

    def set_default(self, engine: str) -> None:
        """Set the engine that is used until the user chooses one."""
        self._default = engine
        if not self._settings.value("engine"):
            self._use_remembered()

    def use(self, row: Endpoint) -> list[Change]:
        """Use a model without saving the choice. Return the values that it does not allow."""
        changes = self._model.set_endpoint(row)
        self._show_missing()
        self.changed.emit(row.engine)
        return changes

    def _use_remembered(self) -> list[Change]:
        engine = str(self._settings.value("engine")) or self._default
        if find_engine(engine) is None:  # a newer version saved it
            engine = self._default
        chosen = self._chosen_endpoints().get(engine, "")
        rows = self._models.of(engine)
        return self.use(next((row for row in rows if row.slug == chosen), self._models.default(engine)))

    def _choose_endpoint(self, slug: str) -> None:
        row = self._models.find(slug)
        if row is None:
            return  # it went away while the list was open
        self._settings.set("endpoints", json.dumps(self._chosen_endpoints() | {row.engine: row.slug}))
        self.adapted.emit(self.use(row))

    def _on_models_changed(self, engine: str) -> None:
        """Follow a change of the list: the model in use may be another, gone, or there at last."""
        used = self._model.endpoint
        if engine != used.engine:
            return
        known = self._models.find(used.slug)
        if known is None:
            self._use_remembered()
        elif known != used:
            self.use(known)
        self._panel.show_models()
        self._show_missing()

    def _show_missing(self) -> None:
        model = self._model.endpoint
        words = self._models.missing(model.engine)
        if words:
            self._panel.set_missing(QCoreApplication.translate("engines", words))
        elif model.slug or not self._models.is_attached:
            self._panel.set_missing("")
        elif (problem := self._models.problem(model.engine)) is not None:
            self._panel.set_missing(describe(problem, model.engine).sentence)
        elif self._models.is_asking(model.engine):
            self._panel.set_missing(self.tr("Looking for the models of this engine…"))
        else:
            self._panel.set_missing(self.tr("No model has been found for this engine yet."))

    def _chosen_endpoints(self) -> dict[str, str]:
        try:
            chosen = json.loads(str(self._settings.value("endpoints")))
        except ValueError:
            return {}
        return chosen if isinstance(chosen, dict) else {}
