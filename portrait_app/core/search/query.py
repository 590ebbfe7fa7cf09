"""What the gallery shows: a filter, a search and an order, which a row or the database can answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import EVERYTHING, Search
from portrait_app.core.text import QT_TRANSLATE_NOOP


def start_of_day(now: datetime) -> datetime:
    """Return the local midnight before `now`, which carries the local time zone."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Filter:
    """One row of the filter bar; a condition that is None does not matter."""

    key: str
    label: str
    empty: str  # what an empty result says
    favourite: bool | None = None
    trashed: bool = False
    created_since: Callable[[datetime], datetime] | None = None  # of the local now
    search: Search = EVERYTHING  # whatever else a person could type to find the same

    def matches(self, picture: Picture, now: datetime) -> bool:
        """Say whether `picture` belongs here; `now` carries the local time zone."""
        if self.favourite is not None and picture.favourite is not self.favourite:
            return False
        if (picture.trashed is not None) is not self.trashed:
            return False
        if self.created_since is not None and picture.created < self.created_since(now):
            return False
        return self.search.matches(picture, now)


FILTERS = (
    Filter(
        "all",
        #: filter: all pictures
        QT_TRANSLATE_NOOP("query", "All"),
        QT_TRANSLATE_NOOP("query", "Your portraits will appear here."),
    ),
    Filter(
        "favourites",
        #: noun, plural: pictures marked as favourites
        QT_TRANSLATE_NOOP("query", "Favourites"),
        QT_TRANSLATE_NOOP("query", "No favourites yet. Select a picture and press F."),
        favourite=True,
    ),
    Filter(
        "today",
        #: the day: made today
        QT_TRANSLATE_NOOP("query", "Today"),
        QT_TRANSLATE_NOOP("query", "Nothing made today yet."),
        created_since=start_of_day,
    ),
    Filter(
        "trash",
        #: noun: where deleted pictures are
        QT_TRANSLATE_NOOP("query", "Trash"),
        QT_TRANSLATE_NOOP("query", "Trash is empty."),
        trashed=True,
    ),
)


SortKey = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Order:
    """One row of the menu of orders. What is equal is newest first, what is unknown stands at the end."""

    key: str
    label: str
    sort_key: Callable[[Picture], SortKey]  # ascending; the id comes last, so that no two are equal


def _descending(value: float | None) -> float:
    return inf if value is None else -value


ORDERS = (
    Order("newest", QT_TRANSLATE_NOOP("query", "Newest first"), lambda picture: (0, -picture.id)),
    Order("oldest", QT_TRANSLATE_NOOP("query", "Oldest first"), lambda picture: (0, picture.id)),
    Order(
        "rating",
        QT_TRANSLATE_NOOP("query", "Best rated"),
        lambda picture: (-picture.rating, -picture.id),
    ),
    Order(
        "cost",
        QT_TRANSLATE_NOOP("query", "Most expensive"),
        lambda picture: (_descending(picture.cost), -picture.id),
    ),
    Order(
        "seed",
        #: noun: the number that chance begins with
        QT_TRANSLATE_NOOP("query", "Seed"),
        lambda picture: (inf if picture.seed is None else picture.seed, -picture.id),
    ),
)


def order_by_key(key: str) -> Order:
    """Return the order called `key`, or the first where there is none."""
    return next((row for row in ORDERS if row.key == key), ORDERS[0])


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """Which pictures to show, in which order. `now` is the local time that dates are relative to."""

    filter: Filter
    now: datetime
    search: Search = EVERYTHING
    order: Order = ORDERS[0]
    collection: str = ""  # its name; empty for pictures in any and in none

    @property
    def in_one_search(self) -> "LibraryQuery":
        """The same, where what the filter searches for is part of the search."""
        terms = dict.fromkeys((*self.filter.search.terms, *self.search.terms))
        return replace(self, filter=replace(self.filter, search=EVERYTHING), search=Search(tuple(terms)))

    def matches(self, picture: Picture) -> bool:
        if self.collection and self.collection not in picture.collections:
            return False
        return self.filter.matches(picture, self.now) and self.search.matches(picture, self.now)


def filter_by_key(key: str) -> Filter:
    """Return the filter called `key`, or the first where there is none."""
    return next((row for row in FILTERS if row.key == key), FILTERS[0])
