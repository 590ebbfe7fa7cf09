"""An error message inside a dialog, next to the control that caused the error."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.glyph import Glyph, lay_beside
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role


class InlineProblem(QWidget):
    """An icon, a title, a sentence, and an optional button that helps to fix the problem."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = strong_label()
        self._text = plain_label(wrapped=True)
        set_role(self._text, "tone", "muted")
        self.button = QPushButton()
        self.button.setAutoDefault(False)
        words = QVBoxLayout()
        words.setSpacing(SPACE // 4)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addSpacing(SPACE // 2)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        lay_beside(Glyph("warning-circle", QPalette.ColorRole.BrightText), words, self)
        self.hide()

    def show_problem(self, title: str, text: str, button: str = "") -> None:
        """Show the problem and announce it to a screen reader; an empty `button` shows no button."""
        self._title.setText(title)
        self._text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)
        self.show()
        announce(self, f"{title}. {text}")

    @property
    def words(self) -> str:
        """The text that is shown; empty while the widget is hidden."""
        return f"{self._title.text()} {self._text.text()}" if not self.isHidden() else ""
