"""The controller of tags: their menu in *Picture* and the context menu, and the dialog with all of them."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog

from portrait_app.core.curation import Edit, RemoveTags, RenameTags, SetTrashed, Tag, TagEdit
from portrait_app.core.ports.curation import Curation
from portrait_app.core.tags import BadName, read_tags
from portrait_app.jobs.runner import Lane, Task
from portrait_app.ui.curation.controller import CurationController
from portrait_app.ui.curation.counts import CurationCounts
from portrait_app.ui.curation.tags_dialog import TagsDialog
from portrait_app.ui.curation.words import bad_name_text
from portrait_app.ui.search.completion import tag_search
from portrait_app.ui.search.controller import SearchController
from portrait_app.ui.search.messages import quoted
from portrait_app.ui.shell.shell import Shell


class TagsController(QObject):
    """Keeps the list of tags up to date, and renames, merges and removes tags of all pictures."""

    known_changed = Signal()

    def __init__(
        self, shell: Shell, library: Curation, search: SearchController, curation: CurationController
    ) -> None:
        super().__init__(curation)
        self._window = shell.window
        self._undo = shell.actions["undo"]
        self._library = library
        self._search = search
        self._curation = curation
        self._runner = shell.runner
        self._dialog: TagsDialog | None = None
        self._task: Task[list[Tag]] | None = None
        self.known: Sequence[Tag] = ()
        shell.actions["manage_tags"].triggered.connect(self._open)
        curation.edited.connect(self._on_edited)
        self.look()

    def look(self) -> None:
        """Read the tags from the library."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._runner.run(self._library.tags, self._show, lane=Lane.SEARCH, owner=self)

    def _show(self, tags: list[Tag]) -> None:
        self._task = None
        self.known = tags
        self.known_changed.emit()
        if self._dialog is not None:
            self._dialog.set_tags(tags)

    def _on_edited(self, edit: Edit, undone: bool) -> None:
        if isinstance(edit, RenameTags):
            before, now = (edit.to, edit.tags[0]) if undone else (edit.tags[0], edit.to)
            if self._search.text.strip() == tag_search(before).strip():
                self._search.search_for(tag_search(now))
        if isinstance(edit, TagEdit | SetTrashed):
            self.look()

    # --- the dialog ---

    def _open(self) -> None:
        dialog = self._dialog = TagsDialog(self._undo, self._window)
        dialog.set_tags(self.known)
        dialog.rename_wanted.connect(self._rename)
        dialog.remove_wanted.connect(self._remove)
        dialog.search_wanted.connect(dialog.accept)
        dialog.search_wanted.connect(lambda tag: self._search.search_for(tag_search(tag)))
        self.look()
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    def _remove(self, tags: list[str]) -> None:
        self._curation.edit_tagged(tags, RemoveTags(tuple(tags)))

    def _rename(self, tags: list[str]) -> None:
        """Ask for the new name. Several tags become one."""
        title = self.tr("Rename the tag") if len(tags) == 1 else self.tr("Merge the tags")
        counts = {tag.name: tag.count for tag in self.known}
        common = max(tags, key=lambda tag: counts.get(tag, 0))
        to = self._ask(title, common, tags)
        if to and [to] != tags:
            self._curation.edit_tagged(tags, RenameTags(tuple(tags), to))

    def _ask(self, title: str, typed: str, tags: Sequence[str]) -> str:
        """Ask for a name until it is valid. Return "" if the user cancels.

        The name of another tag must be given twice, because tags that were merged are separated by Undo only.
        """
        label, agreed_to = self.tr("Name", "noun: of a tag"), ""
        while True:
            typed, agreed = QInputDialog.getText(self._dialog or self._window, title, label, text=typed)
            if not agreed:
                return ""
            try:
                names = read_tags(typed)
            except BadName as error:
                label, typed = bad_name_text(error), typed[:1000]
                continue
            if len(names) != 1:
                label = self.tr("Give one name, without commas.")
                continue
            other = self._other(names[0], tags)
            if other is None or names[0] == agreed_to:
                return names[0]
            agreed_to = names[0]
            label = CurationCounts().would_merge(other.count, quoted(other.name))

    def _other(self, name: str, tags: Sequence[str]) -> Tag | None:
        """Return the tag that has this name already, unless it is one of `tags`."""
        others = (tag for tag in self.known if tag.name not in tags)
        return next((tag for tag in others if tag.name.casefold() == name.casefold()), None)
