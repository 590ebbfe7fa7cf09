"""How values are kept in the database.

A moment is a whole number of microseconds since 1970 in UTC, so that it comes back exactly. Text is
what UTF-8 can hold; a request is JSON as well, which holds everything.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import overload

from portrait_app.core.moments import EARLIEST, LATEST
from portrait_app.core.request import GenerationRequest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# What Python says of JSON that is something else than was expected.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)

_LARGEST = 2**63 - 1


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
    """Return the UTC moment that an integer from the database stands for, or the nearest that there is."""
    if stored is None:
        return None
    earliest, latest = stored_moment(EARLIEST), stored_moment(LATEST)  # a database may hold any number
    return _EPOCH + min(max(stored, earliest), latest) * _MICROSECOND


def stored_text(text: str) -> str:
    """Return `text` with a question mark for each lone half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode()


def request_from(stored: str) -> GenerationRequest:
    """Return a stored request. Raises one of UNREADABLE where it is none."""
    request = GenerationRequest.from_record(json.loads(stored))
    for value in request.values.values():
        if not isinstance(value, str | int | float):
            raise TypeError(f"{value!r} is no value of a request")
    numbers = request.samples, request.seed, *request.size  # which the queue counts on
    if any(abs(number) > _LARGEST for number in numbers):
        raise ValueError(f"{numbers} are no numbers of a request")
    return request


def texts_from(stored: str) -> tuple[str, ...]:
    """Return a stored list of texts; none of what is no such list."""
    try:
        return tuple(text for text in json.loads(stored) if isinstance(text, str))
    except UNREADABLE:
        return ()
