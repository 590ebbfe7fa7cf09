"""Adapters that make pictures: a package for each row of `core.engines.ENGINES`, named by the row's key."""

from dataclasses import replace
from importlib import import_module

from portrait_app.core.credentials import Credentials
from portrait_app.core.engines import ENGINES
from portrait_app.core.ports.engines import EngineTools, OpenedEngine, OpenEngine


def open_engines(tools: EngineTools) -> dict[str, OpenedEngine]:
    """Open every engine of the table with the `factory` module of its package."""
    keyless = replace(tools, credentials=Credentials())  # an engine without a login must not see the key
    opened: dict[str, OpenedEngine] = {}
    for row in ENGINES:
        open_engine: OpenEngine = import_module(f"{__name__}.{row.key}.factory").open_engine
        opened[row.key] = open_engine(tools if row.login is not None else keyless)
    return opened
