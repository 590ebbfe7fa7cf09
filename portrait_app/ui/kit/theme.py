"""The look: the palette and style sheet made from the one table of colours in `tokens`.

Painting code reads the palette only. Which role carries which colour:

    Window window · AlternateBase panel · Base raised · Mid line · Text text · PlaceholderText muted
    Highlight and Accent accent · HighlightedText on accent · BrightText danger
"""

from pathlib import Path

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

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
