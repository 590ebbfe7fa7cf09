"""The controller of exports: dialog and preview, presets, "Export again", and dragging files out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMenu, QMessageBox

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.export.presets import LONGEST_NAME
from portrait_app.core.ports.exporting import Exporter
from portrait_app.core.ports.library import Library
from portrait_app.jobs.drag_files import DragFiles
from portrait_app.jobs.runner import Lane, Task
from portrait_app.ui.exporting.counts import ExportCounts
from portrait_app.ui.exporting.dialog import ExportDialog
from portrait_app.ui.exporting.form import default_folder
from portrait_app.ui.exporting.presets import ExportPresets
from portrait_app.ui.exporting.runs import ExportRuns
from portrait_app.ui.exporting.sources import (
    ExportSource,
    TriedExport,
    look,
    selection_source,
    selection_sources,
    sources,
)
from portrait_app.ui.gallery.gallery import Gallery
from portrait_app.ui.kit.ask_name import ask_name
from portrait_app.ui.kit.saved_button import SavedButton
from portrait_app.ui.search.messages import quoted
from portrait_app.ui.shell.shell import Shell

MOST_DRAGGED = 200  # most pictures in one drag: preparing them takes some 0.3 s, and the user waits no longer
_PAUSE = 250  # milliseconds without a change before the preview is updated


class ExportController(QObject):
    """Opens the dialog and keeps its preview up to date. `runs` carries out the exports."""

    def __init__(
        self, shell: Shell, exporter: Exporter, library: Library, gallery: Gallery, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._target = gallery.target
        self._gallery = gallery.controller
        self._grid = gallery.view.gallery
        self._exporter = exporter
        self._library = library
        self._runner = shell.runner
        self._presets = ExportPresets(shell.settings)
        self._dialog: ExportDialog | None = None
        self._tasks: list[Task[int]] = []  # tasks that count the pictures of each source
        self._preview: Task[TriedExport] | None = None
        self._stale = Cancel()  # stops the making of the current preview
        self._pause = QTimer(self, singleShot=True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._look)
        self._drags = DragFiles(exporter, library)
        self.runs = ExportRuns(shell, exporter, library, self)
        gallery.view.set_find_files(self._find_files)
        shell.at_end(self._stop)
        actions = shell.actions
        self._menu = QMenu(self._window)
        actions["export_preset"].setMenu(self._menu)
        actions["export"].triggered.connect(lambda _checked: self.ask())
        actions["export_again"].triggered.connect(self._again)
        self._show_presets()

    def _stop(self) -> None:
        """Stop exports and drags soon, and delete the files that were made for drags."""
        self.runs.stop()
        self._drags.stop()
        self._runner.run(self._drags.clear, lane=Lane.PREVIEW)

    # --- the dialog ---

    def ask(self, plan: ExportPlan | None = None) -> None:
        """Open the dialog with `plan`, or with the plan of the last export."""
        if self._dialog is not None:
            self._dialog.form.set_plan(plan or self._presets.current)
        else:
            self._target.when_counted(partial(self._open, plan or self._presets.current))

    def _open(self, plan: ExportPlan) -> None:
        target = self._target
        selection = selection_sources(target.ids(), target.hidden_count(), self._grid.snapshot())
        offered = sources(selection, self._gallery.query)
        plan = replace(plan, folder=plan.folder or self._presets.current.folder or default_folder())
        dialog = self._dialog = ExportDialog(offered, plan, self._window)
        dialog.preview_wanted.connect(self._want_preview)
        dialog.export_wanted.connect(self._export)
        dialog.finished.connect(self._on_closed)
        self._offer_presets(dialog.presets)
        for source in offered:
            self._tasks.append(
                self._runner.run(
                    partial(source.count, self._library),
                    partial(dialog.set_count, source.key),
                    lane=Lane.SEARCH,
                    owner=dialog,
                )
            )
        self._look()
        dialog.open()

    def _on_closed(self) -> None:
        self._pause.stop()
        self._forget_preview()
        for task in self._tasks:
            task.cancel()
        self._tasks.clear()
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _want_preview(self) -> None:
        self._forget_preview()
        self._pause.start()

    def _forget_preview(self) -> None:
        """Cancel the preview for the previous values of the fields."""
        self._stale.cancel()
        if self._preview is not None:
            self._preview.cancel()

    def _look(self) -> None:
        """Make a preview of the first pictures on a worker, if the fields are valid."""
        dialog = self._dialog
        if dialog is None or dialog.form.look_for_problems():
            return
        plan, source = dialog.form.plan(), dialog.form.source
        self._stale = Cancel()
        self._preview = self._runner.run(
            partial(look, self._exporter, self._library, plan, source, self._stale),
            dialog.show_preview,
            lane=Lane.PREVIEW,
            owner=dialog,
        )

    # --- exports ---

    def _export(self, plan: ExportPlan, source: ExportSource) -> None:
        self._presets.note(plan)
        self.runs.add(plan, source)

    def _again(self) -> None:
        """Export the selection as in the last export."""
        plan = self._presets.last
        if plan is None:
            self.ask()
        elif self._target.count():
            self._target.act(lambda ids: self._export(plan, selection_source(ids)))

    def _use_preset(self, name: str) -> None:
        """Export the selection with a preset. If no folder is known, open the dialog."""
        plan = self._presets.all()[name]
        last = self._presets.last
        if not plan.folder and (last is None or not last.folder):
            self.ask(plan)
        elif self._target.count():
            plan = replace(plan, folder=plan.folder or (last.folder if last is not None else ""))
            self._target.act(lambda ids: self._export(plan, selection_source(ids)))

    # --- presets ---

    def _offer_presets(self, button: SavedButton) -> None:
        button.chosen.connect(self._fill_form)
        button.save_wanted.connect(self._save_preset)
        button.rename_wanted.connect(self._rename_preset)
        button.delete_wanted.connect(self._delete_preset)
        button.set_names(list(self._presets.all()))

    def _fill_form(self, name: str) -> None:
        if self._dialog is not None:
            self._dialog.form.set_plan(self._presets.all()[name])

    def _save_preset(self) -> None:
        if self._dialog is None:
            return
        name = self._ask_name(self.tr("Save as preset"), "")
        if name and self._may_go(name):
            self._presets.save(name, self._dialog.form.plan())
            self._show_presets()

    def _rename_preset(self, name: str) -> None:
        new = self._ask_name(self.tr("Rename preset"), name)
        if new and (new == name or self._may_go(new)):
            self._presets.rename(name, new)
            self._show_presets()

    def _delete_preset(self, name: str) -> None:
        if self._may_go(name):
            self._presets.delete(name)
            self._show_presets()

    def _may_go(self, name: str) -> bool:
        """Return whether a preset of this name may be replaced or deleted. If there is one, ask the user."""
        if name not in self._presets.all():
            return True
        words = self.tr("Delete the preset {name}?").format(name=quoted(name))
        yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
        title = self.tr("Export presets")
        return QMessageBox.question(self._dialog or self._window, title, words, yes | no, no) is yes

    def _ask_name(self, title: str, name: str) -> str:
        return ask_name(self._dialog or self._window, title, name)[:LONGEST_NAME].strip()

    def _show_presets(self) -> None:
        names = list(self._presets.all())
        self._menu.clear()
        for name in names:
            action = self._menu.addAction(name.replace("&", "&&"))
            action.triggered.connect(partial(self._use_preset, name))
        if not names:
            self._menu.addAction(self.tr("Nothing saved yet")).setEnabled(False)
        if self._dialog is not None:
            self._dialog.presets.set_names(names)

    # --- dragging files out ---

    def _find_files(self, ids: Sequence[int], found: Callable[[list[Path]], bool]) -> None:
        """Call `found` with files for a drag, with names and metadata as in the last export.

        `found` returns False if the mouse button is no longer down. More than MOST_DRAGGED pictures are
        dragged without files, so they can be dropped on collections only. Original files are never used
        instead: their metadata may contain what the user chose not to tell.
        """
        if len(ids) > MOST_DRAGGED:
            self._shell.say(ExportCounts().too_many_to_drag(MOST_DRAGGED))
            found([])
            return

        def prepared(files: list[Path]) -> None:
            missing = len(ids) - len(files)
            if not files:
                self._shell.say(self.tr("The files could not be prepared, so nothing was dragged."))
            elif not found(files):
                self._shell.say(self.tr("The files are ready now: drag the pictures again."))
            elif missing:
                self._shell.say(ExportCounts().not_dragged(missing))

        self._runner.run(
            partial(self._drags.prepare, self._presets.current, list(ids)),
            prepared,
            lambda _error: prepared([]),
            lane=Lane.PREVIEW,
            owner=self,
        )
