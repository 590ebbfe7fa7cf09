"""Full screen: the whole window, and in the viewer the picture alone."""

from PySide6.QtCore import QEvent, QObject, Qt

from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.resting_pointer import RestingPointer
from portrait_app.ui.viewer.viewer import Viewer


class FullScreen(QObject):
    """Follows its action, the page of the window, and a desktop that changes the window by itself."""

    def __init__(self, shell: Shell, viewer: Viewer, parent: QObject) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._viewer = viewer
        self._action = action = shell.actions["full_screen"]
        self._pointer = RestingPointer(viewer)
        self._is_alone = False
        self._was_maximized = False
        self._window.addAction(action)  # so that its key works while the menu bar is hidden
        action.triggered.connect(self.show)
        viewer.alone_left.connect(lambda: self.show(False))
        self._window.page_changed.connect(self._follow)
        self._window.installEventFilter(self)
        shell.at_end(lambda: self.show(False))  # the next start begins with the window as it was

    @property
    def is_on(self) -> bool:
        return self._window.isFullScreen()

    def show(self, on: bool) -> None:
        """Show the window on the full screen, or as it was before."""
        if on == self.is_on:
            return
        if on:
            self._was_maximized = self._window.isMaximized()
            self._window.showFullScreen()
        elif self._was_maximized:
            self._window.showMaximized()
        else:
            self._window.showNormal()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.WindowStateChange:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        alone = self.is_on and self._window.page is WindowPage.VIEWER
        self._action.setChecked(self.is_on)
        self._window.show_page_alone(alone)
        self._viewer.set_alone(alone)
        if alone is not self._is_alone:
            self._is_alone = alone
            self._pointer.set_watching(alone)
        if alone:
            self._viewer.setFocus(Qt.FocusReason.OtherFocusReason)
