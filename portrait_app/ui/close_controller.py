"""Closing the window while jobs are under way: asked once, as the setting says."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMessageBox

from portrait_app.core.ports import Settings
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.ui.main_window import MainWindow


class CloseController(QObject):
    """Decides what becomes of the queue when the window closes."""

    def __init__(
        self, window: MainWindow, queue: GenerationQueue, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._queue = queue
        self._settings = settings
        window.closing.connect(self._on_closing)

    def _on_closing(self, event: QCloseEvent) -> None:
        if not (self._queue.waiting or self._queue.running):
            return
        wish = str(self._settings.value("on_close"))
        if wish == "ask":
            wish = self._ask()
        if wish == "stay":
            event.ignore()
        elif wish == "cancel":
            self._queue.cancel_waiting()

    def _ask(self) -> str:
        """Return "keep", "cancel" or "stay"."""
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(self.tr("Jobs are not finished"))
        box.setText(
            self.tr("{running} running, {waiting} waiting.").format(
                running=self._queue.running, waiting=self._queue.waiting
            )
        )
        if self._queue.running_costs_money:
            box.setInformativeText(
                self.tr(
                    "A portrait that is being made now may already be billed. "
                    "If you close, the next start will ask you what to do about it."
                )
            )
        else:
            box.setInformativeText(self.tr("Waiting jobs can go on at the next start."))
        stay = box.addButton(self.tr("Do not close"), QMessageBox.ButtonRole.RejectRole)
        keep = box.addButton(self.tr("Keep for the next start"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(self.tr("Cancel them"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(stay)
        box.exec()
        return {keep: "keep", cancel: "cancel"}.get(box.clickedButton(), "stay")  # type: ignore[call-overload, no-any-return]
