"""How long the model takes for one evaluation on this computer, as measured at earlier pictures."""

import json
from collections.abc import Mapping

from portrait_app.core.ports.system import Settings
from portrait_app.engines.local.child.work import Loading

_KEY = "local_speeds"
_MOST = 100  # measurements; the oldest are forgotten
_NEWEST = 0.3  # weight of the newest measurement: other programs may have been busy


class Speeds:
    """Measurements, kept in the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def seconds(self, model: str, loading: Loading) -> float | None:
        """Return the seconds for one evaluation; None before the first measurement."""
        return self._measured().get(_name(model, loading))

    def note(self, model: str, loading: Loading, seconds: float) -> None:
        """Take a measurement into account."""
        name, measured = _name(model, loading), self._measured()
        before = measured.pop(name, seconds)
        measured[name] = round(before + _NEWEST * (seconds - before), 4)
        newest = dict(list(measured.items())[-_MOST:])
        self._settings.set(_KEY, json.dumps(newest))

    def _measured(self) -> dict[str, float]:
        try:
            known = json.loads(str(self._settings.value(_KEY)))
        except ValueError:
            return {}
        if not isinstance(known, Mapping):
            return {}
        return {
            str(name): float(value)
            for name, value in known.items()
            if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 86_400
        }


def _name(model: str, loading: Loading) -> str:
    precision = "fast" if loading.fast else "exact"
    return f"{model} {loading.width}x{loading.height} {precision}"
