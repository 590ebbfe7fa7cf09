"""The plan of an export, and the table of formats."""

import json

import pytest

from portrait_app.core.export.formats import FORMATS, ExportFormat, Output
from portrait_app.core.export.name_template import DOCUMENT_FIELDS, parse_template
from portrait_app.core.export.plan import (
    COLLISION_LABELS,
    PRIVACY_HELP,
    PRIVACY_LABELS,
    Collision,
    ExportPlan,
    Privacy,
)

PLAN = ExportPlan(
    "jpeg",
    "/somewhere",
    "{seed}",
    Privacy.LABEL_ONLY,
    "Ann",
    "© Ann",
    Collision.SKIP,
    {"quality": 80, "longest_side": 2048},
)


def test_a_plan_comes_back_from_its_record() -> None:
    assert ExportPlan.from_record(json.loads(json.dumps(PLAN.record()))) == PLAN


def test_an_option_has_its_default() -> None:
    assert PLAN.option("quality") == 80
    assert PLAN.option("srgb") is True
    with pytest.raises(KeyError):
        PLAN.option("columns")


def test_another_format_keeps_the_options_that_it_has() -> None:
    assert PLAN.with_format("png").options == {"longest_side": 2048}


@pytest.mark.parametrize(
    "record",
    [
        {},
        {"format": "tiff", "options": {"quality": "high"}, "collision": 3},
        {"format": None, "options": [1], "privacy": "some", "template": ""},
    ],
)
def test_a_record_of_another_version_gives_a_plan_that_gives_nothing_away(record: dict[str, object]) -> None:
    plan = ExportPlan.from_record(record)
    assert plan.row in FORMATS
    assert plan.privacy is Privacy.LABEL_ONLY
    assert plan.collision is Collision.NUMBER
    parse_template(plan.template)


def test_every_level_and_way_has_its_words() -> None:
    assert set(PRIVACY_LABELS) == set(PRIVACY_HELP) == set(Privacy)
    assert set(COLLISION_LABELS) == set(Collision)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.key)
def test_a_format_is_whole(row: ExportFormat) -> None:
    for option in row.options:
        assert option.check(option.default) == option.default
    if row.output is not Output.EACH:
        parse_template(str(row.option("document").default), DOCUMENT_FIELDS)
