"""Tags of the whole library are renamed, merged and removed; the menus of tags and collections."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QApplication, QInputDialog, QMenu, QPushButton, QTreeWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import AddTags, Collect, CreateCollection
from portrait_app.ui.curation.tag_line import TagLine
from portrait_app.ui.curation.tags_dialog import TagsDialog
from portrait_app.ui.search.field import SearchLine
from tests.support.library_builder import build_library
from tests.support.widgets import button_of
from tests.ui.curation.test_curation import Curating

pytestmark = pytest.mark.qt_log_ignore("^This plugin does not support", extend=True)  # of menus, offscreen


@pytest.fixture
def curating(tmp_path: Path, qtbot: QtBot) -> Iterator[Curating]:
    build_library(tmp_path / "data" / "library", 30)
    opened = Curating(tmp_path, qtbot)
    opened.curation.edit(opened.select(0, 1, 2), AddTags(("red",)))
    opened.curation.edit(opened.select(2, 3), AddTags(("scarlet",)))
    opened.settle()
    yield opened
    opened.program.close()


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person answers when asked for a name, one after the other; nothing more is Cancel."""
    answers: list[str] = []

    def answer(*_given: object, **_more: object) -> tuple[str, bool]:
        return (answers.pop(0), True) if answers else ("", False)

    monkeypatch.setattr(QInputDialog, "getText", answer)
    return answers


def in_the_dialog(curating: Curating, *acts: Callable[[TagsDialog], object]) -> None:
    """Open the dialog of tags, and carry out the acts one after the other, each when all is settled."""
    done: list[object] = []

    def go_on() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TagsDialog)
        try:
            for act in acts:
                curating.settle()
                done.append(act(dialog))
            curating.settle()
        finally:
            dialog.reject()

    QTimer.singleShot(0, go_on)
    curating.program.action("manage_tags").trigger()
    curating.settle()
    assert len(done) == len(acts)


def choose(*tags: str) -> Callable[[TagsDialog], None]:
    def act(dialog: TagsDialog) -> None:
        tree = dialog.findChild(QTreeWidget)
        assert isinstance(tree, QTreeWidget)
        for row in range(tree.topLevelItemCount()):
            item = tree.topLevelItem(row)
            assert item is not None
            item.setSelected(item.text(0) in tags)
        assert dialog.chosen() == list(tags)

    return act


def click(text: str) -> Callable[[TagsDialog], None]:
    def act(dialog: TagsDialog) -> None:
        button = button_of(dialog, text)
        assert isinstance(button, QPushButton)
        assert button.isEnabled()
        button.click()

    return act


def tagged(curating: Curating) -> dict[str, int]:
    tags = curating.program.backend.curation.tags()
    return {tag.name: tag.count for tag in tags if tag.name in {"red", "scarlet", "crimson", "Red"}}


def test_a_tag_is_renamed_for_all_pictures_and_back(curating: Curating, names: list[str]) -> None:
    before = curating.everything()
    curating.program.find(SearchLine).setText("tag:red")
    curating.settle()
    names[:] = ["a, b", "crimson"]  # the first is refused
    in_the_dialog(curating, choose("red"), click("Rename…"))
    assert tagged(curating) == {"crimson": 3, "scarlet": 2}
    assert curating.program.find(SearchLine).text() == "tag:crimson "
    assert curating.program.model.picture_count == 3
    assert curating.undo_text == "&Undo: “red” renamed to “crimson”: 3 pictures"
    curating.program.action("undo").trigger()
    curating.settle()
    assert curating.everything() == before
    assert curating.program.model.picture_count == 3
    names[:] = ["Red"]  # another spelling of the same word
    in_the_dialog(curating, choose("red"), click("Rename…"))
    assert tagged(curating) == {"Red": 3, "scarlet": 2}


def test_tags_are_merged_and_separated_by_undo(curating: Curating, names: list[str]) -> None:
    before = curating.everything()
    names[:] = ["red"]
    in_the_dialog(curating, choose("red", "scarlet"), click("Merge…"))
    assert tagged(curating) == {"red": 4}
    assert "merged into “red”" in curating.undo_text
    curating.program.action("undo").trigger()
    curating.settle()
    assert curating.everything() == before
    curating.program.action("redo").trigger()
    curating.settle()
    assert tagged(curating) == {"red": 4}


def test_a_name_that_another_tag_has_must_be_given_twice(curating: Curating, names: list[str]) -> None:
    names[:] = ["red"]
    in_the_dialog(curating, choose("scarlet"), click("Rename…"))
    assert tagged(curating) == {"red": 3, "scarlet": 2}
    names[:] = ["red", "red"]
    in_the_dialog(curating, choose("scarlet"), click("Rename…"))
    assert tagged(curating) == {"red": 4}


def test_a_tag_is_removed_from_all_pictures_also_in_the_trash(curating: Curating) -> None:
    before = curating.everything()
    curating.select(0)
    curating.program.action("trash").trigger()
    curating.settle()
    assert tagged(curating) == {"red": 2, "scarlet": 2}
    in_the_dialog(curating, choose("red"), click("Remove from all pictures"))
    assert tagged(curating) == {"scarlet": 2}
    for _ in range(2):
        curating.program.action("undo").trigger()
    curating.settle()
    assert curating.everything() == before


def context_menu(curating: Curating) -> QMenu:
    curating.program.window.menu_wanted.emit(QPoint(5, 5))
    return next(menu for menu in curating.view.findChildren(QMenu) if menu.isVisible())


def submenu(curating: Curating, key: str) -> dict[str, bool]:
    """Open the submenu of the context menu; return its entries and whether they are checked."""
    menu = context_menu(curating)
    action = curating.program.action(key)
    assert action in menu.actions()
    below = action.menu()
    assert isinstance(below, QMenu)
    below.aboutToShow.emit()
    menu.close()
    return {entry.text(): entry.isChecked() for entry in below.actions() if entry.text()}


def trigger(curating: Curating, key: str, text: str) -> None:
    below = curating.program.action(key).menu()
    assert isinstance(below, QMenu)
    next(entry for entry in below.actions() if entry.text() == text).trigger()
    curating.settle()


def test_tags_are_given_and_taken_from_the_context_menu(curating: Curating) -> None:
    curating.select(0, 1)
    assert submenu(curating, "tags")["red"] is True
    assert submenu(curating, "tags")["scarlet"] is False
    trigger(curating, "tags", "scarlet")
    assert tagged(curating) == {"red": 3, "scarlet": 4}
    submenu(curating, "tags")
    trigger(curating, "tags", "red")
    assert tagged(curating) == {"red": 1, "scarlet": 4}
    curating.select(2, 5)
    assert submenu(curating, "tags")["red (1 of 2)"] is False
    curating.program.action("add_tags").trigger()
    assert curating.program.window.focusWidget() is curating.program.find(TagLine)


def test_pictures_are_collected_from_the_context_menu(curating: Curating) -> None:
    curating.curation.edit((), CreateCollection("May & June"))
    curating.settle()
    ids = curating.select(0, 1)
    assert submenu(curating, "collections")["May && June"] is False
    trigger(curating, "collections", "May && June")
    assert [one.collections for one in curating.pictures(ids)] == [("May & June",)] * 2
    assert submenu(curating, "collections")["May && June"] is True
    trigger(curating, "collections", "May && June")
    assert [one.collections for one in curating.pictures(ids)] == [()] * 2
    curating.curation.edit(ids[:1], Collect("May & June"))
    curating.settle()
    assert submenu(curating, "collections")["May && June (1 of 2)"] is False
