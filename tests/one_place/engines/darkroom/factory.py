"""Step 3 of the recipe: the engine. If it has a key, it also has an account and a history."""

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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
    """Implements `Engine`. The prompt decides how a request ends."""

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
        handover.spool(reply)  # paid for, so it is written to disk before it is read
        return self.read(request, reply, handover)

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        return Delivery((GeneratedImage(reply.body, "png", *request.size, seed=7),), cost=COST)

    def service_time(self) -> None:
        return None  # it has no clock

    def reach(self, cancel: Cancel) -> None:
        """Do nothing: the engine is always reachable."""


class DarkroomAccount:
    """Implements `Account`."""

    def balance(self, key: str) -> Balance | None:
        if key != KEY:
            raise AppError(ErrorKind.KEY_REJECTED)
        return Balance(12.5)


@dataclass(frozen=True)
class Shelf:
    """Implements `Listing`: it has a picture for every request."""

    read_at: datetime
    served_at: datetime | None = None
    ahead: timedelta = timedelta()
    is_whole: bool = True

    def of(self, request: GenerationRequest, between: tuple[datetime, datetime]) -> list[Candidate]:
        return [Candidate("shelf 1", self.read_at, RemoteState.MADE, ("a picture",))]


class DarkroomHistory:
    """Implements `History`: every lost picture was made."""

    def __init__(self, engine: DarkroomEngine) -> None:
        self._engine = engine

    def listing(self, endpoint: str, since: datetime, key: str, cancel: Cancel | None = None) -> "Shelf":
        return Shelf(datetime.now(UTC))

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
