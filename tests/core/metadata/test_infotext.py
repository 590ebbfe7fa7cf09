"""The settings as text that other tools read."""

from portrait_app.core.metadata.infotext import write_infotext
from tests.support.pictures import a_picture

PROGRAM = "Portrait Studio 1.0"


def test_the_sample_portrait() -> None:
    text = write_infotext(a_picture(negative_prompt="ugly, blurry"), PROGRAM)
    assert text.splitlines()[1:] == [
        "Negative prompt: ugly, blurry",
        (
            "Steps: 30, Sampler: DPM++ 2M, CFG scale: 7.5, Seed: 531327, Size: 768x768, "
            "Model: Tiny-SD Portrait, Version: Portrait Studio 1.0"
        ),
    ]


def test_the_negative_prompt_has_its_line_even_when_empty_and_is_written_on_one() -> None:
    assert "\nNegative prompt: \nSteps" in write_infotext(a_picture(negative_prompt=""), PROGRAM)
    assert "\nNegative prompt: a b\nSteps" in write_infotext(a_picture(negative_prompt="a\nb"), PROGRAM)


def test_a_sketch_claims_nothing_that_was_not_used() -> None:
    text = write_infotext(a_picture(endpoint="sketch-lorelei"), PROGRAM)
    settings = text.splitlines()[-1]
    assert settings.startswith("Seed: 531327, Size: 768x768, Model: Lorelei")


def test_a_value_that_would_end_early_is_quoted() -> None:
    assert 'Version: "a, b: \\"c\\""' in write_infotext(a_picture(), 'a, b: "c"')


def test_an_unreported_seed_is_not_invented() -> None:
    assert "Seed:" not in write_infotext(a_picture(seed=None, asked_seed=-1), PROGRAM)


def test_a_record_from_elsewhere_may_hold_a_text_for_a_number() -> None:
    assert "CFG scale: high," in write_infotext(a_picture(guidance_scale="high"), PROGRAM)
    assert "CFG scale: 7," in write_infotext(a_picture(guidance_scale=7), PROGRAM)


def test_a_model_that_nobody_knows_is_not_named() -> None:
    assert "Model" not in write_infotext(a_picture(endpoint=""), PROGRAM)
