"""The service's request history: how a picture whose outcome is unknown is found again, for free."""

import json
from collections.abc import Iterator
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
from portrait_app.engines.segmind.history_rows import Row, candidates, is_of, rows_of
from portrait_app.engines.segmind.limits import configured_limits
from portrait_app.engines.segmind.moments import read_moment
from portrait_app.engines.segmind.statuses import error_of
from portrait_app.engines.segmind.stranger_json import parse_json
from portrait_app.engines.segmind.transport import Limits, exchange
from portrait_app.engines.segmind.words import words_of

_PER_PAGE = 100  # the most that may be asked for
_MOST_PAGES = 50  # two or three days of 2,000 pictures
_LONGEST = 30.0  # seconds for one page
_LARGEST = 16 * 1024 * 1024  # bytes of one page
_DAYS = timedelta(days=30)  # the service looks at 31 days at most, both ends included
_TOLERANCE = timedelta(minutes=2)  # a request is written down a little before or after it was sent
_SKEW = timedelta(minutes=1)  # a clock further off than this is corrected for,
_NONSENSE = timedelta(days=1)  # and one further off than this is not believed
# What no service that keeps a history answers: whoever did is somebody else.
_SOMEBODY_ELSE = (ErrorKind.REPLY_TOO_LARGE, ErrorKind.REPLY_UNREADABLE)


class SegmindHistory:
    """Implements `core.ports.History`."""

    def __init__(self, engine: SegmindEngine, settings: Settings) -> None:
        self._engine = engine
        self._settings = settings

    def find(
        self,
        request: GenerationRequest,
        sent_between: tuple[datetime, datetime],
        key: str,
        cancel: Cancel | None = None,
    ) -> list[Candidate]:
        earliest, latest = sent_between[0] - _TOLERANCE, sent_between[1] + _TOLERANCE
        found: list[Row] = []
        ahead = timedelta()  # how far the service's clock is ahead of this machine's
        for reply, rows in self._pages(request.endpoint, sent_between, key, cancel):
            found += [row for row in rows if is_of(request, row)]
            ahead = _ahead(reply)
        return [
            candidate
            for candidate in candidates(found, key)
            if earliest + ahead <= candidate.created <= latest + ahead
        ]

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
            raise AppError(ErrorKind.JOB_FAILED, candidate.error)
        if candidate.state is RemoteState.PENDING or not candidate.outputs:
            raise AppError(
                ErrorKind.OUTCOME_UNKNOWN,
                "the service has no picture of it yet",
                request_id=candidate.request_id,
            )
        reply = _as_result(candidate)
        handover.spool(reply)
        return self._engine.read(request, reply, handover)

    def _pages(
        self, slug: str, sent_between: tuple[datetime, datetime], key: str, cancel: Cancel | None
    ) -> Iterator[tuple[RawReply, list[Row]]]:
        """Yield each page and its rows."""
        # A day more at both ends: whose midnight the service means is not known.
        first = (sent_between[0] - timedelta(days=1)).astimezone(UTC).date()
        last = min((sent_between[1] + timedelta(days=1)).astimezone(UTC).date(), first + _DAYS)
        before: list[Row] = []
        for number in range(1, _MOST_PAGES + 1):
            query = urlencode(
                {
                    "page": number,
                    "per_page": _PER_PAGE,
                    "from_date": first.isoformat(),
                    "to_date": last.isoformat(),
                    "model_name": slug,
                }
            )
            reply = self._ask(f"{history_address(self._settings)}?{query}", key, cancel)
            rows = rows_of(parse_json(reply.body)) if reply.status == 200 else None
            if rows is None:
                raise AppError(ErrorKind.WRONG_ADDRESS, words_of(reply.body, key), status=reply.status)
            # A page may be shorter than was asked for and not the last; a service without pages repeats one.
            if not rows or rows == before:
                return
            yield reply, rows
            before = rows

    def _ask(self, address: str, key: str, cancel: Cancel | None) -> RawReply:
        """Return an answer of status 200 or 404."""
        connect = configured_limits(self._settings).connect
        limits = Limits(min(connect, _LONGEST), _LONGEST, _LARGEST)
        try:
            reply = exchange("GET", address, limits, headers=key_headers(key), cancel=cancel)
        except AppError as error:
            if error.kind in _SOMEBODY_ELSE:
                raise AppError(ErrorKind.WRONG_ADDRESS, error.detail) from None
            raise
        if reply.status not in (200, 404):
            raise error_of(reply, key, datetime.now(UTC))
        return reply


def _ahead(reply: RawReply) -> timedelta:
    """Return how far the clock behind a reply is ahead, none where that may be the way it took."""
    served = read_moment(reply.headers.get("date", ""))
    ahead = served - datetime.now(UTC) if served is not None else timedelta()
    return ahead if _SKEW < abs(ahead) < _NONSENSE else timedelta()


def _as_result(candidate: Candidate) -> RawReply:
    """Return what is known in the form of a queued result, so that it is spooled and read like one."""
    data: dict[str, Any] = {
        "request_id": candidate.request_id,
        "status": "COMPLETED",
        "output": list(candidate.outputs),
        "metrics": {"cost": candidate.cost, "inference_time": candidate.seconds},
    }
    return RawReply(200, {"content-type": "application/json"}, json.dumps(data).encode())
