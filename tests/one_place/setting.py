"""A setting: a row in core/preferences.py."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.preferences",
    """
    Setting(
        key="tile_gap",
        label=QT_TRANSLATE_NOOP("preferences", "Room between pictures"),
        kind=Kind.INTEGER,
        default=8,
        minimum=0,
        maximum=40,
        unit="px",
        help=QT_TRANSLATE_NOOP("preferences", "Nothing at all makes a wall of pictures."),
        section=Section.GENERAL,
    ),
    """,
    before='Setting(\n        key="on_close",',
)

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDoubleSpinBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from portrait_app.core.field import FieldError
from portrait_app.jobs.runner import TaskRunner
from portrait_app.system.settings import JsonSettings
from portrait_app.ui.shell.settings_dialog import SettingsDialog
from tests.support.task_runner import runner

__all__ = ["runner"]  # a fixture, which pytest finds by name


def test_the_dialog_offers_and_keeps_it(runner: TaskRunner, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "settings.json"
    dialog = SettingsDialog(JsonSettings(file), runner)
    qtbot.addWidget(dialog)
    dialog.show()
    spin = dialog.editor("tile_gap").findChild(QDoubleSpinBox)
    assert isinstance(spin, QDoubleSpinBox)
    assert (spin.minimum(), spin.maximum(), spin.value()) == (0, 40, 8)
    assert "Nothing at all makes a wall of pictures." in {one.text() for one in dialog.findChildren(QLabel)}
    dialog.show_setting("tile_gap")
    spin.selectAll()
    QTest.keyClicks(spin, "0")
    save = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Save")
    with qtbot.waitSignal(dialog.saved) as saved:
        save.click()
    assert saved.args == [{"tile_gap"}]
    assert JsonSettings(file).value("tile_gap") == 0


@pytest.mark.logs_warnings
def test_no_other_value_is_kept_or_believed(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    settings = JsonSettings(file)
    assert settings.value("tile_gap") == 8
    with pytest.raises(FieldError):
        settings.set("tile_gap", 41)
    file.write_text('{"tile_gap": "wide"}', encoding="utf-8")
    assert JsonSettings(file).value("tile_gap") == 8
