import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from portrait_app.system.crash_reports import CrashReports

CRASHES = """
import faulthandler, sys
from pathlib import Path
from portrait_app.system.crash_reports import CrashReports

def paint_a_portrait(prompt):
    faulthandler._sigsegv()

CrashReports(Path(sys.argv[1]), "1.2.3").watch()
paint_a_portrait("a secret prompt")
"""
ENDS_WELL = """
import sys
from pathlib import Path
from portrait_app.system.crash_reports import CrashReports
reports = CrashReports(Path(sys.argv[1]), "1.2.3")
reports.watch()
reports.stop()
"""


def run(program: str, folder: Path, home: Path) -> int:
    ended = subprocess.run(
        [sys.executable, "-c", program, str(folder)], env={**os.environ, "HOME": str(home)}, check=False
    )
    return ended.returncode


def test_a_crash_leaves_a_report_that_is_told_once(tmp_path: Path) -> None:
    assert run(CRASHES, tmp_path / "logs", tmp_path) != 0
    report = CrashReports(tmp_path / "logs", "1.2.4").last()
    assert report.startswith("Portrait Studio 1.2.3, started 20")
    assert "Segmentation fault" in report
    assert "paint_a_portrait" in report
    assert "secret" not in report
    assert CrashReports(tmp_path / "logs", "1.2.4").last() == ""
    (kept,) = (tmp_path / "logs").iterdir()
    assert kept.name.startswith("crash-1.2.3_")


def test_the_home_folder_names_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "jane"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "jane"))
    file = tmp_path / "running-1.2.3_20261122T120000_77.txt"
    file.write_text(f'File "{tmp_path}/jane/studio/app.py", line 3 in paint')
    report = CrashReports(tmp_path, "1.2.3").last()
    assert 'File "~/studio/app.py", line 3 in paint' in report
    assert "jane" not in report


def test_a_session_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    assert run(ENDS_WELL, tmp_path / "logs", tmp_path) == 0
    assert list((tmp_path / "logs").iterdir()) == []
    assert CrashReports(tmp_path / "logs", "1.2.3").last() == ""


def test_a_session_that_runs_beside_keeps_its_file_and_an_old_one_goes(tmp_path: Path) -> None:
    beside = tmp_path / "running-1.2.3_20261122T120000_77.txt"
    killed = tmp_path / "running-1.2.3_20261101T120000_78.txt"
    beside.touch()
    killed.touch()
    os.utime(killed, (time.time() - 8 * 86_400,) * 2)
    assert CrashReports(tmp_path, "1.2.3").last() == ""
    assert list(tmp_path.iterdir()) == [beside]


def test_the_newest_is_told_and_five_are_kept(tmp_path: Path) -> None:
    for day in range(10, 18):
        (tmp_path / f"running-1.2.3_202611{day}T120000_{day}.txt").write_text(f"on day {day}")
    assert "on day 17" in CrashReports(tmp_path, "1.2.3").last()
    assert len(list(tmp_path.glob("crash-*.txt"))) == 5


def test_no_folder_is_no_crash(tmp_path: Path) -> None:
    assert CrashReports(tmp_path / "nowhere", "1.2.3").last() == ""


@pytest.mark.logs_warnings
def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "logs").write_text("not a folder")
    reports = CrashReports(tmp_path / "logs", "1.2.3")
    reports.watch()
    assert [record.levelname for record in caplog.records] == ["WARNING"]  # why there will be no report
    reports.stop()
    assert (tmp_path / "logs").read_text() == "not a folder"
