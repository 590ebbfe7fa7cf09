"""`--selftest`: all of it works here, and each row would say so if it did not."""

import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from portrait_app.imaging import reading
from portrait_app.selftest import CHECKS, report, system_checks, work
from portrait_app.selftest.check import Check
from portrait_app.selftest.window_check import WINDOW

ROOT = Path(__file__).parents[2]


def _start(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Start the program as a person without a desktop session would."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "COVERAGE_PROCESS_START")}
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        env={**kept, "HOME": str(home), "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/no-bus"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_everything_works_here_without_a_display_and_nothing_is_left(tmp_path: Path) -> None:
    ended = _start(tmp_path, "--selftest")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert f"{len(CHECKS)} of {len(CHECKS)} parts work." in ended.stdout
    assert all(f"ok      {check.name}" in ended.stdout for check in CHECKS)
    assert ended.stderr == ""
    left = [file for file in tmp_path.rglob("*") if file.is_file() and "fontconfig" not in file.parts]
    assert not left


@pytest.mark.logs_warnings
def test_a_mistake_while_the_window_is_built_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    def mistaken(*_args: object, **_words: object) -> None:
        raise AttributeError("'interval' is not a Qt property")

    monkeypatch.setattr("portrait_app.session.open_session", mistaken)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    assert report([WINDOW]) == 1
    logging.captureWarnings(capture=False)
    assert "'interval' is not a Qt property" in capsys.readouterr().out


def test_a_window_without_a_display_is_refused_in_one_sentence(tmp_path: Path) -> None:
    ended = _start(tmp_path)
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "desktop session" in ended.stderr


def test_a_part_that_fails_is_a_line_and_the_others_go_on(
    capsys: pytest.CaptureFixture[str], qtbot: QtBot
) -> None:
    def missing(_scratch: Path) -> str:
        raise ImportError("no module named sqlite3")

    assert report([Check("missing", missing), Check("there", lambda scratch: str(scratch.is_dir()))]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "FAILED  missing            ImportError: no module named sqlite3",
        "ok      there              True",
    ]


def test_missing_english_plurals_are_a_failure(
    qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    loaded = qapp.findChildren(QTranslator)
    for translator in loaded:
        qapp.removeTranslator(translator)
    failed = report([check for check in CHECKS if check.name == "translations"])
    for translator in loaded:
        qapp.installTranslator(translator)
    assert failed == 1
    assert "portrait_studio_en.qm is not loaded" in capsys.readouterr().out
    assert report([check for check in CHECKS if check.name == "translations"]) == 0


@pytest.mark.parametrize(
    ("name", "room", "broken", "value", "words"),
    [
        (
            "keychain backends",
            system_checks,
            "_KEYCHAINS",
            {sys.platform: ("Abacus",)},
            "no backend for Abacus",
        ),
        ("windows", system_checks, "_SCREENS", {sys.platform: ("libqabacus.so",)}, "libqabacus.so"),
        ("image codecs", system_checks, "_CODECS", {"PCX": "pcx"}, "Qt does not read pcx"),
        ("Segmind engine", work, "_KEY", "", "key_missing"),
        ("export, import", reading, "FORMATS", {"JPEG": "png", "PNG": "jpeg"}, "a different image"),
    ],
)
def test_what_is_not_there_is_said(
    name: str,
    room: ModuleType,
    broken: str,
    value: object,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    qtbot: QtBot,
) -> None:
    monkeypatch.setattr(room, broken, value)
    assert report([check for check in CHECKS if check.name == name]) == 1
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith(f"FAILED  {name}")
    assert words in line
