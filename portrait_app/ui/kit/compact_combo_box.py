"""A combo box that fits a narrow panel."""

from PySide6.QtWidgets import QComboBox, QWidget


class CompactComboBox(QComboBox):
    """May be narrower than its longest entry. The open list is always wide enough for every entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(5)
        self.setMaxVisibleItems(16)  # show every scheduler without scrolling

    def showPopup(self) -> None:
        view = self.view()
        frame = view.width() - view.viewport().width()
        view.setMinimumWidth(
            view.sizeHintForColumn(0) + max(frame, 0) + view.verticalScrollBar().sizeHint().width()
        )
        super().showPopup()
