"""The program starts and works whatever language the user's system speaks."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from portrait_app.selftest import CHECKS
from tests.support.locales import LOCALES, environment, why_not

ROOT = Path(__file__).parents[1]


def _start(home: Path, locale: str, *words: str) -> "subprocess.CompletedProcess[str]":
    if reason := why_not(locale):
        pytest.skip(reason)
    locales = home / "locales"
    locales.mkdir()
    variables = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home}/no-bus",
        "QT_QPA_PLATFORM": "offscreen",
        **environment(locale, locales),
    }
    return subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words],
        env=variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )


def _without_qt(said: str) -> str:
    """Return what the program said without Qt's own remark about a locale that is not UTF-8."""
    return re.sub(r"Detected locale .*?for more information\.\n", "", said, flags=re.DOTALL)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_portrait_is_made(locale: str, tmp_path: Path) -> None:
    ended = _start(tmp_path, locale, "--demo", str(tmp_path / "window.png"))
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert _without_qt(ended.stderr) == ""
    assert (tmp_path / "window.png").stat().st_size > 10_000


@pytest.mark.parametrize("locale", LOCALES)
def test_the_selftest_works(locale: str, tmp_path: Path) -> None:
    ended = _start(tmp_path, locale, "--selftest")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    every = QLocale(locale).toString(len(CHECKS))
    assert f"{every} of {every} parts work." in ended.stdout
    assert _without_qt(ended.stderr) == ""
