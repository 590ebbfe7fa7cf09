"""The child process in which parsers of other authors run: its limits, its environment, its end."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from portrait_app.importing.parser_process import ParserProcess
from portrait_app.importing.parser_protocol import PROGRAM, SECONDS
from portrait_app.system.exposure import ENVIRONMENT_VARIABLE
from tests.support.brought import FOOOCUS

ROOT = Path(__file__).parents[2]
DREAM = {"Dream": '"a face [blur]" -s 30 -S 42 -W 512 -H 768 -C 7 -A k_euler_a'}
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


@pytest.fixture
def parsers() -> Iterator[ParserProcess]:
    made = ParserProcess()
    yield made
    made.close()


def test_one_child_answers_many_requests(parsers: ParserProcess) -> None:
    found = parsers.ask("InvokeAI", DREAM)
    assert (found["prompt"], found["negative"]) == ("a face", "blur")
    assert dict(found["pairs"])["Size"] == "512x768"
    child = parsers.child
    assert child
    assert parsers.ask("InvokeAI", {"Dream": "nothing of the kind"}) is None
    assert parsers.ask("InvokeAI", DREAM) == found
    assert parsers.child == child


def test_a_text_that_takes_too_long_ends_the_child_and_the_next_gets_another(parsers: ParserProcess) -> None:
    began = time.monotonic()
    assert parsers.ask("InvokeAI", {"Dream": '"a"' + " " * 300_000 + "x"}) is None  # minutes, if left alone
    assert time.monotonic() - began < SECONDS + 20  # other processes may keep this one waiting
    assert parsers.child == 0
    assert parsers.ask("InvokeAI", DREAM)["prompt"] == "a face"


def test_a_child_that_has_vanished_is_replaced(parsers: ParserProcess) -> None:
    assert parsers.ask("InvokeAI", DREAM)
    os.kill(parsers.child, 9)
    assert parsers.ask("InvokeAI", DREAM) in (None, parsers.ask("InvokeAI", DREAM))
    assert parsers.ask("InvokeAI", DREAM)["prompt"] == "a face"


@on_linux
def test_the_child_is_limited_in_memory_and_does_not_have_the_key(
    parsers: ParserProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "SG_secret")
    assert parsers.ask("InvokeAI", DREAM)
    about = Path(f"/proc/{parsers.child}")
    limits = {line[:26].strip(): line[26:].split()[0] for line in (about / "limits").read_text().splitlines()}
    assert int(limits["Max address space"]) <= 400 << 20
    assert b"SG_secret" not in (about / "environ").read_bytes()
    assert ENVIRONMENT_VARIABLE.encode() not in (about / "environ").read_bytes()


@on_linux
@pytest.mark.parametrize("end", ["", "os.kill(os.getpid(), 9)"], ids=["exits", "is killed"])
def test_the_child_ends_with_its_parent(end: str) -> None:
    program = (
        "import os\nfrom portrait_app.importing.parser_process import PARSERS\n"
        f"PARSERS.ask('InvokeAI', {DREAM!r})\nprint(PARSERS.child, flush=True)\n{end}"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    child = Path(f"/proc/{int(run.stdout)}")
    deadline = time.monotonic() + 60
    while child.exists() and "State:\tZ" not in (child / "status").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_the_program_itself_is_the_child_with_its_private_switch() -> None:
    """As the bundle does it, whose executable is no Python."""
    request = b'{"tool": "Fooocus", "texts": {"parameters": "{}"}}\n'
    command = [sys.executable, "-X", "importtime", "main.py", PROGRAM.switch]
    run = subprocess.run(command, cwd=ROOT, input=request, capture_output=True, check=True)
    assert run.stdout == b"null\n"
    assert b"PySide6" not in run.stderr  # a child without a window needs no Qt


def test_a_record_of_fooocus_is_parsed(parsers: ParserProcess) -> None:
    found = parsers.ask("Fooocus", {"parameters": json.dumps(FOOOCUS)})
    assert found["prompt"] == "a laughing boy"
    assert dict(found["pairs"])["Size"] == "512x768"
