"""One program for a library: who has it, who is told, and who must not be."""

import getpass
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import ErrorKind
from portrait_app.core.holder import Holder
from portrait_app.library.lock import LOCK, LibraryLock
from portrait_app.system.paths import Paths, socket_address
from portrait_app.ui.shell.library_in_use import who_has_it
from portrait_app.ui.shell.single_instance import SingleInstance, Start

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets with a place in the file system")

# Another program that has the library, and listens. It says so, and goes on until it is ended.
OTHER = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from portrait_app.library.lock import LibraryLock
from portrait_app.ui.shell.single_instance import SingleInstance
application = QCoreApplication([])
other = SingleInstance(LibraryLock(Path(sys.argv[1])), sys.argv[2])
other.called.connect(lambda files: print("called", *files, flush=True))
start = other.begin()
other.listen()
print(start.name, flush=True)
application.exec()
"""


def paths_in(home: Path) -> Paths:
    return Paths(home / "data", home / "config", home / "cache", home / "logs")


@contextmanager
def other_program(library: Path, address: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-c", OTHER, str(library), address]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "FIRST\n"
        try:
            yield other
        finally:
            other.kill()


@pytest.fixture
def address(tmp_path: Path) -> str:
    return socket_address(tmp_path / "library", paths_in(tmp_path))


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder for sockets, whose paths must not be long."""
    with tempfile.TemporaryDirectory(prefix="ps") as folder:
        yield Path(folder)


def begun(tmp_path: Path, address: str, *, patience: float = 5) -> SingleInstance:
    return SingleInstance(LibraryLock(tmp_path / "library"), address, patience=patience)


def test_a_second_start_hands_over_its_files_and_ends(tmp_path: Path, address: str, qtbot: QtBot) -> None:
    with other_program(tmp_path / "library", address) as other:
        second = begun(tmp_path, "")  # with another runtime folder, or none
        assert second.begin([tmp_path / "a.png"]) is Start.HANDED_OVER
        assert other.stdout is not None
        assert other.stdout.readline() == f"called {tmp_path / 'a.png'}\n"
        elsewhere = SingleInstance(LibraryLock(tmp_path / "other"), "")
        assert elsewhere.begin() is Start.FIRST
        elsewhere.end()


def test_a_program_that_was_killed_leaves_the_library_free(
    tmp_path: Path, address: str, qtbot: QtBot
) -> None:
    with other_program(tmp_path / "library", address) as other:
        other.kill()
    assert Path(address).exists()  # its socket stays behind
    next_one = begun(tmp_path, address)
    assert next_one.begin() is Start.FIRST
    next_one.listen()
    assert next_one.problem is None
    third = begun(tmp_path, address)
    assert third.begin() is Start.FIRST  # in this process the lock is shared
    next_one.end()
    third.end()
    assert not Path(address).exists()


def test_a_frozen_program_keeps_the_library(tmp_path: Path, address: str, qtbot: QtBot) -> None:
    with other_program(tmp_path / "library", address) as other:
        other.send_signal(signal.SIGSTOP)
        second = begun(tmp_path, address, patience=0.5)
        assert second.begin([tmp_path / "a.png"]) is Start.TAKEN
        lock = LibraryLock(tmp_path / "library")
        assert not lock.take()
        said = who_has_it(tmp_path, lock.holder(), is_near=bool(lock.address()))
        assert f"process {other.pid}" in said
        assert "is not responding" in said
        other.send_signal(signal.SIGCONT)
        assert begun(tmp_path, address).begin() is Start.HANDED_OVER


def test_a_start_waits_for_a_program_that_ends(tmp_path: Path, address: str, qtbot: QtBot) -> None:
    with other_program(tmp_path / "library", "") as other:  # which is not to be called
        killed = subprocess.Popen(["sh", "-c", f"sleep 0.5; kill -9 {other.pid}"])
        second = begun(tmp_path, address)
        assert second.begin() is Start.FIRST
        second.end()
        killed.wait()


def test_what_others_say_of_a_library_is_not_believed(tmp_path: Path, qtbot: QtBot) -> None:
    """A lock file that names somebody else's socket, or a file, is no address."""
    folder = tmp_path / "library"
    folder.mkdir()
    lock = LibraryLock(folder)
    plain = tmp_path / "plain"
    plain.touch()
    own = {"host": os.uname().nodename, "user": getpass.getuser(), "process": 1, "address": str(plain)}
    gone, odd = {**own, "address": str(tmp_path / "gone")}, {**own, "address": "a\0b"}
    for text in (*map(json.dumps, (own, gone, odd, [], {}, "x")), "[" * 9000, ""):
        (folder / LOCK).write_text(text)
        assert lock.address() == ""
    others: list[dict[str, object]] = [{**own, "user": "12345"}, {**own, "host": "elsewhere"}]
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        for said in others:
            (folder / LOCK).write_text(json.dumps({**said, "address": str(tmp_path / "s")}))
            assert lock.address() == ""
            assert "has" in who_has_it(folder, lock.holder(), is_near=False)
        (folder / LOCK).write_text(json.dumps({**own, "address": str(tmp_path / "s")}))
        assert lock.address() == str(tmp_path / "s")
        if os.getuid() == 0:
            os.lchown(tmp_path / "s", 12345, 12345)
            assert lock.address() == ""


def test_words_for_each_holder(tmp_path: Path) -> None:
    other = Holder("den", "12", 7, "/s")
    assert who_has_it(tmp_path, other, is_near=True).startswith("Another Portrait Studio (process 7)")
    assert who_has_it(tmp_path, other, is_near=False).startswith("User 12 on the computer “den”")
    assert who_has_it(tmp_path, Holder(), is_near=False) == f"Another program has “{tmp_path}” open."


@pytest.mark.logs_warnings
def test_a_socket_is_only_where_nobody_else_can_be_first(
    short_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths, library = paths_in(short_path), short_path / "library"
    runtime = short_path / "run"
    runtime.mkdir(mode=0o700)
    own = paths.cache / "run"  # where the session has no good one
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    assert Path(socket_address(library, paths)).parent == runtime
    runtime.chmod(0o777)
    assert Path(socket_address(library, paths)).parent == own
    assert own.stat().st_mode & 0o777 == 0o700
    link = short_path / "link"
    runtime.chmod(0o700)
    link.symlink_to(runtime)
    for given in (str(link), "", "relative", str(short_path / "gone"), str(short_path / ("long" * 30))):
        monkeypatch.setenv("XDG_RUNTIME_DIR", given)
        assert Path(socket_address(library, paths)).parent == own
    if os.getuid() == 0:
        os.chown(runtime, 12345, 12345)
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
        assert Path(socket_address(library, paths)).parent == own
    own.chmod(0o755)
    assert socket_address(library, paths) == ""


def test_a_name_that_cannot_be_had_is_said(tmp_path: Path, address: str, qtbot: QtBot) -> None:
    (Path(address) / "in the way").mkdir(parents=True)
    for place, path in ((address, address), ("", None)):
        instance = begun(tmp_path, place)
        assert instance.begin() is Start.FIRST  # the lock is what counts
        instance.listen()
        assert instance.problem is not None
        assert instance.problem.kind is ErrorKind.NOT_TO_BE_CALLED
        assert instance.problem.facts.get("path") == path
        instance.end()
