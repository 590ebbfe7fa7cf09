"""Culling by keys: after a favourite, stars or the Trash, the next picture becomes the current one."""

from PySide6.QtCore import QObject

from portrait_app.core.picture import MOST_STARS
from portrait_app.core.ports.system import Settings
from portrait_app.ui.gallery.subject import Subject
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.actions import Actions
from portrait_app.ui.shell.main_window import MainWindow
from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer


class AutoAdvance(QObject):
    """Goes on at once, before the library has answered: the next key is for the next picture.

    Make it after whoever carries the actions out: they are to see the picture before.
    """

    def __init__(
        self,
        *,
        window: MainWindow,
        view: GalleryView,
        viewer: Viewer,
        compare: CompareView,
        subject: Subject,
        actions: Actions,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._view = view
        self._viewer = viewer
        self._compare = compare
        self._subject = subject
        self._toggle = actions["auto_advance"]
        self._toggle.setChecked(bool(settings.value("auto_advance")))
        self._toggle.toggled.connect(lambda on: settings.set("auto_advance", on))
        for key in ("favourite", "trash", *(f"rate_{stars}" for stars in range(MOST_STARS + 1))):
            actions[key].triggered.connect(self._advance)

    def _advance(self) -> None:
        if not self._toggle.isChecked() or self._subject.count() != 1:
            return
        if self._window.viewer_is_shown:
            self._viewer.step(1)  # the grid follows
            return
        if self._window.compare_is_shown:
            self._compare.step(1)
            return
        following = self._view.gallery.id_at(self._view.currentIndex().row() + 1)
        if following and self._view.isVisible():
            self._view.go_to(following)
