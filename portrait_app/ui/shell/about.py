"""The About box."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.engines import ENGINES
from portrait_app.core.licence import Licence
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.shell.licences import LicencesDialog

_WIDTH = 58  # average characters
_ICON = 64  # side of the icon, in pixels

CREDITS = (
    *(row.credit for row in ENGINES if row.credit is not None),
    ("Phosphor", "The icons (MIT), by way of QtAwesome (MIT)."),
    ("Qt for Python", "The windows, under the GNU LGPL 3."),
)


class AboutDialog(FittedDialog):
    """Shows the program's name, version, licence and credits."""

    def __init__(
        self, version: str, credits_: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(_WIDTH, parent)
        self.setWindowTitle(self.tr("About Portrait Studio"))
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 3, SPACE * 3, SPACE * 3, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addLayout(self._build_head(version))
        column.addWidget(
            plain_label(
                self.tr("For artists who make portraits from words, and keep every one."), wrapped=True
            )
        )
        column.addLayout(self._build_credits(credits_))
        column.addWidget(
            self._caption(self.tr("Free software under the MIT licence. It comes with no warranty."))
        )
        self._licences: Sequence[Licence] = ()
        self._show_licences = QPushButton(self.tr("Licences…"))
        self._show_licences.clicked.connect(lambda: LicencesDialog(self._licences, self).exec())
        self._show_licences.hide()
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        close.setFocus()
        buttons = QHBoxLayout()
        buttons.addWidget(self._show_licences)
        buttons.addStretch(1)
        buttons.addWidget(close)
        column.addLayout(buttons)

    def set_licences(self, licences: Sequence[Licence]) -> None:
        """Offer these licences for reading. A source checkout has none: its packages include their own."""
        self._licences = licences
        self._show_licences.setVisible(bool(licences))

    def _build_head(self, version: str) -> QHBoxLayout:
        name = QLabel(self.tr("Portrait Studio"))
        set_role(name, "tone", "title")
        numbers = plain_label(
            self.tr("Version {version} · Qt {qt}").format(version=version, qt=qVersion()), wrapped=True
        )
        numbers.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_role(numbers, "tone", "muted")
        words = QVBoxLayout()
        words.setSpacing(SPACE // 2)
        words.addStretch(1)
        words.addWidget(name)
        words.addWidget(numbers)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(SPACE * 2)
        head.addWidget(self._picture())
        head.addLayout(words, 1)
        return head

    def _picture(self) -> QWidget:
        window_icon = QApplication.windowIcon()
        if window_icon.isNull():
            return Glyph("user-focus", scale=3)
        picture = QLabel()
        picture.setPixmap(window_icon.pixmap(QSize(_ICON, _ICON), self.devicePixelRatio()))
        return picture

    def _build_credits(self, credits_: Sequence[tuple[str, str]]) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(SPACE)
        for name, text in credits_:
            entry = QVBoxLayout()
            entry.setSpacing(SPACE // 4)
            entry.addWidget(strong_label(name))
            entry.addWidget(self._caption(text))
            column.addLayout(entry)
        return column

    def _caption(self, text: str) -> QLabel:
        label = plain_label(text, wrapped=True)
        set_role(label, "tone", "caption")
        return label
