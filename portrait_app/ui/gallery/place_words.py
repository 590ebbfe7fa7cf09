"""Names of places in the grid: a date, or the value that the pictures are sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from portrait_app.core.picture import Picture
from portrait_app.core.search.query import Order
from portrait_app.ui.kit.formats import money, stars


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Names places for one order. `now` has the local time zone."""

    order: Order
    now: datetime

    def section(self, picture: Picture) -> str:
        """Return the section of a picture: "Today", "March 2026", "4 stars"."""
        value = _VALUES.get(self.order.key)
        return value(picture) if value else self._section_of_date(picture)

    def hint(self, picture: Picture) -> str:
        """Return the section of a picture, with the day for a date: "14 March 2026"."""
        value = _VALUES.get(self.order.key)
        if value:
            return value(picture)
        day = _day(picture, self.now)
        return QLocale().toString(day, QCoreApplication.translate("PlaceWords", "d MMMM yyyy"))

    def _section_of_date(self, picture: Picture) -> str:
        made = picture.created.astimezone(self.now.tzinfo).date()
        if made == self.now.date():
            return QCoreApplication.translate("PlaceWords", "Today")
        if made == self.now.date() - timedelta(days=1):
            return QCoreApplication.translate("PlaceWords", "Yesterday")
        return QLocale().standaloneMonthName(made.month) + f" {made.year}"


def _day(picture: Picture, now: datetime) -> QDate:
    made = picture.created.astimezone(now.tzinfo).date()
    return QDate(made.year, made.month, made.day)


def _cost(picture: Picture) -> str:
    if picture.cost is None:
        return QCoreApplication.translate("PlaceWords", "No cost known")
    return money(picture.cost)


def _seed(picture: Picture) -> str:
    if picture.seed is None:
        return QCoreApplication.translate("PlaceWords", "No seed known")
    return QCoreApplication.translate("PlaceWords", "Seed {seed}").format(seed=picture.seed)


# For the orders that are not by date:
_VALUES: dict[str, Callable[[Picture], str]] = {
    "rating": lambda picture: stars(picture.rating),
    "cost": _cost,
    "seed": _seed,
}
