"""Values are mapped to what a model allows, and what was changed is listed."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.catalog import (
    ENDPOINTS,
    PARAMETERS,
    SAMPLE_VALUES,
    SKETCH,
    Endpoint,
    Parameter,
    endpoint,
    endpoints_of,
)
from portrait_app.core.field import Choice
from portrait_app.core.fitting import Change, fit, fit_all, nearest, nearest_model
from portrait_app.core.request import build_request

PORTRAIT = endpoint("potraitsd1.5-txt2img")
SDXL = endpoint("sdxl1.0-realvis")
SERVER = replace(
    PORTRAIT.parameter("scheduler"),
    choices=tuple(Choice(name, name) for name in ("DPM++ 2M", "PLMS", "DPM2", "Euler a", "LCM")),
    default="LCM",
)


@pytest.mark.parametrize(
    ("parameter", "value", "expected"),
    [
        (PORTRAIT.parameter("num_inference_steps"), 8, 20),
        (PORTRAIT.parameter("num_inference_steps"), 20.6, 21),
        (PORTRAIT.parameter("guidance_scale"), 90, 25),
        (PORTRAIT.parameter("img_width"), 832, 768),
        (PORTRAIT.parameter("img_width"), 4096, 1024),
        (SDXL.parameter("img_width"), 1001, 1000),
        (SDXL.parameter("img_width"), 3, 512),
        (SDXL.parameter("img_width"), 9999, 2048),
        (SDXL.parameter("img_width"), 768, 768),
        (SDXL.parameter("scheduler"), "dpmpp_2m", "DPM Multi"),
        (PORTRAIT.parameter("scheduler"), "DPM++ 2M", "DPM Multi"),
        (PORTRAIT.parameter("scheduler"), "k_euler_ancestral", "Euler a"),
        (PORTRAIT.parameter("scheduler"), "LCM", None),
        (SERVER, "DPM Multi", "DPM++ 2M"),
        (SERVER, "dpmpp_2m", "DPM++ 2M"),
        (SERVER, "PNDM", "PLMS"),
        (PORTRAIT.parameter("prompt"), "", ""),
        (PORTRAIT.parameter("prompt"), 7, None),
        (PORTRAIT.parameter("base64"), "yes", None),
        (PORTRAIT.parameter("seed"), -2, None),
    ],
)
def test_the_nearest_value_is_taken(parameter: Parameter, value: object, expected: object) -> None:
    assert nearest(parameter, value) == expected
    assert fit(parameter, value) == (parameter.default if expected is None else expected)


_ANY = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=True),
    st.text(max_size=20),
    st.sampled_from([choice.value for choice in PARAMETERS[2].choices]),
)


@given(model=st.sampled_from(ENDPOINTS), values=st.dictionaries(st.sampled_from(list(SAMPLE_VALUES)), _ANY))
def test_whatever_is_fitted_can_be_asked_for(model: Endpoint, values: dict[str, object]) -> None:
    fitted, changes = fit_all(model, values)
    build_request(model, {**fitted, "prompt": fitted.get("prompt") or "a face"})
    assert {change.key for change in changes} <= values.keys() - model.unused


def test_what_was_changed_is_listed_and_what_has_no_effect_is_not() -> None:
    values = {**SAMPLE_VALUES, "num_inference_steps": 8, "img_width": 832}
    _fitted, changes = fit_all(SDXL, values)
    assert changes == [
        Change("scheduler", "dpmpp_2m", "DPM Multi"),
        Change("num_inference_steps", 8, 20),
    ]
    _fitted, changes = fit_all(endpoints_of(SKETCH)[0], values)
    assert changes == [Change("img_width", 832, 768)]


def test_the_nearest_model_is_of_the_family_then_of_the_engine_then_the_one_with_the_fewest_changes() -> None:
    gone = replace(PORTRAIT, slug="gone")
    values = dict(SAMPLE_VALUES)
    sdxl_here = replace(SDXL, engine="segmind")
    elsewhere = replace(PORTRAIT, slug="local:one", engine="local")
    narrow = endpoint("sd1.5-epicrealism")  # without the sample's scheduler
    assert nearest_model(gone, values, [sdxl_here, elsewhere]) == elsewhere
    assert nearest_model(gone, values, [elsewhere, narrow]) == narrow
    assert nearest_model(gone, values, [narrow, PORTRAIT]) == PORTRAIT
    assert nearest_model(gone, values, [gone]) is None
