"""The choice of the engine and its model, and how the choice is saved."""

import json

from PySide6.QtCore import QObject, Signal

from portrait_app.core.catalog import Endpoint, endpoint, endpoints_of
from portrait_app.core.engines import ENGINES, without_key
from portrait_app.core.ports.system import Settings
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel


class EngineChoice(QObject):
    """Applies the user's choice, at the next start too.

    It reads only tables and settings, so the first paint shows the right engine before any engine exists.
    """

    changed = Signal(str)  # key of the engine; emitted also if only the model has changed

    def __init__(
        self,
        panel: ParameterPanel,
        model: ParameterModel,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._settings = settings
        self._default = without_key().key
        panel.set_engines([(row.key, row.name) for row in ENGINES])
        panel.engine_chosen.connect(self.choose)
        panel.endpoint_chosen.connect(self._choose_endpoint)
        self._use_remembered()

    def choose(self, engine: str) -> None:
        """Use an engine, with the model last chosen for it, and save the choice."""
        self._settings.set("engine", engine)
        self._use_remembered()

    def set_default(self, engine: str) -> None:
        """Set the engine that is used until the user chooses one."""
        self._default = engine
        if not self._settings.value("engine"):
            self._use_remembered()

    def use(self, row: Endpoint) -> None:
        """Use a model without saving the choice."""
        self._model.set_endpoint(row)
        self.changed.emit(row.engine)

    def _use_remembered(self) -> None:
        engine = str(self._settings.value("engine")) or self._default
        rows = endpoints_of(engine) or endpoints_of(self._default)  # unknown if a newer version saved it
        chosen = self._chosen_endpoints().get(engine, "")
        self.use(next((row for row in rows if row.slug == chosen), rows[0]))

    def _choose_endpoint(self, slug: str) -> None:
        row = endpoint(slug)
        self._settings.set("endpoints", json.dumps(self._chosen_endpoints() | {row.engine: row.slug}))
        self.use(row)

    def _chosen_endpoints(self) -> dict[str, str]:
        try:
            chosen = json.loads(str(self._settings.value("endpoints")))
        except ValueError:
            return {}
        return chosen if isinstance(chosen, dict) else {}
