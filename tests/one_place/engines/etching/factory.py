"""Step 3 of the recipe: the engine. It reports its progress, and stops immediately on abort.

It finds a model if there is a plate, works on as many jobs as there are plates, and says when there is none.
"""

import io
from collections.abc import Callable
from threading import Event

from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import EngineTools, Handover, OpenedEngine
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from tests.one_place.added_engines import DRYPOINT, ETCHING


class EtchingEngine:
    """Implements `Engine`."""

    row = ETCHING

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        stopped = Event()
        handover.on_abort(stopped.set)
        steps = int(request.values["num_inference_steps"])
        for step in range(steps):
            if stopped.wait(float(self._settings.value("etching_pause")) / 1000):
                raise AppError(ErrorKind.CANCELLED)
            handover.progress((step + 1) / steps)
        if "blunt" in request.prompt:
            raise AppError(ErrorKind.JOB_FAILED, "the needle is blunt")
        if "smudged" in request.prompt:
            raise AppError(ErrorKind.IMAGE_DAMAGED)
        width, height = request.size
        file = io.BytesIO()
        Image.new("RGB", (width, height), "linen").save(file, "PNG")
        return Delivery((GeneratedImage(file.getvalue(), "png", width, height, seed=7),))

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "this engine spools no reply")

    def service_time(self) -> None:
        return None  # it has no clock

    def reach(self, cancel: Cancel) -> None:
        """Do nothing: the engine is on this computer."""


def open_engine(tools: EngineTools) -> OpenedEngine:
    def plates() -> int:
        return int(tools.settings.value("etching_plates"))

    return OpenedEngine(
        EtchingEngine(tools.settings),
        models=Plates(plates),
        capacity=plates,
        missing=lambda: "" if plates() else "There is no plate. Add one.",
    )


class Plates:
    """Implements `ModelSource`."""

    def __init__(self, plates: Callable[[], int]) -> None:
        self._plates = plates

    def models(self, cancel: Cancel) -> tuple[Endpoint, ...]:
        return (DRYPOINT,) if self._plates() else ()
