"""A field of a file name and of captions: a row in core/export/name_template.py."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.export.name_template",
    """
    NameField(
        "sample",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "Which picture of its request, from 1"),
        "sample:02",
        _of(lambda picture: picture.sample + 1),
    ),
    """,
    before='NameField(\n        "seed",',
)

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from portrait_app.core.export.name_template import NAME_FIELDS, TemplateError, parse_template
from portrait_app.ui.exporting.template_completion import TemplateCompletion
from tests.export.making import Desk, a_desk, an_image, encoded


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def test_files_are_named_by_it(desk: Desk) -> None:
    pictures = [desk.shelf.put(encoded(an_image(), "PNG"), sample=number) for number in range(2)]
    plan = desk.plan("original", template="portrait {sample:03}")
    names = ["portrait 001.png", "portrait 002.png"]
    assert [row.name for row in desk.exporter.preview(plan, pictures, 2)] == names
    assert [file.name for file in desk.export(plan, pictures).files] == names


def test_it_is_completed_and_takes_a_width_only(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    (row,) = TemplateCompletion(line, NAME_FIELDS)._rows("sam", 0)
    assert (row.text, row.hint) == ("{sample:02}", "Which picture of its request, from 1")
    with pytest.raises(TemplateError):
        parse_template("{sample:many}")
