import functools
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from portrait_app.core.catalog import MAX_SEED, SAMPLE_VALUES, SKETCH, endpoint
from portrait_app.core.delivery import Delivery, GeneratedImage, RawReply, Ticket
from portrait_app.core.errors import AppError, Billed, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.ports.engines import Engine, Stop
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.engines.sketch import palette
from portrait_app.engines.sketch.engine import SketchEngine

MODEL = endpoint("sketch-lorelei")


class Desk:
    """A handover that remembers; aborted once `patience` pictures are made."""

    def __init__(self, patience: int = 99) -> None:
        self.fractions: list[float] = []
        self._patience = patience

    @property
    def aborted(self) -> bool:
        return len(self.fractions) >= self._patience

    def on_abort(self, stop: Stop) -> None:
        raise AssertionError("nothing here waits")

    def spool(self, reply: RawReply) -> None:
        raise AssertionError("nothing here is paid for")

    def accepted(self, ticket: Ticket) -> None:
        raise AssertionError("nothing here is queued elsewhere")

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None:
        self.fractions.append(fraction)


def ask(desk: Desk | None = None, **values: Value) -> Delivery:
    request = build_request(MODEL, {"prompt": "portrait", "seed": 7, **values})
    return SketchEngine().generate(request, desk or Desk())


def decoded(image: GeneratedImage) -> Image.Image:
    picture = Image.open(BytesIO(image.data))
    picture.load()
    return picture


def share(image: GeneratedImage, colour: str, tolerance: int = 24) -> float:
    """Return the share of pixels that are about this colour."""
    picture = decoded(image).convert("RGB")
    off = ImageChops.difference(picture, Image.new("RGB", picture.size, colour))
    furthest = functools.reduce(ImageChops.lighter, off.split())
    return sum(furthest.histogram()[: tolerance + 1]) / (picture.width * picture.height)


def test_it_is_an_engine() -> None:
    engine: Engine = SketchEngine()
    row = engine.row
    assert (row.key, row.name, row.login, row.costs_money) == (SKETCH, "Sketch", None, False)


@pytest.mark.parametrize(("width", "height"), [(512, 512), (768, 768), (768, 1024), (1024, 512), (512, 1024)])
def test_the_size_is_honoured(width: int, height: int) -> None:
    (image,) = ask(img_width=width, img_height=height).images
    assert (image.width, image.height, image.format) == (width, height, "png")
    picture = decoded(image)
    assert picture.size == (width, height)
    assert picture.format == "PNG"


def test_the_file_holds_nothing_but_pixels_and_a_fixed_density() -> None:
    (image,) = ask().images
    assert set(decoded(image).info) <= {"dpi"}


@pytest.mark.parametrize("size", [(512, 512), (768, 1024), (1024, 512), (512, 1024)])
def test_the_head_is_inside_every_frame_and_the_shoulders_reach_its_edge(size: tuple[int, int]) -> None:
    # The tallest hair there is, in a colour that nothing else has.
    prompt = "green mohawk, pale skin, lavender background, dressed in navy"
    (image,) = ask(prompt=prompt, img_width=size[0], img_height=size[1]).images
    picture = decoded(image).convert("RGB")

    def greenish(x: int, y: int) -> bool:
        pixel = picture.getpixel((x, y))
        assert isinstance(pixel, tuple)
        return pixel[1] > pixel[0] + 25 and pixel[1] > pixel[2] + 15

    width, height = size
    hair = [(x, y) for x in range(0, width, 2) for y in range(0, height, 2) if greenish(x, y)]
    assert hair
    assert min(y for _, y in hair) > 2
    assert min(x for x, _ in hair) > 2
    assert max(x for x, _ in hair) < width - 3
    bottom = picture.getpixel((width // 2, height - 1))
    assert isinstance(bottom, tuple)
    assert bottom[2] > bottom[0]
    assert max(bottom) < 140


def test_the_same_request_gives_the_same_bytes() -> None:
    assert ask(prompt="woman, red hair").images == ask(prompt="woman, red hair").images


def test_another_seed_gives_another_picture() -> None:
    assert len({ask(seed=seed).images[0].data for seed in range(8)}) == 8


_CHILD = """
import hashlib, json, sys
from portrait_app.core.request import GenerationRequest
from portrait_app.engines.sketch.engine import SketchEngine
from tests.engines.sketch.test_engine import Desk
delivery = SketchEngine().generate(GenerationRequest.from_record(json.loads(sys.argv[1])), Desk())
print(json.dumps([hashlib.sha256(image.data).hexdigest() for image in delivery.images]))
"""


@pytest.mark.parametrize(("hash_seed", "locale"), [("1", "C"), ("4242", "tr_TR.UTF-8")])
def test_another_process_without_an_application_gives_the_same_bytes(
    qapp: object, hash_seed: str, locale: str
) -> None:
    request = GenerationRequest("sketch-lorelei", {**SAMPLE_VALUES, "samples": 2})
    here = SketchEngine().generate(request, Desk())
    child = subprocess.run(
        [sys.executable, "-c", _CHILD, json.dumps(request.record())],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "LC_ALL": locale, "QT_FONT_DPI": "192"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(child.stdout) == [hashlib.sha256(image.data).hexdigest() for image in here.images]
    assert child.stderr == ""


def test_threads_do_not_disturb_one_another() -> None:
    one_by_one = [ask(seed=seed).images for seed in range(6)]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda seed: ask(seed=seed).images, range(6)))
    assert together == one_by_one


def test_samples_go_on_from_the_seed() -> None:
    desk = Desk()
    delivery = ask(desk, samples=4, seed=41)
    assert [image.seed for image in delivery.images] == [41, 42, 43, 44]
    assert len({image.data for image in delivery.images}) == 4
    assert delivery.images[2] == ask(seed=43).images[0]
    assert desk.fractions == [0.25, 0.5, 0.75, 1.0]


def test_seeds_wrap_round() -> None:
    assert [image.seed for image in ask(samples=2, seed=MAX_SEED).images] == [MAX_SEED, 0]


def test_a_random_seed_is_told_and_repeats_the_picture() -> None:
    (first,), (second,) = ask(seed=-1).images, ask(seed=-1).images
    assert first.seed is not None
    assert 0 <= first.seed <= MAX_SEED
    assert first.seed != second.seed
    assert ask(seed=first.seed).images == (first,)


def test_it_costs_nothing() -> None:
    delivery = ask()
    assert (delivery.cost, delivery.remaining_credits) == (None, None)


def test_closing_stops_between_samples() -> None:
    desk = Desk(patience=2)
    with pytest.raises(AppError) as caught:
        ask(desk, samples=4)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert desk.fractions == [0.25, 0.5]


def test_there_is_no_reply_to_read() -> None:
    request = build_request(MODEL, {"prompt": "portrait"})
    with pytest.raises(AppError) as caught:
        SketchEngine().read(request, RawReply(200, {}, b""))
    assert caught.value.kind is ErrorKind.DRAWING_FAILED
    assert caught.value.billed is Billed.FREE


def test_a_size_that_no_memory_holds_is_refused() -> None:
    request = GenerationRequest(
        "sketch-lorelei", {"prompt": "x", "img_width": 2_000_000, "img_height": 2_000_000}
    )
    with pytest.raises(AppError) as caught:
        SketchEngine().generate(request, Desk())
    assert caught.value.kind is ErrorKind.DRAWING_FAILED


def test_the_sample_shows_what_it_says() -> None:
    (image,) = SketchEngine().generate(GenerationRequest("sketch-lorelei", SAMPLE_VALUES), Desk()).images
    assert image.understood == ("25-year-old", "long", "brunette", "pale skin", "deep smile")
    assert image.seed == 531327
    assert share(image, palette.HAIR["brunette"]) > 0.08
    assert share(image, palette.SKIN["pale"]) > 0.08


@pytest.mark.parametrize(
    ("said", "other", "colour"),
    [
        ("long blonde hair", "long black hair", palette.HAIR["blonde"]),
        ("long black hair, red dress", "long blonde hair, red dress", palette.HAIR["black"]),
        ("dark skin", "pale skin", palette.SKIN["dark"]),
        ("teal background", "red background", palette.PAINTS["teal"]),
        ("red dress", "white dress", palette.PAINTS["red"]),
        ("long ginger beard, black hair", "black hair, no beard", palette.HAIR["ginger"]),
    ],
)
def test_words_change_the_pixels_they_name(said: str, other: str, colour: str) -> None:
    base = "woman, pale skin, " if "skin" not in said else ""
    (with_it,), (without,) = ask(prompt=base + said).images, ask(prompt=base + other).images
    assert share(with_it, colour) > 0.05
    assert share(without, colour) < share(with_it, colour) / 2


@pytest.mark.parametrize(
    "part", ["glasses", "sunglasses", "freckles", "earrings", "flowers", "moustache", "angry", "red lips"]
)
def test_every_part_leaves_a_mark(part: str) -> None:
    plain = ask(
        prompt="person, brown hair, fair skin, no glasses, no freckles, no earrings, no beard"
    ).images[0]
    dressed = ask(prompt=f"person, brown hair, fair skin, {part}", negative_prompt="beard").images[0]
    assert plain.data != dressed.data


HOSTILE: list[Callable[[], str]] = [
    lambda: "🙂" * 250_000,
    lambda: "\x00" * 1_000,
    lambda: "\u202eاسم \u0301\ud800 <svg onload='x'/> & ]]> {0} %s",
    lambda: "blonde " * 150_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_drawn(text: Callable[[], str]) -> None:
    request = GenerationRequest("sketch-lorelei", {"prompt": text(), "negative_prompt": text(), "seed": 1})
    (image,) = SketchEngine().generate(request, Desk()).images
    assert decoded(image).size == (512, 512)


@settings(max_examples=15)
@given(st.text(max_size=200), st.integers(0, MAX_SEED))
def test_any_prompt_is_drawn(prompt: str, seed: int) -> None:
    request = GenerationRequest("sketch-lorelei", {"prompt": prompt, "seed": seed})
    (image,) = SketchEngine().generate(request, Desk()).images
    assert decoded(image).size == (512, 512)
