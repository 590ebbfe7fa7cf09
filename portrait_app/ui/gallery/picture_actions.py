"""What can be done with pictures, from menus, keys and the inspector."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtWidgets import QMenu

from portrait_app.core.curation import Marks
from portrait_app.core.differences import FEWEST_COMPARED, MOST_COMPARED
from portrait_app.core.metadata.infotext import write_infotext
from portrait_app.core.picture import MOST_STARS, Picture
from portrait_app.core.ports.library import Library
from portrait_app.jobs.image_reader import read_image
from portrait_app.jobs.runner import Lane, Task, TaskRunner
from portrait_app.ui.create.controller import GenerationController
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.gallery.subject import Subject
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.shell.actions import Actions

_OF_ONE = ("open", "use_settings", "new_seed", "copy_image", "copy_settings", "copy_prompt", "show_file")

_AT_ONCE = 2000  # selected pictures of which the library knows at once what they have in common


class PictureActions(QObject):
    """Keeps the inspector and the actions true to what they are about, and carries the actions out."""

    said = Signal(str)  # a short sentence for a toast

    def __init__(
        self,
        *,
        actions: Actions,
        view: GalleryView,
        subject: Subject,
        gallery: GalleryController,
        generation: GenerationController,
        inspector: InspectorPanel,
        curation: CurationController,
        marks_of: Callable[[Sequence[int]], Marks],
        library: Library,
        runner: TaskRunner,
        program: str,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._actions = actions
        self._view = view
        self._subject = subject
        self._gallery = gallery
        self._generation = generation
        self._inspector = inspector
        self._curation = curation
        self._marks_of = marks_of
        self._several: Task[Marks] | None = None
        self._library = library
        self._runner = runner
        self._program = program
        self._preview: Task[QImage] | None = None
        self._settle = QTimer(self)  # a selection changes in many steps: look at it once
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._follow)
        subject.changed.connect(self._settle.start)
        gallery.changed.connect(self._settle.start)
        view.gallery.dataChanged.connect(self._on_rows)
        for key, carry_out in {
            "favourite": lambda: curation.toggle_favourite(subject.ids()),
            "trash": lambda: curation.move_to_trash(subject.ids()),
            "restore": lambda: curation.restore(subject.ids()),
            "use_settings": self._use_settings,
            "new_seed": self._new_seed,
            "copy_image": self._copy_image,
            "copy_settings": self._copy_settings,
            "copy_prompt": self._copy_prompt,
            "show_file": self._show_file,
            "select_all": view.selectAll,
        }.items():
            actions[key].triggered.connect(carry_out)
        for rating in range(MOST_STARS + 1):
            actions[f"rate_{rating}"].triggered.connect(partial(self._rate, rating))
        self._follow()

    @property
    def picture(self) -> Picture | None:
        """The one picture all this is about, where it is exactly one and its record is here."""
        return self._subject.picture

    def look_again(self) -> None:
        """Show anew what is shown: a file that was missing is back."""
        self._inspector.show_nothing()
        self._follow()

    def open_menu(self, where: QPoint) -> None:
        """Offer what can be done, at a place on the screen."""
        if self._subject.count():
            self._follow()  # the press that asked may have selected another one
            menu = QMenu(self._view)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self._actions.context_menu(menu).popup(where)

    def _on_rows(self) -> None:
        """Rows have come: one of them may be the picture that was selected before its record was here."""
        if self._inspector.shown is None and self._subject.count() == 1:
            self._settle.start()

    def _follow(self) -> None:
        count = self._subject.count()
        picture = self.picture
        in_trash = self._gallery.query.filter.trashed
        for action in self._actions.of_picture():
            action.setEnabled(count > 0)
        for key in _OF_ONE:
            self._actions[key].setEnabled(picture is not None)
        selected = self._view.selected_count()
        self._actions["compare"].setEnabled(FEWEST_COMPARED <= selected <= MOST_COMPARED)
        self._actions["trash"].setVisible(not in_trash)
        self._actions["restore"].setVisible(in_trash)
        if self._several is not None:
            self._several.cancel()
            self._several = None
        if count > 1:
            self._look_at_several()
            return
        self._check_marks(Marks(0, rating=None) if picture is None else Marks.of(picture))
        if picture is None:
            self._inspector.show_nothing()
            return
        path = self._library.path(picture)
        is_new = picture.id != self._inspector.shown
        self._inspector.show_picture(picture, path)
        if is_new:
            self._load_preview(picture, path)

    def _look_at_several(self) -> None:
        """Find out what the selected pictures have in common: a while where they are very many."""
        ids = self._subject.ids()
        if len(ids) > _AT_ONCE:
            self._inspector.show_several(ids, Marks(len(ids)))

        def show(marks: Marks) -> None:
            self._several = None
            self._inspector.show_several(ids, marks)
            self._check_marks(marks)

        self._several = self._runner.run(partial(self._marks_of, ids), show, lane=Lane.SEARCH, owner=self)

    def _check_marks(self, marks: Marks) -> None:
        """Check the actions whose mark all of the pictures have."""
        self._actions["favourite"].setChecked(0 < marks.count == marks.favourites)
        for rating in range(MOST_STARS + 1):
            self._actions[f"rate_{rating}"].setChecked(marks.rating == rating)

    def _load_preview(self, picture: Picture, path: Path) -> None:
        if self._preview is not None:
            self._preview.cancel()
        self._preview = self._runner.run(
            partial(read_image, path, self._inspector.preview_side),
            partial(self._inspector.set_preview, picture.id),
            lambda _error: self._inspector.set_preview(picture.id, QImage()),  # the tile says what is wrong
            lane=Lane.FILES,
            owner=self,
        )

    def _rate(self, rating: int) -> None:
        self._curation.rate(self._subject.ids(), rating)
        self._follow()  # checked when it is done

    def _use_settings(self) -> None:
        if (picture := self.picture) is not None:
            self._generation.use_settings(picture)

    def _new_seed(self) -> None:
        if (picture := self.picture) is not None:
            self._generation.generate_again(picture)

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
            self.said.emit(self.tr("Picture copied"))

        self._runner.run(partial(read_image, path), put, lane=Lane.FILES, owner=self)

    def _copy_settings(self) -> None:
        if (picture := self.picture) is not None:
            QGuiApplication.clipboard().setText(write_infotext(picture, self._program))
            self.said.emit(self.tr("Settings copied as text"))

    def _copy_prompt(self) -> None:
        if (picture := self.picture) is not None:
            QGuiApplication.clipboard().setText(picture.request.prompt)
            self.said.emit(self.tr("Prompt copied"))

    def _show_file(self) -> None:
        if (picture := self.picture) is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._library.path(picture).parent)))
