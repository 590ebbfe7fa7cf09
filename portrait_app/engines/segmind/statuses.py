"""What each HTTP status of the service means. The table follows its documentation."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from portrait_app.core.catalog import PARAMETERS
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.segmind.moments import read_moment
from portrait_app.engines.segmind.replies import reported_cost
from portrait_app.engines.segmind.stranger_json import parse_json
from portrait_app.engines.segmind.words import words_of

_LONGEST_WAIT = timedelta(days=1)  # a reset further off than this is nonsense
_SKEW = timedelta(minutes=1)  # a clock further off than this is corrected for


def _of_401(words: str) -> ErrorKind:
    """Tell a key that did not arrive, which a new one will not mend, from one that was refused."""
    missing = re.search(r"\b(missing|no (api )?key|not (provided|found|sent)|required)\b", words)
    refused = re.search(r"\b(invalid|expired|incorrect|wrong|revoked|rejected)\b", words)
    return ErrorKind.KEY_MISSING if missing and not refused else ErrorKind.KEY_REJECTED


def _of_406(words: str) -> ErrorKind:
    """Tell the three things apart that the service means by 406."""
    if re.search(r"content[- ]type|media type", words):
        return ErrorKind.WRONG_CONTENT_TYPE
    if re.search(r"spend(ing)? (limit|cap)", words):  # names a balance too, but topping up will not help
        return ErrorKind.VALUE_REFUSED
    if re.search(r"credit|balance|insufficient|top up", words):
        return ErrorKind.NO_CREDITS
    return ErrorKind.VALUE_REFUSED


_KINDS: Mapping[int, ErrorKind | Callable[[str], ErrorKind]] = {
    400: ErrorKind.BAD_REQUEST,
    401: _of_401,
    403: ErrorKind.NOT_ALLOWED,
    404: ErrorKind.NO_SUCH_MODEL,
    405: ErrorKind.WRONG_ADDRESS,
    406: _of_406,
    407: ErrorKind.PROXY_FAILED,  # never the service: a proxy on the way to a plain http address
    410: ErrorKind.MODEL_RETIRED,
    422: ErrorKind.JOB_FAILED,
    429: ErrorKind.RATE_LIMITED,
    500: ErrorKind.SERVER_ERROR,
    502: ErrorKind.SERVICE_UNAVAILABLE,
    503: ErrorKind.SERVICE_UNAVAILABLE,
    504: ErrorKind.SERVICE_UNAVAILABLE,
}
_ABOUT_A_FIELD = {
    ErrorKind.BAD_REQUEST,
    ErrorKind.VALUE_REFUSED,
    ErrorKind.JOB_FAILED,
    ErrorKind.SERVER_ERROR,
}


def error_of(reply: RawReply, key: str, now: datetime) -> AppError:
    """Return the error that a reply with a status other than 200 stands for.

    Facts: ``status``; ``field``, the parameter that the words name; ``reset``, when a rate limit
    ends, as ISO 8601 in UTC by this machine's clock; ``cost`` in USD, where the service billed a
    failure all the same. `now` is UTC, with its zone.
    """
    words = words_of(reply.body, key)
    kind = _KINDS.get(reply.status, ErrorKind.UNEXPECTED_STATUS)
    if callable(kind):
        kind = kind(words.lower())
    facts: dict[str, str | int | float] = {"status": reply.status}
    if kind in _ABOUT_A_FIELD and (field := _field_named(words)):
        facts["field"] = field
    if kind is ErrorKind.RATE_LIMITED and (reset := _reset(reply.headers, now)):
        facts["reset"] = reset.isoformat()
    if cost := reported_cost(reply.headers, parse_json(reply.body)):
        facts["cost"] = cost
    return AppError(kind, words, **facts)


def is_passing(status: int) -> bool:
    """Say whether a GET that was answered so may be answered better a little later."""
    return status in (408, 425, 429, 500, 502, 503, 504)


def _field_named(words: str) -> str:
    """Return the key of the parameter that `words` name first, if any."""
    keys = "|".join(parameter.key for parameter in PARAMETERS)
    found = re.search(rf"\b({keys})\b", words)
    return found[1] if found else ""


def _reset(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a rate limit ends. The undocumented Retry-After is honoured too."""
    later = headers.get("retry-after", "")
    wait = _seconds(later)
    if reset := read_moment(headers.get("x-rate-limit-reset-at-utc", "")) or read_moment(later):
        served = read_moment(headers.get("date", ""))
        skewed = served is not None and abs(now - served) > _SKEW
        # Where this machine's clock is wrong, the service's own tells how long it is.
        wait = reset - (served if served and skewed else now)
    if wait is None or abs(wait) > _LONGEST_WAIT:
        return None
    return now + wait


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if re.fullmatch(r"[0-9]{1,6}", text.strip()) else None
