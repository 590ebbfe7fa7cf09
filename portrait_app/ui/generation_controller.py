"""From the panel to the queue: what Generate does, and how a picture's settings come back."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from portrait_app.core.catalog import (
    RANDOM_SEED,
    SEGMIND,
    SKETCH,
    Endpoint,
    endpoint,
    endpoints_of,
)
from portrait_app.core.estimates import Estimate
from portrait_app.core.picture import Picture
from portrait_app.core.ports import Engine, Settings
from portrait_app.core.request import GenerationRequest, InvalidRequest
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.cost_words import basis_words, estimate_words
from portrait_app.ui.key_controller import KeyController
from portrait_app.ui.models.parameter_model import ParameterModel
from portrait_app.ui.money_controller import MoneyController
from portrait_app.ui.panels.parameter_panel import ParameterPanel


class GenerationController(QObject):
    """Turns the panel's values into jobs, and remembers engine, model and values between sessions."""

    key_needed = Signal()
    engine_changed = Signal(str)
    cost_changed = Signal()  # what Generate will cost
    said = Signal(str)  # a short sentence for a toast

    def __init__(
        self,
        *,
        panel: ParameterPanel,
        model: ParameterModel,
        queue: GenerationQueue,
        engines: Mapping[str, Engine],
        keys: KeyController,
        money: MoneyController,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._model = model
        self._engines = engines
        self._keys = keys
        self._money = money
        self._cost: Estimate | None = None
        self._settings = settings
        panel.generate_requested.connect(self.generate)
        panel.engine_chosen.connect(self.choose_engine)
        keys.changed.connect(self._follow_key)
        panel.endpoint_chosen.connect(self._choose_endpoint)
        model.dataChanged.connect(self._show_cost)
        keys.changed.connect(self._show_cost)
        money.estimates.changed.connect(self._show_cost)
        queue.delivered.connect(self._on_delivered)
        panel.set_engines([(key, engine.name) for key, engine in engines.items()])
        self._use(self._endpoint_of(str(settings.value("engine")) or self._default_engine()))

    @property
    def engine(self) -> Engine:
        """The engine in use."""
        return self._engines[self._model.endpoint.engine]

    def choose_engine(self, key: str) -> None:
        """Use an engine from now on, with the model last chosen for it."""
        self._settings.set("engine", key)
        self._use(self._endpoint_of(key))

    def choose_cloud_engine(self) -> None:
        """Use the engine that a key was just added for."""
        self.choose_engine(SEGMIND)

    def show_fields(self) -> None:
        """Bring a person to the panel, where a value was refused."""
        self._panel.setFocus()

    def generate(self) -> None:
        """Queue a job for what the panel says, or say at the field why that cannot be."""
        self._panel.settle()
        try:
            request = self._model.request()
        except InvalidRequest as invalid:
            self._panel.show_problems(invalid)
            return
        self._submit(request)
        self._settings.set("parameters", self._model.record())

    def generate_again(self, picture: Picture) -> None:
        """Queue the picture's request once more, with another seed."""
        if self._knows(picture.request):
            self._submit(picture.request.with_values(seed=RANDOM_SEED))

    def fill_panel(self, request: GenerationRequest) -> list[str]:
        """Fill the panel with a request from anywhere, and return the keys of what it does not take.

        Nothing is sent. Where nobody knows the request's model, the chosen one stays.
        """
        if request.engine in self._engines:
            self._use(request.model)
        return list(self._model.set_values(request.values))

    def use_settings(self, picture: Picture) -> None:
        """Fill the panel so that Generate makes this very picture again."""
        request = picture.repeat_request
        known = self._knows(request)
        skipped = self.fill_panel(request)
        if skipped:
            self.said.emit(self.tr("Not taken over: {names}").format(names=", ".join(skipped)))
        elif known:
            self.said.emit(self.tr("The panel now holds this picture's settings."))

    def _knows(self, request: GenerationRequest) -> bool:
        """Say whether there is an engine for a stored request, and tell a person where there is none."""
        if request.engine in self._engines:
            return True
        words = self.tr("This version does not know the model {name}.").format(name=request.model.name)
        if not request.endpoint:
            words = self.tr("This picture was imported, and nobody knows its model: choose one.")
        self.said.emit(words)
        return False

    def _submit(self, request: GenerationRequest) -> None:
        if self._engines[request.engine].needs_key and not self._keys.has_key:
            self.key_needed.emit()
            return
        self._money.submit([request])

    def _default_engine(self) -> str:
        """Return what is used until a person chooses: the cloud where there is a key for it."""
        return SEGMIND if self._keys.has_key else SKETCH

    def _follow_key(self) -> None:
        if not self._settings.value("engine"):
            self._use(self._endpoint_of(self._default_engine()))

    def _endpoint_of(self, engine: str) -> Endpoint:
        """Return the model last chosen for an engine; for an unknown engine, that of the default."""
        rows = endpoints_of(engine) or endpoints_of(self._default_engine())
        chosen = self._chosen_endpoints().get(engine, "")
        return next((row for row in rows if row.slug == chosen), rows[0])

    def _use(self, row: Endpoint) -> None:
        self._model.set_endpoint(row)
        self._show_cost()
        self.engine_changed.emit(row.engine)

    def _choose_endpoint(self, slug: str) -> None:
        row = endpoint(slug)
        self._settings.set("endpoints", json.dumps(self._chosen_endpoints() | {row.engine: row.slug}))
        self._use(row)

    def _chosen_endpoints(self) -> dict[str, str]:
        try:
            chosen = json.loads(str(self._settings.value("endpoints")))
        except ValueError:
            return {}
        return chosen if isinstance(chosen, dict) else {}

    @property
    def cost_text(self) -> str:
        """What pressing Generate will cost, in words; empty while that is not known."""
        return "" if self._cost is None else estimate_words(self._cost, self._asked.samples)

    @property
    def _asked(self) -> GenerationRequest:
        """What the panel asks for, unchecked: it has a price before it has a prompt."""
        return GenerationRequest(self._model.endpoint.slug, self._model.values())

    def _show_cost(self) -> None:
        self._cost = self._money.estimates.of(self._asked)
        if self.engine.needs_key and not self._keys.has_key:
            self._panel.set_cost_text(self.tr("Needs your Segmind key"))
        elif self._cost is not None:  # until then what stood there stays: it takes a moment
            self._panel.set_cost_text(self.cost_text, basis_words(self._cost))
        self.cost_changed.emit()

    def _on_delivered(self, outcome: Outcome) -> None:
        asked, came = outcome.job.request.samples, len(outcome.pictures)
        if came < asked:
            self.said.emit(
                self.tr("{came} of {asked} pictures came; the service sent no more.").format(
                    came=came, asked=asked
                )
            )
