"""The query of the gallery: a filter, a search and an order. Python and SQL can both evaluate it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import EVERYTHING, Search
from portrait_app.core.text import QT_TRANSLATE_NOOP


def start_of_day(now: datetime) -> datetime:
    """Return the last midnight before `now`, in the time zone of `now`."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Filter:
    """One row of the filter bar. A condition that is None is ignored."""

    key: str
    label: str
    empty: str  # message for an empty result
    favourite: bool | None = None
    trashed: bool = False
    created_since: Callable[[datetime], datetime] | None = None  # earliest creation time, from local time
    search: Search = EVERYTHING  # further conditions, as the user could type them

    def matches(self, picture: Picture, now: datetime) -> bool:
        """Return whether `picture` passes the filter. `now` has the local time zone."""
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
        QT_TRANSLATE_NOOP("query", "All"),
        QT_TRANSLATE_NOOP("query", "Your portraits will appear here."),
    ),
    Filter(
        "favourites",
        QT_TRANSLATE_NOOP("query", "Favourites"),
        QT_TRANSLATE_NOOP("query", "No favourites yet. Select a picture and press F."),
        favourite=True,
    ),
    Filter(
        "today",
        QT_TRANSLATE_NOOP("query", "Today"),
        QT_TRANSLATE_NOOP("query", "Nothing made today yet."),
        created_since=start_of_day,
    ),
    Filter(
        "trash",
        QT_TRANSLATE_NOOP("query", "Trash"),
        QT_TRANSLATE_NOOP("query", "Trash is empty."),
        trashed=True,
    ),
)


SortKey = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Order:
    """One row of the menu of orders. Equal pictures are ordered newest first; unknown values come last."""

    key: str
    label: str
    sort_key: Callable[[Picture], SortKey]  # ascending; the id is the last part, so that keys are unique


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
        QT_TRANSLATE_NOOP("query", "Seed"),
        lambda picture: (inf if picture.seed is None else picture.seed, -picture.id),
    ),
)


def order_by_key(key: str) -> Order:
    """Return the order with this key; the first order if there is none."""
    return next((row for row in ORDERS if row.key == key), ORDERS[0])


@dataclass(frozen=True, slots=True)
class LibraryQuery:
    """Which pictures to show, in which order. Dates are relative to `now`, the local time."""

    filter: Filter
    now: datetime
    search: Search = EVERYTHING
    order: Order = ORDERS[0]
    collection: str = ""  # name of a collection; empty for all pictures

    @property
    def in_one_search(self) -> "LibraryQuery":
        """An equal query in which the filter's search terms are moved to `search`."""
        terms = dict.fromkeys((*self.filter.search.terms, *self.search.terms))
        return replace(self, filter=replace(self.filter, search=EVERYTHING), search=Search(tuple(terms)))

    def matches(self, picture: Picture) -> bool:
        if self.collection and self.collection not in picture.collections:
            return False
        return self.filter.matches(picture, self.now) and self.search.matches(picture, self.now)


def filter_by_key(key: str) -> Filter:
    """Return the filter with this key; the first filter if there is none."""
    return next((row for row in FILTERS if row.key == key), FILTERS[0])
