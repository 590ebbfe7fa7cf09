"""The service, an engine that talks to it, and stand-ins for our own ports."""

from collections.abc import Callable, Iterator
from threading import Event
from types import MappingProxyType

import pytest

from portrait_app.core.catalog import SAMPLE_VALUES, SEGMIND, endpoints_of
from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError
from portrait_app.core.field import Value
from portrait_app.core.ports.engines import Stop
from portrait_app.core.preferences import setting
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.engines.segmind.account import SegmindAccount
from portrait_app.engines.segmind.client import SegmindEngine
from tests.support.segmind_service import KEY, SegmindService


class MemorySettings:
    """Implements `core.ports.Settings`; unlike the real one it takes values out of range."""

    def __init__(self, **values: Value) -> None:
        self._values = values

    def value(self, key: str) -> Value:
        return self._values.get(key, setting(key).default)

    def set(self, key: str, value: Value) -> None:
        self._values[key] = value

    def save(self) -> None: ...

    @property
    def load_error(self) -> AppError | None:
        return None


class RecordingHandover:
    """Implements `core.ports.Handover` and remembers what it was given."""

    def __init__(self) -> None:
        self.spooled: list[RawReply] = []
        self.on_spool: Callable[[RawReply], None] = self.spooled.append
        self.tickets: list[Ticket] = []
        self.on_accepted: Callable[[Ticket], None] = self.tickets.append
        self._aborted = Event()
        self._stops: list[Stop] = []

    @property
    def aborted(self) -> bool:
        return self._aborted.is_set()

    def on_abort(self, stop: Stop) -> None:
        self._stops.append(stop)

    def abort(self) -> None:
        self._aborted.set()
        for stop in self._stops:
            stop()

    def spool(self, reply: RawReply) -> None:
        self.on_spool(reply)

    def accepted(self, ticket: Ticket) -> None:
        self.on_accepted(ticket)

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None: ...


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no picture that is not there yet."""
    monkeypatch.setattr("portrait_app.engines.segmind.downloads._PAUSES", (0.01, 0.01))


@pytest.fixture
def service() -> Iterator[SegmindService]:
    with SegmindService() as running:
        yield running


@pytest.fixture
def elsewhere() -> Iterator[SegmindService]:
    """A second host, which nobody should ever ask with a key."""
    with SegmindService() as running:
        yield running


@pytest.fixture
def settings(service: SegmindService) -> MemorySettings:
    return MemorySettings(api_url=service.url, connect_timeout=2, read_timeout=20)


@pytest.fixture
def credentials() -> Credentials:
    credentials = Credentials()
    credentials.set(KEY, KeySource.SESSION)
    return credentials


@pytest.fixture
def engine(credentials: Credentials, settings: MemorySettings) -> SegmindEngine:
    return SegmindEngine(credentials, settings)


@pytest.fixture
def queued(credentials: Credentials, settings: MemorySettings) -> SegmindEngine:
    """An engine that has requests delivered later, and asks in quick succession."""
    settings.set("delivery", "queued")
    return SegmindEngine(credentials, settings, poll_seconds=0.005)


@pytest.fixture
def account(settings: MemorySettings) -> SegmindAccount:
    return SegmindAccount(settings)


@pytest.fixture
def handover() -> RecordingHandover:
    return RecordingHandover()


def make_request(**values: Value) -> GenerationRequest:
    """Return the sample request, small, with some values replaced."""
    small = {**SAMPLE_VALUES, "img_width": 512, "img_height": 512}
    return build_request(endpoints_of(SEGMIND)[0], MappingProxyType({**small, **values}))


def error_from(call: Callable[[], object]) -> AppError:
    """Return the AppError that `call` raises."""
    with pytest.raises(AppError) as caught:
        call()
    return caught.value
