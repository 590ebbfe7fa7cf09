"""What the loopback service remembers: queued requests, the files it made, and the request history.

Attributes say how it behaves: how many questions a request takes, whether it fails, where its output is.
"""

import base64
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any
from urllib.parse import parse_qs

from tests.support.portraits import portrait
from tests.support.segmind_rules import Refusal

MAX_SEED = 999_999_999_999_999


@dataclass
class QueuedRequest:
    """A v2 request on its way."""

    fields: dict[str, Any]
    cost: float
    left: float
    outputs: list[str]
    polls: int = 0


@dataclass
class Records:
    """See the module. `envelope` puts a page of the history into what it comes in."""

    polls: float = 2  # questions of how far it is that a request takes; math.inf for one that hangs
    fails: str = ""  # the words with which requests fail
    output_base: str = ""  # where outputs are, when not at the service itself
    as_base64: bool = False  # a result holds its pictures
    envelope: Callable[[list[dict[str, Any]]], object] = lambda rows: {"data": rows}
    clock_ahead: timedelta = timedelta()
    rows: list[dict[str, Any]] = field(default_factory=list)  # of the history, oldest first
    requests: dict[str, QueuedRequest] = field(default_factory=dict)
    _files: dict[str, tuple[int, int, int]] = field(default_factory=dict)  # seed and size by path
    _lock: Lock = field(default_factory=Lock)

    def accept(
        self, slug: str, sent: dict[str, Any], fields: dict[str, Any], cost: float, left: float, url: str
    ) -> str:
        """Queue a request and return its id."""
        seed = fields["seed"] if fields["seed"] >= 0 else random.randrange(MAX_SEED)
        request_id, outputs = self.remember(slug, sent, {**fields, "seed": seed}, cost, url)
        self.requests[request_id] = QueuedRequest({**fields, "seed": seed}, cost, left, outputs)
        return request_id

    def remember(
        self, slug: str, sent: dict[str, Any], fields: dict[str, Any], cost: float, url: str
    ) -> tuple[str, list[str]]:
        """Put a request into the history, a row for each output, and return its id and their addresses."""
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
                    "created_at": (datetime.now(UTC) + self.clock_ahead).isoformat(),
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
        """Serve the files of another service, as the host of its outputs does."""
        self._files = other._files

    def request(self, name: str) -> tuple[int, dict[str, Any]]:
        """Answer how far a request is, or with its result."""
        request_id, _, question = name.partition("/")
        queued = self.requests.get(request_id)
        if queued is None:
            raise Refusal(404, "Request not found or expired")
        state = self._state(queued, asked=question == "status")
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

    def history(self, path: str, query: str) -> object:
        """Return a page of the history, newest first, or what is known of one request."""
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        one = path.removeprefix("/inference-request/request-history").strip("/")
        rows = [row for row in reversed(self.rows) if _is_asked_for(row, asked)]
        if one:
            return self.envelope([row for row in rows if row["request_id"] == one])
        size = min(int(asked.get("per_page", 10)), 100)
        start = (int(asked.get("page", 1)) - 1) * size
        return self.envelope(rows[start : start + size])


def _path_of(address: str) -> str:
    return address[address.index("/outputs/") :]


def _is_asked_for(row: dict[str, Any], asked: dict[str, str]) -> bool:
    day = str(row.get("created_at", ""))[:10]
    return (
        asked.get("model_name", row.get("model_name")) == row.get("model_name")
        and asked.get("status", row["model_status"]) == row["model_status"]
        and asked.get("from_date", day) <= day <= asked.get("to_date", day)
    )
