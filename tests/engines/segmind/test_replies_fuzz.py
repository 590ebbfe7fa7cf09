"""Whatever arrives with status 200: a delivery or an AppError that says it was paid for, nothing else."""

import base64
import json
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrait_app.core.delivery import Delivery, RawReply
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.engines.segmind.replies import read_reply
from tests.engines.segmind.conftest import make_request
from tests.support.images import encoded_image

# Pillow remarks on broken EXIF and the like in passing; it is not what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning")

IMAGES = [encoded_image(24, 16, kind=kind) for kind in ("JPEG", "PNG", "WEBP")]
NAMES = ("x-cost", "x-remaining-credits", "x-generation-time", "x-seed-value", "x-request-id", "content-type")
many = partial(settings, max_examples=300)

headers = st.dictionaries(st.sampled_from(NAMES), st.text(max_size=30) | st.floats().map(str))


@st.composite
def mutated_images(draw: st.DrawFn) -> bytes:
    """An image with some bytes changed, a piece cut out or doubled, or its end missing."""
    data = bytearray(draw(st.sampled_from(IMAGES)))
    for _ in range(draw(st.integers(1, 6))):
        place = draw(st.integers(0, len(data) - 1))
        match draw(st.integers(0, 3)):
            case 0:
                data[place] = draw(st.integers(0, 255))
            case 1:
                del data[place : place + draw(st.integers(1, 40))]
            case 2:
                data[place:place] = draw(st.binary(max_size=40))
            case _:
                del data[max(place, 4) :]
        if not data:
            break
    return bytes(data)


texts = (
    st.text(max_size=40)
    | st.binary(max_size=60).map(lambda data: base64.b64encode(data).decode())
    | mutated_images().map(lambda data: base64.b64encode(data).decode())
    | st.sampled_from(["https://x.test/", "HTTP://[", "data:", "data:,", "data:image/png;base64,", "http://"])
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["image", "images", "output", "error", "url", "infer_time"]), inner)
    ),
    max_leaves=12,
)


def no_network(address: str) -> bytes:
    raise AppError(ErrorKind.REPLY_UNREADABLE, address)


def check(body: bytes, names: dict[str, str]) -> None:
    """Assert that a reply is pictures, or an error that was paid for, and nothing else."""
    try:
        delivery = read_reply(make_request(samples=2), RawReply(200, names, body), no_network)
    except AppError as error:
        _check_error(error)
    else:
        _check_delivery(delivery)


def _check_error(error: AppError) -> None:
    assert error.billed is Billed.YES
    error.detail.encode("utf-8")


def _check_delivery(delivery: Delivery) -> None:
    assert delivery.images
    for image in delivery.images:
        assert image.width > 0
        assert image.format in ("jpeg", "png", "webp")
        assert image.seed is None or 0 <= image.seed <= 999_999_999_999_999
    for amount in (delivery.cost, delivery.remaining_credits, delivery.generation_seconds):
        assert amount is None or 0 <= amount < float("inf")


@many()
@given(st.binary(max_size=400), headers)
def test_arbitrary_bytes(body: bytes, names: dict[str, str]) -> None:
    check(body, names)


@many()
@given(mutated_images(), headers)
def test_images_that_were_tampered_with(body: bytes, names: dict[str, str]) -> None:
    check(body, names)


@many()
@given(values, headers)
def test_any_json(data: Any, names: dict[str, str]) -> None:
    check(json.dumps(data).encode(), names)


@many()
@given(values, st.integers(0, 200), st.binary(max_size=3))
def test_json_that_was_tampered_with(data: Any, place: int, noise: bytes) -> None:
    body = json.dumps(data).encode()
    check(body[:place] + noise + body[place + 1 :], {})


@many()
@given(mutated_images(), st.sampled_from(IMAGES))
def test_a_tampered_image_never_costs_a_good_one(bad: bytes, good: bytes) -> None:
    body = json.dumps({"image": [base64.b64encode(data).decode() for data in (bad, good)]}).encode()
    delivery = read_reply(make_request(samples=2), RawReply(200, {}, body), no_network)
    assert delivery.images[-1].data == good
