"""The key dialog, driven as a person does, with a keychain that fails and hangs as told."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.core.delivery import Balance
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.jobs import key_controller
from portrait_app.jobs.key_controller import KeyController
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.account.key_dialog import ApiKeyDialog
from portrait_app.ui.shell.messages import Remedy
from tests.support.fake_keychain import FakeAccount, FakeSecretStore

KEY = "SG_0123456789abcdef"


class Desk:
    """A dialog on the screen, with all that stands behind it."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.runner = TaskRunner()
        self.store = FakeSecretStore()
        self.account = FakeAccount()
        self.credentials = Credentials()
        self.controller = KeyController(self.credentials, self.store, self.account, self.runner)

    def open(self) -> ApiKeyDialog:
        self.dialog = ApiKeyDialog(self.controller)
        self.qtbot.addWidget(self.dialog)
        self.dialog.show()
        return self.dialog

    def open_with_kept_key(self) -> ApiKeyDialog:
        self.store.key = KEY
        self.controller.load()
        self.settle()
        return self.open()

    @property
    def field(self) -> QLineEdit:
        return self.dialog.findChildren(QLineEdit)[0]

    def button(self, words: str) -> QPushButton:
        return next(
            button
            for button in self.dialog.findChildren(QPushButton)
            if button.text() == words and button.isVisible()
        )

    def press(self, words: str) -> None:
        QTest.mouseClick(self.button(words), Qt.MouseButton.LeftButton)

    def paste(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.field.paste()
        QGuiApplication.clipboard().clear()

    def words(self) -> str:
        return "\n".join(label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible())

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.runner.busy)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(qtbot)
    yield desk
    desk.store.gate.open()
    desk.account.gate.open()
    assert desk.runner.shut_down(5_000)


def _everything_said(widget: QWidget) -> str:
    """Return every word a person or a screen reader could find, but for what they typed themselves."""
    said = [widget.windowTitle()]
    for part in [widget, *widget.findChildren(QWidget)]:
        said += [part.accessibleName(), part.accessibleDescription(), part.toolTip(), part.whatsThis()]
        text = getattr(part, "text", None)
        if callable(text) and not isinstance(part, QLineEdit):
            said.append(str(text()))
        interface = QAccessible.queryAccessibleInterface(part)
        said += [interface.text(QAccessible.Text.Name), interface.text(QAccessible.Text.Value)]
    return "\n".join(said)


def test_a_good_key_is_checked_kept_and_its_balance_shown(desk: Desk) -> None:
    desk.open()
    desk.paste(f"{KEY}\n")
    desk.press("Check and save")
    desk.settle()
    assert desk.store.key == KEY
    assert "The key works. 18.42 USD in credits." in desk.words()
    assert "In Test Keychain" in desk.words()
    desk.press("Done")
    assert not desk.dialog.isVisible()


def test_return_saves(desk: Desk, qtbot: QtBot) -> None:
    desk.open()
    desk.paste(KEY)
    QTest.keyClick(desk.field, Qt.Key.Key_Return)
    desk.settle()
    assert desk.store.key == KEY


def test_a_key_without_a_balance_record_is_good_too(desk: Desk) -> None:
    desk.account.answer = None
    desk.open()
    desk.paste(KEY)
    desk.press("Check and save")
    desk.settle()
    assert "The key works" in desk.words()
    assert desk.controller.source is KeySource.KEYCHAIN


def test_nothing_can_be_saved_before_there_is_a_key(desk: Desk) -> None:
    desk.open()
    assert not desk.button("Check and save").isEnabled()
    assert not desk.button("Use for this session only").isEnabled()


def test_the_field_is_masked_until_it_is_revealed(desk: Desk, qtbot: QtBot) -> None:
    dialog = desk.open()
    desk.paste(KEY)
    reveal = dialog._entry.reveal_button
    assert desk.field.echoMode() is QLineEdit.EchoMode.Password
    QTest.mouseClick(reveal, Qt.MouseButton.LeftButton)
    assert desk.field.echoMode() is QLineEdit.EchoMode.Normal
    assert reveal.accessibleName() == "Hide the key"
    QTest.mouseClick(reveal, Qt.MouseButton.LeftButton)
    assert desk.field.echoMode() is QLineEdit.EchoMode.Password


def test_another_shape_is_warned_about_and_not_refused(desk: Desk) -> None:
    desk.open()
    desk.paste("gateway-token-1")
    assert "This one looks different" in desk.words()
    desk.press("Check and save")
    desk.settle()
    assert desk.store.key == "gateway-token-1"


def test_a_refused_key_is_said_at_the_field_and_can_be_mended(desk: Desk) -> None:
    desk.account.refused.add(KEY)
    desk.open()
    desk.paste(KEY)
    desk.press("Check and save")
    desk.settle()
    assert "does not accept this key" in desk.words()
    assert desk.field.property("invalid") is True
    assert desk.field.text() == KEY
    desk.field.setText(KEY[:-1] + "0")
    assert desk.field.property("invalid") is False
    desk.press("Check and save")
    desk.settle()
    assert "does not accept" not in desk.words()
    assert desk.controller.has_key


@pytest.mark.parametrize("kind", [kind for kind in ErrorKind if kind.startswith("keychain")])
def test_when_the_keychain_fails_the_session_is_offered(desk: Desk, kind: ErrorKind) -> None:
    desk.store.error = kind
    desk.open()
    desk.paste(KEY)
    desk.press("Check and save")
    desk.settle()
    assert "not stored anywhere else" in desk.words()
    assert not desk.controller.has_key
    desk.press("Use for this session only")
    desk.settle()
    assert desk.controller.source is KeySource.SESSION
    assert "For this session only" in desk.words()
    assert "The key works" in desk.words()


def test_a_keychain_that_could_not_be_read_is_said_when_the_dialog_opens(desk: Desk) -> None:
    desk.store.error = ErrorKind.KEYCHAIN_MISSING
    desk.controller.load()
    desk.settle()
    desk.open()
    assert "No keychain was found" in desk.words()
    desk.qtbot.waitUntil(desk.field.hasFocus)


def test_without_a_network_the_key_can_be_used_unchecked(desk: Desk) -> None:
    desk.account.error = AppError(ErrorKind.CANNOT_CONNECT)
    desk.open()
    desk.paste(KEY)
    desk.press("Use for this session only")
    desk.settle()
    assert "cannot be reached" in desk.words()
    assert desk.controller.source is KeySource.SESSION


def test_what_only_the_window_can_do_is_asked_of_it(desk: Desk, qtbot: QtBot) -> None:
    desk.account.error = AppError(ErrorKind.TLS_FAILED)
    dialog = desk.open()
    desk.paste(KEY)
    desk.press("Check and save")
    desk.settle()
    with qtbot.waitSignal(dialog.remedy_requested) as asked:
        desk.press("Open settings")
    assert asked.args == [Remedy.OPEN_SETTINGS]
    assert not dialog.isVisible()


def test_a_hanging_keychain_leaves_the_dialog_alive(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_controller, "_PATIENCE", 20)
    desk.controller = KeyController(desk.credentials, desk.store, desk.account, desk.runner)
    desk.store.gate.shut()
    dialog = desk.open()
    desk.paste(KEY)
    ticks: list[int] = []
    timer = QTimer(dialog)
    timer.setInterval(5)
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start()
    desk.press("Check and save")
    qtbot.waitUntil(lambda: "Waiting for your keychain" in desk.words())
    before = len(ticks)
    qtbot.waitUntil(lambda: len(ticks) > before + 5)
    assert not desk.field.isEnabled()
    desk.press("Stop")
    assert desk.field.isEnabled()
    assert "Waiting" not in desk.words()
    dialog.reject()
    assert not dialog.isVisible()


def test_closing_while_it_is_checked_keeps_nothing(desk: Desk, qtbot: QtBot) -> None:
    desk.account.gate.shut()
    dialog = desk.open()
    desk.paste(KEY)
    desk.press("Check and save")
    qtbot.waitUntil(desk.account.gate.reached.is_set)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    desk.account.gate.open()
    desk.settle()
    assert desk.store.key == ""
    assert not desk.controller.has_key


def test_a_dialog_that_is_gone_does_not_disturb_what_comes_back(desk: Desk, qtbot: QtBot) -> None:
    desk.store.gate.shut()
    dialog = desk.dialog = ApiKeyDialog(desk.controller)
    dialog.show()
    desk.paste(KEY)
    desk.press("Check and save")
    qtbot.waitUntil(desk.store.gate.reached.is_set)
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
        dialog.deleteLater()
    desk.store.gate.open()
    desk.settle()
    assert desk.controller.has_key


def test_removing_asks_first(desk: Desk) -> None:
    desk.open_with_kept_key()
    desk.press("Remove…")
    assert "Remove the key from Test Keychain?" in desk.words()
    desk.press("Keep it")
    assert desk.store.key == KEY
    desk.press("Remove…")
    desk.press("Remove the key")
    desk.settle()
    assert desk.store.key == ""
    assert desk.field.isVisible()


def test_the_balance_of_a_kept_key_is_shown_and_follows_what_replies_say(desk: Desk) -> None:
    desk.open_with_kept_key()
    assert "In Test Keychain\n18.42 USD in credits" in desk.words()
    desk.controller.note_credits(3)
    assert "3.00 USD" in desk.words()


def test_a_key_that_cannot_be_removed_is_said_and_stays(desk: Desk) -> None:
    desk.open_with_kept_key()
    desk.store.error = ErrorKind.KEYCHAIN_LOCKED
    desk.press("Remove…")
    desk.press("Remove the key")
    desk.settle()
    assert "Your keychain is locked" in desk.words()
    assert "•••• cdef" in desk.words()
    desk.qtbot.waitUntil(desk.button("Close").hasFocus)


def test_replacing_shows_the_field_and_keeps_the_old_key_until_the_new_one_works(desk: Desk) -> None:
    desk.open_with_kept_key()
    assert not desk.field.isVisible()
    desk.press("Replace…")
    assert desk.field.text() == ""
    bad, good = "SG_aaaaaaaaaaaaaaaa", "SG_bbbbbbbbbbbbbbbb"
    desk.account.refused.add(bad)
    desk.paste(bad)
    desk.press("Check and save")
    desk.settle()
    assert desk.store.key == desk.credentials.key == KEY
    desk.field.setText(good)
    desk.press("Check and save")
    desk.settle()
    assert desk.store.key == desk.credentials.key == good


def test_a_key_of_the_environment_is_shown_as_such_and_not_removed(desk: Desk) -> None:
    desk.controller = KeyController(
        desk.credentials, desk.store, desk.account, desk.runner, environment_key=KEY
    )
    desk.controller.load()
    desk.settle()
    dialog = desk.open()
    assert "From SEGMIND_API_KEY, for this session" in desk.words()
    assert not dialog._current.remove_button.isVisible()


def test_nothing_of_what_was_typed_is_left_after_closing(desk: Desk) -> None:
    dialog = desk.open()
    desk.paste(KEY)
    desk.field.setText(KEY)
    dialog.reject()
    assert desk.field.text() == ""
    assert not desk.field.isUndoAvailable()


def test_the_key_is_never_shown_said_or_copied(desk: Desk) -> None:
    said: list[str] = []
    desk.account.error = AppError(ErrorKind.SERVER_ERROR, f"cannot handle {KEY}")
    dialog = desk.open()
    desk.paste(KEY)
    said.append(_everything_said(dialog))
    desk.press("Check and save")
    desk.settle()
    said.append(_everything_said(dialog))
    assert "cannot handle [key]" in said[-1]
    desk.account.error = None
    desk.press("Check and save")
    desk.settle()
    said.append(_everything_said(dialog))
    assert "•••• cdef" in said[-1]
    desk.press("Replace…")
    said.append(_everything_said(dialog))
    for words in said:
        assert KEY not in words
        assert KEY[:-4] not in words
    assert KEY not in QGuiApplication.clipboard().text()


def test_the_balance_is_shown_exactly_where_it_is_small(desk: Desk) -> None:
    desk.account.answer = Balance(0.0, 0.0184)
    desk.open()
    desk.paste(KEY)
    desk.press("Check and save")
    desk.settle()
    assert "0.0184 USD" in desk.words()


def test_every_control_has_a_name_and_none_is_cut_in_a_large_font(desk: Desk) -> None:
    dialog = desk.open_with_kept_key()
    desk.press("Replace…")
    font = dialog.font()
    font.setPointSizeF(font.pointSizeF() * 1.3)
    dialog.setFont(font)
    QGuiApplication.processEvents()
    for button in dialog.findChildren(QPushButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width()
    for label in dialog.findChildren(QLabel):
        if label.isVisible():
            assert label.height() >= label.heightForWidth(label.width())
    for part in dialog.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            interface = QAccessible.queryAccessibleInterface(part)
            assert interface.text(QAccessible.Text.Name)
