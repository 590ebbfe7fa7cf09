"""The strip below the pictures that shows the progress of an export while one is running."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.kit.theme import SPACE, set_role


class ExportStrip(QWidget):
    """Up to two lines of text, a progress bar, and buttons to cancel. The window stays usable."""

    cancel_wanted = Signal()  # cancel the running export
    cancel_all_wanted = Signal()  # cancel the waiting exports too

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel", True)
        self.setAccessibleName(self.tr("Export"))
        self._words = ShortText(2)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setAccessibleName(self.tr("Cancel the export"))
        self._cancel.clicked.connect(self._on_cancel)
        self._cancel_all = QPushButton(self.tr("Cancel all"))
        self._cancel_all.setAccessibleName(self.tr("Cancel all exports"))
        self._cancel_all.clicked.connect(self.cancel_all_wanted)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addWidget(self._words)
        words.addWidget(self._bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE, SPACE * 2, SPACE)
        row.setSpacing(SPACE * 2)
        row.addWidget(Glyph("export", QPalette.ColorRole.Accent))
        row.addLayout(words, 1)
        row.addWidget(self._cancel)
        row.addWidget(self._cancel_all)
        self.hide()

    def show_progress(self, text: str, done: int, total: int, *, waiting: int, stopping: bool) -> None:
        """Show the progress. A `total` of 0 means that the number of pictures is unknown."""
        self._words.set_text(self.tr("Stopping…") if stopping else text, QPalette.ColorRole.Text)
        self.setAccessibleDescription(text)
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._cancel.setEnabled(not stopping)
        self._cancel_all.setVisible(waiting > 0)
        if self.isHidden():
            self.show()
            announce(self, text)

    def _on_cancel(self) -> None:
        self._cancel.setEnabled(False)
        self.cancel_wanted.emit()
