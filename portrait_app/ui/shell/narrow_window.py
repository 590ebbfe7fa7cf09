"""Hides the panels of one side while the window is too narrow for both sides."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

_SIDES = (Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea)


class NarrowWindow(QObject):
    """Keeps panels off the centre, where Qt would put them if the window is narrower than its content.

    The right side hides first. If the user shows one of its panels, the left side hides instead.
    """

    def __init__(self, window: QMainWindow, before_hiding: Callable[[], None]) -> None:
        super().__init__(window)
        self._window = window
        self._before_hiding = before_hiding
        self._docks: list[QDockWidget] = []
        self._kept = _SIDES[0]
        self._cost = 0  # how much wider the window must be to show the hidden panels
        self.hidden: list[QDockWidget] = []
        self.is_off = False  # whether all panels are hidden, whatever the width
        self._tried = 0, 0  # widths of the window, had and needed, when the panels came back
        self._looking = QTimer(self, singleShot=True)  # a page that is left may still need its room
        self._looking.setInterval(0)
        self._looking.timeout.connect(self._look)
        window.installEventFilter(self)

    def add(self, dock: QDockWidget) -> None:
        """Let a panel hide while it is at a side."""
        self._docks.append(dock)
        dock.toggleViewAction().triggered.connect(lambda shown: self._on_toggled(dock, shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            if self._window.isVisible():
                self._looking.start()
            else:
                self._look()  # before the first frame
        return super().eventFilter(watched, event)

    def _on_toggled(self, dock: QDockWidget, shown: bool) -> None:
        if dock in self.hidden:
            self.hidden.remove(dock)
        if not shown:
            return
        if (side := self._window.dockWidgetArea(dock)) in _SIDES:
            self._kept = side
        self._hide_other_side()

    def _look(self) -> None:
        if self.is_off:
            return
        width, needed = self._window.width(), self._window.minimumSizeHint().width() + self._cost
        if width != self._tried[0]:
            self._tried = 0, 0
        if not self.hidden:
            self._hide_other_side()
        elif width >= needed and (width, needed) != self._tried:
            self._tried = width, needed
            shown, self.hidden = self.hidden, []
            for dock in shown:
                dock.show()

    def _hide_other_side(self) -> None:
        """Hide the panels of the side that is not kept, if the window is too narrow for both."""
        needed = self._window.minimumSizeHint().width()
        if self._window.width() >= needed or not self._shown_at(self._kept):
            return
        others = [dock for side in _SIDES if side is not self._kept for dock in self._shown_at(side)]
        if not others:
            return
        self._before_hiding()
        self.hidden += others
        for dock in others:
            dock.hide()
        self._cost = needed - self._window.minimumSizeHint().width()

    def _shown_at(self, side: Qt.DockWidgetArea) -> list[QDockWidget]:
        return [
            dock
            for dock in self._docks
            if not (dock.isHidden() or dock.isFloating()) and self._window.dockWidgetArea(dock) is side
        ]
