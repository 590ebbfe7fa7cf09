"""The file manager that is asked to show a file: a real one on a real bus, or none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from jeepney import MessageType, message_bus, new_method_return
from jeepney.io.blocking import DBusConnection, open_dbus_connection
from jeepney.wrappers import unwrap_msg

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.system.file_manager import reveal

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("dbus-daemon"), reason="needs a D-Bus session bus"
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert daemon.stdout is not None
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", daemon.stdout.readline().strip())
    yield
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


class FileManager:
    """Answers one call of ShowItems, and remembers what it was asked to show."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self._bus: DBusConnection = open_dbus_connection()
        unwrap_msg(self._bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.FileManager1")))
        self.thread = Thread(target=self._answer)
        self.thread.start()

    def _answer(self) -> None:
        with self._bus:
            while not self.shown:
                asked = self._bus.receive(timeout=20)
                if asked.header.message_type is MessageType.method_call:
                    self.shown += asked.body[0]
                    self._bus.send(new_method_return(asked))


@pytest.mark.usefixtures("bus")
def test_the_file_is_selected(tmp_path: Path) -> None:
    file = tmp_path / "été 100%.png"
    file.touch()
    manager = FileManager()
    assert reveal(file) is True
    manager.thread.join(20)
    assert manager.shown == [file.as_uri()]
    assert "%25" in manager.shown[0]


@pytest.mark.usefixtures("bus")
def test_a_desktop_without_a_file_manager_says_no(tmp_path: Path) -> None:
    assert reveal(tmp_path) is False


def test_without_a_bus_nothing_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    assert reveal(tmp_path) is False
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'nothing'}")
    assert reveal(tmp_path) is False


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AppError) as caught:
        reveal(tmp_path / "gone.png")
    assert caught.value.kind is ErrorKind.FILE_MISSING


@pytest.mark.parametrize(
    ("platform", "begins"), [("win32", "explorer /select,"), ("darwin", "/usr/bin/open")]
)
def test_other_systems_have_programs_for_it(
    platform: str, begins: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []

    def run(command: str | list[str], **_more: object) -> subprocess.CompletedProcess[str]:
        ran.append(command if isinstance(command, str) else " ".join(command))
        return subprocess.CompletedProcess(command, 1 if platform == "win32" else 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "platform", platform)
    assert reveal(tmp_path) is True
    assert ran[0].startswith(begins)
    assert os.fspath(tmp_path) in ran[0]
