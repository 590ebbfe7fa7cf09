"""One pane of the comparison: a picture, with its differing settings below."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.ui.kit.formats import count_text, stars
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import RADIUS, SPACE, set_role
from portrait_app.ui.shell.messages import describe
from portrait_app.ui.viewer.canvas import PictureCanvas

_RING = 2  # width of the ring, in pixels
_STAR = 16


class ComparePane(QWidget):
    """Takes the keyboard focus and draws the focus ring; the canvas inside handles the pointer."""

    focused = Signal(object)  # the pane

    def __init__(self, number: int, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = picture
        self._number = number
        self._is_chosen = False
        self.canvas = PictureCanvas(self)
        self.canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._mark = QLabel(self)
        self._star = QLabel(self)
        self._words = QLabel(self)
        self._words.setTextFormat(Qt.TextFormat.RichText)
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._scroll = self._build_scroll()
        head = QHBoxLayout()
        head.setSpacing(SPACE)
        title = plain_label(count_text(number))
        set_role(title, "tone", "title")
        title.setMinimumHeight(_STAR)  # the same height with and without a star
        head.addWidget(title)
        head.addWidget(self._star)
        head.addWidget(self._mark)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        column.setSpacing(SPACE // 2)
        column.addWidget(self.canvas, 1)
        column.addLayout(head)
        column.addWidget(self._scroll)
        self.show_picture(picture)

    def _build_scroll(self) -> QScrollArea:
        """Put the texts into a scroll area: there may be many differences, and the picture needs the room."""
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(self._words)
        self._words.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        return scroll

    def show_picture(self, picture: Picture) -> None:
        """Show the current marks of `picture`: favourite and rating."""
        self.picture = picture
        self._star.setPixmap(icon("star-fill").pixmap(QSize(_STAR, _STAR), self.devicePixelRatio()))
        self._star.setVisible(picture.favourite)
        self._mark.setText(stars(picture.rating) if picture.rating else "")
        self._mark.setVisible(bool(picture.rating))
        parts = [
            self.tr("Picture {number}").format(number=self._number),
            #: a picture is marked so
            self.tr("favourite") if picture.favourite else "",
            stars(picture.rating) if picture.rating else "",
        ]
        self.setAccessibleName(", ".join(filter(None, parts)))

    def show_words(self, html: str, plain: str) -> None:
        """Show the differences as `html`; a screen reader gets `plain`."""
        self._words.setText(html)
        self._scroll.setVisible(bool(html))
        self.setAccessibleDescription(plain)

    def words_height(self, width: int) -> int:
        """Return the height of the texts in a pane of this width."""
        return self._words.heightForWidth(width - 2 * SPACE) if self._words.text() else 0

    def set_words_height(self, height: int) -> None:
        """Set the height of the text area; equal heights in a row make its pictures equally large."""
        self._scroll.setFixedHeight(height)

    def scroll_words(self, pages: int) -> None:
        """Scroll the texts by `pages` pages."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def set_chosen(self, chosen: bool) -> None:
        """Show whether actions apply to this pane, even while a button has the focus."""
        self._is_chosen = chosen
        self.update()

    def show_image(self, pixmap: QPixmap | None, error: AppError | None) -> None:
        if error is not None:
            self.canvas.show_message(describe(error).sentence)
        elif pixmap is not None:
            self.canvas.show_picture(pixmap, QSize(self.picture.width, self.picture.height))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()
        self.focused.emit(self)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().mousePressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.show_picture(self.picture)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_chosen:
            return
        role = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.PlaceholderText
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(role), _RING))
        inset = _RING / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), RADIUS, RADIUS)
        painter.end()
