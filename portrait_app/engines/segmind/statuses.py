"""Decide what an answer of the service proves about the money, and which error it stands for.

Each POST starts a job that may be billed. This table says what an answer to it proves:

    2xx with a picture, or with a ticket for one      it is or will be made: store the answer, then parse it
    a refusal of REFUSALS that names no cost          nothing was made, and nothing is billed
    everything else, with whatever status             unknown: ask the service's history, which is free

A gateway may answer 502 or 504 although the service behind it did the work and billed it, and new statuses
appear every year. So only the service's own refusals count. An answer that names a positive cost is not a
refusal, whatever its status. A request id proves nothing: the service also gives one to requests that it
refuses.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from enum import Enum

from portrait_app.core.catalog import PARAMETERS
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.engines.segmind.moments import read_moment
from portrait_app.engines.segmind.replies import reported_cost
from portrait_app.engines.segmind.tickets import FINISHED, carries_pictures, read_ticket, state_of
from portrait_app.net.messages import spoken, words_of
from portrait_app.net.untrusted_json import parse_json

_LONGEST_WAIT = timedelta(days=1)  # a later reset is ignored as nonsense
_SKEW = timedelta(minutes=1)  # a larger difference between the clocks is corrected
_PICTURE_TYPES = ("image/", "application/octet-stream")


class Proof(Enum):
    """What an answer to a POST proves."""

    NOTHING_MADE = "nothing was made"
    DELIVERED = "delivered"
    UNKNOWN = "unknown"


def _of_401(_reply: RawReply, words: str) -> ErrorKind:
    """Tell a key that did not arrive from a key that was refused. A new key helps only with the second."""
    missing = re.search(r"\b(missing|no (api )?key|not (provided|found|sent)|required)\b", words)
    refused = re.search(r"\b(invalid|expired|incorrect|wrong|revoked|rejected)\b", words)
    return ErrorKind.KEY_MISSING if missing and not refused else ErrorKind.KEY_REJECTED


def _of_403(reply: RawReply, _words: str) -> ErrorKind:
    """Tell a refusal of the service, which is JSON, from that of a firewall: an HTML page or a challenge."""
    is_riddle = "cf-mitigated" in reply.headers
    return ErrorKind.BLOCKED if is_riddle or _is_a_page(reply) else ErrorKind.NOT_ALLOWED


def _of_406(_reply: RawReply, words: str) -> ErrorKind:
    """Tell apart the three errors for which the service uses status 406."""
    if re.search(r"content[- ]type|media type", words):
        return ErrorKind.WRONG_CONTENT_TYPE
    if re.search(r"spend(ing)? (limit|cap)", words):  # mentions a balance too, but more credits do not help
        return ErrorKind.VALUE_REFUSED
    if re.search(r"credit|balance|insufficient|top up", words):
        return ErrorKind.NO_CREDITS
    return ErrorKind.VALUE_REFUSED


_Kinds = Mapping[int, ErrorKind | Callable[[RawReply, str], ErrorKind]]

REFUSALS: _Kinds = {
    400: ErrorKind.BAD_REQUEST,
    401: _of_401,
    402: ErrorKind.NO_CREDITS,
    403: _of_403,
    404: ErrorKind.NO_SUCH_MODEL,
    405: ErrorKind.WRONG_ADDRESS,
    406: _of_406,
    407: ErrorKind.PROXY_FAILED,  # from a proxy before a plain http address, never from the service
    410: ErrorKind.MODEL_RETIRED,
    413: ErrorKind.BAD_REQUEST,
    415: ErrorKind.WRONG_CONTENT_TYPE,
    422: ErrorKind.JOB_FAILED,
    429: ErrorKind.RATE_LIMITED,
    503: ErrorKind.SERVICE_UNAVAILABLE,
}


def _is_the_service_s_own(reply: RawReply) -> bool:
    """Say whether the answer has the service's JSON error body. Gateways send HTML pages."""
    data = parse_json(reply.body)
    return isinstance(data, dict) and bool(spoken(data))


# Gateways and proxies use these statuses too: this check must hold for an answer to be a refusal.
_ONLY_IF: Mapping[int, Callable[[RawReply], bool]] = {
    407: lambda reply: "proxy-authenticate" in reply.headers,  # sent before the proxy forwards anything
    503: _is_the_service_s_own,
}
# More statuses with a meaning, for requests that cost nothing.
_TROUBLES: _Kinds = {
    500: ErrorKind.SERVER_ERROR,
    502: ErrorKind.SERVICE_UNAVAILABLE,
    504: ErrorKind.SERVICE_UNAVAILABLE,
}
_ABOUT_A_FIELD = {
    ErrorKind.BAD_REQUEST,
    ErrorKind.VALUE_REFUSED,
    ErrorKind.JOB_FAILED,
    ErrorKind.SERVER_ERROR,
}


def is_success(status: int) -> bool:
    return 200 <= status < 300


def proof_of(reply: RawReply) -> Proof:
    """Return what the answer to a POST proves, by the table at the top of this file."""
    if is_success(reply.status) and is_delivery(reply):
        return Proof.DELIVERED
    return Proof.NOTHING_MADE if _is_refusal(reply) and not _billed(reply) else Proof.UNKNOWN


def _is_refusal(reply: RawReply) -> bool:
    has_mark = _ONLY_IF.get(reply.status)
    return reply.status in REFUSALS and (has_mark is None or has_mark(reply))


def is_delivery(reply: RawReply) -> bool:
    """Say whether a successful answer reports work: a picture, a ticket, a finished state, or a cost.

    An HTML page or an empty body does not: any gateway can send those with status 200.
    """
    kind = reply.headers.get("content-type", "").lower()
    if reply.body and kind.startswith(_PICTURE_TYPES) and not _is_a_page(reply):
        return True
    if carries_pictures(reply):  # first, so that a large body is parsed only once
        return True
    return read_ticket(reply) is not None or state_of(reply) in FINISHED or _billed(reply) > 0


def _billed(reply: RawReply) -> float:
    """Return the USD that an answer says were billed; 0 if it names no cost."""
    return reported_cost(reply.headers, parse_json(reply.body)) or 0.0


def _is_a_page(reply: RawReply) -> bool:
    is_html = "text/html" in reply.headers.get("content-type", "").lower()
    return is_html or reply.body[:64].lstrip().startswith(b"<")


def failure_of(reply: RawReply, key: str, now: datetime) -> AppError:
    """Return the error of an answer to a POST that delivers nothing.

    OUTCOME_UNKNOWN if the answer proves nothing, with the fact ``status``, and the fact ``cost`` in USD if
    the answer names one. Else as `error_of`.
    """
    if proof_of(reply) is Proof.NOTHING_MADE:
        return error_of(reply, key, now)
    return AppError(ErrorKind.OUTCOME_UNKNOWN, words_of(reply.body, key), status=reply.status, **_cost(reply))


def error_of(reply: RawReply, key: str, now: datetime) -> AppError:
    """Return the error of an answer that is a refusal, or of a failed request that costs nothing.

    Facts: ``status``; ``field``, the parameter that the answer names; ``reset``, when a rate limit
    ends, as ISO 8601 in UTC by this computer's clock; ``cost`` in USD, if the service billed the
    failure. `now` is in UTC, with its time zone.
    """
    words = words_of(reply.body, key)
    kind = REFUSALS.get(reply.status) or _TROUBLES.get(reply.status, ErrorKind.UNEXPECTED_STATUS)
    if callable(kind):
        kind = kind(reply, words.lower())
    facts: dict[str, str | int | float] = {"status": reply.status}
    if kind in _ABOUT_A_FIELD and (field := _field_named(words)):
        facts["field"] = field
    if kind is ErrorKind.RATE_LIMITED and (reset := _reset(reply.headers, now)):
        facts["reset"] = reset.isoformat()
    return AppError(kind, words, **facts, **_cost(reply))


def _cost(reply: RawReply) -> dict[str, float]:
    return {"cost": cost} if (cost := _billed(reply)) else {}


def is_temporary(status: int) -> bool:
    """Say whether a download with this status may succeed a little later."""
    return status in (408, 409, 425, 429) or status >= 500


def _field_named(words: str) -> str:
    """Return the key of the parameter that `words` name first; "" if they name none."""
    keys = "|".join(parameter.key for parameter in PARAMETERS)
    found = re.search(rf"\b({keys})\b", words)
    return found[1] if found else ""


def _reset(headers: Mapping[str, str], now: datetime) -> datetime | None:
    """Return when a rate limit ends; None if unknown. The undocumented Retry-After header counts too."""
    later = headers.get("retry-after", "")
    wait = _seconds(later)
    if reset := read_moment(headers.get("x-rate-limit-reset-at-utc", "")) or read_moment(later):
        served = read_moment(headers.get("date", ""))
        skewed = served is not None and abs(now - served) > _SKEW
        # If this computer's clock is wrong, the answer's own Date header gives the length of the wait.
        wait = reset - (served if served and skewed else now)
    if wait is None or abs(wait) > _LONGEST_WAIT:
        return None
    return now + wait


def _seconds(text: str) -> timedelta | None:
    return timedelta(seconds=int(text)) if re.fullmatch(r"[0-9]{1,6}", text.strip()) else None
