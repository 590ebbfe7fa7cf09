"""The controller of collections: lists, shows, creates, renames and deletes them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QInputDialog

from portrait_app.core.curation import (
    Collect,
    Collection,
    CreateCollection,
    DeleteCollection,
    Edit,
    RenameCollection,
    SetTrashed,
)
from portrait_app.core.ports.curation import Curation
from portrait_app.core.tags import BadName, read_name
from portrait_app.jobs.runner import Lane, Task
from portrait_app.ui.curation.collections_panel import CollectionsPanel
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.curation.marks_editor import MarksEditor
from portrait_app.ui.curation.words import bad_name_text
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.search.messages import quoted
from portrait_app.ui.shell.shell import Shell

_CHANGING = (Collect, CreateCollection, RenameCollection, DeleteCollection, SetTrashed)


class CollectionsController(QObject):
    """Keeps the list of collections up to date. The panel is offered only if there are any."""

    listed = Signal(list)  # the names of all collections

    def __init__(
        self,
        *,
        shell: Shell,
        library: Curation,
        panel: CollectionsPanel,
        dock: Dock,
        marks: MarksEditor,
        gallery: Gallery,
        search: SearchController,
        curation: CurationController,
    ) -> None:
        super().__init__(curation)
        self._window = shell.window
        self._panel = panel
        self._dock = dock
        self._marks = marks
        self._target = gallery.target
        self._search = search
        self._curation = curation
        self._library = library
        self._runner = shell.runner
        self._known: list[Collection] | None = None  # None until read from the library
        self._task: Task[list[Collection]] | None = None
        panel.accept_from(gallery.view)
        panel.chosen.connect(search.show_collection)
        panel.rename_wanted.connect(self._rename)
        panel.delete_wanted.connect(lambda name: curation.edit((), DeleteCollection(name)))
        panel.dropped.connect(lambda name: curation.edit(gallery.view.selection.shown_ids(), Collect(name)))
        marks.collection_chosen.connect(search.show_collection)
        marks.new_collection_wanted.connect(self._create)
        shell.actions["new_collection"].triggered.connect(self._create)
        curation.edited.connect(self._on_edited)
        search.place_changed.connect(panel.show_chosen)
        self.look()

    def look(self) -> None:
        """Read the list of collections from the library."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._runner.run(self._library.collections, self._show, lane=Lane.SEARCH, owner=self)

    def _show(self, collections: list[Collection]) -> None:
        self._task = None
        had_any = bool(self._known)
        is_first = self._known is None
        self._known = collections
        names = [row.name for row in collections]
        self._panel.set_collections(collections, self._search.collection)
        self._marks.set_collections(names)
        self.listed.emit(names)
        # The user may have hidden the panel: it opens by itself only with the first collection.
        self._offer(bool(names), show=bool(names) and not had_any and not is_first)
        if self._search.collection and self._search.collection not in names:
            self._search.show_filter("all")

    def _offer(self, offered: bool, *, show: bool) -> None:
        """Offer the panel in the View menu or not. Open it if `show`, close it if not offered."""
        self._dock.toggleViewAction().setVisible(offered)
        if show or not offered:
            self._dock.setVisible(show)
        if show:
            self._window.resizeDocks([self._dock], [self._window.height() // 5], Qt.Orientation.Vertical)

    def _on_edited(self, edit: Edit, undone: bool) -> None:
        if not isinstance(edit, _CHANGING):
            return
        if isinstance(edit, RenameCollection):
            before, now = (edit.to, edit.name) if undone else (edit.name, edit.to)
            if self._search.collection == before:
                self._search.show_collection(now)
        self.look()

    # --- commands of the user ---

    def _create(self) -> None:
        """Create a collection, and put the selected pictures, if any, into it."""

        def create(ids: list[int]) -> None:
            if name := self._ask(self.tr("New collection")):
                self._curation.edit(ids, CreateCollection(name), Collect(name))

        self._target.act(create)

    def _rename(self, name: str) -> None:
        to = self._ask(self.tr("Rename collection"), name)
        if to and to != name:
            self._curation.edit((), RenameCollection(name, to))

    def _ask(self, title: str, name: str = "") -> str:
        """Ask for a name until it is valid and not in use. Return "" if the user cancels."""
        #: label: of a file, a preset or a collection
        label, typed = self.tr("Name"), name
        while True:
            typed, agreed = QInputDialog.getText(self._window, title, label, text=typed)
            if not agreed:
                return ""
            try:
                given = read_name(typed)
            except BadName as error:
                label = bad_name_text(error)
                typed = typed[:1000]
                continue
            if self._is_taken(given, but=name):
                label = self.tr("A collection named {name} already exists. Choose another name.").format(
                    name=quoted(given)
                )
                continue
            return given

    def _is_taken(self, name: str, but: str) -> bool:
        taken: Sequence[str] = [row.name for row in self._known or () if row.name != but]
        return name.casefold() in {other.casefold() for other in taken}
