"""Opens the engine, with the account that pays for it and the history of its requests."""

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.engines.segmind.account import SegmindAccount
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.history import SegmindHistory


def open_engine(tools: EngineTools) -> OpenedEngine:
    engine = SegmindEngine(tools.credentials, tools.settings)
    return OpenedEngine(engine, SegmindAccount(tools.settings), SegmindHistory(engine, tools.settings))
