"""A column of an exported table: a row in export/tables.py."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.export.tables",
    'Column("words_drawn", lambda picture: list(picture.understood)),\n    ',
    before='Column("cost_usd",',
)

import csv
import json
from pathlib import Path

import pytest

from portrait_app.core.export.plan import Privacy
from tests.export.making import Desk, a_desk, an_image, encoded


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def test_both_tables_have_it(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), understood=("hat", "=smile"))
    (row,) = csv.DictReader(desk.export_one(desk.plan("csv"), picture).read_text("utf-8-sig").splitlines())
    assert row["words_drawn"] == "hat; =smile"
    (record,) = json.loads(desk.export_one(desk.plan("json"), picture).read_text("utf-8"))
    assert record["words_drawn"] == ["hat", "=smile"]


def test_it_tells_nothing_where_only_the_label_is_told(desk: Desk) -> None:
    picture = desk.shelf.put(encoded(an_image(), "PNG"), understood=("hat",))
    file = desk.export_one(desk.plan("csv", privacy=Privacy.LABEL_ONLY), picture)
    assert "words_drawn" not in file.read_text("utf-8-sig")
