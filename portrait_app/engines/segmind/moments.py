"""Parse points in time in every form that a service may write."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_moment(text: object) -> datetime | None:
    """Return the UTC moment of ISO 8601, a Date header, or seconds, milliseconds or microseconds since 1970.

    A time without a zone counts as UTC. Return None for any other form.
    """
    if isinstance(text, bool) or not isinstance(text, str | int | float):
        return None
    # _since_1970 must come first: fromisoformat reads 1796062812345 as 23:45 on a day in 1796.
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
