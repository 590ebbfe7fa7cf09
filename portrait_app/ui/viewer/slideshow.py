"""The slideshow: the viewer on the full screen moves to the next picture by itself."""

from PySide6.QtCore import QObject, QTimer

from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.full_screen import FullScreen
from portrait_app.ui.viewer.viewer import Viewer

_LOADING = 200  # milliseconds between two looks whether a large picture is there


class Slideshow(QObject):
    """Begins with the selected picture, and after the last one goes on with the first.

    Space pauses, and any other way to another picture gives that one its full time. Leaving the full screen
    or the viewer ends the slideshow.
    """

    def __init__(
        self, shell: Shell, gallery: Gallery, viewer: Viewer, full_screen: FullScreen, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._gallery = gallery
        self._viewer = viewer
        self._full_screen = full_screen
        self._settings = shell.settings
        self._action = action = shell.actions["slideshow"]
        self._window.addAction(action)  # so that its key works while the menu bar is hidden
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._go_on)
        action.triggered.connect(self._toggle)
        viewer.alone_left.connect(self.stop)
        viewer.pause_wanted.connect(self._pause)
        viewer.current_changed.connect(self._on_picture)
        self._window.page_changed.connect(self._on_page)
        shell.at_end(self._timer.stop)

    @property
    def is_on(self) -> bool:
        return self._viewer.is_playing

    def _toggle(self, on: bool) -> None:
        (self.start if on else self.stop)()

    def start(self) -> None:
        """Show the selected picture, or the first one, and go on from there."""
        model, view = self._gallery.view.gallery, self._gallery.view
        selected = view.selected_ids()[:1]
        row = model.row_of(selected[0]) if selected else None
        if self._window.page is not WindowPage.VIEWER:
            if not self._viewer.show_row(model.job_count if row is None else row):
                self._action.setChecked(False)
                self._shell.say(self.tr("There are no pictures to show."))
                return
            self._window.show_page(WindowPage.VIEWER)
        self._viewer.is_playing = True
        self._action.setChecked(True)
        self._full_screen.show(True)
        self._count_down()

    def stop(self) -> None:
        self._timer.stop()
        self._viewer.is_playing = False
        self._action.setChecked(False)

    def _pause(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._shell.say(self.tr("Paused. Space goes on."))
        else:
            self._shell.say(self.tr("The slideshow goes on."))
            self._viewer.step_around()

    def _on_picture(self) -> None:
        if self.is_on:
            self._count_down()

    def _on_page(self) -> None:
        if self._window.page is not WindowPage.VIEWER:
            self.stop()

    def _count_down(self) -> None:
        self._timer.start(int(self._settings.value("slideshow_seconds")) * 1000)

    def _go_on(self) -> None:
        if self._viewer.is_ready:
            self._viewer.step_around()
            self._count_down()  # also if there is only one picture
        else:
            self._timer.start(_LOADING)
