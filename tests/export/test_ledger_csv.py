"""The ledger as a file for other programs."""

import csv
import errno
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.money.ledger import LedgerEntry, Tally
from portrait_app.export.ledger_csv import CsvLedgerExport

HEADER = (
    "period,engine,model,endpoint,requests,cost_usd,failed_but_billed,without_reported_cost,outcome_unknown"
)


def entry(endpoint: str = "smallsd1.5-txt2img", cost: str = "0.30", day: int = 5) -> LedgerEntry:
    return LedgerEntry(date(2026, 11, day), "segmind", endpoint, Tally(3, Decimal(cost), 1, 2, 4))


def test_every_line_is_as_the_standard_says(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    CsvLedgerExport().write([entry(), entry('odd, "name"', "1234567.5", 4)], False, file)
    assert file.read_bytes().decode() == (
        f"{HEADER}\r\n"
        "2026-11-05,segmind,Small-SD,smallsd1.5-txt2img,3,0.3,1,2,4\r\n"
        '2026-11-04,segmind,"odd, ""name""","odd, ""name""",3,1234567.5,1,2,4\r\n'
    )


def test_months_and_nothing(tmp_path: Path) -> None:
    CsvLedgerExport().write([entry(day=1, cost="0E-9")], True, tmp_path / "a.csv")
    assert "2026-11,segmind,Small-SD,smallsd1.5-txt2img,3,0,1,2,4" in (tmp_path / "a.csv").read_text()
    CsvLedgerExport().write([], True, tmp_path / "b.csv")
    assert (tmp_path / "b.csv").read_bytes() == f"{HEADER}\r\n".encode()


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_spreadsheet_carries_a_name_out(tmp_path: Path, name: str) -> None:
    CsvLedgerExport().write([entry(name)], False, tmp_path / "costs.csv")
    with (tmp_path / "costs.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[1][2:4] == [f"'{name}"] * 2


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "costs.csv"
    file.write_text("last month's")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(AppError) as raised:
        CsvLedgerExport().write([entry()], False, file)
    assert raised.value.kind is ErrorKind.DISK_FULL
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("costs.csv", "last month's")]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(AppError) as raised:
        CsvLedgerExport().write([entry()], False, tmp_path / "gone" / "costs.csv")
    assert raised.value.kind is ErrorKind.FILE_FAILED
    assert raised.value.facts["path"].endswith("costs.csv")  # type: ignore[union-attr]
