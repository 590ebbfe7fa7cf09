"""The conditions of a search, evaluated in Python.

`library.search.sql` has the same conditions in SQL. A test compares both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PureWindowsPath
from types import MappingProxyType

from portrait_app.core.catalog import STORED_PARAMETERS, Parameter, find_endpoint
from portrait_app.core.engines import engine_name
from portrait_app.core.picture import Picture
from portrait_app.core.search.fields import FieldKind, kind_of
from portrait_app.core.search.periods import Period, midnight
from portrait_app.core.search.words import has_phrase, words

Number = int | float
# The keys of those TEXTS in which words without a field are searched, and of all in the full-text index
PLAIN = ("prompt", "tags", "note")
INDEXED = (*PLAIN, "negative", "file")


def _asked(*kinds: FieldKind) -> list[Parameter]:
    """Return the parameters whose search field is of one of these kinds."""
    return [row for row in STORED_PARAMETERS if kind_of(row) in kinds]


def _number(parameter: Parameter) -> Callable[[Picture], Number | None]:
    def number(picture: Picture) -> Number | None:
        value = picture.asked(parameter)
        return value if isinstance(value, int | float) else None

    return number


def _text(parameter: Parameter) -> Callable[[Picture], str]:
    return lambda picture: str(picture.asked(parameter))


def _name(parameter: Parameter) -> Callable[[Picture], tuple[str, ...]]:
    return lambda picture: (str(picture.asked(parameter)),)


def _flag(parameter: Parameter) -> Callable[[Picture], bool]:
    return lambda picture: picture.asked(parameter) is True


NUMBERS: Mapping[str, Callable[[Picture], Number | None]] = MappingProxyType(
    {
        "rating": lambda picture: picture.rating,
        "seed": lambda picture: picture.seed,
        "cost": lambda picture: picture.cost,
        **{row.called: _number(row) for row in _asked(FieldKind.WHOLE, FieldKind.NUMBER)},
    }
)
TEXTS: Mapping[str, Callable[[Picture], str]] = MappingProxyType(
    {
        "prompt": lambda picture: picture.request.prompt,
        "negative": lambda picture: picture.request.negative_prompt,
        "tags": lambda picture: "\n".join(picture.tags),
        "note": lambda picture: picture.note,
        "file": lambda picture: picture.file.rpartition("/")[2],
        **{row.called: _text(row) for row in _asked(FieldKind.TEXT)},
    }
)
FLAGS: Mapping[str, Callable[[Picture], bool]] = MappingProxyType(
    {
        "favourite": lambda picture: picture.favourite,
        "rated": lambda picture: picture.rating > 0,
        "tagged": lambda picture: bool(picture.tags),
        "noted": lambda picture: bool(picture.note),
        "collected": lambda picture: bool(picture.collections),
        "missing": lambda picture: picture.missing,
        **{row.called: _flag(row) for row in _asked(FieldKind.FLAG)},
    }
)
_SUFFIX = re.compile(r"\.(safetensors|ckpt|pth?|gguf|bin|sft)$", re.IGNORECASE)
_FILE = "file:"  # before the name of a model that the catalogue does not have, which no slug begins with


def searched_model(picture: Picture) -> str:
    """Return the text by which a library finds a picture's model: a slug, or the name in an imported file."""
    return picture.request.endpoint or (f"{_FILE}{picture.origin.model}" if picture.origin.model else "")


def names_of_model(model: str, described: str = "") -> tuple[str, ...]:
    """Return the names by which a search finds a `searched_model`. The last one is shown to the user.

    These are the slug, and the model's name: the catalogue's, or the one that the picture's record describes.
    For a name from a file they are the whole name, and the name without folder and suffix.
    """
    if model.startswith(_FILE):
        written = model.removeprefix(_FILE)
        return written, _SUFFIX.sub("", PureWindowsPath(written).name) or written
    known = find_endpoint(model)
    name = described if known is None else known.name
    return (model, name) if name and name != model else (model,)


def model_name(picture: Picture) -> str:
    """Return the name of a picture's model as it is shown to the user; empty if it is unknown."""
    return _names_of_model(picture)[-1]


def _names_of_model(picture: Picture) -> tuple[str, ...]:
    return names_of_model(searched_model(picture), picture.request.model.name)


def names_of_engine(slug: str, described: str = "") -> tuple[str, ...]:
    """Return the names by which a search finds a model's engine: the engine's name and key.

    The engine is the catalogue's, or the one that the picture's record describes. Empty if it is unknown.
    """
    known = find_endpoint(slug)
    engine = described if known is None else known.engine
    return (engine_name(engine), engine) if engine else ()


NAMES: Mapping[str, Callable[[Picture], tuple[str, ...]]] = MappingProxyType(
    {
        **{row.called: _name(row) for row in _asked(FieldKind.NAME)},
        "model": _names_of_model,
        "engine": lambda picture: names_of_engine(picture.request.endpoint, picture.request.engine),
        "tag": lambda picture: picture.tags,
        "collection": lambda picture: picture.collections,
    }
)


@dataclass(frozen=True, slots=True)
class HasWords:
    """A text of the picture contains these words in a row."""

    phrase: tuple[str, ...]
    begun: bool = True  # the last word may be a prefix only
    text: str = ""  # a key of TEXTS; empty for any of PLAIN

    @property
    def is_indexed(self) -> bool:
        """Whether the condition searches only texts of INDEXED."""
        return not self.text or self.text in INDEXED

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        texts = [self.text] if self.text else PLAIN
        return any(self.stands_in(TEXTS[text](picture)) for text in texts)

    def stands_in(self, text: str) -> bool:
        return has_phrase(words(text), self.phrase, begun=self.begun)


@dataclass(frozen=True, slots=True)
class InRange:
    """A number of the picture is known and lies between two bounds; None for no bound."""

    field: str  # a key of NUMBERS
    low: Number | None = None
    high: Number | None = None
    above: bool = False  # `low` itself is excluded
    below: bool = False  # `high` itself is excluded

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        value = NUMBERS[self.field](picture)
        if value is None:
            return False
        if self.low is not None and not (value > self.low if self.above else value >= self.low):
            return False
        return self.high is None or (value < self.high if self.below else value <= self.high)


@dataclass(frozen=True, slots=True)
class HasSize:
    """The image has this size in pixels; None for any. With `either`, one of the two sides is `width`."""

    width: int | None = None
    height: int | None = None
    either: bool = False

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        if self.either:
            return self.width in {picture.width, picture.height}
        return self.width in {None, picture.width} and self.height in {None, picture.height}


@dataclass(frozen=True, slots=True)
class MadeIn:
    """The picture was made from `first` to `last`, both included by default; None for no bound."""

    first: Period | None = None
    last: Period | None = None
    after: bool = False  # `first` itself is excluded
    before: bool = False  # `last` itself is excluded

    def span(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the half-open time span, start included and end excluded. `now` has the local time zone."""
        since = until = None
        if self.first is not None:
            since = midnight(self.first.days(now.date())[self.after], now)
        if self.last is not None:
            until = midnight(self.last.days(now.date())[not self.before], now)
        return since, until

    def holds(self, picture: Picture, now: datetime) -> bool:
        since, until = self.span(now)
        return (since is None or picture.created >= since) and (until is None or picture.created < until)


@dataclass(frozen=True, slots=True)
class HasFlag:
    """A flag of the picture is set; with `unset`, it is not set."""

    flag: str  # a key of FLAGS
    unset: bool = False

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        return FLAGS[self.flag](picture) is not self.unset


@dataclass(frozen=True, slots=True)
class HasName:
    """A name of the picture, such as a tag, begins with these words or is equal to them."""

    field: str  # a key of NAMES
    name: tuple[str, ...]
    begun: bool = True  # False: the whole name must be equal

    def accepts(self, name: str) -> bool:
        """Return whether `name` matches."""
        there = words(name)
        if not self.begun:
            return there == list(self.name)
        return has_phrase(there[: len(self.name)], self.name, begun=True)

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        return any(map(self.accepts, NAMES[self.field](picture)))


Condition = HasWords | InRange | HasSize | MadeIn | HasFlag | HasName
