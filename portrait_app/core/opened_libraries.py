"""Remembers in the settings which library folders have been opened: such a folder is not made anew."""

import json
from pathlib import Path

from portrait_app.core.ports.system import Settings

_KEY = "opened_libraries"
_MOST = 20


def was_opened(settings: Settings, folder: Path) -> bool:
    """Return whether a library in `folder` has been opened before."""
    return str(folder) in _opened(settings)


def note_opened(settings: Settings, folder: Path) -> None:
    """Remember that the library in `folder` has been opened."""
    others = [one for one in _opened(settings) if one != str(folder)]
    settings.set(_KEY, json.dumps([str(folder), *others][:_MOST]))


def _opened(settings: Settings) -> list[str]:
    try:
        opened = json.loads(str(settings.value(_KEY)))
    except ValueError:
        return []
    return [one for one in opened if isinstance(one, str)] if isinstance(opened, list) else []
