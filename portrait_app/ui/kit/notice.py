"""Notices: slim bars inside the window that say something and offer to do something about it."""

from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal
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

_STRIP = 3  # pixels of the coloured edge
_WIDE = 64  # average characters: in a narrower notice the buttons stand below the words


class NoticeKind(Enum):
    """What a notice is about: its icon, and the palette's role for icon and edge."""

    INFO = ("info", QPalette.ColorRole.Accent)
    ERROR = ("warning-circle", QPalette.ColorRole.BrightText)


def plain_label(text: str = "", *, wrapped: bool = False) -> QLabel:
    """Return a label that shows `text` as it is: words of a service are never read as HTML."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wrapped)
    return label


def strong_label(text: str = "") -> QLabel:
    """Return a wrapped plain label in semi-bold, whatever the font's size becomes."""
    label = plain_label(text, wrapped=True)
    font = QFont()
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    return label


def holds_focus(widget: QWidget) -> bool:
    """Say whether the focus is on `widget` or on something inside it."""
    return QApplication.focusWidget() in (widget, *widget.findChildren(QWidget))


class Notice(QFrame):
    """A title, a sentence or two, buttons, and a way to close it. Never modal.

    A `slim` one is a single line: where that is too long, the words after the title are in its tool tip.
    """

    dismissed = Signal()

    def __init__(
        self, kind: NoticeKind, title: str, text: str, parent: QWidget | None = None, *, slim: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_slim = slim
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
                label.setMinimumWidth(1)  # they give way; the window does not grow for them

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
        """What it is about, without the count."""
        return self._title_text

    def add_action(self, text: str, icon_name: str = "") -> QPushButton:
        """Add a button, to the right of those there are."""
        button = QPushButton(text)
        if icon_name:
            button.setIcon(icon(icon_name))
        self._actions.addWidget(button)
        return button

    def set_count(self, count: int) -> None:
        """Say that the same happened `count` times."""
        counted = KitCounts().times(count, self._title_text) if count > 1 else self._title_text
        self._title.setText(counted)
        self.setAccessibleName(self._title.text())

    def speak(self) -> None:
        """Have a screen reader say it."""
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
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if self._row.direction() is not direction:
            self._row.setDirection(direction)

    def _keep_slim(self) -> None:
        """Leave out what the title can do without, and break the title only where even that is too long."""
        words = (label.fontMetrics().horizontalAdvance(label.text()) for label in (self._title, self._body))
        fits = self._row.geometry().width() >= sum(words) + self._actions_width() + 3 * SPACE
        self._title.setWordWrap(not fits)
        self._body.setVisible(fits)
        self.setToolTip("" if fits else tool_tip(self._body.text()))

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
    """The place for notices: the newest, and how many wait behind it. No room is taken when there is none.

    Two at once would leave a viewer of 1100 by 720 pixels, at a large font, hardly any of its picture.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notices: list[Notice] = []  # newest first
        self._offers: list[Notice] = []  # those of them that give way
        self._unsaid: list[Notice] = []  # offers that nobody has seen yet
        self._holds_offers = False
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
        """All that have not been dismissed, newest first, offers last. Those after the first wait, hidden."""
        return tuple(self._notices)

    def add(self, notice: Notice) -> None:
        """Show `notice` above the others; it is deleted once dismissed. Saying it is the caller's."""
        self._insert(0, notice)

    def add_behind(self, notice: Notice) -> None:
        """Show and say `notice` once there is no other: an offer gives way to whatever has happened."""
        self._offers.append(notice)
        self._unsaid.append(notice)
        self._insert(len(self._notices), notice)

    def hold_offers(self, held: bool) -> None:
        """Keep offers back while a picture needs the room."""
        self._holds_offers = held
        self._show_newest()

    def _insert(self, place: int, notice: Notice) -> None:
        notice.dismissed.connect(lambda: self.remove(notice))
        self._notices.insert(place, notice)
        self._layout.insertWidget(place, notice)
        self._show_newest()

    def remove(self, notice: Notice) -> None:
        """Take `notice` away; the next of those that wait takes its place."""
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
            shown[0].setFocus()  # a keyboard goes on with the next one

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
        if shown and shown[0] in self._unsaid:
            self._unsaid.remove(shown[0])
            shown[0].speak()
