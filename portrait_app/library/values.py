"""How values are kept in the database.

A moment is a whole number of microseconds since 1970 in UTC, so that it comes back exactly. Text is
what UTF-8 can hold; a request is JSON as well, which holds everything.
"""

from datetime import UTC, datetime, timedelta
from typing import overload

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@overload
def stored_moment(moment: datetime) -> int: ...
@overload
def stored_moment(moment: None) -> None: ...
def stored_moment(moment: datetime | None) -> int | None:
    """Return `moment`, of any time zone, as the integer that is stored."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


@overload
def moment_from(stored: int) -> datetime: ...
@overload
def moment_from(stored: None) -> None: ...
def moment_from(stored: int | None) -> datetime | None:
    """Return the UTC moment that an integer from the database stands for."""
    return None if stored is None else _EPOCH + stored * _MICROSECOND


def stored_text(text: str) -> str:
    """Return `text` with a question mark for each lone half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()
