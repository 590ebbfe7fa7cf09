"""Runs exports one after the other on a worker, shows their progress, and reports their results."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMessageBox

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.export.plan import LISTED, ExportPlan, ExportReport
from portrait_app.core.picture import Picture
from portrait_app.core.ports.exporting import Exporter
from portrait_app.core.ports.library import Library
from portrait_app.jobs.runner import Lane
from portrait_app.ui.exporting.counts import ExportCounts
from portrait_app.ui.exporting.progress_strip import ExportStrip
from portrait_app.ui.exporting.sources import ExportSource
from portrait_app.ui.exporting.words import failures_text, progress_text, result_text
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.shell.long_text import LongTextDialog
from portrait_app.ui.shell.shell import Shell

_STEP = 100  # milliseconds between two updates of the progress


@dataclass(eq=False)
class _Export:
    """One export. The worker writes the progress, and the window reads it."""

    plan: ExportPlan
    source: ExportSource
    cancel: Cancel = field(default_factory=Cancel)
    done: int = 0
    total: int = 0

    def run(self, exporter: Exporter, library: Library) -> ExportReport:
        """Write the files. For a worker. Raises AppError."""
        ids = self.source.all_ids(library)
        self.total = len(ids)
        return exporter.export(self.plan, ids, self._report, self.cancel, self.source.collection)

    def _report(self, done: int, _total: int) -> None:
        self.done = done


class ExportRuns(QObject):
    """The queue of exports, the strip with their progress, and the messages about their results."""

    def __init__(
        self, shell: Shell, exporter: Exporter, library: Library, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._window = shell.window
        self._exporter = exporter
        self._library = library
        self._runner = shell.runner
        self._presenter = shell.presenter
        self._current: _Export | None = None
        self._waiting: list[_Export] = []
        self._strip = ExportStrip()
        self._strip.cancel_wanted.connect(self.cancel)
        self._strip.cancel_all_wanted.connect(self.stop)
        self._window.add_below_pages(self._strip)
        self._step = QTimer(self)
        self._step.setInterval(_STEP)
        self._step.timeout.connect(self._show_progress)
        self._window.closing.connect(self._on_closing)

    @property
    def busy(self) -> bool:
        return self._current is not None

    def add(self, plan: ExportPlan, source: ExportSource) -> None:
        """Start an export now, or after those before it."""
        self._waiting.append(_Export(plan, source))
        self._go_on()

    def cancel(self) -> None:
        """Stop the running export. Files that are written stay, and the next export starts."""
        if self._current is not None:
            self._current.cancel.cancel()
            self._show_progress()

    def stop(self) -> None:
        """Stop the running export, and drop those that wait."""
        self._waiting.clear()
        self.cancel()

    def _go_on(self) -> None:
        if self._current is None and self._waiting:
            export = self._current = self._waiting.pop(0)
            self._runner.run(
                partial(export.run, self._exporter, self._library),
                self._on_done,
                self._on_failed,
                lane=Lane.EXPORT,
                owner=self,
            )
            self._step.start()
        self._show_progress()

    def _show_progress(self) -> None:
        export, waiting = self._current, len(self._waiting)
        if export is None:
            self._step.stop()
            self._strip.hide()
            return
        text = progress_text(export.done, export.total, export.plan.folder, waiting)
        self._strip.show_progress(
            text, export.done, export.total, waiting=waiting, stopping=export.cancel.cancelled
        )

    # --- results ---

    def _on_done(self, report: ExportReport) -> None:
        self._end()
        words, button = result_text(report), self.tr("Show in folder")
        show = partial(self._shell.desktop.open_folder, report.folder)
        if report.failed:
            self._tell_of_failures(report, words, button, show)
        elif report.written:
            self._shell.offer(words, button, show)
        else:
            self._shell.say(words)

    def _on_failed(self, error: AppError) -> None:
        export = self._end()
        again = None if export is None else partial(self.add, export.plan, export.source)
        self._presenter.present(error, again)

    def _end(self) -> _Export | None:
        ended, self._current = self._current, None
        self._go_on()
        return ended

    def _tell_of_failures(
        self, report: ExportReport, words: str, button: str, show: Callable[[], None]
    ) -> None:
        count = len(report.failed)
        text = self.tr("The other pictures are not affected, and nothing in the library has changed.")
        notice = Notice(NoticeKind.ERROR, words, text)
        if report.written:
            notice.add_action(button, "folder-open").clicked.connect(show)
        #: button: shows more
        details = notice.add_action(self.tr("Details…"), "list-bullets")
        details.setAccessibleName(ExportCounts().details(count))
        details.clicked.connect(partial(self._find_details, report))
        self._presenter.notices.add(notice)
        notice.speak()

    def _find_details(self, report: ExportReport) -> None:
        """Read the pictures that failed from the library, then list them."""
        ids = [failure.picture_id for failure in report.failed[:LISTED]]
        self._runner.run(
            partial(self._library.pictures, ids), partial(self._show_details, report), owner=self
        )

    def _show_details(self, report: ExportReport, pictures: Sequence[Picture]) -> None:
        dialog = LongTextDialog(
            self.tr("Not exported"),
            self.tr("These pictures could not be exported to {folder}.").format(folder=report.folder),
            failures_text(report.failed[:LISTED], pictures),
            self._window,
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    # --- closing the window ---

    def _on_closing(self, event: QCloseEvent) -> None:
        if not event.isAccepted() or self._current is None:
            return
        if self._stays():
            event.ignore()
        else:
            self.stop()

    def _stays(self) -> bool:
        """Ask whether to finish the export. Return True if the window stays open for that."""
        words = Words(
            self.tr("An export is still running"),
            self._progress_words(),
            self.tr(
                "Files already written stay, and none is left incomplete. If you close, the rest is "
                "not exported."
            ),
        )
        role = QMessageBox.ButtonRole
        options = (
            Option(True, self.tr("Keep exporting"), role.RejectRole),
            Option(False, self.tr("Stop and close"), role.DestructiveRole),
        )
        return ask(self._window, words, options, default=True, escape=True)

    def _progress_words(self) -> str:
        export = self._current
        if export is None:
            return ""
        return progress_text(export.done, export.total, export.plan.folder, len(self._waiting))
