import pytest

from portrait_app.core.catalog import ENDPOINTS, defaults, endpoint
from portrait_app.core.metadata.found_settings import found_settings, refused
from portrait_app.core.metadata.origin import NO_ORIGIN, read_origin, write_origin


@pytest.mark.parametrize(
    ("sampler", "schedule", "scheduler"),
    [
        ("Euler a", "", "Euler a"),
        ("euler_ancestral", "normal", "Euler a"),
        ("Euler", "Automatic", "Euler"),
        ("DPM2 Karras", "", "DPM2 Karras"),
        ("DPM2", "Karras", "DPM2 Karras"),
        ("DPM2 a Karras", "", "DPM2 a Karras"),
        ("dpm_2_ancestral", "karras", "DPM2 a Karras"),
        ("DPM++ 2M", "", "dpmpp_2m"),
        ("dpmpp_2m", "normal", "dpmpp_2m"),
        ("uni_pc", "normal", "UniPC"),
        ("DPM Multi", "", "DPM Multi"),
    ],
)
def test_the_same_algorithm_has_its_name_here(sampler: str, schedule: str, scheduler: str) -> None:
    pairs = {"Sampler": sampler} | ({"Schedule type": schedule} if schedule else {})
    found = found_settings("tool", "x", "", pairs)
    assert found.values["scheduler"] == scheduler
    assert found.unmapped == ()


@pytest.mark.parametrize(
    ("sampler", "schedule"), [("Euler", "Karras"), ("DPM++ 2M Karras", ""), ("DPM++ SDE", ""), ("DPM2", "")]
)
def test_another_algorithm_is_not_passed_off_as_ours(sampler: str, schedule: str) -> None:
    pairs = {"Sampler": sampler} | ({"Schedule type": schedule} if schedule else {})
    found = found_settings("tool", "x", "", pairs)
    assert "scheduler" not in found.values
    assert dict(found.unmapped) == pairs


def test_what_cannot_be_asked_for_is_kept_and_said() -> None:
    pairs = {"Steps": "8.0", "CFG scale": "7", "Seed": "x", "Size": "512x640", "Clip skip": "2"}
    found = found_settings("tool", "a face", "", pairs)
    assert found.values == {
        "prompt": "a face",
        "negative_prompt": "",
        "num_inference_steps": 8,
        "guidance_scale": 7.0,
        "img_width": 512,
        "img_height": 640,
    }
    assert refused(ENDPOINTS[0], found.values) == ["num_inference_steps", "img_height"]
    assert refused(ENDPOINTS[0], {**defaults(), "prompt": "", "of another version": 1}) == []
    assert [name for name, _value in found.unmapped] == ["Seed", "Clip skip"]


def test_the_origin_has_the_model_and_what_no_parameter_stands_for() -> None:
    pairs = {"Steps": "30", "Sampler": "DPM++ 2M Karras", "Model": "m.safetensors", "Model hash": "aa"}
    origin = found_settings("Forge", "a face", "", pairs).origin
    assert (origin.tool, origin.model) == ("Forge", "m.safetensors")
    assert dict(origin.pairs) == {key: pairs[key] for key in ("Sampler", "Model", "Model hash")}
    assert read_origin(write_origin(origin)) == origin
    assert not found_settings("", "a face", "", {"Steps": "30"}).origin


@pytest.mark.parametrize("text", ["", "null", "[]", "{}", '{"pairs": [1]}', "[" * 100_000, "x"])
def test_what_is_no_origin_is_an_empty_one(text: str) -> None:
    assert read_origin(text) == NO_ORIGIN


def test_no_seed_leaves_the_one_that_is_there() -> None:
    assert "seed" not in found_settings("tool", "x", "", {"Seed": "-1"}).values


def test_a_model_of_ours_is_known_by_its_name() -> None:
    slug = "potraitsd1.5-txt2img"
    found = found_settings("tool", "x", "", {"Model": endpoint(slug).name})
    assert (found.endpoint, found.unmapped) == (slug, ())


def test_hostile_values_are_left_alone() -> None:
    pairs = {
        "Steps": "9" * 5000,
        "CFG scale": "nan",
        "Seed": "1e400",
        "Size": "9" * 99 + "x1",
        "A": "b" * 99_999,
    }
    found = found_settings("tool", "", "", pairs)
    assert found.values == {"negative_prompt": ""}
    assert [name for name, _value in found.unmapped] == list(pairs)
    assert max(len(value) for _name, value in found.unmapped) == 20_000
