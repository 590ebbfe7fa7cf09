"""A vertical scroll area for a panel, with a thin line at each edge where the content continues."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from portrait_app.ui.kit.theme import SPACE, set_role

_PADDING = 2 * SPACE
_MIN_HEIGHT = 15 * SPACE


class VerticalScroll(QScrollArea):
    """Shows `body` with a panel's padding, and is never narrower than both need."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "panel", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = QWidget()
        self._column = QVBoxLayout(self._content)
        self._column.addWidget(body)
        self._top, self._bottom = (self._hairline() for _ in range(2))
        self.setWidget(self._content)
        self._content.installEventFilter(self)
        bar = self.verticalScrollBar()
        bar.rangeChanged.connect(self._on_range)
        bar.valueChanged.connect(self._show_edges)
        self._on_range()

    def show_whole(self, widget: QWidget) -> None:
        """Scroll until `widget` and the text around it are visible."""
        self._column.activate()  # include an error text that has just appeared
        self.ensureWidgetVisible(widget, 0, 2 * _PADDING)

    def minimumSizeHint(self) -> QSize:
        wanted = self._column.minimumSize().width() - self._column.contentsMargins().right() + _PADDING
        return QSize(wanted, _MIN_HEIGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._top.setGeometry(0, 0, self.width(), 1)
        self._bottom.setGeometry(0, self.height() - 1, self.width(), 1)

    def _hairline(self) -> QWidget:
        line = QWidget(self)
        line.setAutoFillBackground(True)
        line.setBackgroundRole(QPalette.ColorRole.Mid)
        return line

    def _on_range(self) -> None:
        # The scroll bar takes its room from the padding, so fields keep their width when it appears.
        scroll_bar = self.verticalScrollBar()
        bar = scroll_bar.sizeHint().width() if scroll_bar.maximum() > 0 else 0
        self._column.setContentsMargins(_PADDING, SPACE // 2, max(_PADDING - bar, 0), _PADDING)
        self._show_edges()

    def _show_edges(self) -> None:
        bar = self.verticalScrollBar()
        self._top.setVisible(bar.value() > 0)
        self._bottom.setVisible(bar.value() < bar.maximum())
