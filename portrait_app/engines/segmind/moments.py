"""Points in time, in every way that a service may write them."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_moment(text: object) -> datetime | None:
    """Read ISO 8601, a Date header's form, or seconds, milliseconds or microseconds since 1970.

    UTC if no zone is named.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    # First of all _since_1970: fromisoformat reads 1796062812345 as 23:45 of a day in 1796.
    for read in (_since_1970, datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(str(text).strip())
            return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            continue
    return None


def _since_1970(text: str) -> datetime:
    found = re.fullmatch(r"([0-9]{10})([0-9]{3}|[0-9]{6})?(\.[0-9]+)?", text, re.ASCII)
    if not found:
        raise ValueError(text)
    return datetime.fromtimestamp(float(text) / 10 ** len(found[2] or ""), UTC)
