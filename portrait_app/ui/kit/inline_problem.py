"""What went wrong, said right where it was tried: in a dialog, below a field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.glyph import Glyph, lay_beside
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role


class InlineProblem(QWidget):
    """An icon, a title and a sentence, and a button where something can be done from here."""

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
        """Show it, and have a screen reader say it."""
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
        """What is shown, empty where nothing is."""
        return f"{self._title.text()} {self._text.text()}" if not self.isHidden() else ""
