"""Actions on pictures, from menus, keys and the inspector."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

from portrait_app.core.metadata.infotext import write_infotext
from portrait_app.core.picture import Picture
from portrait_app.core.ports.library import Library
from portrait_app.jobs.image_reader import read_image
from portrait_app.jobs.runner import Lane, Task
from portrait_app.ui.gallery.action_target import ActionTarget
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.shell import Shell


class PictureActions(QObject):
    """Updates the inspector and the actions when the target changes, and carries out the actions."""

    followed = Signal(int)  # the number of target pictures, once the actions are updated

    def __init__(
        self,
        *,
        shell: Shell,
        library: Library,
        view: GalleryView,
        target: ActionTarget,
        gallery: GalleryController,
        inspector: InspectorPanel,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._actions = actions = shell.actions
        self._view = view
        self._target = target
        self._gallery = gallery
        self._inspector = inspector
        self._library = library
        self._runner = shell.runner
        self._preview: Task[QImage] | None = None
        self._settle = QTimer(self)  # one selection sends many signals; react once
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self.follow)
        target.changed.connect(self._settle.start)
        gallery.changed.connect(self._settle.start)
        view.gallery.dataChanged.connect(self._on_rows)
        for key, carry_out in {
            "copy_image": self._copy_image,
            "copy_settings": self._copy_settings,
            "copy_prompt": self._copy_prompt,
            "show_file": self._show_file,
            "select_all": view.selectAll,
            "select_none": view.clearSelection,
        }.items():
            actions[key].triggered.connect(carry_out)
        shell.window.menu_wanted.connect(self._open_menu)
        self.follow()

    @property
    def picture(self) -> Picture | None:
        """The target if it is exactly one picture whose record is in memory, else None."""
        return self._target.picture

    def look_again(self) -> None:
        """Reload the inspector, because a missing file is back."""
        self._inspector.show_nothing()
        self.follow()

    def _open_menu(self, where: QPoint) -> None:
        """Open the context menu at a position on the screen."""
        if self._target.count():
            self.follow()  # the mouse press may have changed the selection
            menu = QMenu(self._view)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._actions.context_menu(menu).popup(where)

    def _on_rows(self) -> None:
        """Update the inspector if the record of the selected picture was not loaded until now."""
        if self._inspector.shown is None and self._target.count() == 1:
            self._settle.start()

    def follow(self) -> None:
        """Show the record of a single picture. A subject above shows what several have in common."""
        count, picture = self._target.count(), self.picture
        self._inspector.set_hidden(self._target.hidden_count())
        self._actions.offer_of_picture(count, is_known=picture is not None)
        if count == 1 and picture is not None:
            self._show(picture)
        elif count < 2:
            self._inspector.show_nothing()
        self.followed.emit(count)

    def _show(self, picture: Picture) -> None:
        path = self._library.path(picture)
        is_new = picture.id != self._inspector.shown
        self._inspector.show_picture(picture, path)
        if is_new:
            self._load_preview(picture, path)

    def _load_preview(self, picture: Picture, path: Path) -> None:
        if self._preview is not None:
            self._preview.cancel()
        self._preview = self._runner.run(
            partial(read_image, path, self._inspector.preview_side),
            partial(self._inspector.set_preview, picture.id),
            lambda _error: self._inspector.set_preview(picture.id, QImage()),  # the tile shows the error
            lane=Lane.FILES,
            owner=self,
        )

    def _copy_image(self) -> None:
        picture = self.picture
        if picture is None:
            return
        path = self._library.path(picture)

        def put(image: QImage) -> None:
            data = QMimeData()
            data.setImageData(image)
            data.setUrls([QUrl.fromLocalFile(str(path))])
            QGuiApplication.clipboard().setMimeData(data)
            self._shell.say(self.tr("Picture copied"))

        self._runner.run(partial(read_image, path), put, lane=Lane.FILES, owner=self)

    def _copy_settings(self) -> None:
        if (picture := self.picture) is not None:
            QGuiApplication.clipboard().setText(write_infotext(picture, self._shell.program))
            self._shell.say(self.tr("Settings copied as text"))

    def _copy_prompt(self) -> None:
        if (picture := self.picture) is not None:
            QGuiApplication.clipboard().setText(picture.request.prompt)
            self._shell.say(self.tr("Prompt copied"))

    def _show_file(self) -> None:
        if (picture := self.picture) is not None:
            self._shell.desktop.show_file(self._library.path(picture))
