"""Step 3 of the recipe: the engine, and with a key its account and its history."""

import io
from datetime import UTC, datetime

from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Balance, Candidate, Delivery, GeneratedImage, RawReply, RemoteState
from portrait_app.core.engines import EngineRow, find_engine
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import EngineTools, Handover, OpenedEngine
from portrait_app.core.request import GenerationRequest

KEY = "dk-0123456789"
COST = 0.05


class DarkroomEngine:
    """Implements `core.ports.Engine`. Its prompts say how a request goes."""

    def __init__(self, row: EngineRow, credentials: Credentials) -> None:
        self.row = row
        self._credentials = credentials

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        if self.row.login is not None and self._credentials.key != KEY:
            raise AppError(ErrorKind.KEY_REJECTED)
        if "lost" in request.prompt:
            raise AppError(ErrorKind.OUTCOME_UNKNOWN, "the lights went on")
        if "no credits" in request.prompt:
            raise AppError(ErrorKind.NO_CREDITS)
        width, height = request.size
        file = io.BytesIO()
        Image.new("RGB", (width, height), "maroon").save(file, "PNG")
        reply = RawReply(200, {}, file.getvalue())
        handover.spool(reply)  # it is paid for: on the disk before it is read
        return self.read(request, reply, handover)

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        return Delivery((GeneratedImage(reply.body, "png", *request.size, seed=7),), cost=COST)

    def reach(self, cancel: Cancel) -> None:
        """Do nothing: it never goes away."""


class DarkroomAccount:
    """Implements `core.ports.Account`."""

    def balance(self, key: str) -> Balance | None:
        if key != KEY:
            raise AppError(ErrorKind.KEY_REJECTED)
        return Balance(12.5)


class DarkroomHistory:
    """Implements `core.ports.History`: what is lost was made."""

    def __init__(self, engine: DarkroomEngine) -> None:
        self._engine = engine

    def find(
        self,
        request: GenerationRequest,
        sent_between: tuple[datetime, datetime],
        key: str,
        cancel: Cancel | None = None,
    ) -> list[Candidate]:
        return [Candidate("shelf 1", datetime.now(UTC), RemoteState.MADE, ("a picture",))]

    def look_up(self, request_id: str, key: str, cancel: Cancel | None = None) -> Candidate | None:
        return None

    def fetch(self, request: GenerationRequest, candidate: Candidate, handover: Handover) -> Delivery:
        return self._engine.generate(request.with_values(prompt="found"), handover)


def open_engine(tools: EngineTools) -> OpenedEngine:
    row = find_engine("darkroom")
    assert row is not None
    engine = DarkroomEngine(row, tools.credentials)
    if row.login is None:
        return OpenedEngine(engine)
    return OpenedEngine(engine, DarkroomAccount(), DarkroomHistory(engine))
