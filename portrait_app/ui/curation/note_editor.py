"""The editor for the note of pictures, which saves by itself soon after typing."""

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from portrait_app.core.tags import read_note
from portrait_app.ui.kit.words_edit import WordsEdit

_PAUSE = 1200  # milliseconds without a key press before the note is saved
_LINES = 2, 8  # smallest and greatest height, in lines of text


class NoteEditor(WordsEdit):
    """Emits the note to save after a pause, when the focus leaves, and before another note is shown."""

    written = Signal(str)  # the note, as returned by `core.tags.read_note`

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self._typed = False  # whether the user has typed since the last save
        self._pause = QTimer(self, singleShot=True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self.flush)
        self.setTabChangesFocus(True)
        #: noun: words of the user about a picture
        self.setAccessibleName(self.tr("Note"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._on_text)

    @property
    def note(self) -> str:
        """The note as it would be saved."""
        return read_note(self.toPlainText())

    def show_note(self, note: str | None) -> None:
        """Show another note; None means several pictures with different notes. Save typed text first."""
        self.flush()
        self._kept = note or ""
        different = self.tr("Different notes. What you write here replaces them.")
        self.setPlaceholderText(self.tr("Add a note") if note is not None else different)
        if self.note != self._kept:  # leave equal text alone, to keep the cursor
            self.blockSignals(True)
            self.setPlainText(self._kept)
            self.blockSignals(False)
        self._fit()

    def follow(self, note: str | None) -> None:
        """Update the note of the same pictures, unless the user is typing."""
        if not self._typed:
            self.show_note(note)

    def flush(self) -> None:
        """Emit the typed note, if it differs from the saved one."""
        self._pause.stop()
        was_typed, self._typed = self._typed, False
        note = self.note
        if was_typed and note != self._kept:
            self._kept = note
            self.written.emit(note)

    def _on_text(self) -> None:
        self._typed = True
        self._pause.start()
        self._fit()

    def _fit(self) -> None:
        """Set the height to that of the text, within `_LINES`."""
        least, most = _LINES
        lines = min(max(round(self.document().size().height()), least), most)
        frame = 2 * round(self.document().documentMargin()) + 14  # the style's border and padding
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.height())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.flush()
