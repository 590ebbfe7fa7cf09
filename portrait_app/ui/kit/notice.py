"""Notices: slim bars inside the window with a message and buttons."""

from bisect import bisect_left
from enum import Enum

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.ui.kit.announcement import announce
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.flow_layout import FlowLayout
from portrait_app.ui.kit.formats import tool_tip
from portrait_app.ui.kit.glyph import Glyph
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.theme import RADIUS, SPACE, set_role

_NO_LIMIT = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX
_STRIP = 3  # width of the coloured edge, in pixels
_TWO_LINES = 0.65  # of a title's width: it certainly fits on two lines of this width
_WIDE = 64  # in average characters; a narrower notice shows its buttons below the text


class NoticeKind(Enum):
    """The icon of a notice, and the palette role that colours the icon and the edge."""

    INFO = ("info", QPalette.ColorRole.Accent)
    ERROR = ("warning-circle", QPalette.ColorRole.BrightText)


def plain_label(text: str = "", *, wrapped: bool = False) -> QLabel:
    """Return a label that shows `text` literally, because text from a service must never be read as HTML."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrapped)
    return label


def strong_label(text: str = "") -> QLabel:
    """Return a wrapped plain label in semi-bold that follows later changes of the font size."""
    label = plain_label(text, wrapped=True)
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def holds_focus(widget: QWidget) -> bool:
    """Return whether `widget` or one of its descendants has the focus."""
    return QApplication.focusWidget() in (widget, *widget.findChildren(QWidget))


class Notice(QFrame):
    """A title, a short text, buttons, and a close button. A notice is never modal.

    A `slim` notice is one line high. If the text does not fit beside the title, only the tool tip shows the
    text. If the title would need more than two lines beside the buttons, they are below it.
    """

    dismissed = Signal()

    def __init__(
        self, kind: NoticeKind, title: str, text: str, parent: QWidget | None = None, *, slim: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_slim = slim
        self._text = text
        self._room = _NO_LIMIT
        self._role = kind.value[1]
        self._title_text = title
        self.setAccessibleName(title)
        self.setAccessibleDescription(text)

        self._title = strong_label(title)
        self._body = plain_label(text, wrapped=not slim)
        set_role(self._body, "tone", "muted")
        directions = QBoxLayout.Direction
        words = QBoxLayout(directions.LeftToRight if slim else directions.TopToBottom)
        words.setSpacing(SPACE if slim else SPACE // 4)
        words.addWidget(self._title)
        words.addWidget(self._body, 1)
        if slim:
            for label in (self._title, self._body):
                label.setMinimumWidth(1)  # the labels may shrink, so that the window does not grow

        self._actions = FlowLayout(SPACE)
        self._row = QBoxLayout(directions.LeftToRight)
        self._row.setSpacing(SPACE)
        self._row.addLayout(words, 1)
        self._row.addLayout(self._actions)

        dismiss = QToolButton()
        dismiss.setIcon(icon("x"))
        #: button, verb: takes a message away
        dismiss.setToolTip(self.tr("Dismiss"))
        dismiss.setAccessibleName(self.tr("Dismiss: {title}").format(title=title))
        dismiss.clicked.connect(self.dismissed)

        outer = QHBoxLayout(self)
        outer.setContentsMargins(SPACE * 2, SPACE, SPACE, SPACE)
        outer.setSpacing(SPACE + SPACE // 2)
        place = Qt.AlignmentFlag.AlignVCenter if slim else Qt.AlignmentFlag.AlignTop
        outer.addWidget(Glyph(*kind.value), 0, place)
        outer.addLayout(self._row, 1)
        outer.addWidget(dismiss, 0, place)

    @property
    def title(self) -> str:
        """The title without the count."""
        return self._title_text

    def set_title(self, title: str) -> None:
        """Replace the title."""
        self._title_text = title
        self._title.setText(title)
        self.setAccessibleName(title)
        if self._is_slim:
            self._keep_slim()

    def add_action(self, text: str, icon_name: str = "") -> QPushButton:
        """Add a button to the right of the existing buttons."""
        button = QPushButton(text)
        if icon_name:
            button.setIcon(icon(icon_name))
        self._actions.addWidget(button)
        return button

    def set_text(self, text: str) -> None:
        """Replace the text below the title, such as a progress that changes."""
        self._text = text
        self._body.setText(text)
        self.setAccessibleDescription(text)
        self.fit(self._room)

    def set_count(self, count: int) -> None:
        """Show how often the event happened, if more than once."""
        counted = KitCounts().times(count, self._title_text) if count > 1 else self._title_text
        self._title.setText(counted)
        self.setAccessibleName(self._title.text())

    def speak(self) -> None:
        """Announce the notice to a screen reader."""
        announce(self, f"{self.accessibleName()}. {self.accessibleDescription()}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_slim:
            self._keep_slim()
            return
        wide = self.width() >= _WIDE * self.fontMetrics().averageCharWidth() + self._actions_width()
        self._put_buttons_beside(wide)
        self.fit(self._room)

    def _keep_slim(self) -> None:
        """Hide the text if it does not fit beside the title; only then may the title wrap."""
        title, text = (
            label.fontMetrics().horizontalAdvance(label.text()) for label in (self._title, self._body)
        )
        room = self._row.geometry().width() - self._actions_width() - 3 * SPACE
        fits = room >= title + text
        self._put_buttons_beside(room >= title * _TWO_LINES)
        self._title.setWordWrap(not fits)
        self._body.setVisible(fits)
        self.setToolTip("" if fits else tool_tip(self._text))

    def fit(self, height: int) -> None:
        """Cut the text if the notice would be higher than `height`: title and buttons stay in sight.

        The tool tip has the whole text.
        """
        self._room = height
        if self._is_slim:
            return
        words = self._text.split(" ")
        beside = self._row.direction() is QBoxLayout.Direction.LeftToRight
        line = self._row.geometry().width()
        width = line - self._actions_width() - SPACE if beside else line
        left = height - 2 * SPACE - self._title.heightForWidth(width) - SPACE // 4
        left -= 0 if beside else SPACE + self._actions.heightForWidth(line)

        def is_over(kept: int) -> bool:
            shown = QRect(0, 0, width, _NO_LIMIT)
            flags = int(Qt.TextFlag.TextWordWrap)
            return (
                self._body.fontMetrics().boundingRect(shown, flags, self._some(words, kept)).height() > left
            )

        kept = len(words)
        if is_over(kept):
            kept = max(bisect_left(range(len(words)), True, key=is_over) - 1, 0)
        self._body.setText(self._some(words, kept))
        self._body.setVisible(kept > 0)
        self.setToolTip("" if kept == len(words) else tool_tip(self._text))

    def _some(self, words: list[str], kept: int) -> str:
        return self._text if kept == len(words) else " ".join(words[:kept]) + "…"

    def _put_buttons_beside(self, beside: bool) -> None:
        """Put the buttons beside the words, or else below them."""
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)

    def _actions_width(self) -> int:
        return self._actions.sizeHint().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.fillPath(outline, self.palette().base())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawPath(outline)
        painter.setClipPath(outline)
        painter.fillRect(0, 0, _STRIP, self.height(), self.palette().color(self._role))
        painter.end()


class NoticeStack(QWidget):
    """Shows the newest notice and how many others wait. Hidden while there are no notices.

    Two notices at a time would cover most of the picture in a viewer of 1100 by 720 pixels with a large font.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []  # newest first
        self._offers: list[Notice] = []  # the notices that give way to all others
        self._unsaid: list[Notice] = []  # offers that have not been shown yet
        self._holds_offers = False
        self._room = _NO_LIMIT
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE, SPACE, SPACE, SPACE)
        self._layout.setSpacing(SPACE)
        self._more = plain_label()
        set_role(self._more, "tone", "caption")
        self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignRight)
        #: noun, plural: messages of the program
        self.setAccessibleName(self.tr("Notices"))
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """All notices that are not dismissed: newest first, offers last. Only the first is visible."""
        return tuple(self._notices)

    def add(self, notice: Notice) -> None:
        """Show `notice` above the others and delete it once dismissed. The caller announces it."""
        self._insert(0, notice)

    def add_behind(self, notice: Notice) -> None:
        """Show and announce `notice`, an offer, once there is no other notice."""
        self._offers.append(notice)
        self._unsaid.append(notice)
        self._insert(len(self._notices), notice)

    def hold_offers(self, held: bool) -> None:
        """Hide offers while `held` is true, because a picture needs the room."""
        self._holds_offers = held
        self._show_newest()

    def set_room(self, height: int) -> None:
        """Let the notice that is shown cut its text, if the stack would be higher than `height`."""
        if height != self._room:
            self._room = height
            self._show_newest()

    def _insert(self, place: int, notice: Notice) -> None:
        notice.dismissed.connect(lambda: self.remove(notice))
        self._notices.insert(place, notice)
        self._layout.insertWidget(place, notice)
        self._show_newest()

    def remove(self, notice: Notice) -> None:
        """Remove `notice` and show the next one."""
        if notice not in self._notices:
            return
        had_focus = holds_focus(notice)
        for kept in (self._notices, self._offers, self._unsaid):
            if notice in kept:
                kept.remove(notice)
        self._layout.removeWidget(notice)
        notice.hide()
        notice.deleteLater()
        self._show_newest()
        if had_focus and (shown := self._in_turn):
            shown[0].setFocus()  # let the keyboard go on with the next notice

    @property
    def _in_turn(self) -> list[Notice]:
        return [row for row in self._notices if not (self._holds_offers and row in self._offers)]

    def _show_newest(self) -> None:
        shown = self._in_turn
        for notice in self._notices:
            notice.setVisible(notice in shown[:1])
        waiting = len(shown) - 1
        self._more.setText(KitCounts().behind(waiting))
        self._more.setVisible(waiting > 0)
        self.setVisible(bool(shown))
        if shown:
            more = self._more.sizeHint().height() + SPACE if waiting > 0 else 0
            shown[0].fit(self._room - 2 * SPACE - more)
        if shown and shown[0] in self._unsaid:
            self._unsaid.remove(shown[0])
            shown[0].speak()
