"""Opens the engine."""

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.engines.sketch.engine import SketchEngine


def open_engine(tools: EngineTools) -> OpenedEngine:
    """Open it: it has no settings, no key, no account and no history."""
    del tools
    return OpenedEngine(SketchEngine())
