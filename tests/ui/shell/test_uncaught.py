import sys
from collections.abc import Iterator
from types import TracebackType

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.ui.shell.uncaught import Uncaught

Seen = list[type[BaseException]]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """What whoever was told before still hears of."""
    heard: Seen = []

    def hook(kind: type[BaseException], _error: BaseException, _trace: TracebackType | None) -> None:
        heard.append(kind)

    monkeypatch.setattr(sys, "excepthook", hook)
    return heard


@pytest.fixture
def uncaught(seen: Seen, qtbot: QtBot) -> Iterator[tuple[Uncaught, list[AppError]]]:
    told: list[AppError] = []
    watch = Uncaught()
    watch.happened.connect(told.append)
    yield watch, told
    watch.stop()


def fails(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught:
        raise error
    sys.excepthook(caught.type, caught.value, caught.tb)


def test_a_mistake_is_told_once_for_each_place(uncaught: tuple[Uncaught, list[AppError]], seen: Seen) -> None:
    _watch, told = uncaught
    for _frame in range(3):
        fails(ZeroDivisionError("of the painter"))
    assert told == []  # not in the middle of what failed
    QCoreApplication.processEvents()
    (error,) = told
    assert error.kind is ErrorKind.UNEXPECTED
    assert "ZeroDivisionError: of the painter" in error.detail
    assert seen == [ZeroDivisionError] * 3


def test_an_interrupt_is_no_mistake(uncaught: tuple[Uncaught, list[AppError]], seen: Seen) -> None:
    _watch, told = uncaught
    fails(KeyboardInterrupt())
    QCoreApplication.processEvents()
    assert (told, seen) == ([], [KeyboardInterrupt])


def test_afterwards_it_is_as_before(uncaught: tuple[Uncaught, list[AppError]]) -> None:
    watch, _told = uncaught
    before = watch._before
    watch.stop()
    assert sys.excepthook is before


def test_what_goes_wrong_while_a_mistake_is_shown_is_only_logged(
    uncaught: tuple[Uncaught, list[AppError]], seen: Seen
) -> None:
    """As where the notice makes the grid smaller, and the grid fails at each new size."""
    watch, told = uncaught
    watch.happened.connect(lambda _error: fails(OverflowError("of the grid")))
    fails(ZeroDivisionError("of the painter"))
    for _turn in range(5):
        QCoreApplication.processEvents()
    assert len(told) == 1
    assert seen == [ZeroDivisionError, OverflowError]


def test_it_goes_on_after_another_hook_was_set(
    uncaught: tuple[Uncaught, list[AppError]], seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch, told = uncaught
    logged: Seen = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: logged.append(kind))
    watch.watch()
    fails(ZeroDivisionError())
    QCoreApplication.processEvents()
    assert (len(told), logged, seen) == (1, [ZeroDivisionError], [])
