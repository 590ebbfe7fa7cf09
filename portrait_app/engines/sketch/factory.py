"""Open the Sketch engine."""

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.engines.sketch.engine import SketchEngine


def open_engine(tools: EngineTools) -> OpenedEngine:
    """Return the engine. It has no settings, key, account or history."""
    del tools
    return OpenedEngine(SketchEngine())
