"""The Sketch engine: portraits without a key, a network or costs."""

import secrets

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import MAX_SEED, RANDOM_SEED
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply
from portrait_app.core.engines.sketch import ROW
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Handover
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.sketch.casting import cast
from portrait_app.engines.sketch.draw import draw
from portrait_app.engines.sketch.words import understand


class SketchEngine:
    """Draws what it understands of a prompt. The same request and seed give the same bytes."""

    row = ROW

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        """Draw one portrait for each sample, with rising seeds. Nothing is spooled, because it is free."""
        understanding = understand(request.prompt, request.negative_prompt)
        width, height = request.size
        first = secrets.randbelow(MAX_SEED + 1) if request.seed == RANDOM_SEED else request.seed
        images: list[GeneratedImage] = []
        for sample in range(request.samples):
            if handover.aborted:
                raise AppError(ErrorKind.CANCELLED)
            seed = (first + sample) % (MAX_SEED + 1)
            data = draw(cast(understanding.traits, seed), width, height)
            images.append(
                GeneratedImage(
                    data,
                    "png",
                    width,
                    height,
                    seed,
                    understood=understanding.words,
                    missed=understanding.missed,
                    drawing=ROW.drawing,
                )
            )
            handover.progress((sample + 1) / request.samples)
        return Delivery(tuple(images))

    def read(
        self,
        request: GenerationRequest,
        reply: RawReply,
        handover: Handover | None = None,
    ) -> Delivery:
        """Raise AppError: this engine spools no replies, so it cannot parse one."""
        del request, reply, handover
        raise AppError(ErrorKind.DRAWING_FAILED, "Sketch spools no replies: draw the request again")

    def service_time(self) -> None:
        """Return None: there is no service with a clock."""

    def reach(self, cancel: Cancel) -> None:
        """Return immediately: this engine needs no network."""
