"""How values read: times in the local zone, money, sizes, counts, words of others."""

from datetime import datetime
from decimal import Decimal
from html import escape

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtGui import Qt

from portrait_app.ui.kit.counts import KitCounts


def local_time(time: datetime) -> str:
    """Return a UTC time as short local date and time."""
    local = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def money(amount: float | Decimal) -> str:
    """Return an amount of USD, exact where it is a fraction of a cent."""
    return money_to(amount, 4 if 0 < abs(float(amount)) < 1 else 2)


def money_to(amount: float | Decimal, digits: int) -> str:
    """Return an amount of USD with so many digits after the point, so that columns align."""
    return f"{QLocale().toString(float(amount), 'f', digits)} USD"


def seconds(duration: float) -> str:
    return f"{QLocale().toString(duration, 'f', 1)} s"


def file_size(size: int) -> str:
    return QLocale().formattedDataSize(size)


def count_text(number: int) -> str:
    return QLocale().toString(number)


def stars(rating: int) -> str:
    """Return a rating in words."""
    if rating == 0:
        return QCoreApplication.translate("formats", "No stars")
    return KitCounts().stars(rating)


def clock_time(time: datetime) -> str:
    """Return the time of day of a UTC time, in the local zone."""
    local = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)


def tool_tip(text: str) -> str:
    """Return words of a person, a file or a service for a tool tip, which would read some of them as HTML."""
    return f"<p>{escape(text)}</p>" if Qt.mightBeRichText(text) else text
