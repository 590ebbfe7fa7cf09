"""The look: the palette, style sheet and icons made from the one table of colours in `tokens`.

Painting code reads the palette only. Which role carries which colour:

    Window window · AlternateBase panel · Base raised · Mid line · Text text · PlaceholderText muted
    Highlight and Accent accent · HighlightedText on accent · BrightText danger
"""

from functools import cache, lru_cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QDir, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget
from qtawesome.iconic_font import IconicFont

from portrait_app.ui.kit.style_sheet import style_sheet
from portrait_app.ui.kit.tokens import DARK, LIGHT, Tokens

SPACE = 8  # the rhythm, in pixels: everything is a multiple or a half of it
RADIUS = 6  # of corners, in pixels


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette that carries `tokens`; see the module's docstring for the roles."""
    role = QPalette.ColorRole
    colours = {
        role.Window: tokens.window,
        role.AlternateBase: tokens.panel,
        role.Base: tokens.raised,
        role.Button: tokens.raised,
        role.ToolTipBase: tokens.raised,
        role.Light: tokens.raised,
        role.Midlight: tokens.line,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.window,
        role.WindowText: tokens.text,
        role.Text: tokens.text,
        role.ButtonText: tokens.text,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Highlight: tokens.accent,
        role.Accent: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.BrightText: tokens.danger,
    }
    palette = QPalette()
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.muted))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.line))
    return palette


class Theme(QObject):
    """Dresses the application, and again whenever the system's scheme or the setting changes."""

    changed = Signal()

    def __init__(self, application: QApplication, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent or application)
        self._application = application
        self._appearance = "system"
        QDir.setSearchPaths("resources", [str(resources)])
        application.setStyle(QStyleFactory.create("Fusion"))
        _name_font(application)
        application.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def tokens(self) -> Tokens:
        """The colours in use."""
        if self._appearance == "system":
            dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        else:
            dark = self._appearance == "dark"
        return DARK if dark else LIGHT

    def set_appearance(self, appearance: str) -> None:
        """Follow the system, or be "dark" or "light" whatever it says."""
        self._appearance = appearance
        schemes = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}
        # Tells the platform too, so that title bars and native dialogs agree.
        self._application.styleHints().setColorScheme(schemes.get(appearance, Qt.ColorScheme.Unknown))
        self._apply()

    def _apply(self) -> None:
        tokens = self.tokens
        self._application.setPalette(palette_of(tokens))
        self._application.setStyleSheet(style_sheet(tokens, self._application.font().pointSizeF()))
        self.changed.emit()


def _name_font(application: QApplication) -> None:
    """Have text keep the font it has now: Qt looks for "Sans Serif" anew once the icons' font is loaded.

    Where no font of the system answers to that name, it would take the icons' own.
    """
    font = application.font()
    family = QFontInfo(font).family()
    if family and family != font.family():
        font.setFamily(family)
        application.setFont(font)


class _PaletteIconEngine(QIconEngine):
    """Draws a glyph in the palette's colours of the moment, so that icons follow the scheme."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        palette = QGuiApplication.palette()
        role = QPalette.ColorRole
        group = QPalette.ColorGroup.Disabled if mode is QIcon.Mode.Disabled else QPalette.ColorGroup.Active
        chosen = role.HighlightedText if mode is QIcon.Mode.Selected else self._role
        if state is QIcon.State.On and mode is not QIcon.Mode.Selected:
            chosen = role.Accent if self._role is role.ButtonText else self._role
        _glyph(self._name, palette.color(group, chosen).name()).paint(painter, rect)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _PaletteIconEngine(self._name, self._role)


@cache
def _phosphor() -> IconicFont:
    """Return the one icon font in use.

    `qtawesome.icon` would load a dozen others first: 25 ms more to the first paint, 4 MB in the bundle.
    """
    _folder, fonts = qtawesome.get_fonts_info()
    font = next(font for font in fonts if font.startswith("phosphor-"))
    return IconicFont(("ph", font, font.replace("phosphor-", "phosphor-charmap-").replace(".ttf", ".json")))


@lru_cache(maxsize=256)
def _glyph(name: str, colour: str) -> QIcon:
    icon: QIcon = _phosphor().icon(name, color=colour)
    return icon


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return a Phosphor icon such as "heart" or "heart-fill", drawn in the palette's `role`."""
    return QIcon(_PaletteIconEngine(f"ph.{name}", role))


def set_role(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a style-sheet property of `widget` and have it dressed again.

    The properties: ``tone`` of labels (title, section, caption, muted, danger), ``accent`` of the one
    filled button, ``segment`` of a button in a row (first, middle, last), ``flat`` of tool buttons,
    ``invalid`` of inputs, ``panel`` of grounds, ``list`` of lists in dialogs,
    ``chip`` of names that pictures have (all, some).
    """
    if widget.property(name) == value:
        return  # dressing it costs a millisecond, and searching asks for it at each key
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
