"""Searches that a person has kept under a name."""

import json
from collections.abc import Mapping

from portrait_app.core.ports.system import Settings

MOST = 50


class SavedSearches:
    """Names and searches, in the order they were saved; the settings keep them."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._searches = _read(str(settings.value("saved_searches")))

    def all(self) -> Mapping[str, str]:
        """Return the search of each name."""
        return dict(self._searches)

    def save(self, name: str, search: str) -> None:
        """Keep a search; one of the same name is replaced, and the oldest of too many goes."""
        self._searches[name] = search
        while len(self._searches) > MOST:
            del self._searches[next(iter(self._searches))]
        self._write()

    def rename(self, old: str, new: str) -> None:
        """Call a search by another name; one that has that name already is replaced."""
        if old in self._searches and old != new:
            self._searches.pop(new, None)
            self._searches = {new if name == old else name: text for name, text in self._searches.items()}
            self._write()

    def delete(self, name: str) -> None:
        self._searches.pop(name, None)
        self._write()

    def put_back(self, searches: Mapping[str, str]) -> None:
        """Have exactly these, as `all` returned them."""
        self._searches = dict(searches)
        self._write()

    def _write(self) -> None:
        rows = [{"name": name, "search": search} for name, search in self._searches.items()]
        self._settings.set("saved_searches", json.dumps(rows, ensure_ascii=False))


def _read(text: str) -> dict[str, str]:
    """Read what `_write` wrote; what is not that, because somebody edited the file, is left out."""
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
