"""Icons from the Phosphor font that QtAwesome ships, drawn in the palette's colours.

Only the font files of QtAwesome are used: importing its code delays the first paint by 150 ms (measured).
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontDatabase,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)

_SHARE = 0.875  # height of a glyph, as a fraction of the icon's height


@cache
def _files() -> tuple[Path, Path]:
    """Return the font file and its table of glyph names. Raises RuntimeError if they are not installed."""
    spec = find_spec("qtawesome")  # finds the folder without running its code
    for folder in (spec and spec.submodule_search_locations) or ():
        for font in (Path(folder) / "fonts").glob("phosphor-*.ttf"):
            return font, next(font.parent.glob("phosphor-charmap-*.json"))
    raise RuntimeError("the icons of QtAwesome are not installed")


@cache
def _family() -> str:
    font, _names = _files()
    families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(font)))
    if not families:
        raise RuntimeError(f"{font} is no font that Qt can read")
    return families[0]


@cache
def _glyphs() -> dict[str, str]:
    """Return the code of each glyph as hexadecimal digits, by glyph name."""
    _font, names = _files()
    glyphs: dict[str, str] = json.loads(names.read_bytes())
    return glyphs


class _GlyphEngine(QIconEngine):
    """Draws a glyph in the current colours of the palette, so that icons follow the colour scheme."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        font = QFont(_family())
        font.setPixelSize(max(1, round(_SHARE * rect.height())))
        painter.save()
        painter.setFont(font)
        painter.setPen(QGuiApplication.palette().color(_group(mode), self._role_of(mode, state)))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, chr(int(_glyphs()[self._name], 16)))
        painter.restore()

    def _role_of(self, mode: QIcon.Mode, state: QIcon.State) -> QPalette.ColorRole:
        role = QPalette.ColorRole
        if mode is QIcon.Mode.Selected:
            return role.HighlightedText
        is_on = state is QIcon.State.On and self._role is role.ButtonText
        return role.Accent if is_on else self._role

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        if pixmap.isNull():  # a button may not have a size yet
            return pixmap
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._role)


def _group(mode: QIcon.Mode) -> QPalette.ColorGroup:
    return QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return a Phosphor icon such as "heart" or "heart-fill", drawn in the palette's `role`."""
    return QIcon(_GlyphEngine(name, role))
