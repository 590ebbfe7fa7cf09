"""A dialog whose height follows its content, so that wrapped text is never cut off in any font."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from portrait_app.ui.kit.screen_fit import Dialog, bring_on_screen, room_for


class FittedDialog(Dialog):
    """Keeps a width of `characters` average characters; the height follows every change of the content."""

    def __init__(self, characters: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._characters = characters

    def event(self, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.LayoutRequest:
            return super().event(event)
        handled = super().event(event)
        if layout := self.layout():
            wanted = self._characters * self.fontMetrics().averageCharWidth()
            width = max(min(wanted, room_for(self).width()), layout.totalMinimumSize().width())
            is_wrapped = layout.hasHeightForWidth()
            height = layout.totalHeightForWidth(width) if is_wrapped else layout.totalSizeHint().height()
            self.resize(width, height)
            if self.isVisible():
                bring_on_screen(self)
        return handled
