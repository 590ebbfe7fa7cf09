"""A heading that shows or hides the widgets below it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import SPACE


class Disclosure(QWidget):
    """Hides widgets that are rarely needed. Add them to `content_layout`. It starts closed."""

    opened = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._open = False
        self._heading = QToolButton(self)
        self._heading.setText(title)
        self._heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._heading.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._heading.clicked.connect(lambda: self.set_open(not self._open))
        self._content = QWidget(self)
        self.content_layout = QVBoxLayout(self._content)
        self.content_layout.setContentsMargins(0, SPACE // 2, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._heading)
        column.addWidget(self._content)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, is_open: bool) -> None:
        self._open = is_open
        self._heading.setAccessibleDescription(
            #: a part of the window is unfolded
            self.tr("expanded") if is_open else self.tr("collapsed", "a part of the window is folded")
        )
        self._heading.setIcon(icon("caret-down" if is_open else "caret-right"))
        self._content.setVisible(is_open)
        if is_open:
            self.opened.emit()
