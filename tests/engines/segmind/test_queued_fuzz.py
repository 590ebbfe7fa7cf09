"""Whatever a service answers: a typed value comes of it or a typed error, never another exception."""

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.delivery import Candidate, RawReply, RemoteState, Ticket
from portrait_app.engines.segmind.addresses import is_service, reach_for
from portrait_app.engines.segmind.history_rows import candidates, is_of, rows_of
from portrait_app.engines.segmind.moments import read_moment
from portrait_app.engines.segmind.tickets import carries_pictures, read_ticket
from tests.engines.segmind.conftest import MemorySettings, make_request
from tests.support.segmind_service import KEY

NAMES = st.sampled_from(
    [
        *(
            "request_id",
            "model_name",
            "model_status",
            "request_body",
            "created_at",
            "generation_url",
            "error",
        ),
        *(
            "credits_deduction",
            "latency_ms",
            "data",
            "items",
            "status",
            "status_url",
            "response_url",
            "output",
        ),
    ]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(["COMPLETED", "rq-1", "2026-01-01", "0001-01-01T00:00:00+14:00", "1e999", KEY])
)
ANY_JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES | st.text(), inner, max_size=8),
    max_leaves=40,
)
ROWS = st.lists(st.dictionaries(NAMES, ANY_JSON, max_size=8), max_size=8)
SETTINGS = MemorySettings(api_url="https://api.segmind.com")
REQUEST = make_request()


@given(data=ANY_JSON | ROWS)
def test_any_page_of_a_history(data: Any) -> None:
    rows = rows_of(data) or []
    assert all(is_of(REQUEST, row) in (True, False) for row in rows)
    found = candidates(rows, KEY)
    assert found == sorted(found, key=lambda candidate: candidate.created)
    for candidate in found:
        assert isinstance(candidate, Candidate)
        assert candidate.state in RemoteState
        assert candidate.created.tzinfo is UTC
        assert KEY not in candidate.error


@given(body=st.binary() | ANY_JSON.map(lambda data: json.dumps(data).encode()))
def test_any_answer_to_a_submission(body: bytes) -> None:
    reply = RawReply(200, {}, body)
    assert carries_pictures(reply) in (True, False)
    ticket = read_ticket(reply, KEY)
    if ticket is not None:
        assert KEY not in str(ticket.record()).replace(ticket.request_id, "")
        assert Ticket.from_record(json.loads(json.dumps(ticket.record()))) == ticket


@given(text=SCALARS | ANY_JSON | st.from_regex(r"[0-9]{9,14}(\.[0-9]+)?"))
def test_any_moment(text: object) -> None:
    moment = read_moment(text)
    assert moment is None or isinstance(moment, datetime)


@given(address=st.text() | st.from_regex(r"https?://[\w.@:\\\[\]/#?-]{1,40}", fullmatch=True))
def test_any_address(address: str) -> None:
    reach_for(address, SETTINGS)
    if is_service(address, SETTINGS):
        assert address.lower().startswith("https://api.segmind.com")
