"""Open the engine for the user's own servers."""

from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.engines.server.desk import Desk
from portrait_app.engines.server.engine import ServerEngine
from portrait_app.engines.server.passwords import Passwords
from portrait_app.engines.server.pool import ServerPool


def open_engine(tools: EngineTools) -> OpenedEngine:
    passwords = Passwords(tools.secret_stores, tools.conceal)
    pool = ServerPool(tools.settings, passwords)
    engine = ServerEngine(pool, tools.settings)
    return OpenedEngine(engine, models=engine, capacity=lambda: pool.capacity, servers=Desk(pool, passwords))
