"""A list of suggestions below an input field, which keeps the focus and moves through the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.theme import RADIUS, SPACE

_HINT = Qt.ItemDataRole.UserRole + 1
_BORDER = 5  # border and padding on each side, in pixels
_SHEET = (
    f"QListView {{ background: palette(base); border: 1px solid palette(mid); padding: {_BORDER - 1}px;"
    f" border-radius: {RADIUS}px; }}"
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row of the list."""

    text: str  # the text to insert
    hint: str  # what the text means
    start: int  # the text from here to the cursor is replaced


class SuggestionList(QListView):
    """A list that floats above the window, so that showing it moves no other widget."""

    accepted = Signal(object)  # Suggestion

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._rows: Sequence[Suggestion] = ()
        self._items = QStandardItemModel(self)
        self.setModel(self._items)
        self.setItemDelegate(_SuggestionDelegate(self))
        self.setObjectName("suggestions")
        self.setAccessibleName(self.tr("Suggestions"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet(_SHEET)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.entered.connect(self.setCurrentIndex)
        self.clicked.connect(lambda _index: self.accept())
        self.hide()

    def offer(self, rows: Sequence[Suggestion]) -> None:
        """Show `rows` with none of them chosen; hide the list if `rows` is empty."""
        self._rows = rows
        self._items.clear()
        for row in rows:
            item = QStandardItem(row.text)
            item.setData(row.hint, _HINT)
            item.setData(f"{row.text} {row.hint}".strip(), Qt.ItemDataRole.AccessibleTextRole)
            self._items.appendRow(item)
        if not rows:
            self.hide()
            return
        if not self.isVisible():
            announce(self._field, self.tr("{count} suggestions").format(count=len(rows)))
        self._place()
        self.show()
        self.raise_()

    @property
    def has_choice(self) -> bool:
        return self.isVisible() and self.currentIndex().isValid()

    def step(self, amount: int) -> None:
        """Move the choice by `amount` rows, cyclically; before the first row nothing is chosen."""
        places = len(self._rows) + 1
        row = (self.currentIndex().row() + 1 + amount) % places - 1
        self.setCurrentIndex(self._items.index(row, 0))
        if row >= 0:
            self.scrollTo(self.currentIndex())
            announce(self._field, str(self.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)))

    def accept(self) -> None:
        """Accept the chosen suggestion."""
        row = self._rows[self.currentIndex().row()]
        self.hide()
        self.accepted.emit(row)

    def _place(self) -> None:
        window = self._field.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = self._field.mapTo(window, QPoint(0, self._field.height() + 2))
        height = self.sizeHintForRow(0) * len(self._rows) + 2 * _BORDER
        room = window.height() - corner.y() - SPACE
        wanted = self.sizeHintForColumn(0) + 2 * _BORDER + self.verticalScrollBar().sizeHint().width()
        width = min(max(wanted, self._field.width()), window.width() - corner.x() - SPACE)
        self.setGeometry(QRect(corner, QSize(width, min(height, max(room, 2 * SPACE)))))


class _SuggestionDelegate(QStyledItemDelegate):
    """Draws the text on the left and its meaning on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = option.fontMetrics
        width = metrics.horizontalAdvance(str(index.data())) + metrics.horizontalAdvance(
            str(index.data(_HINT))
        )
        return QSize(width + 5 * SPACE, metrics.height() + SPACE)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        palette, rect = option.palette, option.rect
        role = QPalette.ColorRole
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(palette.color(role.Highlight))
            painter.drawRoundedRect(rect, RADIUS - 2, RADIUS - 2)
        inner = rect.adjusted(SPACE, 0, -SPACE, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(palette.color(role.HighlightedText if chosen else role.Text))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, str(index.data()))
        painter.setPen(palette.color(role.HighlightedText if chosen else role.PlaceholderText))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, str(index.data(_HINT)))
        painter.restore()
