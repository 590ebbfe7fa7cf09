"""The rubber band: a rectangle of the content that the user draws with the pointer."""

from PySide6.QtCore import QPoint, QRect

_LINE = 2  # width of its border in pixels, repainted too


class RubberBand:
    """All positions are in content coordinates, so that the band grows while the view scrolls."""

    def __init__(self) -> None:
        self.rect = QRect()  # empty if no band is drawn
        self._start: QPoint | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether the user is drawing the band."""
        return self._start is not None

    def begin(self, where: QPoint) -> None:
        self._start = where

    def draw_to(self, where: QPoint) -> QRect:
        """Move the band's end to `where`, and return the rectangle to repaint."""
        assert self._start is not None  # noqa: S101 - the view checks `is_drawn` first
        return self._become(QRect(self._start, where).normalized())

    def end(self) -> QRect:
        """Remove the band, and return the rectangle to repaint."""
        self._start = None
        return self._become(QRect())

    def _become(self, rect: QRect) -> QRect:
        changed = self.rect.united(rect).adjusted(-_LINE, -_LINE, _LINE, _LINE)
        self.rect = rect
        return changed
