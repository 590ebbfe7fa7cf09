"""The service's request history. Searching it for a picture whose outcome is unknown is free."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from portrait_app.core.cancel import Cancel
from portrait_app.core.delivery import Candidate, Delivery, RawReply, RemoteState
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import Handover
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.addresses import history_address, key_headers
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.history_rows import Row, candidates, rows_of
from portrait_app.engines.segmind.limits import configured_limits
from portrait_app.engines.segmind.listing import SegmindListing
from portrait_app.engines.segmind.moments import read_moment
from portrait_app.engines.segmind.statuses import error_of
from portrait_app.net.messages import words_of
from portrait_app.net.transport import Limits, exchange
from portrait_app.net.untrusted_json import parse_json

_PER_PAGE = 100  # the service's maximum
_MOST_PAGES = 50  # two or three days with 2,000 pictures each
_LONGEST = 30.0  # seconds for one page
_LARGEST = 16 * 1024 * 1024  # bytes of one page
_DAYS = timedelta(days=30)  # the service accepts at most 31 days, both ends included
# A service with a history never sends such an answer, so another server must have sent it.
_SOMEBODY_ELSE = (ErrorKind.REPLY_TOO_LARGE, ErrorKind.REPLY_UNREADABLE)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SegmindHistory:
    """Implements `History`."""

    def __init__(
        self, engine: SegmindEngine, settings: Settings, utc: Callable[[], datetime] = _utc_now
    ) -> None:
        self._engine = engine
        self._settings = settings
        self._utc = utc

    def listing(
        self, endpoint: str, since: datetime, key: str, cancel: Cancel | None = None
    ) -> SegmindListing:
        found: list[Row] = []
        is_whole = False
        for number in range(1, _MOST_PAGES + 1):
            reply, rows = self._page(number, endpoint, since, key, cancel)
            # A page may be short without being the last. A service without pages repeats the first one, and
            # hides everything that is older.
            if not rows or rows == found[-len(rows) :]:
                is_whole = not rows
                break
            found += rows
        service_time = read_moment(reply.headers.get("date", ""))
        return SegmindListing(tuple(found), self._utc(), service_time, is_whole, key)

    def look_up(self, request_id: str, key: str, cancel: Cancel | None = None) -> Candidate | None:
        address = history_address(self._settings, quote(request_id, safe=""))
        reply = self._ask(address, key, cancel)
        if reply.status == 404:
            return None
        rows = rows_of(parse_json(reply.body)) or []
        found = (one for one in candidates(rows, key) if one.request_id == request_id)
        return next(found, None)

    def fetch(self, request: GenerationRequest, candidate: Candidate, handover: Handover) -> Delivery:
        if candidate.state is RemoteState.FAILED:
            raise AppError(ErrorKind.JOB_FAILED, candidate.error, **_billed(candidate))
        if candidate.state is RemoteState.PENDING or not candidate.outputs:
            raise AppError(
                ErrorKind.OUTCOME_UNKNOWN,
                "the service has no picture of it yet",
                request_id=candidate.request_id,
            )
        reply = _as_result(candidate)
        handover.spool(reply)
        return self._engine.read(request, reply, handover)

    def _page(
        self, number: int, slug: str, since: datetime, key: str, cancel: Cancel | None
    ) -> tuple[RawReply, list[Row]]:
        """Return the reply with a page, and the page's rows."""
        # One more day at both ends, because the service's time zone is unknown.
        first = (since - timedelta(days=1)).astimezone(UTC).date()
        until = max(since, self._utc()) + timedelta(days=1)
        query = {
            "page": number,
            "per_page": _PER_PAGE,
            "from_date": first.isoformat(),
            "to_date": min(until.astimezone(UTC).date(), first + _DAYS).isoformat(),
            "model_name": slug,
        }
        reply = self._ask(f"{history_address(self._settings)}?{urlencode(query)}", key, cancel)
        rows = rows_of(parse_json(reply.body)) if reply.status == 200 else None
        if rows is None:
            raise AppError(ErrorKind.WRONG_ADDRESS, words_of(reply.body, key), status=reply.status)
        return reply, rows

    def _ask(self, address: str, key: str, cancel: Cancel | None) -> RawReply:
        """Send a GET, and return its answer if the status is 200 or 404. Raises AppError."""
        connect = configured_limits(self._settings).connect
        limits = Limits(min(connect, _LONGEST), _LONGEST, _LARGEST)
        try:
            reply = exchange("GET", address, limits, headers=key_headers(key), cancel=cancel)
        except AppError as error:
            if error.kind in _SOMEBODY_ELSE:
                raise AppError(ErrorKind.WRONG_ADDRESS, error.detail) from None
            raise
        self._engine.clock.note(reply)
        if reply.status not in (200, 404):
            raise error_of(reply, key, self._utc())
        return reply


def _billed(candidate: Candidate) -> dict[str, float]:
    return {"cost": candidate.cost} if candidate.cost else {}


def _as_result(candidate: Candidate) -> RawReply:
    """Return a candidate in the form of a queued result, so that the same code spools and parses it."""
    data: dict[str, Any] = {
        "request_id": candidate.request_id,
        "status": "COMPLETED",
        "output": list(candidate.outputs),
        "metrics": {"cost": candidate.cost, "inference_time": candidate.seconds},
    }
    seed = {} if candidate.seed is None else {"x-seed-value": str(candidate.seed)}
    return RawReply(200, {"content-type": "application/json", **seed}, json.dumps(data).encode())
