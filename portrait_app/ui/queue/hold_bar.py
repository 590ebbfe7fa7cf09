"""Why jobs that wait do not start, and the button that has them go on."""

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

_MOST_LINES = 3  # several reasons, in a narrow panel with large type
_WIDE = 110  # average characters: in a narrower panel the words have the room


class HoldBar(QWidget):
    """A line above the jobs, or as many as its words need, there only while something holds them."""

    resume_requested = Signal()
    skip_requested = Signal(str)  # key of the engine that is waited for
    remedy_requested = Signal(object)  # Remedy
    height_changed = Signal()  # that it needs

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: HoldWords | None = None
        self._glyph = Glyph("pause-circle", QPalette.ColorRole.Accent)
        self._words = ShortText(most=_MOST_LINES)
        # Later: it says so while it is being laid out.
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
        """What it says now, empty where nothing holds the queue."""
        return "" if self._shown is None else self._shown.text

    def show_hold(self, words: HoldWords | None) -> None:
        """Say why nothing starts; a screen reader hears it when that is another reason than before."""
        before, self._shown = self._shown, words
        if words is not None:
            self._glyph.set_icon(words.icon, QPalette.ColorRole.Accent)
            self._words.set_text(words.text, QPalette.ColorRole.Text)
            resume = (
                self.tr("Try now") if words.skips else self.tr("Resume", "button, verb: the queue goes on")
            )
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
        self.updateGeometry()  # first: what it stands in is asked then
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
