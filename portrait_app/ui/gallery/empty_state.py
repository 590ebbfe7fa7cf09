"""The message of an empty grid, with buttons that help."""

from collections.abc import Callable, Sequence
from typing import cast

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.notice import holds_focus, plain_label
from portrait_app.ui.kit.theme import SPACE, set_role

_ICON = 3.0  # relative to the height of a line
_WIDEST = 50  # average characters in a line

Offer = tuple[str, Callable[[], object]]  # a button's text and its callback


class EmptyState(QWidget):
    """Covers a view that has no rows. Hidden while the text is empty."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._text = plain_label(wrapped=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        set_role(self._text, "tone", "muted")
        glyph = Glyph("image-square", QPalette.ColorRole.PlaceholderText, scale=_ICON)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACE)
        column = QVBoxLayout(self)
        column.setSpacing(SPACE * 2)
        column.addStretch(1)
        column.addWidget(glyph, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._buttons)
        column.addStretch(1)
        view.viewport().installEventFilter(self)
        self.hide()

    def follow(self, model: QAbstractItemModel) -> None:
        """Show the message whenever `model` has no rows."""
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._show_if_empty)
        self._show_if_empty()

    def set_text(self, text: str, offers: Sequence[Offer] = ()) -> None:
        """Set the message, and a button for each offer."""
        self._text.setText(text)
        had_focus = holds_focus(self)
        while (item := self._buttons.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._buttons.addStretch(1)
        for words, act in offers:
            button = QPushButton(words, self)
            button.clicked.connect(lambda _checked, act=act: act())
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        if had_focus:
            self._view.setFocus()
        self._show_if_empty()

    def _show_if_empty(self) -> None:
        model = cast("QAbstractItemModel | None", self._view.model())  # the stubs do not allow None
        empty = model is not None and model.rowCount() == 0 and bool(self._text.text())
        if not empty and holds_focus(self):
            self._view.setFocus()
        self._view.setAccessibleDescription(self._text.text() if empty else "")
        if empty:
            self._fit()
        self.setVisible(empty)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        self.setGeometry(self._view.viewport().geometry())
        widest = self.fontMetrics().averageCharWidth() * _WIDEST
        self._text.setFixedWidth(max(min(widest, self.width() - 4 * SPACE), 1))
