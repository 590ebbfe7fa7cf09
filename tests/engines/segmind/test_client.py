"""The engine against the loopback service: what goes out, what comes back, what it costs."""

import dataclasses
import io
import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from portrait_app.core.catalog import (
    SAMPLE_VALUES,
    SEGMIND,
    Endpoint,
    endpoint,
    endpoints_of,
    sample_values,
)
from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import MODEL_GONE, AppError, Billed, ErrorKind, Retry
from portrait_app.core.field import Kind, Value
from portrait_app.core.ports.engines import Engine
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.engines.segmind.client import SegmindEngine, payload
from tests.engines.segmind.conftest import MemorySettings, RecordingHandover, error_from, make_request
from tests.support.segmind_behaviours import (
    as_usual,
    as_usual_with,
    close_before_reply,
    echo_key,
    html_405,
    interim,
    nested_json,
    redirect,
    reply,
    status,
    truncated_image,
    with_headers,
    zipped,
)
from tests.support.segmind_service import COST, KEY, Behaviour, SegmindService

SAMPLE = Path(__file__).parents[2] / "fixtures" / "sample-request.json"


def test_it_is_an_engine(engine: SegmindEngine) -> None:
    port: Engine = engine
    row = port.row
    assert (row.key, row.name, row.login is not None, row.costs_money) == (SEGMIND, "Segmind", True, True)


def test_the_sample_request_goes_out_as_the_specification_has_it(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    request = build_request(endpoints_of(SEGMIND)[0], SAMPLE_VALUES)
    delivery = engine.generate(request, handover)

    (received,) = service.received
    sample = json.loads(SAMPLE.read_bytes())
    assert received.json == sample
    assert list(received.json) == list(sample)
    assert (received.method, received.path) == ("POST", "/v1/potraitsd1.5-txt2img")
    assert received.headers["x-api-key"] == KEY
    assert received.headers["content-type"] == "application/json"
    assert "authorization" not in received.headers
    (image,) = delivery.images
    assert (image.format, image.width, image.height, image.seed) == ("jpeg", 768, 768, 531327)
    assert delivery.cost == pytest.approx(COST)
    assert delivery.remaining_credits == pytest.approx(18.42 + 0.0184 - COST)
    assert delivery.generation_seconds is not None
    assert delivery.request_id == "req-1"


@pytest.mark.parametrize("slug", [row.slug for row in endpoints_of(SEGMIND)])
def test_every_endpoint_is_asked_by_its_own_name(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, slug: str
) -> None:
    model = endpoint(slug)
    engine.generate(build_request(model, sample_values(model, with_seed=True)), handover)
    assert service.received[0].path == f"/v1/{slug}"


@pytest.mark.parametrize("slug", [row.slug for row in endpoints_of(SEGMIND)])
def test_the_service_takes_the_defaults_and_the_edges_of_every_model(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, slug: str
) -> None:
    model = endpoint(slug)
    for values in ({}, edges(model, "minimum"), edges(model, "maximum")):
        engine.generate(build_request(model, {"prompt": "a face", **values, "samples": 1}), handover)
    assert len(service.billed) == 3


def edges(model: Endpoint, edge: str) -> dict[str, Value]:
    """Return the lowest or highest values of a model, and its first or last choices."""
    place = 0 if edge == "minimum" else -1
    values: dict[str, Value] = {}
    for row in model.parameters:
        if row.choices:
            values[row.key] = row.choices[place].value
        elif row.kind in (Kind.INTEGER, Kind.NUMBER):
            values[row.key] = row.check(getattr(row, edge))
    return values


@pytest.mark.parametrize("answer", [404, 410])
def test_a_model_that_is_gone_is_named(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, answer: int
) -> None:
    service.next(status(answer))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind in MODEL_GONE
    assert error.facts["model"] == "Tiny-SD Portrait"
    assert error.facts["status"] == answer


@pytest.mark.parametrize("slug", ["../v1/get-user-credits", "a/b", "a b", "", "ä", "x?y=1"])
def test_a_name_that_is_no_name_of_a_model_is_never_sent(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, slug: str
) -> None:
    model = replace(endpoint("potraitsd1.5-txt2img"), slug=slug)
    error = error_from(lambda: engine.generate(build_request(model, {"prompt": "a face"}), handover))
    assert error.kind is ErrorKind.NO_SUCH_MODEL
    assert not service.received


def test_what_a_model_does_not_use_is_not_sent() -> None:
    model = replace(endpoint("potraitsd1.5-txt2img"), slug="mine", unused=frozenset({"scheduler"}))
    assert "scheduler" not in payload(build_request(model, {"prompt": "a face"}))


def test_an_empty_negative_prompt_is_left_out() -> None:
    assert "negative_prompt" not in payload(make_request(negative_prompt=""))


def test_a_stored_request_without_a_later_parameter_is_sent_with_its_default() -> None:
    sent = payload(GenerationRequest("potraitsd1.5-txt2img", {"prompt": "a face"}))
    assert sent["prompt"] == "a face"
    assert sent["scheduler"] == "UniPC"
    assert "negative_prompt" not in sent


def test_an_address_may_end_in_a_slash(
    engine: SegmindEngine, service: SegmindService, settings: MemorySettings, handover: RecordingHandover
) -> None:
    settings.set("api_url", service.url + "/")
    assert engine.generate(make_request(), handover).images


def test_several_samples_come_as_base64(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    delivery = engine.generate(make_request(samples=3, seed=7, base64=False), handover)
    assert service.received[0].json["base64"] is True
    assert len({image.data for image in delivery.images}) == 3
    # Only the first one's seed is told; the others' would be a guess.
    assert [image.seed for image in delivery.images] == [7, None, None]
    assert delivery.cost == pytest.approx(3 * COST)


def test_a_random_seed_is_the_one_really_used(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    first = engine.generate(make_request(seed=-1), handover).images[0]
    assert first.seed is not None
    assert service.received[0].json["seed"] == -1
    again = engine.generate(make_request(seed=first.seed), handover).images[0]
    assert again.data == first.data


def test_one_picture_asked_for_as_base64(engine: SegmindEngine, handover: RecordingHandover) -> None:
    plain = engine.generate(make_request(base64=False), handover).images[0]
    packed = engine.generate(make_request(base64=True), handover).images[0]
    assert packed == plain


def test_the_reply_is_spooled_as_it_came_before_it_is_read(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(reply(200, b"this is no picture", {"Content-Type": "image/avif"}))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is ErrorKind.REPLY_UNREADABLE
    assert [spooled.body for spooled in handover.spooled] == [b"this is no picture"]
    assert error.billed is Billed.YES


def test_a_success_without_anything_in_it_is_kept_and_not_called_paid_for(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    page = b"<html><title>Welcome to the hotel</title></html>"
    service.next(reply(200, page, {"Content-Type": "text/html"}))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert (error.kind, error.billed) == (ErrorKind.OUTCOME_UNKNOWN, Billed.MAYBE)
    assert (error.facts["status"], error.detail) == (200, "Welcome to the hotel")
    assert [spooled.body for spooled in handover.spooled] == [page]


@pytest.mark.parametrize("code", [200, 201, 202, 203, 206, 226, 299])
def test_a_picture_with_any_success_is_a_delivery(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, code: int
) -> None:
    service.next(as_usual_with(code))
    assert len(engine.generate(make_request(), handover).images) == 1
    assert [spooled.status for spooled in handover.spooled] == [code]


@pytest.mark.parametrize("code", [101, 102, 103, 150, 199])
def test_interim_answers_are_read_past(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, code: int
) -> None:
    service.next(interim(code, as_usual(), times=3))
    assert len(engine.generate(make_request(), handover).images) == 1


@pytest.mark.parametrize("code", [302, 408, 409, 425, 499, 500, 502, 504, 520, 524, 530, 598, 599, 777])
def test_what_is_no_clear_refusal_leaves_the_outcome_unknown(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, code: int
) -> None:
    service.next(status(code, "who knows"))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert (error.kind, error.facts["status"]) == (ErrorKind.OUTCOME_UNKNOWN, code)


@pytest.mark.parametrize("code", [400, 401, 403, 404, 406, 429, 503, 504])
def test_a_cost_beats_every_status(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, code: int
) -> None:
    service.next(status(code, "no", {"x-cost": "0.003"}))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert (error.kind, error.cost, error.billed) == (ErrorKind.OUTCOME_UNKNOWN, 0.003, Billed.YES)


def test_a_spooled_reply_reads_the_same_later(engine: SegmindEngine, handover: RecordingHandover) -> None:
    request = make_request(samples=2)
    delivery = engine.generate(request, handover)
    assert engine.read(request, handover.spooled[0]) == delivery


def test_a_full_disk_stops_before_reading(engine: SegmindEngine, handover: RecordingHandover) -> None:
    def refuse(reply: RawReply) -> None:
        raise AppError(ErrorKind.DISK_FULL)

    handover.on_spool = refuse
    assert error_from(lambda: engine.generate(make_request(), handover)).kind is ErrorKind.DISK_FULL


def test_an_error_is_not_spooled(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(status(500))
    error_from(lambda: engine.generate(make_request(), handover))
    assert handover.spooled == []


def test_without_a_key_nothing_is_sent(
    engine: SegmindEngine, service: SegmindService, credentials: Credentials, handover: RecordingHandover
) -> None:
    credentials.set("", KeySource.NONE)
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is ErrorKind.KEY_MISSING
    assert service.received == []


@pytest.mark.parametrize("key", ["SG_clé", "SG_ 1", "SG_\n1", "SG_\r\nx-evil: 1", "SG_…"])
def test_a_key_that_no_header_can_carry_is_never_sent(
    engine: SegmindEngine,
    service: SegmindService,
    credentials: Credentials,
    handover: RecordingHandover,
    key: str,
) -> None:
    credentials.set(key, KeySource.SESSION)
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is ErrorKind.KEY_REJECTED
    assert key not in str(error)
    assert service.received == []


def test_a_refused_key(
    engine: SegmindEngine, service: SegmindService, credentials: Credentials, handover: RecordingHandover
) -> None:
    credentials.set("SG_ffffffffffffffff", KeySource.SESSION)
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is ErrorKind.KEY_REJECTED
    assert error.detail == "Unauthorized. API key is invalid or may have expired."
    assert service.billed == []


def test_a_model_the_key_may_not_use(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.forbidden.add("potraitsd1.5-txt2img")
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert (error.kind, error.facts["status"]) == (ErrorKind.NOT_ALLOWED, 403)


def test_too_little_money(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.credits = service.free_credits = 0
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is ErrorKind.NO_CREDITS
    assert "required: 0.0030" in error.detail


def test_a_value_out_of_range_names_its_field(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    request = make_request().with_values(num_inference_steps=500)
    error = error_from(lambda: engine.generate(request, handover))
    assert (error.kind, error.facts["field"]) == (ErrorKind.BAD_REQUEST, "num_inference_steps")
    assert error.retry is Retry.NEVER
    assert service.billed == []


def test_a_model_that_this_version_does_not_know(engine: SegmindEngine, handover: RecordingHandover) -> None:
    request = GenerationRequest("../secret", {"prompt": "x"})
    assert error_from(lambda: engine.generate(request, handover)).kind is ErrorKind.NO_SUCH_MODEL


def test_the_wrong_verb_s_html_page(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(html_405())
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert (error.kind, error.detail) == (ErrorKind.WRONG_ADDRESS, "405 Not Allowed")


def test_an_answer_that_was_compressed_unasked(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(zipped())
    assert engine.generate(make_request(), handover).images[0].format == "jpeg"
    assert service.received[0].headers["accept-encoding"] == "identity"


def test_the_content_type_does_not_decide(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(with_headers({"Content-Type": "application/json"}))
    assert engine.generate(make_request(), handover).images[0].format == "jpeg"


def test_json_that_breaks_a_parser(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(nested_json())
    assert error_from(lambda: engine.generate(make_request(), handover)).kind is ErrorKind.OUTCOME_UNKNOWN
    assert len(handover.spooled) == 1


def test_a_truncated_image_is_refused(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    service.next(truncated_image())
    assert error_from(lambda: engine.generate(make_request(), handover)).kind is ErrorKind.IMAGE_DAMAGED


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error_and_the_second_host_sees_nothing(
    engine: SegmindEngine,
    service: SegmindService,
    elsewhere: SegmindService,
    handover: RecordingHandover,
    code: int,
) -> None:
    service.next(redirect(code, f"{elsewhere.url}/v1/potraitsd1.5-txt2img"))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert (error.kind, error.facts["status"]) == (ErrorKind.OUTCOME_UNKNOWN, code)
    assert error.detail == "to 127.0.0.1"
    assert len(service.received) == 1
    assert elsewhere.received == []


def test_the_key_is_in_no_error_and_no_log(
    engine: SegmindEngine,
    service: SegmindService,
    handover: RecordingHandover,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    codes = (400, 401, 403, 404, 405, 406, 410, 418, 422, 429, 500, 503)
    service.next(
        *map(echo_key, codes), echo_key(200), close_before_reply(), redirect(302, f"http://{KEY}.test/")
    )
    for _ in range(len(codes) + 3):
        error = error_from(lambda: engine.generate(make_request(), handover))
        seen: BaseException | None = error
        while seen is not None:
            assert KEY not in f"{seen} {seen!r} {vars(seen)}"
            seen = seen.__cause__ or seen.__context__
    assert KEY not in caplog.text
    assert "answered 503" in caplog.text
    for spooled in handover.spooled:
        assert KEY not in str(spooled.headers)


def picture_in_json(service: SegmindService, address: str) -> object:
    return {"image": f"{service.url}{address}"}


def test_a_picture_behind_an_address_is_fetched_without_the_key(
    engine: SegmindEngine, service: SegmindService, elsewhere: SegmindService, handover: RecordingHandover
) -> None:
    data = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(data, "PNG")
    service.next(reply(200, {"output": [f"{elsewhere.url}/a.png"]}))
    elsewhere.next(reply(200, data.getvalue()))
    (image,) = engine.generate(make_request(), handover).images
    assert (image.data, image.format, image.width, image.height) == (data.getvalue(), "png", 64, 48)
    (received,) = elsewhere.received
    assert received.method == "GET"
    assert KEY not in str(received)


@pytest.mark.parametrize(
    ("behaviour", "kind"),
    [
        (status(403), ErrorKind.REPLY_UNREADABLE),
        (status(404), ErrorKind.REPLY_UNREADABLE),
        (status(500), ErrorKind.PICTURE_NOT_FETCHED),
        (status(429), ErrorKind.PICTURE_NOT_FETCHED),
        (close_before_reply(), ErrorKind.PICTURE_NOT_FETCHED),
        (redirect(302, "http://127.0.0.1:1/"), ErrorKind.PICTURE_NOT_FETCHED),
    ],
)
def test_a_picture_that_cannot_be_fetched_was_paid_for(
    engine: SegmindEngine,
    service: SegmindService,
    handover: RecordingHandover,
    behaviour: Behaviour,
    kind: ErrorKind,
) -> None:
    service.next(reply(200, picture_in_json(service, "/x.png")), behaviour)
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is kind
    assert error.billed is Billed.YES
    assert len(handover.spooled) == 1


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("http://pictures.invalid/a.png", ErrorKind.REPLY_UNREADABLE),
        ("https://pictures.invalid/a.png", ErrorKind.PICTURE_NOT_FETCHED),
        ("http://10.0.0.1/a.png", ErrorKind.REPLY_UNREADABLE),
        ("https://10.0.0.1/a.png", ErrorKind.REPLY_UNREADABLE),
        ("http://[::1/a.png", ErrorKind.REPLY_UNREADABLE),
        ("https:///a.png", ErrorKind.REPLY_UNREADABLE),
        ("http://127.0.0.1:1/a.png", ErrorKind.PICTURE_NOT_FETCHED),
    ],
)
def test_an_address_that_cannot_or_must_not_be_asked(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover, address: str, kind: ErrorKind
) -> None:
    service.next(reply(200, {"image": address}))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is kind
    assert len(handover.spooled) == 1


def test_this_machine_is_not_asked_on_a_foreign_service_s_word(
    credentials: Credentials, service: SegmindService
) -> None:
    foreign = SegmindEngine(credentials, MemorySettings(api_url="https://api.segmind.com"))
    body = json.dumps({"image": f"{service.url}/a.png"}).encode()
    error = error_from(lambda: foreign.read(make_request(), RawReply(200, {}, body)))
    assert error.kind is ErrorKind.REPLY_UNREADABLE
    assert service.received == []


def test_closing_while_a_picture_is_fetched_leaves_the_reply_to_be_read_again(
    engine: SegmindEngine, service: SegmindService, handover: RecordingHandover
) -> None:
    def abort_then(reply: RawReply) -> None:
        handover.spooled.append(reply)
        handover.abort()

    handover.on_spool = abort_then
    service.next(reply(200, picture_in_json(service, "/x.png")))
    error = error_from(lambda: engine.generate(make_request(), handover))
    assert error.kind is ErrorKind.CANCELLED
    assert len(handover.spooled) == 1


def test_a_request_is_not_changed_by_being_sent(engine: SegmindEngine, handover: RecordingHandover) -> None:
    request = make_request(samples=2)
    before = dataclasses.replace(request)
    engine.generate(request, handover)
    assert request == before
