"""Templates of names: what they say of a picture, and where they are wrong."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.export.name_template import (
    DOCUMENT_FIELDS,
    NAME_FIELDS,
    NameSource,
    TemplateError,
    TemplateProblem,
    parse_template,
)
from tests.support.pictures import a_picture

WHEN = datetime(2026, 11, 22, 14, 5, 59)  # noqa: DTZ001 - local by definition


def filled(template: str, number: int = 7, collection: str = "", **changes: Any) -> str:
    subject = NameSource(WHEN, number, 20, collection, a_picture(12, **changes))
    return parse_template(template).text(subject)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{date} {time}", "2026-11-22 14-05-59"),
        ("{number:03} of {count}", "007 of 20"),
        ("{seed}", "531327"),
        ("{seed:010}", "0000531327"),
        ("{prompt:20}", "RAW closeup portrait"),
        ("{scheduler}, {steps}, {guidance}", "dpmpp_2m, 30, 7.5"),
        ("{rating} {stars}", "4 ★★★★☆"),
        ("{engine} {model}", "segmind Tiny-SD Portrait"),
        ("{width}x{height} {id}", "768x768 12"),
        ("{tags}", "a, b"),
        ("{{{SEED}}}", "{531327}"),
        ("no field", "no field"),
    ],
)
def test_fields_are_filled_in(template: str, text: str) -> None:
    assert filled(template, rating=4, tags=("a", "b")) == text


def test_a_collection_is_the_one_exported_or_those_that_the_picture_is_in() -> None:
    assert filled("{collection}", collection="Faces") == "Faces"
    assert filled("{collection}", collections=("A", "B")) == "A, B"


def test_what_is_unknown_is_left_out() -> None:
    assert filled("[{seed}]", seed=None) == "[]"


def test_a_prompt_is_one_line_and_ends_with_a_word() -> None:
    assert filled("{prompt:14}", prompt="golden\nhour  lights") == "golden hour"
    assert filled("{prompt:4}", prompt="uninterrupted") == "unin"


@pytest.mark.parametrize(
    ("template", "problem", "word", "start"),
    [
        ("", TemplateProblem.EMPTY, "", 0),
        ("  ", TemplateProblem.EMPTY, "  ", 0),
        ("a {sed}", TemplateProblem.UNKNOWN_FIELD, "sed", 3),
        ("a {}", TemplateProblem.UNKNOWN_FIELD, "", 3),
        ("{prompt:0}", TemplateProblem.BAD_FORM, "0", 8),
        ("{prompt:many}", TemplateProblem.BAD_FORM, "many", 8),
        ("{prompt:999}", TemplateProblem.BAD_FORM, "999", 8),
        ("{number:}", TemplateProblem.BAD_FORM, "", 8),
        ("{number:٣}", TemplateProblem.BAD_FORM, "٣", 8),
        ("{date:3}", TemplateProblem.BAD_FORM, "3", 6),
        ("ab {seed", TemplateProblem.NOT_CLOSED, "{seed", 3),
        ("ab } c", TemplateProblem.NOT_OPENED, "}", 3),
    ],
)
def test_an_error_tells_where_it_is(template: str, problem: TemplateProblem, word: str, start: int) -> None:
    with pytest.raises(TemplateError) as raised:
        parse_template(template)
    error = raised.value
    assert (error.problem, error.word, error.start, error.end) == (problem, word, start, start + len(word))


def test_a_document_has_no_seed() -> None:
    assert parse_template("{date} {count}", DOCUMENT_FIELDS).text(NameSource(WHEN, count=3)) == "2026-11-22 3"
    with pytest.raises(TemplateError):
        parse_template("{seed}", DOCUMENT_FIELDS)


@pytest.mark.parametrize("row", NAME_FIELDS, ids=lambda row: row.key)
def test_every_example_is_a_field(row: object) -> None:
    example = row.example  # type: ignore[attr-defined]
    text = parse_template(f"{{{example}}}").text(NameSource(WHEN, picture=a_picture()))
    assert example not in text  # something else has taken its place
    assert not set("{}") & set(text)


@given(st.text(alphabet=st.sampled_from("{}: 03aseedprompt"), max_size=30))
def test_anything_is_understood_or_refused(template: str) -> None:
    try:
        understood = parse_template(template)
    except TemplateError as error:
        where = template[error.start : error.end] == error.word
    else:
        where = "{" not in understood.text(NameSource(WHEN, picture=a_picture())) or "{{" in template
    assert where
