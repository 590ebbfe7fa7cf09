"""Values that the user saved under names."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from portrait_app.core.ports.system import Settings

T = TypeVar("T")


class NamedValues(Generic[T]):
    """Names and values in the order they were saved, stored as the text of one setting."""

    def __init__(
        self,
        settings: Settings,
        key: str,
        most: int,
        read: Callable[[str], Mapping[str, T]],
        written: Callable[[Mapping[str, T]], str],
    ) -> None:
        """Use `read` and `written` to convert the setting's text; keep at most `most` values."""
        self._settings = settings
        self._key = key
        self._most = most
        self._read = read
        self._written = written

    def all(self) -> Mapping[str, T]:
        """Return all values by name."""
        return dict(self._read(str(self._settings.value(self._key))))

    def save(self, name: str, value: T) -> None:
        """Save a value. A value of the same name is replaced. Over the limit, the oldest value is deleted."""
        values = {**self.all(), name: value}
        while len(values) > self._most:
            del values[next(iter(values))]
        self.put_back(values)

    def rename(self, old: str, new: str) -> None:
        """Rename a value; if another value has the new name, that value is replaced."""
        if old != new and old in self.all():
            kept = {name: value for name, value in self.all().items() if name != new}
            self.put_back({new if name == old else name: value for name, value in kept.items()})

    def delete(self, name: str) -> None:
        self.put_back({other: value for other, value in self.all().items() if other != name})

    def put_back(self, values: Mapping[str, T]) -> None:
        """Replace all values by `values`, a result of `all`."""
        self._settings.set(self._key, self._written(values))
