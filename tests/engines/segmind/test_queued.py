"""Queued delivery against the loopback service: tickets, questions, results, and every way to fail."""

import math
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.delivery import RawReply, Ticket
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.ports.engines import QueuedEngine
from portrait_app.engines.segmind.client import SegmindEngine
from portrait_app.engines.segmind.queued import Poll
from tests.engines.segmind.conftest import MemorySettings, RecordingHandover, error_from, make_request
from tests.support.segmind_behaviours import (
    as_usual,
    close_before_reply,
    cut_body,
    echo_key,
    hang,
    html_405,
    nested_json,
    redirect,
    reply,
    status,
)
from tests.support.segmind_service import COST, KEY, Behaviour, SegmindService

STATUS = "/v2/requests/rq-1/status"
RESULT = "/v2/requests/rq-1"


@pytest.fixture(autouse=True)
def _nothing_is_left_running() -> Iterator[None]:
    yield
    assert [thread for thread in threading.enumerate() if thread.name.startswith("segmind-d")] == []


def paths(service: SegmindService) -> list[str]:
    return [received.path for received in service.received]


def test_it_is_a_queued_engine(queued: SegmindEngine) -> None:
    port: QueuedEngine = queued
    assert port.row.costs_money


def test_a_request_from_its_submission_to_its_picture(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    delivery = queued.generate(make_request(seed=7), handover)
    slug = "/v2/potraitsd1.5-txt2img"
    assert paths(service) == [slug, STATUS, STATUS, STATUS, RESULT, "/outputs/rq-1-0.jpg"]
    assert [received.method for received in service.received] == ["POST"] + ["GET"] * 5
    assert ["x-api-key" in received.headers for received in service.received] == [True] * 5 + [False]
    (image,) = delivery.images
    assert (image.format, image.width, image.seed) == ("jpeg", 512, 7)
    assert delivery.cost == pytest.approx(COST)
    assert delivery.remaining_credits == pytest.approx(18.42 + 0.0184 - COST)
    assert (delivery.generation_seconds, delivery.request_id) == (2.1, "rq-1")
    assert len(service.billed) == 1


def test_direct_delivery_is_the_default(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    engine.generate(make_request(), handover)
    assert paths(service) == ["/v1/potraitsd1.5-txt2img"]
    assert handover.tickets == []


def test_the_ticket_is_handed_over_before_the_first_question(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    asked: list[int] = []

    def accepted(ticket: Ticket) -> None:
        handover.tickets.append(ticket)
        asked.append(len(service.received))

    handover.on_accepted = accepted
    queued.generate(make_request(), handover)
    assert asked == [1]
    assert handover.tickets == [Ticket("rq-1", service.url + STATUS, service.url + RESULT)]


def test_several_pictures_each_from_its_own_address(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    delivery = queued.generate(make_request(samples=4), handover)
    assert len({image.data for image in delivery.images}) == 4
    assert delivery.cost == pytest.approx(4 * COST)


def test_pictures_inside_the_result(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.records.as_base64 = True
    assert len(queued.generate(make_request(samples=2), handover).images) == 2
    assert paths(service)[-1] == RESULT


@pytest.mark.parametrize("output", ["text", "list", "object"])
def test_an_output_in_every_shape(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover, output: str
) -> None:
    queued.generate(make_request(), handover)
    address = f"{service.url}/outputs/rq-1-0.jpg"
    shapes = {"text": address, "list": [address], "object": [{"url": address}]}
    service.next(reply(200, {"status": "COMPLETED"}), reply(200, {"output": shapes[output]}))
    assert len(queued.poll(make_request(), handover.tickets[0], handover).images) == 1


def test_a_restart_goes_on_asking_and_sends_nothing_again(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.records.polls = math.inf

    def closing(ticket: Ticket) -> None:
        handover.tickets.append(ticket)
        handover.abort()

    handover.on_accepted = closing
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert (error.kind, error.billed) == (ErrorKind.OUTCOME_UNKNOWN, Billed.MAYBE)
    assert error.facts == {"request_id": "rq-1", "because": "cancelled"}
    service.records.polls = 1
    stored = Ticket.from_record(handover.tickets[0].record())
    later = RecordingHandover()
    assert len(queued.poll(make_request(), stored, later).images) == 1
    assert [received.method for received in service.received].count("POST") == 1
    assert len(service.billed) == 1
    assert later.tickets == []


def test_the_spooled_result_can_be_read_again(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    first = queued.generate(make_request(), handover)
    (spooled,) = handover.spooled
    asked = len(service.received)
    assert queued.read(make_request(), spooled) == first
    assert paths(service)[asked:] == ["/outputs/rq-1-0.jpg"]
    assert KEY not in str(spooled.headers) + spooled.body.decode()


def test_a_download_that_fails_for_now_is_tried_again_from_the_spool(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.records.polls = 0
    service.next(as_usual(), as_usual(), as_usual(), as_usual(), status(503))
    error = error_from(lambda: queued.generate(make_request(samples=2), handover))
    assert (error.kind, error.billed) == (ErrorKind.PICTURE_NOT_FETCHED, Billed.YES)
    assert len(queued.read(make_request(samples=2), handover.spooled[0]).images) == 2
    assert len(service.billed) == 1


def test_an_output_that_is_gone_costs_no_other(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.records.polls = 0
    service.next(as_usual(), as_usual(), as_usual(), status(404))
    assert len(queued.generate(make_request(samples=2), handover).images) == 1


@pytest.mark.parametrize("code", [422, 200, 500])
def test_a_failed_job_under_any_status(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover, code: int
) -> None:
    body = {"status": "FAILED", "error": "NSFW content detected in seed"}
    service.next(as_usual(), reply(code, body))
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert (error.kind, error.billed) == (ErrorKind.JOB_FAILED, Billed.NO)
    assert error.detail == "NSFW content detected in seed"
    assert handover.spooled == []


def test_the_service_fails_a_job_and_bills_nothing(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.records.fails = "out of memory"
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert (error.kind, error.detail) == (ErrorKind.JOB_FAILED, "out of memory")
    assert service.billed == []


def test_a_completed_body_counts_under_any_status(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(as_usual(), reply(500, {"status": "completed"}))
    service.records.polls = 0
    assert queued.generate(make_request(), handover).images


PASSING = [
    status(500),
    status(502),
    status(404),  # a new record is not seen everywhere at once
    status(429, headers={"Retry-After": "0"}),
    close_before_reply(),
    cut_body(),
    nested_json(),
    reply(200, b"<html>Welcome to the hotel</html>"),
    reply(200, {"status": "DANCING"}),
    reply(418, b""),
]


@pytest.mark.parametrize("trouble", PASSING)
def test_a_trouble_that_passes_while_asking(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover, trouble: Behaviour
) -> None:
    service.records.polls = 0
    service.next(as_usual(), trouble, as_usual(), trouble)
    assert queued.generate(make_request(), handover).images
    assert len(service.billed) == 1


LASTING = [
    ([status(404)] * 3, "no_such_model"),
    ([status(401, "API key is invalid")], "key_rejected"),
    ([status(403)], "not_allowed"),
    ([status(410)], "model_retired"),
    ([html_405()], "wrong_address"),
    ([redirect(302, "http://127.0.0.1:1/")], "redirected"),
    ([echo_key(401)], "key_rejected"),
]


@pytest.mark.parametrize("done", [False, True], ids=["status", "result"])
@pytest.mark.parametrize(("troubles", "because"), LASTING)
def test_a_ticket_that_leads_nowhere_leaves_the_outcome_unknown(
    queued: SegmindEngine,
    service: SegmindService,
    handover: RecordingHandover,
    troubles: list[Behaviour],
    because: str,
    *,
    done: bool,
) -> None:
    """Also a result that expired: it was made, so it must never look as if nothing had been paid."""
    service.records.polls = 0
    service.next(as_usual(), *([as_usual()] if done else []), *troubles)
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert (error.kind, error.billed) == (ErrorKind.OUTCOME_UNKNOWN, Billed.MAYBE)
    assert error.facts == {"request_id": "rq-1", "because": because}
    assert KEY not in str(error)


def test_the_deadline_holds(
    queued: SegmindEngine, service: SegmindService, settings: MemorySettings, handover: RecordingHandover
) -> None:
    settings.set("connect_timeout", 0.2)
    settings.set("read_timeout", 0.2)
    service.records.polls = math.inf
    started = time.monotonic()
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert 0.4 <= time.monotonic() - started < 2
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert "not finished" in error.detail


@pytest.mark.parametrize(
    ("trouble", "because"), [(status(503), "service_unavailable"), (status(429), "rate_limited")]
)
def test_at_the_deadline_it_says_what_kept_it(
    settings: MemorySettings,
    queued: SegmindEngine,
    service: SegmindService,
    handover: RecordingHandover,
    trouble: Behaviour,
    because: str,
) -> None:
    settings.set("connect_timeout", 0.5)
    settings.set("read_timeout", 0.2)
    service.next(as_usual(), trouble, hang())
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert error.facts["because"] == because  # the last question has no time left for its answer


def test_it_asks_at_its_pace_and_not_busily(
    queued: SegmindEngine,
    credentials: Credentials,
    service: SegmindService,
    settings: MemorySettings,
    handover: RecordingHandover,
) -> None:
    settings.set("connect_timeout", 0.25)
    settings.set("read_timeout", 0.25)
    service.records.polls = math.inf
    unhurried = SegmindEngine(credentials, settings, poll_seconds=0.2)
    error_from(lambda: unhurried.generate(make_request(), handover))
    assert 2 <= paths(service).count(STATUS) <= 4


@pytest.mark.parametrize("moment", ["between questions", "in a question", "in a download"])
def test_an_abort_ends_it_at_once(
    credentials: Credentials,
    service: SegmindService,
    settings: MemorySettings,
    handover: RecordingHandover,
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    settings.set("delivery", "queued")
    patient = SegmindEngine(credentials, settings, poll_seconds=60)
    arrived = 2
    pausing = threading.Event()
    if moment == "between questions":
        service.records.polls = math.inf
        pause = Poll._pause

        def noticed(self: Poll, seconds: float, trouble: AppError | None) -> None:
            pausing.set()
            pause(self, seconds, trouble)

        monkeypatch.setattr(Poll, "_pause", noticed)
    elif moment == "in a question":
        service.next(as_usual(), hang())
    else:
        service.records.polls = 0
        service.next(as_usual(), as_usual(), as_usual(), hang())
        arrived = 4
    aborted: list[float] = []

    def abort() -> None:
        service.wait_for(arrived)
        if moment == "between questions":
            pausing.wait(5)
        aborted.append(time.monotonic())
        handover.abort()

    aborting = threading.Thread(target=abort)
    aborting.start()
    error = error_from(lambda: patient.generate(make_request(), handover))
    ended = time.monotonic()
    aborting.join()
    assert ended - aborted[0] < 1
    downloading = moment == "in a download"
    assert error.kind is (ErrorKind.CANCELLED if downloading else ErrorKind.OUTCOME_UNKNOWN)
    assert len(handover.spooled) == downloading


def test_a_missing_key_asks_nobody(
    queued: SegmindEngine, service: SegmindService, credentials: Credentials, handover: RecordingHandover
) -> None:
    credentials.set("", KeySource.NONE)
    error = error_from(lambda: queued.poll(make_request(), Ticket("rq-1"), handover))
    assert error.facts["because"] == "key_missing"
    assert service.received == []


# Submitting


@pytest.mark.parametrize("code", [200, 201, 202])
def test_a_submission_under_any_good_status(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover, code: int
) -> None:
    service.records.polls = 0
    queued.generate(make_request(), RecordingHandover())
    service.next(reply(code, {"request_id": "rq-1", "status": "QUEUED"}))
    assert queued.generate(make_request(), handover).images  # without addresses: the documented ones
    assert paths(service)[-3:] == [STATUS, RESULT, "/outputs/rq-1-0.jpg"]


@pytest.mark.parametrize("behaviour", [close_before_reply(), cut_body()])
def test_a_submission_that_breaks_is_not_repeated(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover, behaviour: Behaviour
) -> None:
    service.next(behaviour)
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert (len(service.received), len(service.billed)) == (1, 1)
    assert handover.tickets == []


@pytest.mark.parametrize(
    "body", [b"", b"nothing", {"status": "QUEUED"}, {"request_id": 5}, {"request_id": "../v1"}, []]
)
def test_a_submission_without_an_id_may_have_been_paid_for(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover, body: object
) -> None:
    service.next(reply(200, body))
    error = error_from(lambda: queued.generate(make_request(), handover))
    assert error.kind is ErrorKind.OUTCOME_UNKNOWN
    assert len(service.received) == 1


def test_a_submission_that_is_refused_costs_nothing(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(status(429), status(400, "seed is invalid"), status(503))
    kinds = [error_from(lambda: queued.generate(make_request(), handover)).kind for _ in range(3)]
    assert kinds == [ErrorKind.RATE_LIMITED, ErrorKind.BAD_REQUEST, ErrorKind.SERVICE_UNAVAILABLE]
    assert handover.tickets == []


def test_a_gateway_that_answers_a_submission_with_the_picture(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    direct = SegmindEngine(Credentials(), MemorySettings())
    queued.generate(make_request(seed=3), RecordingHandover())
    picture = service.records.output("/outputs/rq-1-0.jpg")
    service.next(reply(200, picture, {"Content-Type": "image/jpeg"}))
    delivery = queued.generate(make_request(seed=3), handover)
    assert delivery.images[0].data == picture
    assert direct.read(make_request(seed=3), handover.spooled[0]) == delivery


# Addresses that an answer names


@pytest.mark.parametrize(
    "foreign",
    [
        "{elsewhere}{path}",
        "http://evil.invalid{path}",
        "{service}@evil.invalid{path}",
        "http://evil.invalid\\@{host}{path}",
        "https://{host}{path}",
        "http://{host}.evil.invalid{path}",
        "",
        "nonsense",
        "//evil.invalid{path}",
        "file:///etc/passwd",
    ],
)
def test_an_address_of_another_host_is_never_shown_the_key(
    queued: SegmindEngine,
    service: SegmindService,
    elsewhere: SegmindService,
    handover: RecordingHandover,
    foreign: str,
) -> None:
    def address(path: str) -> str:
        host = service.url.removeprefix("http://")
        return foreign.format(elsewhere=elsewhere.url, service=service.url, host=host, path=path)

    queued.generate(make_request(), RecordingHandover())
    service.next(
        reply(200, {"request_id": "rq-1", "status_url": address(STATUS), "response_url": address(RESULT)})
    )
    assert queued.generate(make_request(), handover).images  # from the documented addresses
    assert elsewhere.received == []


def test_a_stored_ticket_is_not_followed_to_a_service_that_was_left(
    queued: SegmindEngine, service: SegmindService, elsewhere: SegmindService, handover: RecordingHandover
) -> None:
    ticket = Ticket("rq-1", elsewhere.url + STATUS, elsewhere.url + RESULT)
    error = error_from(lambda: queued.poll(make_request(), ticket, handover))
    assert error.facts["because"] == "no_such_model"
    assert elsewhere.received == []


def test_a_key_in_an_address_is_not_stored(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(reply(200, {"request_id": "rq-9", "status_url": f"{service.url}/?{KEY}"}))
    error_from(lambda: queued.generate(make_request(), handover))
    assert handover.tickets == [Ticket("rq-9")]


def test_a_rate_limit_while_asking_is_waited_out(
    queued: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    until = datetime.now(UTC) + timedelta(seconds=0.1)
    service.records.polls = 0
    service.next(as_usual(), status(429, headers={"x-rate-limit-reset-at-utc": until.isoformat()}))
    assert queued.generate(make_request(), handover).images
    assert datetime.now(UTC) >= until


def test_reading_a_reply_spooled_under_another_status(queued: SegmindEngine) -> None:
    body = b'{"status": "COMPLETED", "output": []}'
    error = error_from(lambda: queued.read(make_request(), RawReply(500, {}, body)))
    assert (error.kind, error.billed) == (ErrorKind.REPLY_UNREADABLE, Billed.YES)
