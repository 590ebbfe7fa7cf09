"""Parameters of all other kinds: also rows in core/parameters.py."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.parameters",
    """
    Parameter(key="film", label="Film", kind=Kind.CHOICE, default="grain", choices=(
        Choice("grain", "Grain"), Choice("clean cut", "Clean"), Choice(35, "35 mm"),
    )),
    Parameter(key="strength", label="Strength", kind=Kind.NUMBER, default=0.5, minimum=0, maximum=1),
    Parameter(key="hires", label="Hires", kind=Kind.BOOLEAN, default=False),
    Parameter(key="style_prompt", label="Style prompt", kind=Kind.PROMPT, default="", word="style"),
    """,
    before='Parameter(\n        key="samples",',
)

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from portrait_app.core.export.name_template import NameSource, parse_template
from portrait_app.core.export.plan import Privacy
from portrait_app.core.field import Value
from portrait_app.core.metadata.found_settings import found_settings
from portrait_app.core.metadata.infotext import write_infotext
from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.fields import search_field
from portrait_app.core.search.query import FILTERS, ORDERS, LibraryQuery, Order
from portrait_app.library.library import PictureLibrary
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.selectable_text import SelectableText
from tests.library.search.test_agrees import agree, fill
from tests.support.every_action import every_action
from tests.support.pictures import a_picture

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ASKED: dict[str, Value] = {"film": "clean cut", "strength": 0.25, "hires": True, "style_prompt": "noir, rain"}


def asking(**values: Value) -> Picture:
    picture = a_picture()
    return replace(picture, request=picture.request.with_values(**values))


# Valid values, and values that a record of another program may contain instead
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "film": st.sampled_from(["grain", "clean cut", "CLEAN", 35, 3.5, True, "", "x\0y", "\ud800 grain"]),
        "strength": st.sampled_from([0, 0.25, 0.5, 1, "half", False]),
        "hires": st.sampled_from([True, False, 1, "true"]),
        "style_prompt": st.sampled_from(["noir rain", "Noir, rain!", "rain noir", "", 7, "\udfff noir"]),
    },
)
TYPED = [
    "film:clean",
    'film:"clean"',
    '-film:"clean cut"',
    "film:35",
    "strength:>0.25",
    "strength:0.5..",
    "rain",
]
TYPED += [
    "is:hires",
    "-is:hires",
    "style:noir",
    'style:"noir rain"',
    "-style:ra",
    "style:ra is:hires portrait",
]


@given(
    values=st.lists(VALUES, max_size=6),
    typed=st.lists(st.sampled_from(TYPED), min_size=1, max_size=2).map(" ".join),
    order=st.sampled_from(ORDERS),
    limit=st.integers(0, 2),
)
@settings(max_examples=200)
def test_the_database_finds_what_the_rows_say(
    library: PictureLibrary, values: list[dict[str, Value]], typed: str, order: Order, limit: int
) -> None:
    stored = fill(library, [asking(**one) for one in values])
    query = LibraryQuery(FILTERS[0], NOW, parse_search(typed), order)
    agree(library, stored, query, limit)


def test_words_without_a_field_are_sought_where_the_index_has_them(library: PictureLibrary) -> None:
    fill(library, [asking(style_prompt="heliotrope")])
    for typed, found in (("heliotrope", []), ("style:helio", [1])):
        query = LibraryQuery(FILTERS[0], NOW, parse_search(typed))
        assert list(library.picture_ids(query)) == found


def test_the_values_of_a_choice_are_completed(library: PictureLibrary) -> None:
    assert library.known_values("film") == ["35", "clean cut", "grain"]
    flag = search_field("is")
    assert flag is not None
    assert "hires" in flag.values


def test_an_infotext_tells_all_of_them_and_is_read_back() -> None:
    text = read_infotext(write_infotext(asking(**ASKED), "Portrait Studio 1.0"))
    assert text is not None
    found = found_settings("", text.prompt, text.negative_prompt, text.pairs)
    assert {key: found.values.get(key) for key in ASKED} == ASKED


def test_names_of_files_have_their_fields() -> None:
    template = parse_template("{film} {strength} {hires} {style:4}")
    assert template.text(NameSource(NOW, picture=asking(**ASKED))) == "clean cut 0.25 yes noir"
    for level in (Privacy.LABEL_ONLY, Privacy.NOTHING):
        assert template.text(NameSource(NOW, picture=asking(**ASKED), privacy=level)) == "   "


def test_the_inspector_shows_them(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    inspector = InspectorPanel(every_action(window), window)
    picture = asking(**ASKED)
    inspector.show_picture(picture, Path(picture.file))
    told = {text.accessibleName() for text in inspector.findChildren(SelectableText)}
    assert {"Film: clean cut", "Strength: 0.25", "Hires: Yes", "Style prompt: noir, rain"} <= told
