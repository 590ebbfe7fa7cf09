"""What a person has kept under names."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from portrait_app.core.ports.system import Settings

T = TypeVar("T")


class NamedValues(Generic[T]):
    """Names and values, in the order they were saved; one setting keeps them as text."""

    def __init__(
        self,
        settings: Settings,
        key: str,
        most: int,
        read: Callable[[str], Mapping[str, T]],
        written: Callable[[Mapping[str, T]], str],
    ) -> None:
        """`read` makes values of the setting's text, and `written` such a text; at `most` so many stay."""
        self._settings = settings
        self._key = key
        self._most = most
        self._read = read
        self._written = written

    def all(self) -> Mapping[str, T]:
        """Return the value of each name."""
        return dict(self._read(str(self._settings.value(self._key))))

    def save(self, name: str, value: T) -> None:
        """Keep a value; one of the same name is replaced, and the oldest of too many goes."""
        values = {**self.all(), name: value}
        while len(values) > self._most:
            del values[next(iter(values))]
        self.put_back(values)

    def rename(self, old: str, new: str) -> None:
        """Call a value by another name; one that has that name already is replaced."""
        if old != new and old in self.all():
            kept = {name: value for name, value in self.all().items() if name != new}
            self.put_back({new if name == old else name: value for name, value in kept.items()})

    def delete(self, name: str) -> None:
        self.put_back({other: value for other, value in self.all().items() if other != name})

    def put_back(self, values: Mapping[str, T]) -> None:
        """Have exactly these, as `all` returned them."""
        self._settings.set(self._key, self._written(values))
