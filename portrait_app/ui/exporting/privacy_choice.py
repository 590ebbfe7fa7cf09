"""The choice of how much metadata a file carries: three levels, each with an explanation."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from portrait_app.core.export.plan import PRIVACY_HELP, PRIVACY_LABELS, Privacy
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role

_INDENT = 24  # pixels: the explanation is indented below its button


class PrivacyChoice(QWidget):
    """A radio button for each level. Arrow keys move between the levels."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Metadata"))
        self._group = QButtonGroup(self)
        self._levels = list(Privacy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE // 2)
        for place, level in enumerate(self._levels):
            button = QRadioButton(QCoreApplication.translate("export", PRIVACY_LABELS[level]))
            words = QCoreApplication.translate("export", PRIVACY_HELP[level])
            button.setAccessibleDescription(words)
            hint = plain_label(words, wrapped=True)
            hint.setContentsMargins(_INDENT, 0, 0, SPACE // 2)
            set_role(hint, "tone", "caption")
            self._group.addButton(button, place)
            column.addWidget(button)
            column.addWidget(hint)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(lambda _place: self.chosen.emit())

    @property
    def level(self) -> Privacy:
        return self._levels[self._group.checkedId()]

    def set_level(self, level: Privacy) -> None:
        """Choose a level without emitting `chosen`."""
        self._group.button(self._levels.index(level)).setChecked(True)
