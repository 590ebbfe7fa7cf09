"""A chip: a button with a name, and a button that removes the name."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from portrait_app.ui.kit.formats import tool_tip
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import set_role

_WIDEST = 176  # pixels, greatest width of the text at any font size: the panel is narrow


class Chip(QWidget):
    """A name that some or all of the shown pictures have. If only some have it, the chip shows how many."""

    chosen = Signal()
    removed = Signal()

    def __init__(self, name: str, count: int, of: int, chosen_hint: str, removed_hint: str) -> None:
        super().__init__()
        set_role(self, "chip", "all" if count == of else "some")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        metrics = self.fontMetrics()
        some = self.tr("{count} of {all}").format(
            count=self.locale().toString(count), all=self.locale().toString(of)
        )
        after = "" if count == of else f"  {some}"
        room = _WIDEST - metrics.horizontalAdvance(after)
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room).replace("&", "&&")
        words = QToolButton(self)
        words.setText(shown + after)
        words.setAccessibleName(name if count == of else f"{name}, {some}")
        words.setToolTip(tool_tip(f"{words.accessibleName()}\n{chosen_hint}"))
        words.clicked.connect(self.chosen)
        remove = QToolButton(self)
        remove.setIcon(icon("x"))
        remove.setIconSize(QSize(10, 10))
        remove.setAccessibleName(f"{removed_hint}: {name}")
        remove.setToolTip(removed_hint)
        remove.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 2, 0)
        row.setSpacing(0)
        for button in (words, remove):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
