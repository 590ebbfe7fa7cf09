"""The table of engines. A new engine needs a row here and a package under `portrait_app.engines`."""

from portrait_app.core.engines import local, segmind, server, sketch
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

# In the order of the panel
ENGINES: tuple[EngineRow, ...] = (segmind.ROW, server.ROW, local.ROW, sketch.ROW)


def find_engine(key: str) -> EngineRow | None:
    """Return the engine with this key; None if this version does not know it."""
    return next((row for row in ENGINES if row.key == key), None)


def engine_name(key: str) -> str:
    """Return the engine's name; its key if this version does not know the engine."""
    row = find_engine(key)
    return key if row is None else row.name


def is_free(key: str) -> bool:
    """Return whether the engine costs nothing. An unknown engine is not free."""
    row = find_engine(key)
    return row is not None and not row.costs_money


def with_key() -> EngineRow:
    """Return the one engine that needs an API key and has an account."""
    return next(row for row in ENGINES if row.login is not None)


def login_of(row: EngineRow) -> Login:
    """Return the login of the engine that `with_key` returned."""
    assert row.login is not None  # noqa: S101 - true for that engine
    return row.login


def without_key() -> EngineRow:
    """Return the engine that always works: it needs no key, no network, no money and no setup."""
    return next(
        row
        for row in ENGINES
        if row.login is None and not (row.is_remote or row.costs_money or row.needs_setup)
    )
