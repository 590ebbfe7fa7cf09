"""The bar above the pictures in the Trash: how long they stay, and a button to empty the Trash."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role


class TrashBar(QWidget):
    """Hidden until the Trash is shown. Its button triggers the action `empty`."""

    def __init__(self, empty: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        words = plain_label(self.tr("Pictures here stay until the Trash is emptied."), wrapped=True)
        set_role(words, "tone", "muted")
        button = QPushButton(empty.icon(), self.tr("Empty Trash…"))
        button.clicked.connect(empty.trigger)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE * 2, SPACE // 2, SPACE, SPACE // 2)
        row.setSpacing(SPACE)
        row.addWidget(words, 1)
        row.addWidget(button)
        self.hide()
