"""The theme: palette and style sheet, made from the colours in `tokens`.

Painting code reads only the palette. Which palette role has which colour:

    Window window · AlternateBase panel · Base raised · Mid line · Text text · PlaceholderText muted
    Highlight and Accent accent · HighlightedText on accent · BrightText danger
"""

from pathlib import Path

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from portrait_app.ui.kit.style_sheet import style_sheet
from portrait_app.ui.kit.tokens import DARK, LIGHT, Tokens

SPACE = 8  # base unit of spacing, in pixels; use multiples or halves of it
RADIUS = 6  # of rounded corners, in pixels


def palette_of(tokens: Tokens) -> QPalette:
    """Return a palette in the colours of `tokens`; the module's docstring lists the roles."""
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
    """Applies the theme at the start and whenever the system's colour scheme or the setting changes."""

    changed = Signal()

    def __init__(self, application: QApplication, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent or application)
        self._application = application
        self._appearance = "system"
        self._applied: tuple[Tokens, float] | None = None
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
        """Use "dark" or "light", or follow the system for any other value."""
        self._appearance = appearance
        schemes = {"dark": Qt.ColorScheme.Dark, "light": Qt.ColorScheme.Light}
        # This also tells the platform, so that title bars and native dialogs match.
        self._application.styleHints().setColorScheme(schemes.get(appearance, Qt.ColorScheme.Unknown))
        self._apply()

    def _apply(self) -> None:
        tokens, size = self.tokens, self._application.font().pointSizeF()
        if (tokens, size) == self._applied:
            return  # applying a style sheet takes tens of milliseconds
        self._applied = tokens, size
        # Qt replaces one style sheet by another in every widget once for each widget around it, which takes
        # three times as long as to take the former away from all widgets and give them the next.
        self._application.setStyleSheet("")
        self._application.setPalette(palette_of(tokens))
        self._application.setStyleSheet(style_sheet(tokens, size))
        self.changed.emit()


def _name_font(application: QApplication) -> None:
    """Set the current font family by name, so that loading the icon font does not change it.

    Qt looks up "Sans Serif" again after a font is loaded. If no system font matches, Qt would use the icon
    font.
    """
    font = application.font()
    family = QFontInfo(font).family()
    if family and family != font.family():
        font.setFamily(family)
        application.setFont(font)


def set_role(widget: QWidget, name: str, value: str | bool) -> None:
    """Set a style-sheet property of `widget` and apply the style sheet again.

    The properties: ``tone`` of labels (title, section, caption, muted, danger), ``accent`` of the one filled
    button, ``segment`` of a button in a row (first, middle, last), ``invalid`` of inputs, ``panel`` of panel
    backgrounds, ``list`` of lists in dialogs, ``popup`` of lists below a field, ``chip`` of tag and
    collection chips (all, some: whether all or some of the pictures have the name).
    """
    if widget.property(name) == value:
        return  # applying the style costs 1 ms, and searching sets a role at each key
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
