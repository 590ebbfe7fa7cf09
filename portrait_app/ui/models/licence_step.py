"""The second step of adding a model: its licence, to which the user agrees, and the space that it takes."""

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portrait_app.core.model_store import FoundModel, ModelLicence, PublishedModel
from portrait_app.ui.kit.formats import large_size
from portrait_app.ui.kit.glyph import Glyph, lay_beside
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label, strong_label
from portrait_app.ui.kit.theme import SPACE, set_role


class LicenceStep(QWidget):
    """Shows the limits of the licence in plain words. Nothing is added without the user's agreement."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._licence: ModelLicence | None = None
        self._title = strong_label()
        self._intro = plain_label(wrapped=True)
        self._limits = QVBoxLayout()
        self._limits.setSpacing(SPACE // 2)
        self._hand_on = plain_label(
            self.tr(
                "Whoever you give the model to must be bound by the same limits. This is a summary: the text "
                "of the licence counts."
            ),
            wrapped=True,
        )
        set_role(self._hand_on, "tone", "muted")
        self._page = QPushButton()
        self._page.setIcon(icon("arrow-square-out"))
        self._page.setAutoDefault(False)
        self._page.clicked.connect(self._open)
        self._space = plain_label(wrapped=True)
        self.agree = QCheckBox(self.tr("I agree to use the model within these limits"))
        self.agree.toggled.connect(lambda _on: self.changed.emit())
        self._enough = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE + SPACE // 2)
        column.addWidget(self._title)
        column.addWidget(self._intro)
        column.addLayout(self._limits)
        column.addWidget(self._hand_on)
        column.addWidget(self._page, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._build_caution())
        column.addWidget(self._space)
        column.addWidget(self.agree)

    def _build_caution(self) -> QWidget:
        caution = QWidget()
        words = QVBoxLayout()
        words.addWidget(
            plain_label(
                self.tr(
                    "There is no safety checker in this model: nothing looks at the pictures before you see "
                    "them. What you make and show is your responsibility."
                ),
                wrapped=True,
            )
        )
        lay_beside(Glyph("info"), words, caution)
        return caution

    def show_published(self, model: PublishedModel, needed: int, free: int) -> None:
        """Show the licence of a publisher's model, and the space for its download."""
        self._title.setText(f"{model.name} · {model.licence.name}")
        self._show_limits(model.licence, self.tr("You may not use the model, or what it makes, to:"))
        words = self.tr("While it is added, {needed} are needed on the disk; {free} are free. {size} stay.")
        self._show_space(words, model.download_size, needed, free)

    def show_found(self, model: FoundModel, usual: ModelLicence, needed: int, free: int) -> None:
        """Show the usual licence for the user's own file, and the space for its conversion."""
        self._title.setText(f"{model.name} · {model.architecture}")
        intro = self.tr(
            "This program does not know the licence of this file: follow the one it came with. Most models "
            "of its kind have the licence {licence}. Under it, you may not use the model, or what it makes, "
            "to:"
        )
        self._show_limits(usual, intro.format(licence=usual.name))
        words = self.tr(
            "It is converted into the model folder; your file stays as it is. {needed} are needed on the "
            "disk; {free} are free."
        )
        self._show_space(words, model.size, needed, free)

    def _show_limits(self, licence: ModelLicence, intro: str) -> None:
        self._licence = licence
        self._intro.setText(intro)
        while (item := self._limits.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for limit in licence.limits:
            self._limits.addWidget(_with_bullet(QCoreApplication.translate("model_licences", limit)))
        self._page.setText(self.tr("Full text of {licence}").format(licence=licence.name))
        self._page.setToolTip(licence.address)

    def _show_space(self, words: str, size: int, needed: int, free: int) -> None:
        self._enough = needed <= free
        text = words.format(needed=large_size(needed), free=large_size(free), size=large_size(size))
        if not self._enough:
            first = self.tr("Free up space first.")
            text = f"{text} {first}"
        self._space.setText(text)
        set_role(self._space, "tone", "muted" if self._enough else "danger")
        self.agree.setChecked(False)

    @property
    def is_agreed(self) -> bool:
        """Whether the user has agreed, and there is enough space."""
        return self._enough and self.agree.isChecked()

    def _open(self) -> None:
        if self._licence is not None:
            QDesktopServices.openUrl(QUrl(self._licence.address))


def _with_bullet(text: str) -> QWidget:
    """Return a line of a list; further lines of the text are indented like the first."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(SPACE, 0, 0, 0)
    row.setSpacing(SPACE)
    row.addWidget(plain_label("•"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(plain_label(text, wrapped=True), 1)
    return line
