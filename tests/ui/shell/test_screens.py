"""The window and every dialog fit a small screen."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.screens import offscreen

ROOT = Path(__file__).parents[3]
SCREENS = {
    "1024x600": (1024, 600, 1.0, 0),
    "1366x768": (1366, 768, 1.0, 0),
    "1920x1080 at 1.5": (1920, 1080, 1.5, 0),
    "1920x1080 at 2": (1920, 1080, 2.0, 0),
    "1366x768, 20 pt": (1366, 768, 1.0, 20),
    "1024x600, 20 pt": (1024, 600, 1.0, 20),
}


@pytest.mark.parametrize("name", SCREENS)
def test_the_window_and_every_dialog_fit(name: str, tmp_path: Path) -> None:
    width, height, scale, points = SCREENS[name]
    platform = offscreen(tmp_path / "screen.json", width, height, scale)
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.dialogs", str(tmp_path / "home"), str(points)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": platform},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    shown = json.loads(ended.stdout.splitlines()[-1])
    assert {"MainWindow", "Generate", "SettingsDialog", "LedgerDialog", "ExportDialog"} <= shown.keys()
    outside = {what: place for what, place in shown.items() if not place["fits"]}
    assert not outside


def test_a_window_of_a_larger_screen_is_made_smaller(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for width, height, fits in ((1920, 1200, 1320), (1024, 600, 1024)):
        ended = subprocess.run(
            [sys.executable, "-m", "tests.support.dialogs", str(home), "0", "window"],
            cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": offscreen(tmp_path / "screen.json", width, height)},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert ended.returncode == 0, ended.stderr
        window = json.loads(ended.stdout.splitlines()[-1])["MainWindow"]
        assert window["fits"]
        assert fits - 20 <= window["place"][2] <= fits + 10  # with its frame
