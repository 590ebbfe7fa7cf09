"""Read the rows of the service's request history. Some field names are undocumented, so several are tried."""

import math
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from portrait_app.core.catalog import RANDOM_SEED, Parameter
from portrait_app.core.delivery import Candidate, RemoteState
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.client import payload
from portrait_app.engines.segmind.moments import read_moment
from portrait_app.engines.segmind.replies import amount, is_request_id
from portrait_app.engines.segmind.tickets import CANCELLED, FAILED, FINISHED
from portrait_app.net.messages import plain, spoken
from portrait_app.net.untrusted_json import parse_json

Row = Mapping[str, Any]

_ENVELOPES = (
    "data",
    "results",
    "result",
    "requests",
    "generations",
    "items",
    "history",
    "request_history",
)
_CREATED = (
    "model_created",
    "created_at",
    "createdAt",
    "created",
    "request_time",
    "requested_at",
    "timestamp",
    "started_at",
)
_STATES = {
    **dict.fromkeys(FINISHED, RemoteState.MADE),
    **dict.fromkeys(FAILED | CANCELLED | {"ERROR"}, RemoteState.FAILED),
}
_MOST_OUTPUTS = 16
_SEED = "seed"
_WORDS = {"true": True, "false": False}


def rows_of(data: Any, depth: int = 2) -> list[Row] | None:
    """Return the rows of a page, or None. The page is a list or a single row, in up to two envelopes."""
    if isinstance(data, dict) and isinstance(data.get("request_id"), str):
        return [data]
    if isinstance(data, list):
        return [row for row in data if isinstance(row, dict)]
    if isinstance(data, dict) and depth:
        for name in _ENVELOPES:
            if (rows := rows_of(data.get(name), depth - 1)) is not None:
                return rows
    return None


def is_of(request: GenerationRequest, row: Row) -> bool:
    """Say whether a row has the request's model and inputs. A missing input counts as its default."""
    if str(row.get("model_name", "")).strip().lower() != request.endpoint.lower():
        return False
    sent = _inputs(row)
    if not sent:
        return False
    ours = payload(request)
    return all(
        (parameter.key == _SEED and request.seed == RANDOM_SEED)  # the row may hold the seed that was used
        or _value(sent, parameter) == _value(ours, parameter)
        for parameter in request.model.used
    )


def _inputs(row: Row) -> Row:
    """Return the inputs of a row, given as an object or as JSON text; empty if the row has none."""
    sent = row.get("request_body")
    if isinstance(sent, str):
        sent = parse_json(sent.encode("utf-8", "replace"))
    return sent if isinstance(sent, dict) else {}


def _value(sent: Row, parameter: Parameter) -> object:
    """Return a value in its own type: services write numbers and booleans as text."""
    value = sent.get(parameter.key)
    if value is None:
        return parameter.default
    if isinstance(value, str) and not isinstance(parameter.default, str):
        word = value.strip().lower()
        return _WORDS[word] if word in _WORDS else _number(word)
    return value


def _number(text: str) -> object:
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def candidates(rows: Iterable[Row], secret: str) -> list[Candidate]:
    """Return the requests of `rows`, oldest first. A request with several outputs has a row for each.

    A row without an id or a time is left out, because it cannot be told from another.
    """
    requests: dict[str, list[tuple[datetime, Row]]] = {}
    for row in rows:
        request_id, created = row.get("request_id"), _created(row)
        if is_request_id(request_id) and created is not None:
            requests.setdefault(request_id, []).append((created, row))
    found = [_candidate(request_id, rows, secret) for request_id, rows in requests.items()]
    return sorted(found, key=lambda candidate: candidate.created)


def _candidate(request_id: str, rows: list[tuple[datetime, Row]], secret: str) -> Candidate:
    every = [row for _, row in rows]
    outputs = dict.fromkeys(output for row in every for output in _outputs(row))
    words = (plain("; ".join(spoken({"error": row.get("error")})), secret) for row in every)
    # Each row of a request has the whole cost and the same time.
    return Candidate(
        request_id=request_id,
        created=min(created for created, _ in rows),
        state=_state(every),
        outputs=tuple(outputs)[:_MOST_OUTPUTS],
        cost=max(
            (cost for row in every if (cost := amount(row.get("credits_deduction"))) is not None),
            default=None,
        ),
        seconds=next((ms / 1000 for row in every if (ms := amount(row.get("latency_ms"))) is not None), None),
        error=next(filter(None, words), ""),
        seed=next((seed for row in every if (seed := _seed(row)) is not None), None),
    )


def _seed(row: Row) -> int | None:
    """Return the seed among a row's inputs; None if there is none, or if it means a random seed."""
    text = str(_inputs(row).get(_SEED, "")).strip()
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text, re.ASCII) else None


def _created(row: Row) -> datetime | None:
    moments = (read_moment(row.get(name)) for name in _CREATED)
    return next((moment for moment in moments if moment is not None), None)


def _outputs(row: Row) -> list[str]:
    value = row.get("generation_url")
    return [
        text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str) and text
    ]


def _state(rows: list[Row]) -> RemoteState:
    """Return the most advanced state of the rows."""
    states = {_STATES.get(str(row.get("model_status")).upper(), RemoteState.PENDING) for row in rows}
    order = (RemoteState.MADE, RemoteState.PENDING, RemoteState.FAILED)
    return next(state for state in order if state in states)
