"""The engine, with servers on the loopback network."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import SAMPLE_VALUES, Endpoint
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import RawReply
from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.core.servers import SETTING, ServerEntry, servers_text
from portrait_app.engines.server.desk import Desk
from portrait_app.engines.server.engine import ServerEngine
from portrait_app.engines.server.factory import open_engine
from portrait_app.jobs.handover import JobHandover
from portrait_app.system.settings import JsonSettings
from tests.support.fake_keychain import FakeSecretStore
from tests.support.picture_server import PictureServer


class World:
    """The engine with its settings and its keychain."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.settings = JsonSettings(folder / "settings.json")
        self.stores: dict[str, FakeSecretStore] = {}
        self.concealed: list[str] = []
        self.spooled: list[RawReply] = []
        self.listed: list[ServerEntry] = []
        self._stack = stack
        self.opened: OpenedEngine = open_engine(
            EngineTools(self.settings, Credentials(), None, self.store, self.concealed.append)
        )
        assert isinstance(self.opened.engine, ServerEngine)
        assert isinstance(self.opened.servers, Desk)
        self.engine: ServerEngine = self.opened.engine
        self.desk: Desk = self.opened.servers

    def store(self, name: str) -> FakeSecretStore:
        return self.stores.setdefault(name, FakeSecretStore())

    def start(self, program: str = "a1111", *, user: str = "", **options: Any) -> PictureServer:
        """Start a server, and add it to the list."""
        server = self._stack.enter_context(PictureServer(program, **options))
        self.add(server.url, name=program, user=user)
        return server

    def add(self, address: str, *, name: str = "", user: str = "") -> ServerEntry:
        number = len(self.listed) + 1
        self.list_(*self.listed, ServerEntry(f"s{number}", name or address, address, user))
        return self.listed[-1]

    def list_(self, *servers: ServerEntry) -> None:
        self.listed = list(servers)
        self.settings.set(SETTING, servers_text(servers))

    def models(self) -> tuple[Endpoint, ...]:
        return self.engine.models(Cancel())

    def request(self, model: Endpoint | None = None, **values: Any) -> GenerationRequest:
        """Return a request for a model, the first one unless it is named."""
        model = model or self.models()[0]
        usual = {
            "scheduler": model.parameter("scheduler").default,
            "seed": 5,
            "img_width": 128,
            "img_height": 128,
            "num_inference_steps": 20,
        }
        return build_request(model, {**SAMPLE_VALUES, **usual, **values})

    def handover(self) -> JobHandover:
        return JobHandover(self.spooled.append)

    def generate(self, model: Endpoint | None = None, **values: Any) -> Any:
        return self.engine.generate(self.request(model, **values), self.handover())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with ExitStack() as stack:
        yield World(tmp_path, stack)
