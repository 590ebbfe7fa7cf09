"""The one presenter, with real notices, and the toast."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.ui.kit.notice import Notice, NoticeKind
from portrait_app.ui.shell.messages import Remedy, remedy_words
from portrait_app.ui.shell.presenter import ErrorPresenter
from portrait_app.ui.shell.toast import Toast
from tests.support.clock import FixedClock

KEY = "SG_0123456789abcdef"


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def presenter(window: QWidget) -> ErrorPresenter:
    presenter = ErrorPresenter(lambda text: text.replace(KEY, "[key]"), FixedClock(), "1.2.3", window)
    layout = QVBoxLayout(window)
    layout.addWidget(presenter.notices)
    layout.addStretch(1)
    window.show()
    return presenter


def _words(notice: QWidget) -> str:
    return " ".join(label.text() for label in notice.findChildren(QLabel))


def _buttons(notice: Notice) -> list[str]:
    return [button.text() for button in notice.findChildren(QPushButton) if button.isVisible()]


def _press(qtbot: QtBot, notice: Notice, words: str) -> None:
    button = next(b for b in notice.findChildren(QPushButton) if b.text() == words and b.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_no_room_is_taken_until_something_went_wrong(presenter: ErrorPresenter) -> None:
    assert not presenter.notices.isVisible()
    presenter.present(AppError(ErrorKind.CANNOT_CONNECT))
    assert presenter.notices.isVisible()


def test_a_notice_says_everything_in_words_and_to_a_screen_reader(presenter: ErrorPresenter) -> None:
    presenter.present(AppError(ErrorKind.OUTCOME_UNKNOWN))
    notice = presenter.notices.notices[0]
    assert "may have been made and paid for" in _words(notice)
    assert notice.accessibleName() == "The outcome is unknown"
    assert "cost a second time" in notice.accessibleDescription()


def test_the_same_error_is_counted_and_another_is_not(presenter: ErrorPresenter) -> None:
    for _ in range(3):
        presenter.present(AppError(ErrorKind.SERVER_ERROR, "boom"))
    presenter.present(AppError(ErrorKind.SERVER_ERROR, "bang"))
    newest, first = presenter.notices.notices
    assert "(3 times)" in _words(first)
    assert "times" not in _words(newest)


def test_an_error_of_two_engines_counts_as_one_where_it_says_the_same(presenter: ErrorPresenter) -> None:
    for engine in ("segmind", "sketch", ""):
        presenter.present(AppError(ErrorKind.DISK_FULL), engine=engine)
    (notice,) = presenter.notices.notices
    assert "(3 times)" in _words(notice)
    for engine in ("segmind", "sketch", ""):
        presenter.present(AppError(ErrorKind.JOB_FAILED), engine=engine)
    sketch, segmind, _disk = presenter.notices.notices
    assert "Sketch started on the picture but did not finish it." in _words(sketch)
    assert "Segmind started on the picture but did not finish it." in _words(segmind)
    assert "(2 times)" in _words(segmind)


def test_one_is_shown_and_the_next_waits_its_turn(presenter: ErrorPresenter) -> None:
    for detail in "abcd":
        presenter.present(AppError(ErrorKind.SERVER_ERROR, detail))
    assert [notice.isVisible() for notice in presenter.notices.notices] == [True, False, False, False]
    assert "3 more" in _words(presenter.notices)
    for left in (3, 2, 1):
        presenter.notices.notices[0].dismissed.emit()
        assert len(presenter.notices.notices) == left
    assert all(notice.isVisible() for notice in presenter.notices.notices)
    assert not any(
        "more" in label.text() for label in presenter.notices.findChildren(QLabel) if label.isVisible()
    )


def test_an_offer_waits_until_nothing_has_happened(
    presenter: ErrorPresenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    presenter.present(AppError(ErrorKind.SERVER_ERROR))
    offer = Notice(NoticeKind.INFO, "Something to try", "It is free.")
    said: list[str] = []
    monkeypatch.setattr(offer, "speak", lambda: said.append(offer.title))
    presenter.notices.add_behind(offer)
    assert not offer.isVisible()
    assert said == []
    presenter.notices.notices[0].dismissed.emit()
    assert offer.isVisible()
    presenter.present(AppError(ErrorKind.SERVER_ERROR))
    assert not offer.isVisible()
    presenter.notices.notices[0].dismissed.emit()
    assert offer.isVisible()
    assert said == ["Something to try"]  # once


def test_an_offer_gives_way_to_a_picture_and_an_error_does_not(presenter: ErrorPresenter) -> None:
    offer = Notice(NoticeKind.INFO, "Something to try", "It is free.")
    presenter.notices.add_behind(offer)
    presenter.notices.hold_offers(True)
    assert not presenter.notices.isVisible()
    presenter.present(AppError(ErrorKind.SERVER_ERROR))
    assert presenter.notices.notices[0].isVisible()
    assert not any(
        "more" in label.text() for label in presenter.notices.findChildren(QLabel) if label.isVisible()
    )
    presenter.notices.notices[0].dismissed.emit()
    assert not presenter.notices.isVisible()
    presenter.notices.hold_offers(False)
    assert offer.isVisible()


def test_what_may_cost_twice_says_so_and_is_never_repeated_for_several_at_once(
    presenter: ErrorPresenter, qtbot: QtBot
) -> None:
    tried: list[int] = []
    for job_id in (1, 2):
        presenter.present(
            AppError(ErrorKind.OUTCOME_UNKNOWN),
            lambda job_id=job_id: tried.append(job_id),  # type: ignore[misc]
            job_id=job_id,
            retry_remedy=Remedy.SEND_AGAIN,
        )
    (notice,) = presenter.notices.notices
    assert not {"Send again (may cost twice)", "Try again"} & set(_buttons(notice))
    presenter.withdraw(1)
    assert "times" not in _words(notice)
    _press(qtbot, notice, "Send again (may cost twice)")
    assert tried == [2]


def test_a_notice_goes_with_the_last_job_it_is_about(presenter: ErrorPresenter) -> None:
    for job_id in (1, 2, 0):
        presenter.present(AppError(ErrorKind.SERVER_ERROR), job_id=job_id)
    presenter.withdraw(1)
    assert "(2 times)" in _words(presenter.notices.notices[0])
    presenter.withdraw(2)
    assert len(presenter.notices.notices) == 1
    presenter.notices.notices[0].dismissed.emit()
    presenter.present(AppError(ErrorKind.SERVER_ERROR), job_id=3)
    presenter.withdraw(3)
    assert not presenter.notices.notices


def test_buttons_that_find_no_room_go_on_in_the_next_line(presenter: ErrorPresenter, window: QWidget) -> None:
    presenter.present(
        AppError(ErrorKind.OUTCOME_UNKNOWN), lambda: None, job_id=1, retry_remedy=Remedy.SEND_AGAIN
    )
    window.resize(360, 700)
    QApplication.processEvents()
    (notice,) = presenter.notices.notices
    buttons = [button for button in notice.findChildren(QPushButton) if button.isVisible()]
    assert len({button.y() for button in buttons}) > 1
    for button in buttons:
        assert button.width() >= button.sizeHint().width()
        assert notice.rect().contains(button.geometry())


def test_a_slim_notice_is_one_line_and_leaves_out_what_it_can_do_without(
    presenter: ErrorPresenter, window: QWidget, qtbot: QtBot
) -> None:
    notice = Notice(
        NoticeKind.INFO, "Drawing offline", "With a key you can make photographic portraits.", slim=True
    )
    button = notice.add_action("Add your key")
    presenter.notices.add(notice)
    words = next(label for label in notice.findChildren(QLabel) if "photographic" in label.text())
    qtbot.waitUntil(lambda: words.isVisible() and notice.height() < 2 * button.height())
    window.resize(400, 600)
    qtbot.waitUntil(lambda: not words.isVisible() and notice.height() < 2 * button.height())
    assert notice.toolTip() == words.text() == notice.accessibleDescription()
    window.resize(900, 600)
    qtbot.waitUntil(lambda: words.isVisible() and not notice.toolTip())


def test_a_dismissed_error_may_come_again(presenter: ErrorPresenter) -> None:
    presenter.present(AppError(ErrorKind.DISK_FULL))
    presenter.notices.notices[0].dismissed.emit()
    assert not presenter.notices.isVisible()
    presenter.present(AppError(ErrorKind.DISK_FULL))
    assert "times" not in _words(presenter.notices.notices[0])


def test_escape_dismisses_the_notice_that_has_the_focus(presenter: ErrorPresenter, qtbot: QtBot) -> None:
    presenter.present(AppError(ErrorKind.DISK_FULL))
    QTest.keyClick(presenter.notices.notices[0], Qt.Key.Key_Escape)
    assert presenter.notices.notices == ()


def test_merged_errors_are_all_tried_again_once(presenter: ErrorPresenter, qtbot: QtBot) -> None:
    tried: list[str] = []

    def first() -> None:
        tried.append("first")

    def second() -> None:
        tried.append("second")

    for retry in (None, first, first, second):
        presenter.present(AppError(ErrorKind.SERVICE_UNAVAILABLE), retry)
    notice = presenter.notices.notices[0]
    _press(qtbot, notice, "Try again")
    assert tried == ["first", "second"]
    assert presenter.notices.notices == ()


def test_what_must_not_be_repeated_offers_no_retry(presenter: ErrorPresenter) -> None:
    presenter.present(AppError(ErrorKind.IMAGE_DAMAGED), lambda: None)
    assert "Try again" not in _buttons(presenter.notices.notices[0])


def test_try_again_is_not_offered_where_nothing_can_be_called(presenter: ErrorPresenter) -> None:
    presenter.present(AppError(ErrorKind.CANNOT_CONNECT))
    assert _buttons(presenter.notices.notices[0]) == ["Copy details"]


def test_the_window_is_asked_for_a_remedy(presenter: ErrorPresenter, qtbot: QtBot) -> None:
    error = AppError(ErrorKind.KEY_REJECTED)
    presenter.present(error)
    with qtbot.waitSignal(presenter.remedy_requested) as asked:
        _press(qtbot, presenter.notices.notices[0], remedy_words(Remedy.ADD_KEY))
    assert asked.args == [Remedy.ADD_KEY, error]


class _Browser(QObject):
    """Takes the place of the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[_Browser]:
    browser = _Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type] # the stub asks for bytes, the call for text
    yield browser
    QDesktopServices.unsetUrlHandler("https")


def test_topping_up_opens_the_billing_page(
    presenter: ErrorPresenter, qtbot: QtBot, browser: _Browser
) -> None:
    presenter.present(AppError(ErrorKind.NO_CREDITS))
    _press(qtbot, presenter.notices.notices[0], "Add credits…")
    assert browser.opened == ["https://cloud.segmind.com/billing"]


def test_details_are_copied_without_the_key(presenter: ErrorPresenter, qtbot: QtBot) -> None:
    presenter.present(AppError(ErrorKind.SERVER_ERROR, f"Traceback about {KEY}", status=500))
    notice = presenter.notices.notices[0]
    _press(qtbot, notice, "Copy details")
    copied = QGuiApplication.clipboard().text()
    assert "1.2.3" in copied
    assert "2026-11-22T12:00:00+00:00" in copied
    assert "status: 500" in copied
    assert "Traceback about [key]" in copied
    assert KEY not in copied
    assert KEY not in _words(notice) + notice.accessibleName() + notice.accessibleDescription()


def test_the_words_of_a_service_are_not_read_as_html(presenter: ErrorPresenter) -> None:
    presenter.present(AppError(ErrorKind.BAD_REQUEST, "a <img src='file:///x'> b"))
    labels = presenter.notices.notices[0].findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


def test_buttons_move_below_the_words_where_it_is_narrow(presenter: ErrorPresenter, window: QWidget) -> None:
    presenter.present(AppError(ErrorKind.NO_CREDITS), lambda: None)
    notice = presenter.notices.notices[0]
    words = notice.findChildren(QLabel)[1]
    button = notice.findChildren(QPushButton)[-1]

    def is_below() -> bool:
        return button.mapTo(notice, button.rect().topLeft()).y() >= words.geometry().bottom()

    window.resize(1400, 600)
    QGuiApplication.processEvents()
    assert not is_below()
    window.resize(window.minimumSizeHint().width(), 600)
    QGuiApplication.processEvents()
    assert is_below()


# The toast


@pytest.fixture
def toast(window: QWidget) -> Toast:
    window.show()
    return Toast(window, milliseconds=30)


def test_undo_is_called_once_and_closes_the_toast(toast: Toast, qtbot: QtBot) -> None:
    undone: list[bool] = []
    toast.show_message("Moved to Trash", "Undo", lambda: undone.append(True))
    QTest.mouseClick(toast.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert not toast.isVisible()


def test_a_toast_leaves_by_itself_without_undoing(toast: Toast, qtbot: QtBot) -> None:
    undone: list[bool] = []
    toast.show_message("Moved to Trash", "Undo", lambda: undone.append(True))
    qtbot.waitUntil(lambda: not toast.isVisible())
    assert undone == []


def test_a_toast_stays_while_it_has_the_focus(toast: Toast, window: QWidget, qtbot: QtBot) -> None:
    other = QPushButton("other", window)
    other.show()
    toast.show_message("Moved to Trash", "Undo", lambda: None)
    window.activateWindow()
    undo = toast.findChildren(QPushButton)[0]
    undo.setFocus()
    qtbot.waitUntil(undo.hasFocus)
    with qtbot.waitSignal(toast._timer.timeout):
        pass  # it asked, and stayed
    assert toast.isVisible()
    other.setFocus()
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_the_focus_goes_back_to_where_it_was(toast: Toast, window: QWidget, qtbot: QtBot) -> None:
    before = QPushButton("before", window)
    before.show()
    window.activateWindow()
    before.setFocus()
    qtbot.waitUntil(before.hasFocus)
    toast.show_message("Moved to Trash", "Undo", lambda: None)
    undo = toast.findChildren(QPushButton)[0]
    undo.setFocus()
    QTest.keyClick(undo, Qt.Key.Key_Escape)
    qtbot.waitUntil(before.hasFocus)
    assert not toast.isVisible()


def test_a_toast_stays_at_the_bottom_centre(toast: Toast, window: QWidget) -> None:
    toast.show_message(
        "A rather long sentence about what was just done to some pictures", "Undo", lambda: None
    )
    for width in (900, 260):
        window.resize(width, 500)
        assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
        assert window.rect().contains(toast.geometry())


def test_the_next_message_replaces_the_first(toast: Toast) -> None:
    toast.show_message("First", "Undo", lambda: None)
    toast.show_message("Second")
    assert "Second" in _words(toast)
    assert not toast.findChildren(QPushButton)[0].isVisible()
    assert toast.accessibleName() == "Second"
