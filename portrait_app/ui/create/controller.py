"""The controller of the parameter panel: queues its request, and fills it with a picture's settings."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from portrait_app.core.catalog import LONGEST_PROMPT, RANDOM_SEED
from portrait_app.core.engines import EngineRow, without_key
from portrait_app.core.errors import AppError
from portrait_app.core.fitting import Change
from portrait_app.core.metadata.found_settings import refused
from portrait_app.core.money.estimates import Estimate
from portrait_app.core.picture import Picture
from portrait_app.core.request import GenerationRequest, InvalidRequest
from portrait_app.jobs.carry_out import Outcome
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.filled import Filled, change_words, filled_words
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.create.remarks import remark_words
from portrait_app.ui.create.repetition import Repetition, RepetitionAnswer, ask_about_repetition
from portrait_app.ui.money.controller import MoneyController
from portrait_app.ui.money.words import basis_words, estimate_words
from portrait_app.ui.shell.messages import Remedy
from portrait_app.ui.shell.session import Session
from portrait_app.ui.shell.shell import Shell


class GenerationController(QObject):
    """Turns the panel's values into jobs, and saves the values between sessions."""

    key_needed = Signal()
    picture_wanted = Signal(int)  # id of a picture to show, wherever it is
    cost_changed = Signal()  # the estimate for Generate

    def __init__(
        self,
        *,
        shell: Shell,
        session: Session,
        panel: ParameterPanel,
        model: ParameterModel,
        choice: EngineChoice,
        money: MoneyController,
        repetition: Repetition,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._panel = panel
        self._model = model
        self._choice = choice
        self._engines = session.backend.engines
        self._keys = keys = session.keys
        self._money = money
        self._repetition = repetition
        self._cost: Estimate | None = None
        self._settings = shell.settings
        self._models = shell.models
        panel.generate_requested.connect(self.generate)
        choice.changed.connect(self._show_cost)
        choice.adapted.connect(self._tell_adapted)
        keys.changed.connect(self._follow_key)
        model.dataChanged.connect(self._show_cost)
        keys.changed.connect(self._show_cost)
        money.estimates.changed.connect(self._show_cost)
        session.queue.delivered.connect(self._on_delivered)
        self._follow_key()
        self._show_cost()

    @property
    def engine(self) -> EngineRow:
        """The engine in use."""
        return self._engines[self._model.endpoint.engine].row

    def choose_cloud_engine(self) -> None:
        """Choose the engine whose key was just added."""
        self._choice.choose(self._keys.engine.key)

    def perform(self, remedy: Remedy, _error: AppError | None) -> None:
        """Focus the panel if the remedy is to correct a refused value."""
        if remedy is Remedy.SHOW_FIELD:
            self._panel.setFocus()

    def generate(self) -> None:
        """Queue a job with the panel's values, or show at each bad field what is wrong."""
        if not self._panel.can_generate:
            self._panel.show_setup()
            return
        self._panel.settle()
        try:
            request = self._model.request()
        except InvalidRequest as invalid:
            self._panel.show_problems(invalid)
            return
        self._submit_once(request)
        self._settings.set("parameters", self._model.record())

    def generate_again(self, picture: Picture | None) -> None:
        """Queue the picture's request again, with another seed."""
        if picture is None or not self._knows(picture.request):
            return
        model = self._models.find(picture.request.endpoint)
        if model is None or refused(model, picture.request.values):
            self.use_settings(picture)  # the model is gone, or nobody can ask it for 8 steps
            return
        again = picture.request.with_values(seed=RANDOM_SEED)
        self._submit(replace(again, carried=model))

    def fill_panel(self, request: GenerationRequest) -> Filled:
        """Fill the panel with the values of a request. Return what it changes, refuses or cuts.

        Nothing is sent. If the request's model is gone, the model in the panel stays, and takes the nearest
        values.
        """
        model = self._models.find(request.endpoint)
        if model is not None:
            self._choice.use(model)
        texts = {key: value for key, value in request.values.items() if isinstance(value, str)}
        cut = {key: text[:LONGEST_PROMPT] for key, text in texts.items() if len(text) > LONGEST_PROMPT}
        changes, refusals = self._model.want({**request.values, **cut})
        return Filled(self._model.endpoint.name, tuple(changes), tuple(refusals), tuple(cut))

    def use_settings(self, picture: Picture | None) -> None:
        """Fill the panel so that Generate makes the same picture again."""
        if picture is None:
            return
        request = picture.repeat_request
        known = self._knows(request)
        filled = self.fill_panel(request)
        if known and self._models.find(request.endpoint) is None:
            gone = self.tr("{name} is not there any more.").format(name=request.model.name)
            self._shell.say(f"{gone} {filled_words(filled)}".rstrip())
        elif not filled.is_whole:
            self._shell.say(filled_words(filled))
        elif known and self._engines[request.engine].row.drawing != picture.drawing:
            engine = self._engines[request.engine].row.name
            self._shell.say(
                self.tr(
                    "The panel now has this picture’s settings. Another version of {engine} drew it: "
                    "the same settings give a different picture now."
                ).format(engine=engine)
            )
        elif known:
            self._shell.say(self.tr("The panel now has this picture’s settings."))

    def _tell_adapted(self, changes: list[Change]) -> None:
        """Say which values the model that the user has chosen does not allow."""
        values = self._model.values()  # a sample follows its model
        changes = [replace(change, new=values[change.key]) for change in changes]
        if changes:
            self._shell.say(change_words(self._model.endpoint.name, changes))

    def _knows(self, request: GenerationRequest) -> bool:
        """Return whether the engine of a stored request is known. If not, tell the user."""
        if request.engine in self._engines:
            return True
        words = self.tr("This version does not know the model {name}.").format(name=request.model.name)
        if not request.endpoint:
            words = self.tr("This picture was imported, and its model is unknown. Choose one.")
        self._shell.say(words)
        return False

    def _submit(self, request: GenerationRequest) -> None:
        if self._needs_key(request):
            self.key_needed.emit()  # shows the dialog for the key, and returns when it is closed
        if not self._needs_key(request):
            self._money.submit([request])

    def _needs_key(self, request: GenerationRequest) -> bool:
        return self._engines[request.engine].row.login is not None and not self._keys.has_key

    def _submit_once(self, request: GenerationRequest) -> None:
        """Submit a request, after a question if it would pay again for a picture that is there."""
        if not self._repetition.is_possible(request):
            self._submit(request)
        elif self._repetition.is_queued(request):
            self._ask_about(request, 0)
        else:
            self._repetition.find(request, partial(self._on_found, request))

    def _on_found(self, request: GenerationRequest, picture_id: int) -> None:
        if picture_id:
            self._ask_about(request, picture_id)
        elif self._repetition.is_queued(request):  # asked for meanwhile
            self._ask_about(request, 0)
        else:
            self._submit(request)

    def _ask_about(self, request: GenerationRequest, picture_id: int) -> None:
        match ask_about_repetition(self._shell.window, is_here=bool(picture_id)):
            case RepetitionAnswer.SHOW:
                self.picture_wanted.emit(picture_id)
            case RepetitionAnswer.NEW_SEED:
                self._model.set_values({"seed": RANDOM_SEED})
                self._submit(request.with_values(seed=RANDOM_SEED))
            case RepetitionAnswer.ANYWAY:
                self._submit(request)
            case RepetitionAnswer.CANCEL:
                pass

    def _follow_key(self) -> None:
        """Make the cloud engine the default if there is a key for it. The user's choice is not changed."""
        default = self._keys.engine if self._keys.has_key else without_key()
        self._choice.set_default(default.key)

    @property
    def cost_text(self) -> str:
        """The estimated cost of Generate as text; empty while it is unknown."""
        return "" if self._cost is None else estimate_words(self._cost, self._asked.samples, self.engine)

    @property
    def _asked(self) -> GenerationRequest:
        """The panel's request, not validated: its cost can be estimated before it has a prompt."""
        model = self._model.endpoint
        return GenerationRequest(model.slug, self._model.values(), model)

    def _show_cost(self) -> None:
        self._cost = self._money.estimates.of(self._asked)
        if self.engine.login is not None and not self._keys.has_key:
            words = self.tr("Needs your {engine} key")
            self._panel.set_cost_text(words.format(engine=self.engine.name))
        elif self._cost is not None:  # keep the old text while past costs are read
            self._panel.set_cost_text(self.cost_text, basis_words(self._cost, self.engine))
        self.cost_changed.emit()

    def _on_delivered(self, outcome: Outcome) -> None:
        request, delivery = outcome.job.request, outcome.delivery
        words = [] if delivery is None else [remark_words(delivery.remarks, request.model)]
        asked, came = request.samples, len(outcome.pictures)
        if came < asked:
            missing = self.tr("{came} of {asked} pictures arrived; the service sent no more.")
            words.append(missing.format(came=came, asked=asked))
        if any(words):
            self._shell.say(" ".join(filter(None, words)))
