"""The state of the loopback service: queued requests, output files, and the request history.

Attributes set its behaviour: how many polls a request takes, whether it fails, where its output is.
"""

import base64
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.support.portraits import portrait
from tests.support.segmind_rules import Refusal

MAX_SEED = 999_999_999_999_999


@dataclass
class QueuedRequest:
    """A v2 request that was accepted."""

    fields: dict[str, Any]
    cost: float
    left: float
    outputs: list[str]
    polls: int = 0


@dataclass
class Records:
    """The state of one service. `envelope` wraps the rows of a page of the history."""

    polls: float = 2  # status polls until a request ends; math.inf for one that hangs
    fails: str = ""  # error text with which requests fail, empty if they succeed
    output_base: str = ""  # address of the outputs, if not the service itself
    as_base64: bool = False  # whether a result contains its pictures
    envelope: Callable[[list[dict[str, Any]]], object] = lambda rows: {"data": rows}
    clock_ahead: timedelta = timedelta()
    lag: timedelta = timedelta()  # time until a request appears in the history
    rows: list[dict[str, Any]] = field(default_factory=list)  # rows of the history, oldest first
    requests: dict[str, QueuedRequest] = field(default_factory=dict)
    _files: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # seed and size by path
    _lock: Lock = field(default_factory=Lock)

    @property
    def now(self) -> datetime:
        return datetime.now(UTC) + self.clock_ahead

    def accept(
        self, slug: str, sent: dict[str, Any], fields: dict[str, Any], cost: float, left: float, url: str
    ) -> str:
        """Queue a request, and return its id."""
        seed = fields["seed"] if fields["seed"] >= 0 else random.randrange(MAX_SEED)
        request_id, outputs = self.remember(slug, sent, {**fields, "seed": seed}, cost, url)
        self.requests[request_id] = QueuedRequest({**fields, "seed": seed}, cost, left, outputs)
        return request_id

    def remember(
        self, slug: str, sent: dict[str, Any], fields: dict[str, Any], cost: float, url: str
    ) -> tuple[str, list[str]]:
        """Add a request to the history, one row per output. Return its id and the outputs' addresses."""
        with self._lock:
            request_id = f"rq-{len({row['request_id'] for row in self.rows}) + 1}"
            outputs = []
            for sample in range(fields["samples"]):
                path = f"/outputs/{request_id}-{sample}.jpg"
                self._files[path] = (fields["seed"] + sample, fields["img_width"], fields["img_height"])
                outputs.append(f"{self.output_base or url}{path}")
            rows = [
                {
                    "request_id": request_id,
                    "model_name": slug,
                    "model_status": "FAILED" if self.fails else "COMPLETED",
                    "credits_deduction": 0 if self.fails else cost,
                    "request_body": sent,
                    "generation_url": None if self.fails else output,
                    "latency_ms": 2100,
                    "model_created": self.now.isoformat(),
                    "error": self.fails or None,
                }
                for output in outputs
            ]
            self.rows += rows
        return request_id, outputs

    def output(self, path: str) -> bytes:
        if path not in self._files:
            raise Refusal(404, "No such file")
        return portrait(*self._files[path])

    def adopt(self, other: "Records") -> None:
        """Serve the output files of another service, as a separate host for outputs does."""
        self._files = other._files

    def request(self, name: str, *, by_poll_url: bool = False) -> tuple[int, dict[str, Any]]:
        """Return HTTP status and data for a request: its state, or its result; for the poll URL, both."""
        request_id, _, question = name.partition("/")
        queued = self.requests.get(request_id)
        if queued is None:
            raise Refusal(404, "Request not found or expired")
        state = self._state(queued, asked=by_poll_url or question == "status")
        data = {"request_id": request_id, "status": state}
        if state == "FAILED":
            return 422, {**data, "error": self.fails}
        metrics = {"queue_time": 0.1}
        if question == "status" or state != "COMPLETED":
            return 200, {**data, "metrics": metrics}
        metrics |= {
            "inference_time": 2.1,
            "total_time": 2.2,
            "cost": queued.cost,
            "remaining_credits": queued.left,
            "retry_count": 0,
        }
        outputs = queued.outputs
        if self.as_base64:
            outputs = [base64.b64encode(self.output(path)).decode() for path in map(_path_of, outputs)]
        return 200, {**data, "output": outputs if len(outputs) > 1 else outputs[0], "metrics": metrics}

    def _state(self, queued: QueuedRequest, *, asked: bool) -> str:
        with self._lock:
            before, queued.polls = queued.polls, queued.polls + asked
            if before < self.polls:
                return "QUEUED" if before < self.polls / 2 else "PROCESSING"
        return "FAILED" if self.fails else "COMPLETED"

    def history(self, name: str, query: str) -> object:
        """Return the answer of the history API: a page, the rows of one request, or rows with an output."""
        asked = {key: values[0] for key, values in parse_qs(query).items()}
        kind, _, one = name.partition("/")
        if one:
            return self._record(unquote(one))
        if kind == "recent-generations":
            return {"data": self._rows({"model_name": _required(asked, "model_name")})[:10]}
        if kind == "generations":
            asked |= {new: asked[old] for new, old in _DATES.items() if old in asked}
            return self._page([row for row in self._rows(asked) if row["generation_url"]], asked)
        if kind == "request-history":
            return self._page(self._rows(asked), asked)
        raise Refusal(404, "Not found")

    def _record(self, request_id: str) -> object:
        rows = [row for row in self._rows({}) if row.get("request_id") == request_id]
        if not rows:
            raise Refusal(404, "Request not found")
        return {"data": rows}

    def _rows(self, asked: dict[str, str]) -> list[dict[str, Any]]:
        """Return the visible rows that match the query, newest first unless the query has another order."""
        landed = (self.now - self.lag).isoformat()
        rows = [row for row in self.rows if self.lag <= timedelta() or _moment_of(row) <= landed]
        found = [row for row in reversed(rows) if _is_asked_for(row, asked)]
        if (key := asked.get("sort_by")) is not None:
            if key not in _SORTED_BY:
                raise Refusal(400, f"sort_by must be one of {', '.join(_SORTED_BY)}")
            found.sort(key=lambda row: row.get(key) or "", reverse=asked.get("sort_order") != "asc")
        elif asked.get("sort_order") == "asc":
            found.reverse()
        return found

    def _page(self, rows: list[dict[str, Any]], asked: dict[str, str]) -> object:
        _check_days(asked)
        size = int(asked.get("per_page", 20))
        if not 1 <= size <= 100:
            raise Refusal(400, "per_page must be between 1 and 100")
        start = (int(asked.get("page", 1)) - 1) * size
        return self.envelope(rows[start : start + size])


_SORTED_BY = ("model_created", "model_name", "credits_deduction")
_DATES = {"from_date": "start_date", "to_date": "end_date"}
_MOST_DAYS = 31  # first and last day included


def _required(asked: dict[str, str], name: str) -> str:
    if name not in asked:
        raise Refusal(400, f"{name} is required")
    return asked[name]


def _check_days(asked: dict[str, str]) -> None:
    if "from_date" in asked and "to_date" in asked:
        days = date.fromisoformat(asked["to_date"]) - date.fromisoformat(asked["from_date"])
        if not timedelta() <= days < timedelta(days=_MOST_DAYS):
            raise Refusal(400, f"The window may span at most {_MOST_DAYS} days")


def _moment_of(row: dict[str, Any]) -> str:
    return str(row.get("model_created", row.get("created_at", "")))


def _path_of(address: str) -> str:
    return address[address.index("/outputs/") :]


def _is_asked_for(row: dict[str, Any], asked: dict[str, str]) -> bool:
    day = _moment_of(row)[:10]
    return (
        asked.get("model_name", "") in str(row.get("model_name", ""))
        and asked.get("status", row["model_status"]) == row["model_status"]
        and asked.get("from_date", day) <= day <= asked.get("to_date", day)
    )
