"""The engine as the queue uses it: rows for installed models, pictures, forecasts, and what is missing."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint
from portrait_app.core.credentials import Credentials
from portrait_app.core.engines import find_engine, without_key
from portrait_app.core.engines.local import ROW
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import FieldError
from portrait_app.core.model_records import read_short_record, short_record
from portrait_app.core.ports.engines import EngineTools, OpenedEngine
from portrait_app.core.request import GenerationRequest, InvalidRequest, build_request
from portrait_app.engines.local import engine as engine_module
from portrait_app.engines.local.child import program
from portrait_app.engines.local.factory import open_engine
from portrait_app.engines.local.files.record import read_record
from portrait_app.engines.local.memory import memory_needed
from portrait_app.engines.local.trial_model import FULL, SMALL, TINY
from portrait_app.system.settings import JsonSettings
from tests.support.trial_models import Reports, install_trial_model

GIB = 1 << 30
pytestmark = pytest.mark.timeout(300)  # other processes run beside the tests


@pytest.fixture
def settings(tmp_path: Path) -> JsonSettings:
    return JsonSettings(tmp_path / "settings.json")


@pytest.fixture
def opened(tmp_path: Path, settings: JsonSettings) -> OpenedEngine:
    """The engine with one installed model."""
    install_trial_model(tmp_path / "data" / "models")
    return open_engine(EngineTools(settings, Credentials(), tmp_path / "data"))


def only_model(opened: OpenedEngine) -> Endpoint:
    assert opened.models is not None
    (model,) = opened.models.models(Cancel())
    return model


def asked(opened: OpenedEngine, **values: object) -> GenerationRequest:
    small = {
        "prompt": "a (face:1.2)",
        "num_inference_steps": 2,
        "img_width": 64,
        "img_height": 128,
        "seed": 7,
    }
    return build_request(only_model(opened), small | values)


def failure(opened: OpenedEngine, request: GenerationRequest) -> AppError:
    with pytest.raises(AppError) as caught:
        opened.engine.generate(request, Reports())
    return caught.value


# --- models ---


def test_an_installed_model_is_offered_with_ranges_of_its_own(opened: OpenedEngine) -> None:
    model = only_model(opened)
    assert (model.slug, model.name, model.engine) == ("local:trial", "Trial", ROW.key)
    assert model.reads_weights
    assert len(model.parameter("scheduler").choices) == 13
    assert model.parameter("num_inference_steps").minimum == 1
    assert not model.about_cost
    assert model.parameter("img_width").check(64) == 64
    with pytest.raises(FieldError):
        model.parameter("img_width").check(100)


def test_its_hash_stands_in_the_records_of_its_pictures(opened: OpenedEngine, tmp_path: Path) -> None:
    model = only_model(opened)
    record = read_record(tmp_path / "data" / "models" / "trial")
    assert model.weights_hash == record.short_hash
    read = read_short_record(model.slug, json.loads(json.dumps(short_record(model))))
    assert read is not None
    assert read.weights_hash == model.weights_hash


def test_the_folder_is_a_setting(opened: OpenedEngine, settings: JsonSettings, tmp_path: Path) -> None:
    assert opened.models is not None
    settings.set("local_folder", str(tmp_path / "elsewhere"))
    assert opened.models.models(Cancel()) == ()
    install_trial_model(tmp_path / "elsewhere", "other")
    assert only_model(opened).slug == "local:other"


def test_the_engine_is_not_the_one_that_always_works() -> None:
    assert find_engine(ROW.key) is ROW
    assert without_key() is not ROW


# --- pictures ---


def test_a_request_becomes_pictures(opened: OpenedEngine, settings: JsonSettings) -> None:
    reports = Reports()
    delivery = opened.engine.generate(asked(opened, samples=2, num_inference_steps=3), reports)
    assert [image.seed for image in delivery.images] == [7, 8]
    for image in delivery.images:
        with Image.open(io.BytesIO(image.data)) as decoded:
            assert (decoded.format, decoded.size) == ("PNG", (64, 128))
    assert reports.fractions == sorted(reports.fractions)
    assert 0 < reports.fractions[0] < reports.fractions[-1] < 1
    assert (reports.steps[0], reports.steps[-1]) == ((1, 6), (6, 6))
    assert delivery.cost is None
    assert json.loads(str(settings.value("local_speeds")))  # measured, for the next forecast


def test_a_random_seed_is_reported(opened: OpenedEngine) -> None:
    (image,) = opened.engine.generate(asked(opened, seed=-1), Reports()).images
    assert image.seed is not None
    assert image.seed >= 0


def test_cancelling_is_no_failure_of_the_next_request(opened: OpenedEngine) -> None:
    reports = Reports(on_progress=lambda _fraction: reports.abort())
    long = asked(opened, num_inference_steps=100, img_width=512, img_height=512)
    with pytest.raises(AppError) as caught:
        opened.engine.generate(long, reports)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert opened.engine.generate(asked(opened), Reports()).images


def test_it_works_on_one_request_at_a_time(opened: OpenedEngine) -> None:
    assert opened.capacity is not None
    assert opened.capacity() == 1


def test_values_that_the_model_cannot_take_are_refused(opened: OpenedEngine) -> None:
    with pytest.raises(InvalidRequest) as caught:
        asked(opened, img_width=100, num_inference_steps=101, guidance_scale=0.5)
    assert [problem.field.key for problem in caught.value.problems] == [
        "num_inference_steps",
        "guidance_scale",
        "img_width",
    ]


# --- what can be missing ---


def test_a_model_that_was_removed_is_named(opened: OpenedEngine) -> None:
    for slug in ("local:gone", "local:../trial", "local:.", "local:"):
        error = failure(opened, build_request(replace(only_model(opened), slug=slug), {"prompt": "a face"}))
        assert error.kind is ErrorKind.MODEL_MISSING, slug
        assert error.facts["model"] == "Trial"


def test_without_the_libraries_it_says_what_to_install(
    opened: OpenedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.missing is not None
    request = asked(opened)
    assert opened.missing() == ""
    monkeypatch.setattr(program, "_NEEDED", ("a_library_that_nobody_has",))
    assert "portrait-studio-local" in opened.missing()
    assert failure(opened, request).kind is ErrorKind.ENGINE_MISSING


def test_without_a_model_it_says_so(settings: JsonSettings, tmp_path: Path) -> None:
    opened = open_engine(EngineTools(settings, Credentials(), tmp_path))
    assert opened.models is not None
    assert opened.missing is not None
    assert opened.models.models(Cancel()) == ()
    assert "add a model" in opened.missing()


# --- forecasts ---


def test_a_picture_that_does_not_fit_is_refused_before_it_begins(
    opened: OpenedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "free_memory", lambda: 50 << 20)
    error = failure(opened, asked(opened, img_width=2048, img_height=2048))
    assert error.kind is ErrorKind.NOT_ENOUGH_MEMORY
    assert int(error.facts["needed"]) > int(error.facts["free"]) == 50 << 20
    monkeypatch.setattr(engine_module, "free_memory", lambda: None)  # the system does not say
    assert opened.engine.generate(asked(opened), Reports()).images


def test_the_time_is_known_after_the_first_picture(opened: OpenedEngine, settings: JsonSettings) -> None:
    assert opened.foresight is not None
    request = asked(opened, num_inference_steps=4)
    before = opened.foresight.forecast(request)
    assert before is not None
    assert before.seconds is None
    opened.engine.generate(request, Reports())
    after, more, other = (
        opened.foresight.forecast(one)
        for one in (
            request,
            request.with_values(samples=2, scheduler="Heun"),
            request.with_values(img_width=128),
        )
    )
    assert after is not None
    assert more is not None
    assert after.seconds is not None
    assert more.seconds is not None
    assert 0 < after.seconds < more.seconds
    assert other is not None
    assert other.seconds is None  # each size is measured by itself


def test_speeds_that_somebody_has_damaged_are_not_believed(
    opened: OpenedEngine, settings: JsonSettings
) -> None:
    assert opened.foresight is not None
    for text in ("[1]", "{", '{"local:trial 64x128 exact": "fast"}', '{"local:trial 64x128 exact": -1}'):
        settings.set("local_speeds", text)
        forecast = opened.foresight.forecast(asked(opened))
        assert forecast is not None
        assert forecast.seconds is None


def test_the_memory_is_about_what_was_measured() -> None:
    measured = {  # GiB of a child's own memory at its most, at 512 x 512
        (TINY, False): 2.6,
        (TINY, True): 1.9,
    }
    for (architecture, fast), memory in measured.items():
        told = memory_needed(architecture, 512, 512, fast=fast) / GIB
        assert told == pytest.approx(memory, rel=0.15)
    sizes = [memory_needed(one, 512, 512, fast=False) for one in (TINY, SMALL, FULL)]
    assert sizes == sorted(sizes)
    assert memory_needed(TINY, 1024, 1024, fast=False) > sizes[0]


# --- loading in advance ---


def test_the_model_is_loaded_in_advance_only_if_the_user_wants_it(
    opened: OpenedEngine, settings: JsonSettings
) -> None:
    assert opened.foresight is not None
    child = opened.engine._child  # type: ignore[attr-defined]  # of this engine
    opened.foresight.prepare(asked(opened))
    assert not child.pid
    settings.set("local_preload", True)
    opened.foresight.prepare(asked(opened))
    process = child.pid
    assert process
    assert opened.engine.generate(asked(opened), Reports()).images
    assert child.pid == process
