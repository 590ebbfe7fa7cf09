"""A question inside a dialog, instead of a message box."""

from collections.abc import Callable

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.glyph import Glyph, lay_beside
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE


class InlineQuestion(QWidget):
    """A sentence, a button to confirm and a button to refuse. Hidden while nothing is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = plain_label(wrapped=True)
        #: button, verb: leaves it as it is
        self._yes, self._no = QPushButton(), QPushButton(self.tr("Keep"))
        self._then: Callable[[], object] | None = None
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE)
        for button, answer in ((self._yes, self._on_yes), (self._no, self.take_back)):
            button.setAutoDefault(False)
            button.clicked.connect(answer)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        column.addWidget(self._words)
        column.addLayout(buttons)
        lay_beside(Glyph("question", QPalette.ColorRole.Accent), column, self)
        self.hide()

    def ask(self, words: str, button: str, then: Callable[[], object]) -> None:
        """Show the question, and call `then` if the user confirms. The refusing button has the focus."""
        self._words.setText(words)
        self._yes.setText(button)
        self._then = then
        self.setAccessibleName(words)
        self.show()
        self._no.setFocus()
        announce(self, words)

    def take_back(self) -> None:
        """Hide the question without an answer."""
        self._then = None
        self.hide()

    def _on_yes(self) -> None:
        then = self._then
        self.take_back()
        if then is not None:
            then()
