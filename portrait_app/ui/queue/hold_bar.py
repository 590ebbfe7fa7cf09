"""The bar that says why waiting jobs do not start, with a button to resume."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.short_text import ShortText
from portrait_app.ui.kit.theme import SPACE
from portrait_app.ui.queue.hold_words import HoldWords
from portrait_app.ui.shell.messages import Remedy, remedy_words

_MOST_LINES = 3  # enough for several reasons in a narrow panel with large type
_WIDE = 110  # average character widths; a narrower bar has no text on the button


class HoldBar(QWidget):
    """A bar of one or more lines above the jobs. It is visible only while something holds the jobs."""

    resume_requested = Signal()
    skip_requested = Signal(str)  # key of the engine to try now
    remedy_requested = Signal(object)  # Remedy
    height_changed = Signal()  # the bar needs another height

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: HoldWords | None = None
        self._glyph = Glyph("pause-circle", QPalette.ColorRole.Accent)
        self._words = ShortText(most=_MOST_LINES)
        # Queued: the signal is emitted in the middle of the layout.
        self._words.lines_changed.connect(self._ask_for_room, Qt.ConnectionType.QueuedConnection)
        self._remedy = self._button("arrow-square-out")
        self._remedy.clicked.connect(self._ask_for_remedy)
        self._resume = self._button("play")
        self._resume.clicked.connect(self._go_on)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, 0, SPACE, 0)
        row.setSpacing(SPACE)
        row.addWidget(self._glyph)
        row.addWidget(self._words, 1)
        row.addWidget(self._remedy)
        row.addWidget(self._resume)
        self.hide()

    @property
    def text(self) -> str:
        """The text, empty if nothing holds the queue."""
        return "" if self._shown is None else self._shown.text

    def show_hold(self, words: HoldWords | None) -> None:
        """Show why nothing starts, or hide the bar. A new reason is announced to screen readers."""
        before, self._shown = self._shown, words
        if words is not None:
            self._glyph.set_icon(words.icon, QPalette.ColorRole.Accent)
            self._words.set_text(words.text, QPalette.ColorRole.Text)
            resume = self.tr("Try now") if words.skips else self.tr("Resume")
            self._resume.setText(resume)
            self._resume.setToolTip(resume)
            self._resume.setVisible(words.resumes or bool(words.skips))
            remedy: Remedy | None = words.remedy
            self._remedy.setVisible(remedy is not None)
            self._remedy.setText("" if remedy is None else remedy_words(remedy))
            if before is None or before.short != words.short:
                announce(self, words.text)
        self.setVisible(words is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        style = Qt.ToolButtonStyle
        wide = self.width() >= self.fontMetrics().averageCharWidth() * _WIDE
        self._resume.setToolButtonStyle(style.ToolButtonTextBesideIcon if wide else style.ToolButtonIconOnly)

    def _ask_for_room(self) -> None:
        self.updateGeometry()  # before the signal: its receiver asks for the new size
        self.height_changed.emit()

    def _button(self, icon_name: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _go_on(self) -> None:
        if self._shown is not None and self._shown.skips:
            self.skip_requested.emit(self._shown.skips)
        else:
            self.resume_requested.emit()

    def _ask_for_remedy(self) -> None:
        if self._shown is not None and self._shown.remedy is not None:
            self.remedy_requested.emit(self._shown.remedy)
