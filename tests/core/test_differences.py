from dataclasses import replace

import pytest

from portrait_app.core.differences import TextRun, differences, runs
from tests.support.gallery import a_picture


def test_only_what_was_asked_differently_is_named_in_the_tables_order() -> None:
    one = a_picture(1)
    asked = one.request.with_values(prompt="another face", num_inference_steps=77, samples=4, base64=True)
    other = replace(one, id=2, request=asked, seed=one.seed)
    assert [row.parameter.key for row in differences([one, other])] == ["prompt", "num_inference_steps"]
    assert differences([one, one]) == []
    assert differences([]) == []


def test_the_seed_is_the_one_really_used() -> None:
    one = replace(a_picture(1), seed=5)
    (row,) = differences([one, replace(one, seed=6), replace(one, seed=5)])
    assert (row.parameter.key, row.values) == ("seed", (5, 6, 5))


def test_what_an_engine_does_not_use_has_no_value() -> None:
    one = a_picture(1)
    sketch = replace(one, request=replace(one.request, endpoint="sketch-lorelei"))
    cloud = replace(one, request=replace(one.request, endpoint="potraitsd1.5-txt2img"))
    steps = next(row for row in differences([sketch, cloud]) if row.parameter.key == "num_inference_steps")
    assert steps.values[0] is None
    assert steps.values[1] is not None


@pytest.mark.parametrize(
    ("texts", "marked"),
    [
        (["a red face", "a blue face"], ["red", "blue"]),
        (["a face", "a face, smiling"], ["face", "face, smiling"]),
        (["a b c", "a b c"], ["", ""]),
        (["", "x y"], ["", "x y"]),
        (["a red old face", "a blue old face", "a blue face"], ["red old", "blue old", "blue"]),
        ([], []),
    ],
)
def test_words_that_not_all_have_differ(texts: list[str], marked: list[str]) -> None:
    found = runs(texts)
    assert [" ".join(run.text for run in those) for those in found] == texts
    assert [" ".join(run.text for run in those if run.differs) for those in found] == marked


def test_a_text_too_long_to_be_held_against_another_differs_as_a_whole() -> None:
    long, other = " ".join(["word"] * 100_000), "word"
    assert runs([long, other]) == [[TextRun(long[:50_000].strip(), True)], [TextRun("word", True)]]
