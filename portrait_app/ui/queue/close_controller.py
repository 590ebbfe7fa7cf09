"""Closing the window while jobs are not finished. A setting says whether the user is asked."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMessageBox

from portrait_app.core.ports.system import Settings
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.kit.question import Option, Words, ask
from portrait_app.ui.queue.job_words import QueueSection, counts
from portrait_app.ui.shell.main_window import MainWindow


class CloseController(QObject):
    """Decides what happens to the queue when the window closes."""

    def __init__(
        self, window: MainWindow, queue: GenerationQueue, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._queue = queue
        self._settings = settings
        window.closing.connect(self._on_closing)

    def _on_closing(self, event: QCloseEvent) -> None:
        if self._queue.unstored and not self._ask_about_unstored():
            event.ignore()
            return
        if self._queue.unwritten and not self._ask_about_unwritten():
            event.ignore()
            return
        if not (self._queue.waiting or self._queue.at_risk):
            return
        wish = str(self._settings.value("on_close"))
        if wish == "ask":
            wish = self._ask()
        if wish == "stay":
            event.ignore()
        elif wish == "cancel":
            self._queue.jobs.cancel_free()

    def _ask_about_unstored(self) -> bool:
        """Ask whether to close although the disk refused a picture. Return True to close and lose it."""
        return self._ask_whether_to_lose(
            self.tr("A picture is not saved yet"),
            self.tr("A picture was paid for, but it could not be saved to disk."),
            self.tr(
                "The picture is only in memory. Free up disk space or repair the folder, then "
                "try again in the queue."
            ),
            self.tr("Close and lose it"),
        )

    def _ask_about_unwritten(self) -> bool:
        """Ask whether to close although the library is not there. Return True to close and lose requests."""
        return self._ask_whether_to_lose(
            self.tr("The library is not there"),
            self.tr("What you asked for since then is not stored yet."),
            self.tr("It is held in memory only. Plug the library’s disk in, and it is stored by itself."),
            self.tr("Close and lose it"),
        )

    def _ask_whether_to_lose(self, title: str, text: str, advice: str, loses: str) -> bool:
        role = QMessageBox.ButtonRole
        options = (
            Option(False, self.tr("Don’t close"), role.RejectRole),
            Option(True, loses, role.DestructiveRole),
        )
        icon = QMessageBox.Icon.Warning
        words = Words(title, text, advice)
        return ask(self._window, words, options, default=False, escape=False, icon=icon)

    def _ask(self) -> str:
        """Return "keep", "cancel" or "stay".

        Offer "cancel" only if a job can be cancelled that is not paid for.
        """
        queue, role = self._queue, QMessageBox.ButtonRole
        if queue.running_costs_money:
            details = self.tr(
                "A picture that is being made now may already have been billed. If you close, you "
                "will be asked at the next start what to do about it."
            )
        else:
            details = self.tr("Jobs you keep continue at the next start, in the same order.")
        sections = {QueueSection.RUNNING: queue.running, QueueSection.WAITING: queue.waiting}
        words = Words(self.tr("Unfinished jobs"), counts(sections), details)
        free = queue.waiting or not queue.running_costs_money
        keep = self.tr("Keep for the next start") if free else self.tr("Close", "button: closes the window")
        options = [
            Option("stay", self.tr("Don’t close"), role.RejectRole),
            Option("keep", keep, role.AcceptRole),
        ]
        if free:
            options.append(Option("cancel", self.tr("Cancel waiting jobs"), role.DestructiveRole))
        return ask(self._window, words, options, default="keep", escape="stay")
