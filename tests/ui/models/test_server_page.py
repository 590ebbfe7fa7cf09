"""The page of the settings with the user's servers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.servers import (
    SETTING,
    FoundServer,
    ServerEntry,
    ServerReport,
    read_servers,
    servers_text,
)
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.models.server_dialog import ServerDialog
from portrait_app.ui.models.server_list import ServerList
from portrait_app.ui.models.server_page import ServersPart
from portrait_app.ui.models.server_table import ServerRow, ServerState, ServerTable
from tests.support.task_runner import runner

__all__ = ["runner"]

ONE = ServerEntry("a1", "Studio", "http://192.168.1.5:7860", "anna")
TWO = ServerEntry("b2", "Laptop", "http://192.168.1.6:7860")
REPORT = ServerReport("Forge", ("m",), ("Euler", "Heun"))


class FakeDesk:
    """Implements `ServerDesk`."""

    def __init__(self) -> None:
        self.answers: dict[str, ServerReport | AppError] = {}
        self.found: tuple[FoundServer, ...] = ()
        self.tested: list[tuple[ServerEntry, str | None]] = []
        self.saved: list[tuple[ServerEntry, str]] = []
        self.error: AppError | None = None

    def test(self, server: ServerEntry, password: str | None, cancel: Cancel) -> ServerReport:
        self.tested.append((server, password))
        answer = self.answers.get(server.address, REPORT)
        if isinstance(answer, AppError):
            raise answer
        return answer

    def find(self, cancel: Cancel) -> tuple[FoundServer, ...]:
        return self.found

    def save_password(self, server: ServerEntry, password: str) -> None:
        self.saved.append((server, password))
        if self.error is not None:
            raise self.error


class World:
    def __init__(self, settings: JsonSettings, runner: TaskRunner, qtbot: QtBot) -> None:
        self.desk = FakeDesk()
        self.settings = settings
        self.owner = QObject()
        self.servers = ServerList(self.desk, settings, runner, self.owner)
        self._runner = runner
        self._qtbot = qtbot

    def page(self) -> ServersPart:
        part = ServersPart("server", self.servers)
        self._qtbot.addWidget(part)
        with self._qtbot.waitExposed(part):
            part.show()
        self.settle()
        return part

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: not self._runner.busy)

    @property
    def kept(self) -> tuple[ServerEntry, ...]:
        return read_servers(str(self.settings.value(SETTING)))


@pytest.fixture
def world(tmp_path: Path, runner: TaskRunner, qtbot: QtBot) -> Iterator[World]:
    settings = JsonSettings(tmp_path / "settings.json")
    settings.set(SETTING, servers_text((ONE, TWO)))
    world = World(settings, runner, qtbot)
    yield world
    world.owner.deleteLater()


def press(part: ServersPart, words: str) -> None:
    button = next(one for one in part.findChildren(QPushButton) if one.text() == words)
    assert button.isEnabled()
    button.click()


def words(part: ServersPart) -> str:
    return "\n".join(label.text() for label in part.findChildren(QLabel))


def states(part: ServersPart) -> list[str]:
    return [part.table.index(row, ServerTable.STATE).data() for row in range(part.table.rowCount())]


def in_dialog(act: Callable[[ServerDialog], None]) -> None:
    """Do something in the dialog that opens next."""

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ServerDialog)
        act(dialog)

    QTimer.singleShot(0, look)


def fields(dialog: ServerDialog) -> list[QLineEdit]:
    """Return the fields for name, address, user name and password."""
    return dialog.findChildren(QLineEdit)


def test_each_server_is_asked_when_the_page_opens(world: World) -> None:
    world.desk.answers[TWO.address] = AppError(ErrorKind.CANNOT_CONNECT, server="Laptop")
    part = world.page()
    assert states(part) == ["works", "does not work"]
    assert "Forge · 1 model(s) · 2 sampler(s)." in words(part) or "Forge · 1 model · 2 samplers." in words(
        part
    )
    rows = part.table.rows
    assert "“Laptop” does not answer." in rows[1].words


def test_nothing_is_changed_before_save(world: World) -> None:
    part = world.page()
    press(part, "Remove")
    assert [server.id for server in world.kept] == ["a1", "b2"]
    part.apply()
    world.settle()
    assert [server.id for server in world.kept] == ["b2"]
    assert world.desk.saved == [(ONE, "")]  # its password is gone as well


def test_a_server_that_is_unchecked_stays_in_the_list(world: World) -> None:
    part = world.page()
    at = part.table.index(1, ServerTable.NAME)
    part.table.setData(at, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    part.apply()
    assert [server.is_enabled for server in world.kept] == [True, False]
    tested = len(world.desk.tested)
    again = world.page()
    assert len(world.desk.tested) == tested + 1
    assert states(again) == ["works", "not tested"]


def test_a_found_server_is_added_once(world: World) -> None:
    world.desk.found = (FoundServer("http://127.0.0.1:7860", "Forge"), FoundServer(TWO.address, "Forge"))
    part = world.page()
    press(part, "Find on this computer")
    world.settle()
    assert [row.server.name for row in part.table.rows] == ["Studio", "Laptop", "Forge"]
    assert states(part)[2] == "works"
    press(part, "Find on this computer")
    world.settle()
    assert part.table.rowCount() == 3
    assert "No other server was found on this computer." in words(part)


def test_finding_nothing_is_said(world: World) -> None:
    part = world.page()
    press(part, "Find on this computer")
    world.settle()
    assert "No server answers on this computer." in words(part)


def test_a_server_is_added_with_its_login(world: World) -> None:
    part = world.page()

    def fill(dialog: ServerDialog) -> None:
        name, address, user, password = fields(dialog)
        name.setText("Attic")
        address.setText("attic:7860/")
        dialog.findChildren(QCheckBox)[0].setChecked(True)
        user.setText("anna")
        password.setText("secret")
        dialog.accept()

    in_dialog(fill)
    press(part, "Add…")
    world.settle()
    added = part.table.rows[2].server
    assert (added.name, added.address, added.user) == ("Attic", "http://attic:7860", "anna")
    assert world.desk.tested[-1] == (added, "secret")
    part.apply()
    world.settle()
    assert world.kept[2] == added
    assert world.desk.saved == [(added, "secret")]
    assert "secret" not in str(world.settings.value(SETTING))


def test_a_password_that_is_not_typed_stays(world: World) -> None:
    part = world.page()
    in_dialog(lambda dialog: dialog.accept())
    press(part, "Change…")
    part.apply()
    world.settle()
    assert not world.desk.saved
    assert world.desk.tested[-1] == (ONE, None)


def test_a_failing_keychain_is_reported_and_the_list_is_kept(world: World, qtbot: QtBot) -> None:
    world.desk.error = AppError(ErrorKind.KEYCHAIN_LOCKED)
    part = world.page()
    press(part, "Remove")
    with qtbot.waitSignals([world.servers.failed, world.servers.saved]):
        part.apply()
    assert world.kept == (TWO,)


def test_the_dialog_tests_and_warns(world: World, qtbot: QtBot) -> None:
    dialog = ServerDialog("server", ServerEntry("c3", "", ""), world.servers.test)
    qtbot.addWidget(dialog)
    accept = next(one for one in dialog.findChildren(QPushButton) if one.text() == "OK")
    assert not accept.isEnabled()
    name, address, user, _password = fields(dialog)
    address.setText("http://a b")
    assert not accept.isEnabled()
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert "This is not an address such as http://192.168.1.5:7860." in said
    address.setText("http://example.org:7860")
    assert accept.isEnabled()
    assert any("http does not encrypt" in label.text() for label in dialog.findChildren(QLabel))
    address.setText("https://example.org")
    assert not any("http does not encrypt" in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.server == ServerEntry("c3", "example.org", "https://example.org")
    world.desk.answers["https://example.org"] = AppError(ErrorKind.LOGIN_MISSING, server="example.org")
    next(one for one in dialog.findChildren(QPushButton) if one.text() == "Test").click()
    world.settle()
    assert dialog.findChildren(QCheckBox)[0].isChecked()  # the fields for the login are shown
    assert not accept.isEnabled()
    user.setText("anna")
    assert accept.isEnabled()
    assert dialog.password == ""
    assert not name.text()


def test_a_changed_address_needs_the_password_again(world: World, qtbot: QtBot) -> None:
    dialog = ServerDialog("server", ONE, world.servers.test)
    qtbot.addWidget(dialog)
    assert dialog.password is None
    fields(dialog)[1].setText("http://192.168.1.9:7860")
    assert dialog.password == ""


def test_the_table_is_a_sound_model(qtbot: QtBot) -> None:
    table = ServerTable((ONE, TWO))
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal, table)
    table.put(ServerRow(ServerEntry("c3", "Three", "http://three")))
    table.note("b2", ServerState.FAILS, "gone")
    assert table.index(1, ServerTable.STATE).data(Qt.ItemDataRole.ToolTipRole) == "gone"
    table.remove(0)
    assert [row.server.id for row in table.rows] == ["b2", "c3"]
    table.clear()
    assert table.rowCount() == 0
