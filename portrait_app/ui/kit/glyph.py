"""A widget that shows one icon beside a text of the same meaning."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import SPACE


class Glyph(QWidget):
    """Draws an icon as high as a line of text, in the current colours of the palette."""

    def __init__(
        self,
        name: str,
        role: QPalette.ColorRole = QPalette.ColorRole.ButtonText,
        parent: QWidget | None = None,
        *,
        scale: float = 1.2,  # relative to the height of a line
    ) -> None:
        super().__init__(parent)
        self._icon = icon(name, role)
        self._scale = scale
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> None:
        self._icon = icon(name, role)
        self.update()

    def sizeHint(self) -> QSize:
        side = round(self.fontMetrics().height() * self._scale)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


def lay_beside(glyph: Glyph, words: QLayout, holder: QWidget) -> None:
    """Lay out `glyph` at the top left of `holder`, with `words` to its right."""
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE)
    row.addWidget(glyph, 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
