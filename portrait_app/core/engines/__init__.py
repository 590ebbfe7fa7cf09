"""The table of engines: to add one, add its row here and its package under `portrait_app.engines`."""

from portrait_app.core.engines import segmind, sketch
from portrait_app.core.engines.row import AccountPages, EngineRow, Login, SourceType

__all__ = [
    "ENGINES",
    "AccountPages",
    "EngineRow",
    "Login",
    "SourceType",
    "engine_name",
    "find_engine",
    "is_free",
    "login_of",
    "with_key",
    "without_key",
]

ENGINES: tuple[EngineRow, ...] = (segmind.ROW, sketch.ROW)  # in the panel's order


def find_engine(key: str) -> EngineRow | None:
    """Return the engine called `key`; None for one that this version does not know."""
    return next((row for row in ENGINES if row.key == key), None)


def engine_name(key: str) -> str:
    """Return what an engine is called: its key where this version does not know it."""
    row = find_engine(key)
    return key if row is None else row.name


def is_free(key: str) -> bool:
    """Say whether it is known that an engine's pictures cost nothing."""
    row = find_engine(key)
    return row is not None and not row.costs_money


def with_key() -> EngineRow:
    """Return the engine whose key the program holds, and whose account it asks."""
    return next(row for row in ENGINES if row.login is not None)


def login_of(row: EngineRow) -> Login:
    """Return the login of the engine `with_key`."""
    assert row.login is not None  # noqa: S101 - the caller knows
    return row.login


def without_key() -> EngineRow:
    """Return the engine that is always there: it needs no key, no network and no money."""
    return next(row for row in ENGINES if row.login is None and not row.is_remote and not row.costs_money)
