"""Records as tables: safe in a spreadsheet, whole in a program."""

import csv
import json
from pathlib import Path

import pytest

from portrait_app.core.export.plan import Privacy
from tests.export.making import Desk, an_image, encoded

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\n=1"]


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def test_a_table_has_every_picture_with_what_is_known(desk: Desk) -> None:
    prompts = ['a, “b”\nc "d"', "emoji 👩‍🎨; צורה", "", *FORMULAS]
    pictures = [
        desk.shelf.put(encoded(an_image(), "JPEG"), prompt=prompt, tags=("x", "y"), cost=0.003, rating=2)
        for prompt in prompts
    ]
    file = desk.export(desk.plan("csv"), pictures).files[0]
    data = file.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\n" not in data.splitlines(keepends=False)[0]
    assert data.endswith(b"\r\n")
    rows = rows_of(file)
    assert [row["prompt"].removeprefix("'") for row in rows] == prompts
    assert all(row["prompt"].startswith("'") for row in rows[3:])
    assert (
        rows[0]
        | {
            "seed": "531327",
            "tags": "x; y",
            "cost_usd": "0.003",
            "favourite": "no",
            "rating": "2",
            "steps": "30",
        }
        == rows[0]
    )


def test_records_for_a_program_have_their_types(desk: Desk) -> None:
    pictures = [desk.shelf.put(encoded(an_image(), "JPEG"), prompt="=a\n", tags=("x",)) for _ in range(2)]
    records = json.loads(desk.export(desk.plan("json"), pictures).files[0].read_text(encoding="utf-8"))
    assert [record["id"] for record in records] == [1, 2]
    assert records[0]["prompt"] == "=a\n"
    assert records[0]["tags"] == ["x"]
    assert records[0]["favourite"] is False
    assert records[0]["cost_usd"] is None


@pytest.mark.parametrize("key", ["csv", "json"])
@pytest.mark.parametrize("level", list(Privacy))
def test_a_level_leaves_columns_out(desk: Desk, key: str, level: Privacy) -> None:
    picture = desk.shelf.put(encoded(an_image(), "JPEG"), prompt="unmistakable")
    text = desk.export_one(desk.plan(key, privacy=level), picture).read_text(encoding="utf-8-sig")
    assert ("unmistakable" in text) is ("531327" in text) is (level is Privacy.EVERYTHING)
    assert ("trainedAlgorithmicMedia" in text) is (level is not Privacy.NOTHING)
    assert picture.file not in text
