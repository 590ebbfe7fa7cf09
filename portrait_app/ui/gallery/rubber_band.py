"""The rubber band: a rectangle of the content that a person draws with the pointer."""

from PySide6.QtCore import QPoint, QRect

_LINE = 2  # pixels around it that are painted, too


class RubberBand:
    """All positions are in the content, so that it grows while the view scrolls."""

    def __init__(self) -> None:
        self.rect = QRect()  # empty where there is none
        self._start: QPoint | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether the pointer was pressed where it begins, and not let go yet."""
        return self._start is not None

    def begin(self, where: QPoint) -> None:
        self._start = where

    def draw_to(self, where: QPoint) -> QRect:
        """Have it end there; return what is to be painted again."""
        assert self._start is not None  # noqa: S101 - the view asked
        return self._become(QRect(self._start, where).normalized())

    def end(self) -> QRect:
        """Let go of it; return what is to be painted again."""
        self._start = None
        return self._become(QRect())

    def _become(self, rect: QRect) -> QRect:
        changed = self.rect.united(rect).adjusted(-_LINE, -_LINE, _LINE, _LINE)
        self.rect = rect
        return changed
