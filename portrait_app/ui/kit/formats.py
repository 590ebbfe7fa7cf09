"""Formats for values on the screen: local times, money, sizes, counts, ratings and tool tips."""

from datetime import datetime
from decimal import Decimal
from html import escape

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtGui import Qt

from portrait_app.ui.kit.counts import KitCounts


def local_time(time: datetime) -> str:
    """Return a UTC time as a short date and time in the local time zone."""
    local = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(local, QLocale.FormatType.ShortFormat)


def money(amount: float | Decimal) -> str:
    """Return an amount in USD: four decimals for an amount between 0 and 1, otherwise two."""
    return money_to(amount, 4 if 0 < abs(float(amount)) < 1 else 2)


def money_to(amount: float | Decimal, digits: int) -> str:
    """Return an amount in USD with a fixed number of decimals, so that columns align."""
    return f"{QLocale().toString(float(amount), 'f', digits)} USD"


def seconds(duration: float) -> str:
    return f"{QLocale().toString(duration, 'f', 1)} s"


def file_size(size: int) -> str:
    return QLocale().formattedDataSize(size)


def large_size(size: int) -> str:
    """Return a size in round GB or MB, as hosts and file managers say it: 1 GB is 1,000 MB."""
    digits = 1 if size >= 1_000_000_000 else 0
    return QLocale().formattedDataSize(size, digits, QLocale.DataSizeFormat.DataSizeSIFormat)


def count_text(number: int) -> str:
    return QLocale().toString(number)


def stars(rating: int) -> str:
    """Return a rating as text."""
    if rating == 0:
        return QCoreApplication.translate("formats", "No stars")
    return KitCounts().stars(rating)


def clock_time(time: datetime) -> str:
    """Return the time of day of a UTC time, in the local time zone."""
    local = QDateTime.fromSecsSinceEpoch(int(time.timestamp()))
    return QLocale().toString(local.time(), QLocale.FormatType.ShortFormat)


def tool_tip(text: str) -> str:
    """Return `text` for a tool tip, escaped if Qt would take the text of a user, file or service for HTML."""
    return f"<p>{escape(text)}</p>" if Qt.mightBeRichText(text) else text
