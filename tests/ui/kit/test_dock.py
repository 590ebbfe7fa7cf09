"""A panel of the window that is filled later than its title is made."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QMainWindow, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.dock import Dock


def named(widget: QWidget, name: str) -> QWidget:
    widget.setAccessibleName(name)
    return widget


def test_tab_reaches_the_button_that_hides_a_panel_after_all_else_in_it(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    docks = [Dock(title, title.lower(), window) for title in ("One", "Two")]
    for dock in docks:
        window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock)
    for dock in docks:
        panel = QWidget()
        row = QHBoxLayout(panel)
        row.addWidget(named(QLineEdit(), "line"))
        row.addWidget(named(QSpinBox(), "number"))
        dock.fill(panel, named(QLineEdit(), "extra"))
    window.show()
    window.activateWindow()
    first = docks[0].widget().findChildren(QLineEdit)[0]
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    visited = []
    for _widget in range(8):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused.accessibleName())
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited == ["line", "number", "extra", "Hide One", "line", "number", "extra", "Hide Two"]
