"""The table of actions: no key and no letter stands for two things at once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar
from pytestqt.qtbot import QtBot

from portrait_app.ui.shell.actions import Actions, Menu
from tests.support.every_action import every_action, every_row

_TAKEN_BY_DOCKS = [f"Ctrl+Shift+{number}" for number in range(1, 5)]


def repeated(letters: Iterable[str]) -> list[str]:
    return [letter for letter, count in Counter(letters).items() if count > 1]


def mnemonics(actions: Iterable[QAction]) -> list[str]:
    found = [
        QKeySequence.mnemonic(action.text()).toString() for action in actions if not action.isSeparator()
    ]
    assert all(found), "every entry has a letter"
    return found


@pytest.fixture
def actions(qtbot: QtBot) -> Iterator[Actions]:
    del qtbot
    parent = QObject()
    yield every_action(parent)
    parent.deleteLater()


def test_no_shortcut_stands_for_two_actions() -> None:
    keys = [
        QKeySequence(keys).toString() for keys in chain.from_iterable(row.shortcuts for row in every_row())
    ]
    assert repeated([*keys, *_TAKEN_BY_DOCKS]) == []


@pytest.mark.parametrize("menu", Menu)
def test_no_letter_stands_twice_in_a_menu(qtbot: QtBot, actions: Actions, menu: Menu) -> None:
    bar = QMenuBar()
    qtbot.addWidget(bar)
    menus = actions.fill_menu_bar(bar)
    shown = menus[menu].actions()
    either_or = "restore" if menu is Menu.PICTURE else ""  # the Trash has it in place of "trash"
    assert repeated(mnemonics(action for action in shown if action.objectName() != either_or)) == []


def test_no_letter_stands_twice_in_the_menu_of_the_grid(qtbot: QtBot, actions: Actions) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    for elsewhere in ("trash", "restore"):
        menu.clear()
        for key in ("trash", "restore"):
            actions[key].setVisible(key != elsewhere)
        assert repeated(mnemonics(actions.context_menu(menu).actions())) == []


def test_no_letter_stands_twice_in_the_menu_bar() -> None:
    assert repeated(QKeySequence.mnemonic(menu).toString() for menu in Menu) == []


def test_macos_finds_the_programs_own_actions_whatever_they_are_called(qtbot: QtBot) -> None:
    parent = QObject()
    actions = every_action(parent)
    roles = {row.key: actions[row.key].menuRole() for row in actions.rows}
    named = {key for key, role in roles.items() if role is not QAction.MenuRole.NoRole}
    assert named == {"settings", "about", "quit"}
