"""What a search can ask of a picture. `library.search.sql` says the same in SQL; a test compares them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PureWindowsPath
from types import MappingProxyType

from portrait_app.core.catalog import ENDPOINTS, TOLD_AS_ASKED, Parameter
from portrait_app.core.engines import engine_name
from portrait_app.core.picture import Picture
from portrait_app.core.search.fields import FieldKind, kind_of
from portrait_app.core.search.periods import Period, midnight
from portrait_app.core.search.words import has_phrase, words

Number = int | float
PLAIN = frozenset({"prompt", "negative", "tags", "note"})  # of TEXTS: where words without a field are sought


def _asked(*kinds: FieldKind) -> list[Parameter]:
    """Return the parameters that a search asks for in this way."""
    return [row for row in TOLD_AS_ASKED if kind_of(row) in kinds]


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
        **{row.called: _text(row) for row in _asked(FieldKind.TEXT)},
    }
)
FLAGS: Mapping[str, Callable[[Picture], bool]] = MappingProxyType(
    {
        "favourite": lambda picture: picture.favourite,
        "rated": lambda picture: picture.rating > 0,
        "tagged": lambda picture: bool(picture.tags),
        "noted": lambda picture: bool(picture.note),
        **{row.called: _flag(row) for row in _asked(FieldKind.FLAG)},
    }
)
_MODELS = {row.slug: row for row in ENDPOINTS}


_SUFFIX = re.compile(r"\.(safetensors|ckpt|pth?|gguf|bin|sft)$", re.IGNORECASE)
_FILE = "file:"  # before the name of a model that the catalogue does not have, which no slug begins with


def searched_model(picture: Picture) -> str:
    """Return what a library keeps to find a picture by its model: a slug, or the name that its file has."""
    return picture.request.endpoint or (f"{_FILE}{picture.origin.model}" if picture.origin.model else "")


def names_of_model(model: str) -> tuple[str, ...]:
    """Return what a `searched_model` may be called; the last name is the one that is shown.

    The catalogue has a name beside the slug; a name from a file may have folders and a suffix around it.
    """
    if model.startswith(_FILE):
        written = model.removeprefix(_FILE)
        return written, _SUFFIX.sub("", PureWindowsPath(written).name) or written
    return (model, _MODELS[model].name) if model in _MODELS else (model,)


def engines_of_model(slug: str) -> tuple[str, ...]:
    """Return what the engine behind a model may be called: its name and its key, which is shown.

    Nothing where the catalogue has dropped the model.
    """
    if slug not in _MODELS:
        return ()
    engine = _MODELS[slug].engine
    return engine_name(engine), engine


NAMES: Mapping[str, Callable[[Picture], tuple[str, ...]]] = MappingProxyType(
    {
        **{row.called: _name(row) for row in _asked(FieldKind.NAME)},
        "model": lambda picture: names_of_model(searched_model(picture)),
        "engine": lambda picture: engines_of_model(picture.request.endpoint),
        "tag": lambda picture: picture.tags,
        "collection": lambda picture: picture.collections,
    }
)


@dataclass(frozen=True, slots=True)
class HasWords:
    """These words stand in a row in one of the texts; the last may be longer there if it is only begun."""

    phrase: tuple[str, ...]
    begun: bool = True
    text: str = ""  # a key of TEXTS; empty for any that is PLAIN

    @property
    def is_plain(self) -> bool:
        """Whether it is about what words without a field are sought in, too."""
        return not self.text or self.text in PLAIN

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        texts = [self.text] if self.text else PLAIN
        return any(self.stands_in(TEXTS[text](picture)) for text in texts)

    def stands_in(self, text: str) -> bool:
        return has_phrase(words(text), self.phrase, begun=self.begun)


@dataclass(frozen=True, slots=True)
class InRange:
    """A number is known and lies between two bounds; None for no bound on that side."""

    field: str  # a key of NUMBERS
    low: Number | None = None
    high: Number | None = None
    above: bool = False  # `low` itself is outside
    below: bool = False  # `high` itself is outside

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
    """The image's size in pixels; None for any. Where `either`, one of its sides is `width`."""

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
    """It was made between two periods, both included unless `after` or `before` says otherwise."""

    first: Period | None = None
    last: Period | None = None
    after: bool = False  # `first` itself is outside
    before: bool = False  # `last` itself is outside

    def span(self, now: datetime) -> tuple[datetime | None, datetime | None]:
        """Return the first moment and the one after the last; `now` carries the local time zone."""
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
    """A mark of the picture is set."""

    flag: str  # a key of FLAGS

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        return FLAGS[self.flag](picture)


@dataclass(frozen=True, slots=True)
class HasName:
    """A name begins with these words; it is all of them unless only `begun`."""

    field: str  # a key of NAMES
    name: tuple[str, ...]
    begun: bool = True

    def accepts(self, name: str) -> bool:
        """Say whether `name` is meant."""
        there = words(name)
        if not self.begun:
            return there == list(self.name)
        return has_phrase(there[: len(self.name)], self.name, begun=True)

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        return any(map(self.accepts, NAMES[self.field](picture)))


Condition = HasWords | InRange | HasSize | MadeIn | HasFlag | HasName
