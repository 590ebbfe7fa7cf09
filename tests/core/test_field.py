"""A field lets in what its row allows, in its own type, and says why it refuses the rest."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.field import Choice, Field, FieldError, Kind, Problem

STEPS = Field(key="steps", label="Steps", kind=Kind.INTEGER, default=20, minimum=20, maximum=100)
SCALE = Field(key="scale", label="Scale", kind=Kind.NUMBER, default=7.5, minimum=0.1, maximum=25)
COUNT = Field(key="count", label="Count", kind=Kind.INTEGER, default=0)
SIDE = Field(
    key="side", label="Side", kind=Kind.CHOICE, default=512, choices=(Choice(512, "512"), Choice(768, "768"))
)
PROMPT = Field(key="prompt", label="Prompt", kind=Kind.PROMPT, default="", required=True)
NOTE = Field(key="note", label="Note", kind=Kind.TEXT, default="")
ADDRESS = Field(key="url", label="Address", kind=Kind.ADDRESS, default="https://a.example", required=True)
FLAG = Field(key="flag", label="Flag", kind=Kind.BOOLEAN, default=False)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (STEPS, 20),
        (STEPS, 100),
        (SCALE, 0.1),
        (SCALE, 25.0),
        (COUNT, -(10**12)),
        (SIDE, 768),
        (PROMPT, "a face"),
        (NOTE, ""),
        (ADDRESS, "http://127.0.0.1:8765"),
        (FLAG, True),
    ],
)
def test_what_is_allowed_comes_back_unchanged(field: Field, value: object) -> None:
    checked = field.check(value)
    assert checked == value
    assert type(checked) is type(value)


@pytest.mark.parametrize(
    ("field", "value", "problem"),
    [
        (STEPS, 19, Problem.OUT_OF_RANGE),
        (STEPS, 101, Problem.OUT_OF_RANGE),
        (STEPS, 10**400, Problem.OUT_OF_RANGE),
        (COUNT, 10**400, Problem.OUT_OF_RANGE),
        (COUNT, math.inf, Problem.OUT_OF_RANGE),
        (STEPS, 20.5, Problem.WRONG_TYPE),
        (STEPS, "20", Problem.WRONG_TYPE),
        (STEPS, True, Problem.WRONG_TYPE),
        (STEPS, None, Problem.WRONG_TYPE),
        (SCALE, math.nan, Problem.OUT_OF_RANGE),
        (SCALE, math.inf, Problem.OUT_OF_RANGE),
        (SCALE, 0.09, Problem.OUT_OF_RANGE),
        (SIDE, 600, Problem.NOT_A_CHOICE),
        (SIDE, "512", Problem.NOT_A_CHOICE),
        (SIDE, 512.0, Problem.NOT_A_CHOICE),
        (PROMPT, "", Problem.REQUIRED),
        (PROMPT, " \n\t", Problem.REQUIRED),
        (PROMPT, 7, Problem.WRONG_TYPE),
        (NOTE, "half a pair: \ud83d", Problem.WRONG_TYPE),
        (ADDRESS, "ftp://a.example", Problem.NOT_AN_ADDRESS),
        (ADDRESS, "", Problem.REQUIRED),
        (FLAG, 1, Problem.WRONG_TYPE),
        (FLAG, "true", Problem.WRONG_TYPE),
    ],
)
def test_what_is_refused_says_why(field: Field, value: object, problem: Problem) -> None:
    with pytest.raises(FieldError) as caught:
        field.check(value)
    assert caught.value.problem is problem
    assert caught.value.field is field


def test_a_whole_float_is_an_integer_and_an_integer_is_a_number() -> None:
    assert type(STEPS.check(30.0)) is int
    assert type(SCALE.check(7)) is float


@given(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.binary(), st.lists(st.none())
    )
)
def test_any_value_is_checked_or_refused(value: object) -> None:
    for field in (STEPS, SCALE, COUNT, SIDE, PROMPT, NOTE, ADDRESS, FLAG):
        try:
            checked = field.check(value)
        except FieldError:
            continue
        assert field.check(checked) == checked
        assert checked == value
