"""The front of curation: marks, collections and the Trash."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from portrait_app.ui.curation.actions import ROWS
from portrait_app.ui.kit.dock import Dock
from portrait_app.ui.shell.shell import Shell

if TYPE_CHECKING:
    from portrait_app.ui.curation.controller import CurationController
    from portrait_app.ui.gallery.gallery import Gallery
    from portrait_app.ui.gallery.inspector import InspectorPanel
    from portrait_app.ui.search.controller import SearchController
    from portrait_app.ui.shell.session import Session
    from portrait_app.ui.viewer.large_views import LargeViews


class CurationFront(QObject):
    """Installs the panel of collections, the marks editor in the inspector, and the bar above the Trash."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self._shell = shell
        shell.actions.add(ROWS)
        #: noun: named sets of pictures
        self._dock = Dock(self.tr("Collections"), "collections", shell.window)
        shell.window.add_dock(self._dock, Qt.DockWidgetArea.LeftDockWidgetArea, steps_aside=True)
        self._dock.toggleViewAction().setVisible(False)  # offered once there are collections
        self._dock.hide()

    def fill(self, inspector: InspectorPanel) -> None:
        from portrait_app.ui.curation.collections_panel import CollectionsPanel
        from portrait_app.ui.curation.marks_editor import MarksEditor
        from portrait_app.ui.curation.trash_bar import TrashBar

        shell = self._shell
        self._panel = CollectionsPanel()
        self._dock.fill(self._panel)
        self._marks = MarksEditor()
        self._inspector = inspector
        inspector.add_section(self._marks)
        inspector.about.connect(self._marks.show_marks)
        line = self._marks.tag_line
        line.values_wanted.connect(lambda: inspector.bring_into_view(line))  # on focus
        self._trash_bar = TrashBar(shell.actions["empty_trash"], shell.window.centre)
        shell.window.add_above_pages(self._trash_bar)

    def open(
        self, session: Session, *, gallery: Gallery, search: SearchController, looking: LargeViews
    ) -> CurationController:
        from portrait_app.ui.curation.auto_advance import AutoAdvance
        from portrait_app.ui.curation.collections_controller import CollectionsController
        from portrait_app.ui.curation.controller import CurationController
        from portrait_app.ui.curation.marks_controller import MarksController
        from portrait_app.ui.curation.marks_menus import MarksMenus
        from portrait_app.ui.curation.tags_controller import TagsController
        from portrait_app.ui.curation.trash_controller import TrashController
        from portrait_app.ui.search.completion import tag_search

        shell, library = self._shell, session.backend.curation
        controller = CurationController(shell, library, gallery.controller, session.undo, self)
        MarksController(shell, library, gallery, controller)
        marks = self._marks
        marks.edit_wanted.connect(
            lambda ids, edit: gallery.target.act_on(ids, lambda meant: controller.edit(meant, edit))
        )
        marks.tag_chosen.connect(lambda tag: search.search_for(tag_search(tag)))
        find_tags = partial(gallery.controller.find_values, "tag", marks.tag_line.set_known)
        marks.tag_line.values_wanted.connect(find_tags)
        looking.viewer.favourite_clicked.connect(lambda one: controller.toggle_favourite([one]))
        looking.compare.winner_picked.connect(lambda one: controller.set_favourite([one], True))
        tags = TagsController(shell, library, search, controller)
        menus = MarksMenus(shell, gallery.inspector, controller, tags)
        shell.actions["add_tags"].triggered.connect(self._add_tags)
        collections = CollectionsController(
            shell=shell,
            library=library,
            panel=self._panel,
            dock=self._dock,
            marks=marks,
            gallery=gallery,
            search=search,
            curation=controller,
        )
        collections.listed.connect(menus.set_collections)
        trash = TrashController(shell, library, gallery.controller, self._trash_bar, self)
        trash.emptied.connect(controller.drop_missing)
        trash.emptied.connect(gallery.deselect_gone)
        # Last: the slots of the objects above must run while the old picture is current.
        AutoAdvance(shell, gallery, looking.viewer, looking.compare, self)
        shell.at_end(marks.flush)
        shell.at_end(controller.stop)
        return controller

    def _add_tags(self) -> None:
        """Show the inspector, and put the cursor where tags are typed."""
        if not self._marks.ids:
            self._shell.say(self.tr("Select the pictures first."))
            return
        dock = self._inspector.parentWidget()
        while dock is not None and not isinstance(dock, Dock):
            dock = dock.parentWidget()
        if dock is not None:
            dock.show()
            dock.raise_()
        self._marks.tag_line.setFocus(Qt.FocusReason.ShortcutFocusReason)
