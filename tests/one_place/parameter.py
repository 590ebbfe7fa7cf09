"""A parameter: a row in core/parameters.py. A model on which it has no effect names it in `unused`."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.parameters",
    """
    Parameter(
        key="clip_skip",
        label=QT_TRANSLATE_NOOP("catalog", "Clip skip"),
        kind=Kind.INTEGER,
        default=1,
        minimum=1,
        maximum=12,
        help=QT_TRANSLATE_NOOP("catalog", "How many of the last layers of the text model are left out."),
        affects_cost=True,
    ),
    """,
    before='Parameter(\n        key="samples",',
)

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox
from pytestqt.qtbot import QtBot

from portrait_app.core.differences import differences
from portrait_app.core.export.name_template import NameSource, parse_template
from portrait_app.core.metadata.found_settings import found_settings
from portrait_app.core.metadata.infotext import write_infotext
from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.core.money.estimates import Basis, estimate, past_cost
from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import SearchError, parse_search
from portrait_app.core.search.query import FILTERS, ORDERS, LibraryQuery, Order
from portrait_app.imaging.reading import check_image
from portrait_app.importing.others import read_others
from portrait_app.importing.reader import PictureFileReader
from portrait_app.library.library import PictureLibrary
from portrait_app.ui.create.form import ParameterForm
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.selectable_text import SelectableText
from portrait_app.ui.search.completion import suggestions
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.messages import search_problem_text
from tests.export.making import Desk, a_desk, an_image, encoded
from tests.library.search.test_agrees import agree, fill
from tests.support.brought import INVOKE
from tests.support.pictures import a_picture
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_from_the_panel_to_the_service_and_back_to_the_search(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with SegmindService() as service:
        program = RunningProgram(tmp_path, qtbot, api=service.url)
        program.find(ParameterModel).set_values({"prompt": "a sailor"})
        spin = program.find(ParameterForm).editor("clip_skip").findChild(QDoubleSpinBox)
        assert isinstance(spin, QDoubleSpinBox)
        assert (spin.minimum(), spin.maximum(), spin.value()) == (1, 12, 1)
        for count, skipped in enumerate((2, 5), 1):
            spin.setFocus()
            spin.selectAll()
            QTest.keyClicks(spin, str(skipped))
            program.action("generate").trigger()
            program.wait_for_pictures(count)
        sent = [request.json["clip_skip"] for request in service.billed]
        assert sent == [2, 5]

        program.find(SearchLine).setText("clipskip:>2")
        program.wait_for_pictures(1)
        program.view.selectAll()
        inspector = program.find(InspectorPanel)
        qtbot.waitUntil(lambda: inspector.shown is not None)
        told = {text.accessibleName() for text in inspector.findChildren(SelectableText)}
        assert "Clip skip: 5" in told
        program.close()

        program = RunningProgram(tmp_path, qtbot, api=service.url)  # restores value and search
        program.wait_for_pictures(1)
        assert program.find(ParameterModel).values()["clip_skip"] == 5
        program.close()


# --- search ---


ODD = [1, 2, 3, 12, 2.0, "2", True, 10**30, None]  # a record of another program may contain anything
TYPED = ["clipskip:2", "clipskip:>2", "-clipskip:2", "clipskip:1..3", "clipskip:<=12 steps:30"]


@given(
    values=st.lists(st.sampled_from(ODD), max_size=6),
    typed=st.sampled_from(TYPED),
    order=st.sampled_from(ORDERS),
    limit=st.integers(0, 2),
)
@settings(max_examples=100)
def test_the_database_finds_what_the_rows_say(
    library: PictureLibrary, values: list[object], typed: str, order: Order, limit: int
) -> None:
    stored = fill(library, [skipping(value) for value in values])
    query = LibraryQuery(FILTERS[0], NOW, parse_search(typed), order)
    agree(library, stored, query, limit)


def test_a_mistake_is_explained() -> None:
    with pytest.raises(SearchError) as caught:
        parse_search("clipskip:x")
    assert search_problem_text(caught.value) == "“x” is not a number. Example: clipskip:1."


def test_the_field_is_completed() -> None:
    (row,) = suggestions("clip", 4, lambda _field: ())
    assert (row.text, row.hint) == ("clipskip:", "Clip skip, clipskip:1")


# --- export and import ---


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def skipping(value: object) -> Picture:
    picture = a_picture()
    values = {key: kept for key, kept in picture.request.values.items() if key != "clip_skip"}
    if value is not None:
        values["clip_skip"] = value  # type: ignore[assignment] # wrong types too
    return replace(picture, request=replace(picture.request, values=values))


def test_an_infotext_tells_it_and_is_read_back() -> None:
    text = read_infotext(write_infotext(skipping(3), "Portrait Studio 1.0"))
    assert text is not None
    found = found_settings("", text.prompt, text.negative_prompt, text.pairs)
    assert found.values["clip_skip"] == 3
    assert [name for name, _value in found.unmapped] == ["Version"]
    too_many = found_settings("", "", "", {"Clip skip": "99"})
    assert dict(too_many.unmapped) == {"Clip skip": "99"}


def test_it_is_found_in_the_record_of_another_program() -> None:
    found = read_others({"invokeai_metadata": json.dumps({**INVOKE, "clip_skip": 2})})
    assert found is not None
    assert found.values["clip_skip"] == 2


@pytest.mark.parametrize("kind", ["original", "png", "jpeg", "webp"])
def test_an_exported_file_brings_it_home(desk: Desk, kind: str) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), request=skipping(4).request)
    file = desk.export_one(desk.plan(kind, template="{clipskip}-{clipskip:03}"), picture)
    assert file.stem == "4-004"
    brought, _image = PictureFileReader(check_image).read(file)
    assert brought.repeat_request.values["clip_skip"] == 4


def test_a_table_has_its_column(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), request=skipping(4).request)
    table = desk.export_one(desk.plan("csv"), picture).read_text("utf-8-sig")
    (row,) = csv.DictReader(table.splitlines())
    assert row["clip_skip"] == "4"
    (record,) = json.loads(desk.export_one(desk.plan("json"), picture).read_text("utf-8"))
    assert record["clip_skip"] == 4


def test_a_caption_has_its_field() -> None:
    subject = NameSource(NOW, picture=skipping(None))
    assert parse_template("skipped {clipskip}").text(subject) == "skipped "


# --- costs and comparison ---


def test_what_it_costs_may_depend_on_it() -> None:
    past = [past_cost(skipping(2).request, Decimal("0.01"))]
    assert estimate(skipping(2).request, past).basis is Basis.SAME
    assert estimate(skipping(3).request, past).basis is Basis.OTHER_SETTINGS


def test_pictures_side_by_side_say_that_it_differs() -> None:
    (found,) = differences([skipping(2), skipping(3)])
    assert (found.parameter.key, found.values) == ("clip_skip", (2, 3))
