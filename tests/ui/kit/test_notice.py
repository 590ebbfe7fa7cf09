"""A notice keeps its title and its buttons in sight, however little room there is."""

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.ui.kit.notice import Notice, NoticeKind, NoticeStack

TITLE = "The outcome is unknown"
WORDS = (
    "The request was sent, but no answer says whether the picture was made. The picture may have been made "
    "and paid for. Sending again may cost a second time."
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def _shown(qtbot: QtBot, window: QWidget, width: int, height: int, *, slim: bool) -> Notice:
    stack = NoticeStack()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(stack)
    column.addStretch(1)
    notice = Notice(NoticeKind.ERROR, TITLE, WORDS, slim=slim)
    notice.add_action("Send again (may cost twice)")
    notice.add_action("Open your account")
    stack.set_room(height)
    stack.add(notice)
    window.resize(width, 600)
    with qtbot.waitExposed(window):
        window.show()
    qtbot.waitUntil(lambda: stack.width() >= width)
    return notice


def _parts(notice: Notice) -> dict[str, QRect]:
    parts: list[QLabel | QPushButton] = [
        *(label for label in notice.findChildren(QLabel) if label.text()),
        *notice.findChildren(QPushButton),
    ]
    return {
        part.text(): QRect(part.mapTo(notice, part.rect().topLeft()), part.size())
        for part in parts
        if part.isVisibleTo(notice)
    }


def _is_read(label: QLabel) -> bool:
    """Return whether no word of a label is cut."""
    longest = max((label.fontMetrics().horizontalAdvance(word) for word in label.text().split()), default=0)
    is_whole = label.width() >= longest and label.height() >= label.heightForWidth(label.width())
    return not label.isVisible() or is_whole


@pytest.mark.parametrize("slim", [True, False])
@pytest.mark.parametrize("width", [300, 420, 900])
def test_nothing_covers_anything(qtbot: QtBot, window: QWidget, width: int, slim: bool) -> None:
    notice = _shown(qtbot, window, width, 600, slim=slim)

    def is_tidy() -> bool:
        places = _parts(notice)
        pairs = ((one, other) for one in places for other in places if one < other)
        is_apart = not any(places[one].intersects(places[other]) for one, other in pairs)
        is_whole = all(notice.rect().contains(place) for place in places.values())
        return is_apart and is_whole and TITLE in places and all(map(_is_read, notice.findChildren(QLabel)))

    qtbot.waitUntil(is_tidy)


def test_the_text_gives_way_and_the_buttons_stay(qtbot: QtBot, window: QWidget) -> None:
    notice = _shown(qtbot, window, 300, 160, slim=False)
    qtbot.waitUntil(lambda: notice.height() <= 160 - 16)
    places = _parts(notice)
    assert {TITLE, "Send again (may cost twice)", "Open your account"} <= places.keys()
    assert all(notice.rect().contains(place) for place in places.values())
    assert WORDS not in places
    assert WORDS in notice.toolTip()
    assert notice.accessibleDescription() == WORDS


def test_the_whole_text_comes_back_with_the_room(qtbot: QtBot, window: QWidget) -> None:
    notice = _shown(qtbot, window, 300, 160, slim=False)
    stack = notice.parent()
    assert isinstance(stack, NoticeStack)
    stack.set_room(600)
    qtbot.waitUntil(lambda: WORDS in _parts(notice))
    assert not notice.toolTip()
