"""What a search can ask of a picture. `library.search.sql` says the same in SQL; a test compares them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from portrait_app.core.catalog import ENDPOINTS
from portrait_app.core.engines import engine_name
from portrait_app.core.picture import Picture
from portrait_app.core.search.periods import Period, midnight
from portrait_app.core.search.words import has_phrase, words

Number = int | float

NUMBERS: Mapping[str, Callable[[Picture], Number | None]] = MappingProxyType(
    {
        "rating": lambda picture: picture.rating,
        "seed": lambda picture: picture.seed,
        "steps": lambda picture: picture.steps,
        "guidance": lambda picture: picture.guidance,
        "cost": lambda picture: picture.cost,
    }
)
TEXTS: Mapping[str, Callable[[Picture], str]] = MappingProxyType(
    {
        "prompt": lambda picture: picture.request.prompt,
        "negative": lambda picture: picture.request.negative_prompt,
        "tags": lambda picture: "\n".join(picture.tags),
        "note": lambda picture: picture.note,
    }
)
FLAGS: Mapping[str, Callable[[Picture], bool]] = MappingProxyType(
    {
        "favourite": lambda picture: picture.favourite,
        "rated": lambda picture: picture.rating > 0,
        "tagged": lambda picture: bool(picture.tags),
        "noted": lambda picture: bool(picture.note),
    }
)
_MODELS = {row.slug: row for row in ENDPOINTS}


def names_of_model(slug: str) -> tuple[str, ...]:
    """Return what a model may be called: its slug, and its name where the catalogue has it."""
    return (slug, _MODELS[slug].name) if slug in _MODELS else (slug,)


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
        "scheduler": lambda picture: (picture.scheduler,),
        "model": lambda picture: names_of_model(picture.request.endpoint),
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
    text: str = ""  # a key of TEXTS; empty for any of them

    def holds(self, picture: Picture, now: datetime) -> bool:
        del now
        texts = [TEXTS[self.text]] if self.text else TEXTS.values()
        return any(has_phrase(words(text(picture)), self.phrase, begun=self.begun) for text in texts)


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
