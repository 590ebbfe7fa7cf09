"""The menus *Tags* and *Collections*, in the menu bar and in the context menu of pictures."""

from collections.abc import Sequence

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from portrait_app.core.curation import AddTags, Collect, Marks, PictureEdit, RemoveTags
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.curation.tags_controller import TagsController
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.shell.shell import Shell

_MOST = 15  # tags that a menu offers beside those of the pictures: a longer menu is slower than typing


class MarksMenus(QObject):
    """Fills both menus when they open, with check marks for what all selected pictures have."""

    def __init__(
        self, shell: Shell, inspector: InspectorPanel, curation: CurationController, tags: TagsController
    ) -> None:
        super().__init__(curation)
        self._actions = shell.actions
        self._curation = curation
        self._known = tags
        self._ids: list[int] = []
        self._marks = Marks(0)
        self._collections: Sequence[str] = ()
        inspector.about.connect(self._follow)
        self._menus = [QMenu(shell.window) for _ in range(2)]
        for menu, key, fill in zip(
            self._menus, ("tags", "collections"), (self._fill_tags, self._fill_collections), strict=True
        ):
            menu.aboutToShow.connect(fill)
            shell.actions[key].setMenu(menu)

    def set_collections(self, names: Sequence[str]) -> None:
        """Set the collections that are offered."""
        self._collections = names

    def _follow(self, ids: list[int], marks: Marks) -> None:
        self._ids, self._marks = ids, marks

    def _fill_tags(self) -> None:
        menu = self._menus[0]
        menu.clear()
        here = self._marks.tags or {}
        others = sorted(
            (tag for tag in self._known.known if tag.name not in here),
            key=lambda tag: (-tag.count, tag.name.casefold()),
        )
        for name in (*here, *sorted((tag.name for tag in others[:_MOST]), key=str.casefold)):
            add, remove = AddTags((name,)), RemoveTags((name,))
            self._add(menu, name, here.get(name, 0), add, remove)
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(self._actions["add_tags"])
        menu.addAction(self._actions["manage_tags"])

    def _fill_collections(self) -> None:
        menu = self._menus[1]
        menu.clear()
        here = self._marks.collections or {}
        for name in self._collections:
            self._add(menu, name, here.get(name, 0), Collect(name), Collect(name, inside=False))
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(self._actions["new_collection"])

    def _add(self, menu: QMenu, name: str, count: int, put: PictureEdit, take: PictureEdit) -> None:
        """Add an entry that gives the mark to all pictures, or takes it from all if all have it."""
        have_all = 0 < count == self._marks.count
        text = name.replace("&", "&&")
        if 0 < count < self._marks.count:
            locale = QLocale()
            text = self.tr("{name} ({count} of {all})").format(
                name=text, count=locale.toString(count), all=locale.toString(self._marks.count)
            )
        action = QAction(text, menu)
        action.setCheckable(True)
        action.setChecked(have_all)
        ids, edit = list(self._ids), take if have_all else put
        action.triggered.connect(lambda: self._curation.edit(ids, edit))
        menu.addAction(action)
