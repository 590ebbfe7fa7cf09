"""The executable of the second package, as it runs from a checkout: its words, and what it leaves behind."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from portrait_app import __version__
from portrait_app.engines.local.child import program
from portrait_app.engines.local.trial import make_trial_picture

ROOT = Path(__file__).parents[3]


def start(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Start the child process with a command line, and with an empty home."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT")}
    return subprocess.run(
        [sys.executable, "-m", "portrait_app.engines.local.child", *words],
        cwd=ROOT,
        env={**kept, "HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_it_tells_its_version(tmp_path: Path) -> None:
    assert start(tmp_path, "--version").stdout == f"{__version__}\n"


def test_it_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    ended = start(tmp_path, "--help")
    assert ended.returncode == 1
    assert "usage: portrait-studio-local" in ended.stderr


def test_its_selftest_makes_a_picture_and_leaves_nothing(tmp_path: Path) -> None:
    ended = start(tmp_path, "--selftest")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert [line.split()[0] for line in ended.stdout.splitlines()[1:]] == ["ok", "ok", "ok"]
    assert not list(tmp_path.rglob("*"))


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_picture_needs_no_socket_and_writes_nothing_at_home(tmp_path: Path) -> None:
    """Not by OpenVINO, which would write to ~/intel and report to its makers if it were asked to."""
    home = tmp_path / "home"
    (tmp_path / "scratch").mkdir()
    home.mkdir()
    watched = (
        "import os, runpy, sys\n"
        f"os.environ['HOME'] = {str(home)!r}\n"
        "from portrait_app.engines.local.child import frames\n"
        "real_write = frames.write_frame\n"
        "def write(stream, frame):\n"
        "    if frame.kind == 'done':\n"
        "        folder = '/proc/self/fd/'\n"
        "        files = [folder + one for one in os.listdir(folder) if os.path.exists(folder + one)]\n"
        f"        with open({str(tmp_path / 'told')!r}, 'w') as told:\n"
        "            print('openvino' in sys.modules, sys.modules.get('openvino_telemetry'),\n"
        "                any(os.readlink(file).startswith('socket:') for file in files), file=told)\n"
        "    real_write(stream, frame)\n"
        "frames.write_frame = write\n"
        "runpy.run_module('portrait_app.engines.local.child', run_name='__main__')"
    )
    make_trial_picture(tmp_path / "scratch", lambda: [sys.executable, "-c", watched])
    imported, telemetry, has_socket = (tmp_path / "told").read_text().split()
    assert (imported, telemetry, has_socket) == ("True", "None", "False")
    assert not list(home.rglob("*"))


def test_the_trial_picture_is_made_by_the_program_that_is_found(tmp_path: Path) -> None:
    trial = make_trial_picture(tmp_path, program.command)
    assert trial.picture.startswith(b"\x89PNG")
    assert trial.steps == 2
