"""The request history against the loopback service: finding a request again, and fetching it unpaid."""

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Candidate, RemoteState
from portrait_app.core.errors import ErrorKind
from portrait_app.core.ports.engines import History
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.addresses import history_address
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.history import SegmindHistory
from tests.engines.segmind.conftest import MemorySettings, RecordingHandover, error_from, make_request
from tests.support.segmind_behaviours import close_before_reply, hang, html_405, redirect, reply, status
from tests.support.segmind_service import COST, KEY, Behaviour, SegmindService

HISTORY = "/inference-request/request-history"


@pytest.fixture
def history(engine: SegmindEngine, settings: MemorySettings) -> SegmindHistory:
    return SegmindHistory(engine, settings)


def just_now(before: float = 60, after: float = 60) -> tuple[datetime, datetime]:
    now = datetime.now(UTC)
    return now - timedelta(seconds=before), now + timedelta(seconds=after)


def lose_reply(engine: SegmindEngine, service: SegmindService, request: GenerationRequest) -> None:
    """Have a picture made and paid for whose reply never arrives."""
    service.next(close_before_reply())
    error = error_from(lambda: engine.generate(request, RecordingHandover()))
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN


def test_a_lost_picture_is_found_and_fetched_without_paying_twice(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    port: History = history
    request = make_request(seed=11)
    lose_reply(engine, service, request)
    (found,) = port.find(request, just_now(), KEY)
    assert (found.request_id, found.state, found.cost) == ("rq-1", RemoteState.MADE, COST)
    assert (found.seconds, found.error) == (2.1, "")
    delivery = port.fetch(request, found, handover)
    (image,) = delivery.images
    assert (image.data, image.seed) == (service.records.output("/outputs/rq-1-0.jpg"), 11)
    assert (delivery.cost, delivery.request_id, delivery.generation_seconds) == (COST, "rq-1", 2.1)
    assert len(service.billed) == 1
    assert "x-api-key" not in service.received[-1].headers


def test_what_was_fetched_is_spooled_first_and_read_like_any_other(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    request = make_request()
    lose_reply(engine, service, request)
    (found,) = history.find(request, just_now(), KEY)
    service.next(status(503))
    error = error_from(lambda: history.fetch(request, found, handover))
    assert error.kind is ErrorKind.PICTURE_NOT_FETCHED
    assert len(engine.read(request, handover.spooled[0]).images) == 1


def test_several_outputs_are_one_request_at_one_cost(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    request = make_request(samples=3)
    lose_reply(engine, service, request)
    assert len(service.records.rows) == 3
    (found,) = history.find(request, just_now(), KEY)
    assert found.cost == pytest.approx(3 * COST)
    assert len(history.fetch(request, found, handover).images) == 3


def test_what_is_asked(history: SegmindHistory, service: SegmindService) -> None:
    sent = datetime(2026, 3, 31, 23, 59, tzinfo=UTC)
    assert history.find(make_request(), (sent, sent + timedelta(minutes=5)), KEY) == []
    (received,) = service.received
    assert received.method == "GET"
    assert received.headers["x-api-key"] == KEY
    assert received.path == (
        f"{HISTORY}?page=1&per_page=100&from_date=2026-03-30&to_date=2026-04-02"
        "&model_name=potraitsd1.5-txt2img"
    )


def test_no_more_than_31_days_are_asked_for(history: SegmindHistory, service: SegmindService) -> None:
    start = datetime(2026, 1, 2, tzinfo=UTC)
    history.find(make_request(), (start, start + timedelta(days=300)), KEY)
    assert "from_date=2026-01-01&to_date=2026-01-31" in service.received[0].path


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "somebody else"},
        {"negative_prompt": ""},
        {"seed": 5},
        {"seed": -1},
        {"num_inference_steps": 31},
        {"guidance_scale": 7.6},
        {"img_width": 768},
        {"scheduler": "UniPC"},
        {"samples": 2},
        {"base64": True},
    ],
)
def test_other_inputs_are_another_request(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService, change: dict[str, Any]
) -> None:
    engine.generate(make_request(**change), RecordingHandover())
    assert history.find(make_request(), just_now(), KEY) == []
    assert len(history.find(make_request(**change), just_now(), KEY)) == 1


Spoil = Callable[[dict[str, Any]], None]


def _drop(*names: str) -> Spoil:
    def spoil(row: dict[str, Any]) -> None:
        for name in names:
            del row[name]

    return spoil


def _set(**values: object) -> Spoil:
    return lambda row: row.update(values)


@pytest.mark.parametrize(
    "spoil",
    [
        _drop("request_id"),
        _drop("model_name"),
        _drop("request_body"),
        _drop("created_at"),
        _set(request_id=5),
        _set(request_id=""),
        _set(model_name="smallsd1.5-txt2img"),
        _set(request_body="no json"),
        _set(request_body=["prompt"]),
        _set(created_at="yesterday"),
        _set(created_at=None),
        _set(created_at=True),
    ],
)
def test_a_row_that_cannot_be_told_is_left_out(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService, spoil: Spoil
) -> None:
    """Asked without the service's own filter: other people's rows come along."""
    engine.generate(make_request(), RecordingHandover())
    spoil(service.records.rows[0])
    service.next(reply(200, service.records.rows))
    assert history.find(make_request(), just_now(), KEY) == []


@pytest.mark.parametrize(
    "form",
    [
        lambda moment: moment.isoformat(),
        lambda moment: moment.strftime("%Y-%m-%d %H:%M:%S"),
        lambda moment: moment.astimezone().isoformat(),
        lambda moment: int(moment.timestamp()),
        lambda moment: moment.timestamp(),
        lambda moment: int(moment.timestamp() * 1000),
        lambda moment: str(int(moment.timestamp())),
        format_datetime,
    ],
)
@pytest.mark.parametrize("name", ["created_at", "createdAt", "timestamp"])
def test_a_time_in_every_form(
    history: SegmindHistory,
    engine: SegmindEngine,
    service: SegmindService,
    form: Callable[[datetime], object],
    name: str,
) -> None:
    engine.generate(make_request(), RecordingHandover())
    del service.records.rows[0]["created_at"]
    service.records.rows[0][name] = form(datetime.now(UTC))
    service.next(reply(200, service.records.rows))
    assert len(history.find(make_request(), just_now(), KEY)) == 1


def test_inputs_as_text_or_with_more_than_was_sent(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    engine.generate(make_request(negative_prompt=""), RecordingHandover())
    row = service.records.rows[0]
    row["request_body"] = json.dumps({**row["request_body"], "negative_prompt": None, "team": "x"})
    assert len(history.find(make_request(negative_prompt=""), just_now(), KEY)) == 1


def test_only_what_was_made_in_the_window(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    for ahead in (-600, -90, 0, 90, 600):
        service.records.clock_ahead = timedelta(seconds=ahead)
        engine.generate(make_request(), RecordingHandover())
    found = history.find(make_request(), just_now(1, 1), KEY)
    assert [candidate.request_id for candidate in found] == ["rq-2", "rq-3", "rq-4"]


def test_a_service_whose_clock_is_far_ahead(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    ahead = timedelta(hours=3)
    service.records.clock_ahead = ahead
    engine.generate(make_request(), RecordingHandover())
    assert history.find(make_request(), just_now(), KEY) == []
    date = format_datetime(datetime.now(UTC) + ahead, usegmt=True)
    service.next(reply(200, service.records.rows, {"Date": date}), reply(200, [], {"Date": date}))
    assert len(history.find(make_request(), just_now(), KEY)) == 1


NAMES = ("data", "results", "requests", "generations", "items")
ENVELOPES: list[Callable[[Any], object]] = [
    *(
        lambda rows, name=name: {"page": 1, name: rows}
        for name in ("data", "results", "requests", "generations", "items")
    ),
    lambda rows: rows,
    lambda rows: {"data": {"items": rows, "total": len(rows)}},
]


@pytest.mark.parametrize("envelope", ENVELOPES)
def test_a_page_in_every_envelope(
    history: SegmindHistory,
    engine: SegmindEngine,
    service: SegmindService,
    envelope: Callable[[list[dict[str, Any]]], object],
) -> None:
    service.records.envelope = envelope
    engine.generate(make_request(), RecordingHandover())
    assert len(history.find(make_request(), just_now(), KEY)) == 1
    found = history.look_up("rq-1", KEY)
    assert found is not None
    assert found.request_id == "rq-1"


def test_several_candidates_oldest_first(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    for seed in (1, 2, 1, 1):
        engine.generate(make_request(seed=seed), RecordingHandover())
    found = history.find(make_request(seed=1), just_now(), KEY)
    assert [candidate.request_id for candidate in found] == ["rq-1", "rq-3", "rq-4"]


def test_every_page_is_looked_at_but_not_for_ever(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    engine.generate(make_request(), RecordingHandover())
    (mine,) = service.records.rows
    others = [{**mine, "request_id": f"other-{n}", "request_body": {"prompt": "x"}} for n in range(250)]
    service.records.rows += others
    assert len(history.find(make_request(), just_now(), KEY)) == 1
    assert len(service.received) == 1 + 4  # three pages, and an empty one
    service.next(*(reply(200, [{**mine, "request_id": f"endless-{n}"}]) for n in range(60)))
    assert len(history.find(make_request(), just_now(), KEY)) == 50


def test_a_service_that_knows_no_pages(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    engine.generate(make_request(), RecordingHandover())
    service.next(*[reply(200, service.records.rows)] * 5)
    assert len(history.find(make_request(), just_now(), KEY)) == 1
    assert len(service.received) == 1 + 2


def test_a_request_that_failed_or_is_not_ready(
    history: SegmindHistory, queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.records.fails = "out of memory"
    error_from(lambda: queued.generate(make_request(), RecordingHandover()))
    (failed,) = history.find(make_request(), just_now(), KEY)
    assert (failed.state, failed.outputs, failed.cost) == (RemoteState.FAILED, (), 0)
    error = error_from(lambda: history.fetch(make_request(), failed, handover))
    assert (error.kind, error.detail) == (ErrorKind.JOB_FAILED, "out of memory")
    service.records.rows[0] |= {"model_status": "PENDING"}
    (pending,) = history.find(make_request(), just_now(), KEY)
    assert pending.state is RemoteState.PENDING
    assert (
        error_from(lambda: history.fetch(make_request(), pending, handover)).kind is ErrorKind.OUTCOME_UNKNOWN
    )
    assert handover.spooled == []


def test_a_ticket_whose_record_expired_is_looked_up_by_its_id(
    history: SegmindHistory, queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    queued.generate(make_request(samples=2), handover)
    found = history.look_up("rq-1", KEY)
    assert found is not None
    assert (len(found.outputs), found.state) == (2, RemoteState.MADE)
    assert service.received[-1].path == f"{HISTORY}/rq-1"
    assert history.look_up("rq-2", KEY) is None
    assert history.look_up("../../v1/x?y", KEY) is None
    assert service.received[-1].path == f"{HISTORY}/..%2F..%2Fv1%2Fx%3Fy"
    service.next(reply(200, service.records.rows[0]), status(404))
    assert isinstance(history.look_up("rq-1", KEY), Candidate)
    assert history.look_up("rq-1", KEY) is None


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (status(401, "invalid"), ErrorKind.KEY_REJECTED),
        (status(404), ErrorKind.WRONG_ADDRESS),
        (status(429), ErrorKind.RATE_LIMITED),
        (status(503), ErrorKind.SERVICE_UNAVAILABLE),
        (html_405(), ErrorKind.WRONG_ADDRESS),
        (close_before_reply(), ErrorKind.CANNOT_CONNECT),
        (redirect(302, "http://127.0.0.1:1/"), ErrorKind.REDIRECTED),
        (reply(200, b"<html>Sign in</html>"), ErrorKind.WRONG_ADDRESS),
        (reply(200, {"message": "hello"}), ErrorKind.WRONG_ADDRESS),
        (reply(200, b"x", {"Content-Encoding": "gzip"}), ErrorKind.WRONG_ADDRESS),
    ],
)
def test_a_history_that_cannot_be_asked(
    history: SegmindHistory, service: SegmindService, behaviour: Behaviour, kind: ErrorKind
) -> None:
    service.next(behaviour)
    error = error_from(lambda: history.find(make_request(), just_now(), KEY))
    assert error.kind is kind
    assert KEY not in str(error)


def test_looking_can_be_ended_at_once(history: SegmindHistory, service: SegmindService) -> None:
    cancel = Cancel()
    service.next(hang())

    def end() -> None:
        service.wait_for(1)
        cancel.cancel()

    ending = threading.Thread(target=end)
    ending.start()
    error = error_from(lambda: history.find(make_request(), just_now(), KEY, cancel))
    ending.join()
    assert error.kind is ErrorKind.CANCELLED


def test_words_of_a_failure_never_hold_the_key(
    history: SegmindHistory, engine: SegmindEngine, service: SegmindService
) -> None:
    engine.generate(make_request(), RecordingHandover())
    service.records.rows[0]["error"] = {"message": f"not with {KEY}"}
    (found,) = history.find(make_request(), just_now(), KEY)
    assert found.error == "not with " + "*" * len(KEY)


@pytest.mark.parametrize(
    ("api", "configured", "expected"),
    [
        ("https://api.segmind.com", "", "https://api.spotprod.segmind.com"),
        ("https://API.segmind.com:443/ ", "", "https://api.spotprod.segmind.com"),
        ("https://gateway.test/segmind/", "", "https://gateway.test/segmind"),
        ("https://api.segmind.com.evil.test", "", "https://api.segmind.com.evil.test"),
        ("https://gateway.test", "https://history.test/", "https://history.test"),
    ],
)
def test_a_gateway_s_key_never_goes_to_the_official_history(api: str, configured: str, expected: str) -> None:
    settings = MemorySettings(api_url=api, history_url=configured)
    assert history_address(settings) == expected + HISTORY


def test_a_history_elsewhere_is_asked_where_the_settings_say(
    history: SegmindHistory, service: SegmindService, elsewhere: SegmindService, credentials: Credentials
) -> None:
    settings = MemorySettings(api_url=service.url, history_url=elsewhere.url, connect_timeout=2)
    SegmindHistory(SegmindEngine(credentials, settings), settings).find(make_request(), just_now(), KEY)
    assert service.received == []
    assert elsewhere.received[0].path.startswith(HISTORY)
