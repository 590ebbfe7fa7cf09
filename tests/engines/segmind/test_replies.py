"""Every shape of a reply with status 200, and everything that may be wrong with one."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import pytest

from portrait_app.core.delivery import Delivery, RawReply
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.segmind.replies import read_reply
from tests.engines.segmind.conftest import error_from, make_request
from tests.support.images import encoded_image

JPEG = encoded_image(40, 30)
PNG = encoded_image(30, 40, kind="PNG")
WEBP = encoded_image(20, 20, kind="WEBP")
DAMAGED = JPEG[: len(JPEG) // 2]
AT_HOME = {"https://images.test/1.png": PNG, "https://images.test/2.webp": WEBP}


def fetch(address: str) -> bytes:
    try:
        return AT_HOME[address]
    except KeyError:
        raise AppError(ErrorKind.REPLY_UNREADABLE, "nothing there") from None


def read(
    body: bytes | object,
    headers: Mapping[str, str] | None = None,
    request: GenerationRequest | None = None,
) -> Delivery:
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    return read_reply(request or make_request(), RawReply(200, headers or {}, body), fetch)


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize(
    ("data", "form", "size"), [(JPEG, "jpeg", (40, 30)), (PNG, "png", (30, 40)), (WEBP, "webp", (20, 20))]
)
@pytest.mark.parametrize("content_type", ["image/jpeg", "application/json", "text/html", None])
def test_an_image_is_known_by_its_own_bytes(
    data: bytes, form: str, size: tuple[int, int], content_type: str | None
) -> None:
    (image,) = read(data, {"content-type": content_type} if content_type else {}).images
    assert (image.format, (image.width, image.height)) == (form, size)
    assert image.data == data


@pytest.mark.parametrize(
    "body",
    [
        {"image": b64(JPEG), "status": "success", "infer_time": 2.5},
        {"image": [b64(JPEG)]},
        {"images": [b64(JPEG)]},
        {"output": b64(JPEG)},
        {"image": None, "images": [], "output": [b64(JPEG)]},
        {"image": "data:image/jpeg;base64," + b64(JPEG)},
        {"image": "data:;base64," + b64(JPEG)},
        {"image": base64.encodebytes(JPEG).decode()},
        {"image": base64.urlsafe_b64encode(JPEG).decode().rstrip("=")},
        {"image": [None, 5, {}, b64(JPEG)]},
        {"image": b64(JPEG), "images": [b64(PNG)]},
        {"image": b64(JPEG), "error": None},
        {"image": b64(JPEG), "error": "the watermark failed"},
        [b64(JPEG)],
        b64(JPEG),
    ],
)
def test_every_way_to_put_an_image_into_json(body: object) -> None:
    (image,) = read(body, {"content-type": "image/png"}).images
    assert image.data == JPEG


def test_addresses_are_fetched() -> None:
    delivery = read({"output": list(AT_HOME)}, request=make_request(samples=2))
    assert [image.data for image in delivery.images] == [PNG, WEBP]
    assert read({"image": "https://images.test/1.png"}).images[0].data == PNG


def test_fewer_images_than_asked_for_are_delivered() -> None:
    assert len(read({"image": [b64(JPEG)]}, request=make_request(samples=4)).images) == 1
    assert len(read(JPEG, request=make_request(samples=4)).images) == 1


def test_more_images_than_could_be_asked_for_are_bounded() -> None:
    assert len(read({"image": [b64(WEBP)] * 100}).images) == 16


@pytest.mark.parametrize("bad", [b64(DAMAGED), "!!", "https://images.test/gone.png", b64(b"text"), "é"])
def test_a_bad_image_does_not_cost_its_neighbours(bad: str) -> None:
    delivery = read({"image": [b64(JPEG), bad, b64(PNG)]}, {"x-seed-value": "1,2,3"}, make_request(samples=3))
    assert [image.data for image in delivery.images] == [JPEG, PNG]
    assert [image.seed for image in delivery.images] == [1, 3]


@pytest.mark.parametrize(
    ("body", "kind", "detail"),
    [
        (DAMAGED, ErrorKind.IMAGE_DAMAGED, "runcated"),
        ({"image": [b64(DAMAGED), "!!"]}, ErrorKind.IMAGE_DAMAGED, "runcated"),
        ({"image": ["!!", b64(DAMAGED)]}, ErrorKind.IMAGE_DAMAGED, "runcated"),
        (b"", ErrorKind.REPLY_UNREADABLE, "0 bytes"),
        (b"GIF89a\x01\x00\x01\x00", ErrorKind.REPLY_UNREADABLE, "10 bytes, image/gif"),
        (b"<html><title>Sign in</title></html>", ErrorKind.REPLY_UNREADABLE, "Sign in"),
        (b"out of memory", ErrorKind.REPLY_UNREADABLE, "out of memory"),
        ({"error": "CUDA out of memory"}, ErrorKind.REPLY_UNREADABLE, "CUDA out of memory"),
        ({"error": "NSFW", "image": ""}, ErrorKind.REPLY_UNREADABLE, "NSFW"),
        ({"error": "NSFW", "image": "none"}, ErrorKind.REPLY_UNREADABLE, "NSFW"),
        ({"image": "!!"}, ErrorKind.REPLY_UNREADABLE, "neither base64 nor an address"),
        ({"image": b64(b"hello")}, ErrorKind.REPLY_UNREADABLE, "not a JPEG, PNG, WebP or AVIF image"),
        ({"image": "https://images.test/gone"}, ErrorKind.REPLY_UNREADABLE, "nothing there"),
        ({}, ErrorKind.REPLY_UNREADABLE, "{}"),
        ([], ErrorKind.REPLY_UNREADABLE, "[]"),
        ({"status": "QUEUED"}, ErrorKind.REPLY_UNREADABLE, "QUEUED"),
        (b"[" * 100_000, ErrorKind.REPLY_UNREADABLE, "[[["),
        (b'{"image":' * 100_000, ErrorKind.REPLY_UNREADABLE, "image"),
        (b"9" * 10_000, ErrorKind.REPLY_UNREADABLE, "999"),
        (b"null", ErrorKind.REPLY_UNREADABLE, "null"),
        (b'{"image": "\\ud800"}', ErrorKind.REPLY_UNREADABLE, "neither"),
    ],
)
def test_a_reply_without_a_good_image(body: bytes | object, kind: ErrorKind, detail: str) -> None:
    error = error_from(lambda: read(body, {"content-type": "image/gif"}))
    assert error.kind is kind
    assert detail in error.detail
    assert error.billed is Billed.YES


def test_a_reply_without_a_good_image_says_what_it_cost_all_the_same() -> None:
    assert error_from(lambda: read(DAMAGED, {"x-cost": "0.003"})).facts["cost"] == 0.003
    assert error_from(lambda: read({"error": "no", "metrics": {"cost": 0.25}})).facts["cost"] == 0.25
    assert "cost" not in error_from(lambda: read(DAMAGED)).facts


def test_the_headers_are_kept() -> None:
    headers = {
        "x-cost": "0.003",
        "x-remaining-credits": "18.42",
        "x-generation-time": "2.75",
        "x-seed-value": "531327",
        "x-request-id": "abc-1",
    }
    delivery = read(JPEG, headers)
    assert (delivery.cost, delivery.remaining_credits, delivery.generation_seconds) == (0.003, 18.42, 2.75)
    assert (delivery.images[0].seed, delivery.request_id) == (531327, "abc-1")


def test_without_its_header_the_body_may_say_how_long_it_took() -> None:
    assert read({"image": b64(JPEG), "infer_time": 1.5}).generation_seconds == 1.5
    assert read({"image": b64(JPEG), "infer_time": 1.5}, {"x-generation-time": "0"}).generation_seconds == 0
    nonsense: object
    for nonsense in (True, "x", None, -1, [], 10**400, float("nan")):
        assert read({"image": b64(JPEG), "infer_time": nonsense}).generation_seconds is None


@pytest.mark.parametrize(
    "nonsense", ["", "nan", "inf", "-inf", "-1", "1e999", "free", "0x10", "\xb2", "1,5", "$1"]
)
def test_headers_that_are_nonsense_are_left_out(nonsense: str) -> None:
    names = ("x-cost", "x-remaining-credits", "x-generation-time", "x-seed-value")
    delivery = read(JPEG, dict.fromkeys(names, nonsense), make_request(seed=-1))
    assert delivery == read(JPEG, {}, make_request(seed=-1))


@pytest.mark.parametrize("nonsense", ["", "a\x00b", "\x1b[31m", "é"])
def test_a_request_id_that_could_not_be_shown_is_left_out(nonsense: str) -> None:
    assert read(JPEG, {"x-request-id": nonsense}).request_id == ""


SEEDS: list[tuple[str | None, dict[str, Any], int, list[int | None]]] = [
    ("7", {}, 1, [7]),
    (" 7 ", {"seed": 5}, 1, [7]),
    ("7\x1f", {"seed": 5}, 1, [7]),
    (None, {"seed": 5}, 1, [5]),
    ("nonsense", {"seed": 5}, 1, [5]),
    (None, {"seed": -1}, 1, [None]),
    ("-1", {"seed": -1}, 1, [None]),
    ("999999999999999", {"seed": -1}, 1, [999_999_999_999_999]),
    ("1000000000000000", {"seed": -1}, 1, [None]),
    ("٣", {"seed": -1}, 1, [None]),
    ("7", {"samples": 3}, 3, [7, None, None]),
    ("7, 8, 9", {"samples": 3}, 3, [7, 8, 9]),
    ("[7, 8, 9]", {"samples": 3}, 3, [7, 8, 9]),
    ("7, x, 9", {"samples": 3}, 3, [7, None, 9]),
    ("7, 8", {"samples": 3}, 3, [None, None, None]),
    (None, {"samples": 3, "seed": 5}, 3, [None, None, None]),
    (None, {"samples": 3, "seed": 5}, 1, [None]),
]


@pytest.mark.parametrize(("header", "asked", "count", "seeds"), SEEDS)
def test_a_seed_is_kept_only_where_it_is_certain(
    header: str | None, asked: dict[str, Any], count: int, seeds: list[int | None]
) -> None:
    headers = {} if header is None else {"x-seed-value": header}
    delivery = read({"image": [b64(WEBP)] * count}, headers, make_request(**asked))
    assert [image.seed for image in delivery.images] == seeds
