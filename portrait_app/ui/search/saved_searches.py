"""Searches that the user saved under names."""

import json
from collections.abc import Mapping

from portrait_app.core.ports.system import Settings
from portrait_app.ui.kit.named_values import NamedValues

MOST = 50


class SavedSearches(NamedValues[str]):
    """Saved searches by name, in the order they were saved."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings, "saved_searches", MOST, _read, _written)


def _written(searches: Mapping[str, str]) -> str:
    rows = [{"name": name, "search": search} for name, search in searches.items()]
    return json.dumps(rows, ensure_ascii=False)


def _read(text: str) -> dict[str, str]:
    """Parse the result of `_written`. Invalid entries, for example from an edited file, are left out."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    found: dict[str, str] = {}
    for row in rows if isinstance(rows, list) else []:
        match row:
            case {"name": str(name), "search": str(search)} if name:
                found[name] = search
    return found
