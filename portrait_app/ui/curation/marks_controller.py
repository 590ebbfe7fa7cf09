"""The controller of marks: turns keys, menus and clicks into edits, and shows the selection's marks."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.curation import Marks
from portrait_app.core.picture import MOST_STARS
from portrait_app.core.ports.curation import Curation
from portrait_app.jobs.runner import Lane, Task
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.shell.shell import Shell

_AT_ONCE = 2000  # selected pictures whose common marks the library finds without a noticeable delay


class MarksController(QObject):
    """Carries out the actions for marks. Updates these actions and the inspector with the selection."""

    def __init__(
        self, shell: Shell, library: Curation, gallery: Gallery, curation: CurationController
    ) -> None:
        super().__init__(curation)
        self._actions = actions = shell.actions
        self._runner = shell.runner
        self._library = library
        self._gallery = gallery
        self._target = target = gallery.target
        self._curation = curation
        self._several: Task[Marks] | None = None
        actions["favourite"].triggered.connect(lambda: target.act(curation.toggle_favourite))
        actions["favourite"].toggled.connect(self._show_favourite)
        actions["trash"].triggered.connect(lambda: target.act(curation.move_to_trash))
        actions["restore"].triggered.connect(lambda: target.act(curation.restore))
        for rating in range(MOST_STARS + 1):
            actions[f"rate_{rating}"].triggered.connect(partial(self._rate, rating))
        view = gallery.view
        view.favourite_clicked.connect(lambda picture_id: curation.toggle_favourite([picture_id]))
        view.trash_clicked.connect(lambda picture_id: curation.move_to_trash([picture_id]))
        view.restore_clicked.connect(lambda picture_id: curation.restore([picture_id]))
        gallery.pictures.followed.connect(self._follow)
        self._follow(target.count())

    def _follow(self, count: int) -> None:
        in_trash = self._gallery.controller.query.filter.trashed
        self._actions["trash"].setVisible(not in_trash)
        self._actions["restore"].setVisible(in_trash)
        if self._several is not None:
            self._several.cancel()
            self._several = None
        if count > 1:
            self._look_at_several()
        else:
            picture = self._target.picture
            self._check(Marks(0, rating=None) if picture is None else Marks.of(picture))

    def _look_at_several(self) -> None:
        """Read the common marks of the selected pictures. If there are many, show only their number first."""
        ids = self._target.ids()
        if len(ids) > _AT_ONCE:
            self._gallery.inspector.show_several(ids, Marks(len(ids)))
        find = partial(self._library.marks, ids)
        self._several = self._runner.run(find, partial(self._show, ids), lane=Lane.SEARCH, owner=self)

    def _show(self, ids: Sequence[int], marks: Marks) -> None:
        self._several = None
        self._gallery.inspector.show_several(ids, marks)
        self._check(marks)

    def _check(self, marks: Marks) -> None:
        """Check the actions whose mark all of the pictures have."""
        self._actions["favourite"].setChecked(0 < marks.count == marks.favourites)
        for rating in range(MOST_STARS + 1):
            self._actions[f"rate_{rating}"].setChecked(marks.rating == rating)

    def _show_favourite(self, on: bool) -> None:
        """Fill the star, as tiles and the viewer do: an outline says that it is no favourite."""
        self._actions["favourite"].setIcon(icon("star-fill" if on else "star"))

    def _rate(self, rating: int) -> None:
        self._target.act(lambda ids: self._curation.rate(ids, rating))
        self._follow(self._target.count())  # undo Qt's check mark until the edit is done
