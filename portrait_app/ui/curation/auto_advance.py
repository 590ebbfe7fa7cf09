"""Culling by keys: after a favourite, stars or the Trash, the next picture becomes current."""

from PySide6.QtCore import QObject

from portrait_app.core.picture import MOST_STARS
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.shell.main_window import WindowPage
from portrait_app.ui.shell.shell import Shell
from portrait_app.ui.viewer.compare_view import CompareView
from portrait_app.ui.viewer.viewer import Viewer


class AutoAdvance(QObject):
    """Goes to the next picture without waiting for the library, so that the next key is for that picture.

    Create it after the objects that carry out the actions: their slots must run first, while the old
    picture is current.
    """

    def __init__(
        self, shell: Shell, gallery: Gallery, viewer: Viewer, compare: CompareView, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window = shell.window
        self._view = gallery.view
        self._target = gallery.target
        self._viewer = viewer
        self._compare = compare
        self._toggle = shell.actions["auto_advance"]
        self._toggle.setChecked(bool(shell.settings.value("auto_advance")))
        self._toggle.toggled.connect(lambda on: shell.settings.set("auto_advance", on))
        for key in ("favourite", "trash", *(f"rate_{stars}" for stars in range(MOST_STARS + 1))):
            shell.actions[key].triggered.connect(self._advance)

    def _advance(self) -> None:
        if not self._toggle.isChecked() or self._target.count() != 1:
            return
        if self._window.page is WindowPage.VIEWER:
            self._viewer.step(1)  # the grid follows
            return
        if self._window.page is WindowPage.COMPARE:
            self._compare.step(1)
            return
        following = self._view.gallery.id_at(self._view.currentIndex().row() + 1)
        if following and self._view.isVisible():
            self._view.go_to(following)
