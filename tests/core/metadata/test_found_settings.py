import pytest

from portrait_app.core.catalog import endpoint
from portrait_app.core.metadata.found_settings import found_settings


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


def test_what_is_out_of_range_or_unknown_is_said() -> None:
    pairs = {"Steps": "8", "CFG scale": "7", "Seed": "x", "Size": "512x640", "Clip skip": "2"}
    found = found_settings("tool", "a face", "", pairs)
    assert found.values == {
        "prompt": "a face",
        "negative_prompt": "",
        "guidance_scale": 7.0,
        "img_width": 512,
    }
    assert [name for name, _value in found.unmapped] == ["Steps", "Seed", "Size", "Clip skip"]


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
        "A": "b" * 9999,
    }
    found = found_settings("tool", "", "", pairs)
    assert found.values == {"negative_prompt": ""}
    assert [name for name, _value in found.unmapped] == list(pairs)
    assert max(len(value) for _name, value in found.unmapped) == 200
