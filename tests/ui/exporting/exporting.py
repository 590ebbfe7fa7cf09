"""A program on a library, and somebody who exports from it, for tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from portrait_app.core.export.plan import ExportPlan
from portrait_app.ui.exporting.controller import ExportController
from portrait_app.ui.exporting.dialog import ExportDialog
from portrait_app.ui.exporting.progress_strip import ExportStrip
from portrait_app.ui.kit.notice import Notice
from portrait_app.ui.search.controller import SearchController
from tests.support.library_builder import build_library
from tests.ui.curation.test_curation import Curating

COUNT = 60  # pictures of the library that is exported from


class Exporting(Curating):
    """A program on a library, and somebody who exports from it."""

    def __init__(self, home: Path, qtbot: QtBot) -> None:
        super().__init__(home, qtbot)
        self.folder = home / "exported"
        self.controller = self.program.find(ExportController)
        self.library = home / "data" / "library"
        self.search_controller = self.program.find(SearchController)

    def open(self, **plan: object) -> ExportDialog:
        """Open the dialog with the key, with these fields of the plan and the folder of the test."""
        self.come_back()
        QTest.keyClick(self.view, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        dialog = self.program.find(ExportDialog)
        dialog.form.set_plan(ExportPlan(**{"folder": str(self.folder), **plan}))  # type: ignore[arg-type]
        self.look(dialog)
        return dialog

    def come_back(self) -> None:
        """Go to the grid, as a window manager has one do when a dialog closes."""
        self.program.window.activateWindow()
        self.qtbot.waitUntil(self.program.window.isActiveWindow)
        self.view.setFocus()

    def look(self, dialog: ExportDialog) -> None:
        """Wait until the preview follows."""
        self.qtbot.waitUntil(lambda: dialog.preview.words not in ("", "Calculating…"))
        self.settle()

    def choose(self, dialog: ExportDialog, words: str) -> str:
        """Choose what to export by the beginning of its words; return what stands there then."""
        box = next(
            box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Pictures to export"
        )
        box.setCurrentIndex(box.findText(words, Qt.MatchFlag.MatchStartsWith))
        self.look(dialog)
        return box.currentText()

    def export(self, dialog: ExportDialog) -> list[str]:
        """Press Export, and return the names of the files when they are there."""
        QTest.keyClick(dialog, Qt.Key.Key_Return)
        self.settle()
        return self.files

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []

    @property
    def strip(self) -> ExportStrip:
        return self.program.find(ExportStrip)

    def notice(self) -> Notice:
        notices = [notice for notice in self.program.window.findChildren(Notice) if notice.isVisible()]
        return notices[0]


def button(parent: QWidget, text: str) -> QPushButton:
    return next(one for one in parent.findChildren(QPushButton) if one.text().startswith(text))


def line(dialog: ExportDialog, label: str) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if one.accessibleName() == label)


@pytest.fixture
def exporting(tmp_path: Path, qtbot: QtBot) -> Iterator[Exporting]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, COUNT)
    opened = Exporting(tmp_path, qtbot)
    yield opened
    opened.program.close()
