"""What the panel's request will take on this computer: memory and time, said below Generate."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer

from portrait_app.core.errors import AppError
from portrait_app.core.ports.engines import Forecast, Foresight
from portrait_app.core.request import GenerationRequest, InvalidRequest, build_request
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.formats import file_size
from portrait_app.ui.queue.job_words import duration

_PAUSE = 500  # milliseconds without a change before the engine is asked


class ForecastWords(QObject):
    """Asks the engine on a worker when the panel has changed, and lets it load the model in advance."""

    def __init__(
        self,
        panel: ParameterPanel,
        model: ParameterModel,
        foresights: Mapping[str, Foresight],
        runner: TaskRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._model = model
        self._foresights = foresights
        self._runner = runner
        self._asked: GenerationRequest | None = None
        self._soon = QTimer(self, singleShot=True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._ask)
        model.dataChanged.connect(self.ask_soon)
        self.ask_soon()

    def ask_soon(self) -> None:
        """Ask when the user pauses. What was said about another engine is not true any more."""
        if self._model.endpoint.engine not in self._foresights:
            self._panel.set_forecast_text("")
        self._soon.start()

    def _ask(self) -> None:
        model = self._model.endpoint
        foresight = self._foresights.get(model.engine)
        if foresight is None or not model.slug:
            return
        values = self._model.values()
        try:
            # A missing prompt does not matter here.
            self._asked = request = build_request(model, {**values, "prompt": values["prompt"] or "…"})
        except InvalidRequest:
            return  # the panel says what is wrong when Generate is pressed
        self._runner.run(
            partial(_foreseen, foresight, request),
            partial(self._show, request),
            partial(self._fail, request),
            lane=Lane.MODELS,
            owner=self,
        )

    def _show(self, request: GenerationRequest, forecast: Forecast | None) -> None:
        if request is self._asked:
            self._panel.set_forecast_text("" if forecast is None else self.words(forecast))

    def _fail(self, request: GenerationRequest, error: AppError) -> None:
        del error  # generating says what is wrong with the model
        self._show(request, None)

    def words(self, forecast: Forecast) -> str:
        """Return the forecast as text."""
        needed = file_size(forecast.memory)
        if forecast.free is None:
            words = self.tr("Needs about {needed} of memory.").format(needed=needed)
        elif forecast.fits:
            words = self.tr("Needs about {needed} of memory; {free} are free.")
            words = words.format(needed=needed, free=file_size(forecast.free))
        else:
            words = self.tr("Needs about {needed} of memory, and only {free} are free.")
            words = words.format(needed=needed, free=file_size(forecast.free))
        if forecast.seconds is None:
            return words
        #: how long making a picture takes
        time = self.tr("Takes about {time}.").format(time=duration(forecast.seconds))
        return f"{words} {time}"


def _foreseen(foresight: Foresight, request: GenerationRequest) -> Forecast | None:
    foresight.prepare(request)
    return foresight.forecast(request)
