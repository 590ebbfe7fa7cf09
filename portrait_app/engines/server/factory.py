"""Open the engine for the user's own servers."""

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.engines.server.desk import Desk
from portrait_app.engines.server.engine import ServerEngine
from portrait_app.engines.server.passwords import Passwords
from portrait_app.engines.server.pool import ServerPool

_NO_SERVER = QT_TRANSLATE_NOOP(
    "engines",
    "Makes photographs on a computer of yours that runs AUTOMATIC1111, Forge, SD.Next, stable-diffusion.cpp, "
    "KoboldCpp or Draw Things: free, and without the cloud.",
)


def open_engine(tools: EngineTools) -> OpenedEngine:
    passwords = Passwords(tools.secret_stores, tools.conceal)
    pool = ServerPool(tools.settings, passwords)
    engine = ServerEngine(pool, tools.settings)
    return OpenedEngine(
        engine,
        models=engine,
        capacity=lambda: pool.capacity,
        missing=lambda: "" if pool.servers else _NO_SERVER,
        servers=Desk(pool, passwords),
    )
