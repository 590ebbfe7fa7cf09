"""Open the Segmind engine with its account and its request history."""

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.engines.segmind.account import SegmindAccount
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.history import SegmindHistory


def open_engine(tools: EngineTools) -> OpenedEngine:
    engine = SegmindEngine(tools.credentials, tools.settings)
    account = SegmindAccount(tools.settings, engine.clock)
    return OpenedEngine(engine, account, SegmindHistory(engine, tools.settings))
