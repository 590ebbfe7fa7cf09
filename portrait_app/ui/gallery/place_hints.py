"""Labels that show the place in the library: at the grid's corner and beside the scroll bar's handle."""

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyleOptionSlider, QWidget

from portrait_app.core.picture import Picture
from portrait_app.ui.gallery.grid_view import GridView
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.place_words import PlaceWords
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import RADIUS, SPACE

_OPAQUE = 225  # alpha of 255; pictures are visible through the label


class PlaceHints(QObject):
    """Two small labels over a grid. They only use records in memory; the grid loads the others."""

    def __init__(self, view: GridView, model: GalleryModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._words: PlaceWords | None = None
        # The labels are children of the viewport. Scrolling moves them with the content, and `put` moves them
        # back. As siblings of the viewport they would force a full repaint at every scroll step, at five
        # times the cost.
        self._section = _Pill(view.viewport())
        self._hint = _Pill(view.viewport())
        bar = view.verticalScrollBar()
        bar.valueChanged.connect(self._follow)
        bar.sliderPressed.connect(self._follow)
        bar.sliderReleased.connect(self._hint.hide)
        for signal in (model.dataChanged, model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self._follow)
        view.viewport().installEventFilter(self)

    def set_words(self, words: PlaceWords) -> None:
        """Set how places are named for the current order of the pictures."""
        self._words = words
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        picture = self._first_picture()
        if picture is not None and self._words is not None:  # until the record is loaded, keep the last text
            self._section.set_text(self._words.section(picture))
            self._hint.set_text(self._words.hint(picture))
        bar = self._view.verticalScrollBar()
        self._section.put(QPoint(SPACE, SPACE), shown=bar.value() > 0)
        self._hint.put(self._beside_handle(), shown=bar.isSliderDown())

    def _first_picture(self) -> Picture | None:
        """Return the first picture that is mostly visible."""
        grid, offset = self._view.grid, self._view.verticalOffset()
        rows = grid.rows_between(offset + grid.side // 2, offset + self._view.viewport().height())
        picture = self._model.index(rows.start).data(GalleryModel.PICTURE) if rows else None
        return picture if isinstance(picture, Picture) else None

    def _beside_handle(self) -> QPoint:
        bar = self._view.verticalScrollBar()
        option = QStyleOptionSlider()
        bar.initStyleOption(option)
        handle = bar.style().subControlRect(
            QStyle.ComplexControl.CC_ScrollBar, option, QStyle.SubControl.SC_ScrollBarSlider, bar
        )
        area = self._view.viewport().rect()
        top = handle.center().y() - self._hint.height() // 2
        lowest = area.bottom() - self._hint.height() - SPACE
        return QPoint(area.right() - self._hint.width() - SPACE, min(max(top, SPACE), lowest))


class _Pill(QWidget):
    """A short text on a translucent background, transparent for the mouse.

    Screen readers read the cells instead.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._label = plain_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE, SPACE // 2, SPACE, SPACE // 2)
        row.addWidget(self._label)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def text(self) -> str:
        """The text of the label."""
        return self._label.text()

    def set_text(self, text: str) -> None:
        if text != self._label.text():
            self._label.setText(text)
            self.resize(self.sizeHint())

    def put(self, where: QPoint, *, shown: bool) -> None:
        """Move to `where`, and show the label if `shown` is true and there is a text."""
        self.move(where)
        self.setVisible(shown and bool(self._label.text()))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = self.palette().color(QPalette.ColorRole.Base)
        ground.setAlpha(_OPAQUE)
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()
