"""The key stays in this process: children and core dumps do not have it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QProcessEnvironment

from portrait_app.system.exposure import ENVIRONMENT_VARIABLE, forget_environment_key, take_environment_key

KEY = "SG_0123456789abcdef"
ROOT = Path(__file__).parents[2]


def test_the_environment_gives_a_key_for_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    assert take_environment_key() == ""
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, f" {KEY}\n")
    assert take_environment_key() == KEY
    assert take_environment_key() == KEY  # the library is opened anew
    forget_environment_key()
    assert take_environment_key() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="env")
def test_no_child_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, KEY)
    take_environment_key()
    assert not QProcessEnvironment.systemEnvironment().contains(ENVIRONMENT_VARIABLE)
    assert KEY not in subprocess.run(["env"], capture_output=True, text=True, check=True).stdout
    process = QProcess()
    process.start("env")
    assert process.waitForFinished()
    assert KEY.encode() not in process.readAllStandardOutput().data()


START = """
import os, resource, subprocess, sys
from portrait_app import app
try:
    app.main(["--version"])
except SystemExit:
    pass
print(resource.getrlimit(resource.RLIMIT_CORE), "SEGMIND_API_KEY" in os.environ)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="core dumps")
def test_a_start_takes_the_key_out_of_the_environment_and_writes_no_core_dump() -> None:
    started = subprocess.run(
        ["sh", "-c", 'ulimit -c unlimited; exec "$0" -c "$1"', sys.executable, START],
        env={**os.environ, ENVIRONMENT_VARIABLE: KEY},
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert started.stdout.splitlines()[-1] == "(0, 0) False"
