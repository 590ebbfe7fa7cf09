"""The settings dialog against a store in memory, and the About box."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Value
from portrait_app.core.licence import Licence
from portrait_app.core.preferences import SETTINGS, setting
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.shell.about import AboutDialog
from portrait_app.ui.shell.licences import LicencesDialog
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.support.widgets import the_only


class MemorySettings:
    """Implements `core.ports.Settings`; `error` is raised by the next `save`."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.saved: dict[str, Value] | None = None
        self.error: AppError | None = None
        self.load_error: AppError | None = None

    def value(self, key: str) -> Value:
        return self.values.get(key, setting(key).default)

    def set(self, key: str, value: Value) -> None:
        self.values[key] = setting(key).check(value)

    def save(self) -> None:
        if self.error:
            raise self.error
        self.saved = dict(self.values)


@pytest.fixture
def settings(qapp: object, tmp_path: Path) -> MemorySettings:
    return MemorySettings()


@pytest.fixture
def dialog(settings: MemorySettings, runner: TaskRunner, qtbot: QtBot) -> SettingsDialog:
    dialog = SettingsDialog(settings, runner)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _press(dialog: QWidget, words: str, qtbot: QtBot) -> None:
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _words(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_every_setting_with_a_section_has_an_editor_and_no_other(dialog: SettingsDialog) -> None:
    assert set(dialog._editors) == {row.key for row in SETTINGS if row.section}


def test_what_is_set_is_shown(settings: MemorySettings, runner: TaskRunner, qtbot: QtBot) -> None:
    settings.set("concurrency", 5)
    dialog = SettingsDialog(settings, runner)
    qtbot.addWidget(dialog)
    assert dialog.editor("concurrency").value() == 5


def test_saving_writes_what_changed_and_says_which(
    dialog: SettingsDialog, settings: MemorySettings, qtbot: QtBot
) -> None:
    dialog.editor("concurrency").set_value(4)
    dialog.editor("appearance").set_value("dark")
    with qtbot.waitSignal(dialog.saved) as saved:
        _press(dialog, "Save", qtbot)
    assert saved.args == [{"concurrency", "appearance"}]
    assert settings.saved == {"concurrency": 4, "appearance": "dark"}
    assert not dialog.isVisible()


def test_cancel_changes_nothing(dialog: SettingsDialog, settings: MemorySettings, qtbot: QtBot) -> None:
    dialog.editor("concurrency").set_value(4)
    _press(dialog, "Cancel", qtbot)
    assert settings.values == {}
    assert not dialog.isVisible()


def test_a_refused_value_is_said_at_its_field_on_its_page(
    dialog: SettingsDialog, settings: MemorySettings, qtbot: QtBot
) -> None:
    dialog.editor("api_url").set_value("ftp://example.org")
    _press(dialog, "Save", qtbot)
    assert dialog.isVisible()
    assert dialog.editor("api_url").isVisible()
    assert "https://" in dialog.editor("api_url").problem()
    assert settings.values == {}
    dialog.editor("api_url").set_value("http://127.0.0.1:8765")
    with qtbot.waitSignal(dialog.saved):
        _press(dialog, "Save", qtbot)
    assert settings.value("api_url") == "http://127.0.0.1:8765"


def test_what_cannot_be_written_counts_for_the_session(
    dialog: SettingsDialog, settings: MemorySettings, qtbot: QtBot
) -> None:
    settings.error = AppError(ErrorKind.SETTINGS_UNSAVED)
    dialog.editor("concurrency").set_value(4)
    with qtbot.waitSignal(dialog.saved):
        _press(dialog, "Save", qtbot)
    assert settings.value("concurrency") == 4
    assert not dialog.isVisible()


def test_restoring_defaults_is_for_this_page_and_waits_for_save(
    settings: MemorySettings, runner: TaskRunner, qtbot: QtBot
) -> None:
    settings.set("concurrency", 5)
    settings.set("read_timeout", 60)
    dialog = SettingsDialog(settings, runner)
    qtbot.addWidget(dialog)
    dialog.show()
    _press(dialog, "Restore defaults", qtbot)
    assert dialog.editor("concurrency").value() == 2
    assert dialog.editor("read_timeout").value() == 60
    assert settings.value("concurrency") == 5


def test_what_needs_a_restart_says_so(dialog: SettingsDialog) -> None:
    dialog.show_setting("library_folder")
    assert "after a restart" in _words(dialog)
    dialog.show_setting("concurrency")
    assert "after a restart" not in _words(dialog)


def test_the_key_dialog_is_asked_for(dialog: SettingsDialog, qtbot: QtBot) -> None:
    dialog.show_setting("api_url")
    with qtbot.waitSignal(dialog.key_requested):
        _press(dialog, "Segmind key…", qtbot)


def test_the_about_box_names_version_licence_and_whose_work_is_in_it(qtbot: QtBot) -> None:
    about = AboutDialog("1.2.3", [("Lorelei", "Drawings by an artist")])
    qtbot.addWidget(about)
    about.show()
    words = _words(about)
    for expected in ("Version 1.2.3", "MIT", "Lorelei", "Drawings by an artist", "Qt 6."):
        assert expected in words
    _press(about, "Close", qtbot)
    assert not about.isVisible()


def test_the_about_box_shows_every_licence_where_they_are_known(qtbot: QtBot) -> None:
    about = AboutDialog("1.2.3", [])
    qtbot.addWidget(about)
    about.show()
    (button,) = [button for button in about.findChildren(QPushButton) if "Licences" in button.text()]
    assert not button.isVisible()  # a checkout knows of none
    about.set_licences(
        [Licence("One", "1.0", "MIT", "", "Do."), Licence("Two", "", "CC0", "https://x", "Be.")]
    )
    assert button.isVisible()
    dialog = LicencesDialog(about._licences, about)
    assert the_only(QPlainTextEdit, dialog).toPlainText() == "One 1.0\nMIT\n\nDo."
    the_only(QListWidget, dialog).setCurrentRow(1)
    assert the_only(QPlainTextEdit, dialog).toPlainText() == "Two\nCC0\nhttps://x\n\nBe."
