"""A cache of shaped texts: drawing a QStaticText costs a third of eliding and drawing a str."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QStaticText, QTextLayout, QTextOption

_KEPT = 1024  # texts in each cache; a full cache is cleared


class ShapedTexts:
    """Returns texts elided or wrapped to a width, in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.metrics = QFontMetricsF(font)
        self._lines: dict[tuple[str, int], QStaticText] = {}
        self._blocks: dict[tuple[str, int, int], list[QStaticText]] = {}

    @property
    def line_height(self) -> int:
        return -int(-self.metrics.height() // 1)

    def width(self, text: str) -> int:
        """Return the width of `text` on one line, in pixels."""
        return -int(-self.metrics.horizontalAdvance(text) // 1)

    def line(self, text: str, width: int) -> QStaticText:
        """Return `text` on one line, elided if it is too long."""
        key = (text, width)
        if key not in self._lines:
            if len(self._lines) > _KEPT:
                self._lines.clear()
            self._lines[key] = self._static(self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width))
        return self._lines[key]

    def block(self, text: str, width: int, lines: int) -> list[QStaticText]:
        """Return `text` wrapped to at most `lines` lines; the last line is elided if the text is longer."""
        key = (text, width, lines)
        if key not in self._blocks:
            if len(self._blocks) > _KEPT:
                self._blocks.clear()
            self._blocks[key] = [self.line(piece, width) for piece in self._broken(text, width, lines)]
        return self._blocks[key]

    def draw(self, painter: QPainter, where: QPoint, lines: list[QStaticText]) -> None:
        """Draw `lines` below one another, the first at `where`."""
        for number, line in enumerate(lines):
            painter.drawStaticText(where.x(), where.y() + number * self.line_height, line)

    def _broken(self, text: str, width: int, lines: int) -> list[str]:
        layout = QTextLayout(text, self.font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        starts: list[int] = []
        while len(starts) < lines:
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(width)
            line.setPosition(QPointF(0, 0))
            starts.append(_code_points(text, line.textStart()))
        layout.endLayout()
        ends = [*starts[1:], len(text)][: len(starts)]
        return [text[start:end].strip() for start, end in zip(starts, ends, strict=True)]

    def _static(self, text: str) -> QStaticText:
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(font=self.font)
        return static


def _code_points(text: str, units: int) -> int:
    """Convert a position in UTF-16 units, as Qt counts, to one in code points, as Python counts."""
    return len(text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "replace"))
