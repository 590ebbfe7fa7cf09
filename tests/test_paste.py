"""Ctrl+V brings in what is in the clipboard: a picture without a file, or files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from portrait_app.ui.importing.dialog import ImportDialog
from portrait_app.ui.kit.text_editors import PromptEditor
from portrait_app.ui.shell.toast import Toast
from tests.support.brought import png
from tests.support.program import RunningProgram
from tests.support.widgets import texts_of
from tests.test_import import button, read_all, table

_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[RunningProgram]:
    running = RunningProgram(tmp_path / "home", qtbot)
    running.wait_for_pictures(0)
    running.window.activateWindow()
    running.view.setFocus()
    yield running
    QGuiApplication.clipboard().clear()
    running.close()


def paste(program: RunningProgram) -> None:
    QTest.keyClick(QApplication.focusWidget() or program.window, Qt.Key.Key_V, _CTRL)


def test_a_picture_without_a_file_becomes_one_of_the_library(program: RunningProgram) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    QGuiApplication.clipboard().setImage(image)
    paste(program)
    dialog = read_all(program)
    assert list(table(dialog)) == ["dropped-1.png"]
    button(dialog, "Add to library").click()
    program.wait_for_pictures(1)
    (picture,) = program.backend.library.pictures([1])
    assert (picture.format, picture.width, picture.height) == ("png", 40, 30)
    kept = QImage(str(program.backend.library.path(picture)))
    assert kept.pixelColor(5, 5) == QColor("teal")


def test_files_are_brought_in_as_they_are(program: RunningProgram, tmp_path: Path) -> None:
    file = tmp_path / "mine.png"
    file.write_bytes(png())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)
    program.action("paste").trigger()
    dialog = read_all(program)
    assert list(table(dialog)) == ["mine.png"]


def test_text_is_no_picture_and_is_still_pasted_where_one_types(program: RunningProgram) -> None:
    QGuiApplication.clipboard().setText("a queen")
    paste(program)
    program.qtbot.waitUntil(lambda: any("no picture" in text for text in texts_of(program.find(Toast))))
    prompt = program.find(PromptEditor).findChild(QPlainTextEdit)
    assert isinstance(prompt, QPlainTextEdit)
    prompt.setFocus()
    prompt.selectAll()
    paste(program)
    assert prompt.toPlainText() == "a queen"
    assert program.window.findChild(ImportDialog) is None
