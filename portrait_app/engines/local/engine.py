"""The engine This computer: photographic portraits from models of the user, made in a child process."""

import logging
import secrets
import time
from pathlib import Path
from statistics import median

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.engines.local import ROW
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.parameters import MAX_SEED, RANDOM_SEED
from portrait_app.core.ports.engines import Forecast, Handover
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.local.child.frames import Frame, FrameKind
from portrait_app.engines.local.child.process import ChildProcess
from portrait_app.engines.local.child.work import Loading, Work
from portrait_app.engines.local.files.record import ModelRecord
from portrait_app.engines.local.free_memory import free_memory
from portrait_app.engines.local.installed import InstalledModels
from portrait_app.engines.local.memory import memory_needed
from portrait_app.engines.local.speeds import Speeds

log = logging.getLogger(__name__)

_DECODING = 2.8  # evaluations of the U-Net that take about as long as decoding a picture does
_TWICE = frozenset({"Heun", "DPM2 Karras", "DPM2 a Karras"})  # these evaluate the U-Net twice in a step


class LocalEngine:
    """Implements `Engine` and `Foresight`. The same request and seed give the same picture."""

    row = ROW

    def __init__(self, settings: Settings, models: InstalledModels, child: ChildProcess) -> None:
        self._settings = settings
        self._models = models
        self._child = child
        self._speeds = Speeds(settings)

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        """Make one picture for each sample, with rising seeds. Nothing is spooled, because it is free.

        Raises:
            AppError: MODEL_MISSING, MODEL_REFUSED, ENGINE_MISSING, ENGINE_CRASHED, OUT_OF_MEMORY,
                NOT_ENOUGH_MEMORY or CANCELLED.
        """
        found = self._models.find(request.endpoint)
        if found is None:
            raise AppError(ErrorKind.MODEL_MISSING, request.endpoint, model=request.model.name)
        folder, record = found
        loading = self._loading(request, folder)
        forecast = self._forecast(request, record, loading)
        if not forecast.fits:
            raise AppError(ErrorKind.NOT_ENOUGH_MEMORY, needed=forecast.memory, free=forecast.free or 0)
        seed = secrets.randbelow(MAX_SEED + 1) if request.seed == RANDOM_SEED else request.seed
        began = time.monotonic()
        run = _Run(request, handover)
        for frame in self._child.make(_work(request, loading, seed), handover):
            run.take(frame)
            if frame.kind is FrameKind.DONE and run.pace is not None:
                self._speeds.note(request.endpoint, loading, run.pace)
        self._load_in_advance(forecast, loading)
        return Delivery(tuple(run.images), generation_seconds=time.monotonic() - began)

    def forecast(self, request: GenerationRequest) -> Forecast | None:
        found = self._models.find(request.endpoint)
        if found is None:
            return None
        folder, record = found
        return self._forecast(request, record, self._loading(request, folder))

    def _forecast(self, request: GenerationRequest, record: ModelRecord, loading: Loading) -> Forecast:
        pace = self._speeds.seconds(request.endpoint, loading)
        free = free_memory()
        return Forecast(
            memory=memory_needed(record.architecture, *request.size, fast=loading.fast),
            free=None if free is None else free + self._child.memory,
            seconds=None if pace is None else pace * _evaluations(request),
        )

    def prepare(self, request: GenerationRequest) -> None:
        try:
            found = self._models.find(request.endpoint)
            if found is not None:
                folder, record = found
                loading = self._loading(request, folder)
                self._load_in_advance(self._forecast(request, record, loading), loading)
        except AppError as error:  # the user is told when a picture is asked for
            log.info("Nothing was loaded in advance: %s", error)

    def _load_in_advance(self, forecast: Forecast, loading: Loading) -> None:
        """Load the model for the next picture, if the settings say so and there is enough memory."""
        if self._settings.value("local_preload") and forecast.fits:
            try:
                self._child.load(loading)
            except AppError as error:
                log.info("Nothing was loaded in advance: %s", error)

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        """Raise AppError: this engine spools no replies, so it cannot parse one."""
        del request, reply, handover
        raise AppError(ErrorKind.ENGINE_CRASHED, "this engine spools no replies: make the picture again")

    def service_time(self) -> None:
        """Return None: there is no service with a clock."""

    def reach(self, cancel: Cancel) -> None:
        """Return immediately: this engine needs no network."""

    def _loading(self, request: GenerationRequest, folder: Path) -> Loading:
        width, height = request.size
        return Loading(
            folder=str(folder),
            width=width,
            height=height,
            fast=bool(self._settings.value("local_fast")),
            threads=int(self._settings.value("local_threads")),
        )


def _work(request: GenerationRequest, loading: Loading, seed: int) -> Work:
    return Work(
        **loading.record(),
        prompt=request.prompt,
        negative_prompt=request.negative_prompt,
        scheduler=str(request.values["scheduler"]),
        steps=int(request.values["num_inference_steps"]),
        guidance=float(request.values["guidance_scale"]),
        seed=seed,
        samples=request.samples,
    )


def _evaluations(request: GenerationRequest) -> float:
    """Return how long a request takes, in evaluations of the U-Net; the decoding is included."""
    steps = int(request.values["num_inference_steps"])
    evaluations = 2 * steps - 1 if request.values["scheduler"] in _TWICE else steps
    return request.samples * (evaluations + _DECODING)


class _Run:
    """Follows the child's work on one request."""

    def __init__(self, request: GenerationRequest, handover: Handover) -> None:
        self._request = request
        self._handover = handover
        self._seconds: list[float] = []
        self.images: list[GeneratedImage] = []

    @property
    def pace(self) -> float | None:
        """The seconds of an evaluation; None if only the first was measured, which is slower."""
        return median(self._seconds[1:]) if len(self._seconds) > 1 else None

    def take(self, frame: Frame) -> None:
        """Take note of an answer of the child."""
        samples = self._request.samples
        if frame.kind is FrameKind.STEP:
            facts = frame.facts
            if facts["seconds"]:
                self._seconds.append(float(facts["seconds"]))
            # The pictures are decoded one after another when all latents are there.
            evaluations = facts["evaluations"]
            done = facts["sample"] * evaluations + facts["evaluation"]
            self._handover.progress(
                done / (samples * (evaluations + _DECODING)),
                step=facts["sample"] * facts["steps"] + facts["step"],
                steps=samples * facts["steps"],
                preview=frame.data,
            )
        elif frame.kind is FrameKind.PICTURE:
            width, height = self._request.size
            self.images.append(GeneratedImage(frame.data, "png", width, height, int(frame.facts["seed"])))
