"""Conversions between Python values and what the database stores.

A moment is stored as microseconds since 1970 in UTC, a whole number, so it comes back exactly. Text is stored
as valid UTF-8. A request is also stored as JSON, which keeps even invalid Unicode.
"""

import json
from datetime import UTC, datetime, timedelta
from typing import overload

from portrait_app.core.moments import EARLIEST, LATEST
from portrait_app.core.request import GenerationRequest

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Errors of Python for JSON of an unexpected form.
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)

_LARGEST = 2**63 - 1


@overload
def stored_moment(moment: datetime) -> int: ...
@overload
def stored_moment(moment: None) -> None: ...
def stored_moment(moment: datetime | None) -> int | None:
    """Return `moment`, in any time zone, as the integer to store."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


@overload
def moment_from(stored: int) -> datetime: ...
@overload
def moment_from(stored: None) -> None: ...
def moment_from(stored: int | None) -> datetime | None:
    """Return the UTC moment of a stored integer; the nearest valid one if it is out of range."""
    if stored is None:
        return None
    earliest, latest = stored_moment(EARLIEST), stored_moment(LATEST)  # a database may hold any number
    return _EPOCH + min(max(stored, earliest), latest) * _MICROSECOND


def stored_text(text: str) -> str:
    """Return `text` with each lone surrogate replaced by a question mark."""
    return text.encode("utf-8", "replace").decode()


def request_from(stored: str) -> GenerationRequest:
    """Return a stored request. Raises one of UNREADABLE if it is invalid."""
    request = GenerationRequest.from_record(json.loads(stored))
    for value in request.values.values():
        if not isinstance(value, str | int | float):
            raise TypeError(f"{value!r} is no value of a request")
    numbers = request.samples, request.seed, *request.size  # the queue calculates with these
    if any(abs(number) > _LARGEST for number in numbers):
        raise ValueError(f"{numbers} are no numbers of a request")
    return request


def stored_reading(words: tuple[str, ...], missed: tuple[str, ...], drawing: int) -> str:
    """Return, as JSON, the words that an engine drew, those that it did not, and its version."""
    if not (missed or drawing):
        return json.dumps(words)
    return json.dumps({"words": words, "missed": missed, "drawing": drawing})


def reading_from(stored: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    """Return what `stored_reading` wrote: words, missed words, version; what is unreadable is empty or 0."""
    try:
        known = json.loads(stored)
    except UNREADABLE:
        return (), (), 0
    if not isinstance(known, dict):
        return texts_from(stored), (), 0
    words, missed = (texts_from(json.dumps(known.get(key, []))) for key in ("words", "missed"))
    drawing = known.get("drawing", 0)
    return words, missed, drawing if type(drawing) is int else 0


def texts_from(stored: str) -> tuple[str, ...]:
    """Return a stored list of texts; an empty tuple if it is not a list."""
    try:
        return tuple(text for text in json.loads(stored) if isinstance(text, str))
    except UNREADABLE:
        return ()
