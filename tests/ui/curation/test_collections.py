"""Collections in the window: made, shown, renamed, deleted, filled by dropping, and all of it taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QInputDialog, QToolButton, QTreeWidget
from pytestqt.qtbot import QtBot

from portrait_app.core.curation import Collect, CreateCollection
from portrait_app.ui.curation.collections_panel import CollectionsPanel
from portrait_app.ui.search.field import SearchLine
from portrait_app.ui.search.filter_bar import FilterBar
from tests.support.library_builder import build_library
from tests.support.widgets import button_of
from tests.ui.curation.test_curation import Curating


@pytest.fixture
def curating(tmp_path: Path, qtbot: QtBot) -> Iterator[Curating]:
    target = tmp_path / "data" / "library"
    target.mkdir(parents=True)
    build_library(target, 30)
    opened = Curating(tmp_path, qtbot)
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


def listed(curating: Curating) -> list[tuple[str, str]]:
    tree = curating.program.find(CollectionsPanel).findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    items = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    return [(item.text(0), item.text(1)) for item in items if item is not None]


def shown(curating: Curating) -> list[int]:
    return [curating.view.gallery.id_at(row) for row in range(curating.program.model.picture_count)]


def make(curating: Curating, name: str, *rows: int) -> list[int]:
    ids = curating.select(*rows)
    curating.curation.edit((), CreateCollection(name))
    curating.curation.edit(ids, Collect(name))
    curating.settle()
    return ids


def test_there_is_no_panel_without_collections_and_the_first_brings_it(
    curating: Curating, names: list[str]
) -> None:
    panel = curating.program.find(CollectionsPanel)
    assert not panel.isVisible()
    curating.select(0, 1)
    names[:] = ["  Best   of May "]
    curating.program.action("new_collection").trigger()
    curating.settle()
    assert panel.isVisible()
    assert listed(curating) == [("Best of May", "2")]
    assert curating.chips()[-1] == "Best of May"
    curating.curation.undo()  # the collection and what is in it are one step
    curating.settle()
    assert listed(curating) == []
    assert not panel.isVisible()
    curating.curation.redo()
    curating.settle()
    assert listed(curating) == [("Best of May", "2")]


def test_a_name_that_is_taken_or_no_name_is_asked_for_again(curating: Curating, names: list[str]) -> None:
    make(curating, "May", 0)
    names[:] = ["MAY", "***", "x" * 101, "June"]
    curating.program.action("new_collection").trigger()
    curating.settle()
    assert [name for name, _count in listed(curating)] == ["June", "May"]
    assert names == []
    curating.program.action("new_collection").trigger()  # cancelled
    curating.settle()
    assert len(listed(curating)) == 2


def test_a_collection_is_a_place_like_a_filter(curating: Curating) -> None:
    everything = shown(curating)
    ids = make(curating, "May", 1, 3)
    curating.marks.collection_chosen.emit("May")
    curating.settle()
    assert shown(curating) == sorted(ids, reverse=True)
    bar = curating.program.find(FilterBar)
    assert not any(button.isChecked() for button in bar.findChildren(QToolButton))
    assert "May" in curating.program.find(SearchLine).placeholderText()
    curating.view.go_to(ids[0])
    curating.settle()
    curating.curation.edit(ids[:1], Collect("May", inside=False))
    curating.settle()
    assert shown(curating) == ids[1:]
    curating.curation.undo()
    curating.settle()
    assert shown(curating) == sorted(ids, reverse=True)
    button_of(bar, "All").click()
    curating.settle()
    assert shown(curating) == everything


def test_it_comes_back_at_the_next_start(tmp_path: Path, curating: Curating, qtbot: QtBot) -> None:
    ids = make(curating, "May", 1, 3)
    curating.marks.collection_chosen.emit("May")
    curating.settle()
    curating.program.close()
    again = Curating(tmp_path, qtbot)
    assert shown(again) == sorted(ids, reverse=True)
    assert again.program.find(CollectionsPanel).isVisible()
    curating.program = again.program


def test_renaming_and_deleting_follow_what_is_shown_and_go_back(curating: Curating, names: list[str]) -> None:
    everything = shown(curating)
    ids = make(curating, "May", 1, 3)
    panel = curating.program.find(CollectionsPanel)
    panel.chosen.emit("May")
    curating.settle()
    names[:] = ["June"]
    panel.rename_wanted.emit("May")
    curating.settle()
    assert listed(curating) == [("June", "2")]
    assert shown(curating) == sorted(ids, reverse=True)
    panel.delete_wanted.emit("June")
    curating.settle()
    assert listed(curating) == []
    assert shown(curating) == everything
    curating.curation.undo()
    curating.settle()
    assert listed(curating) == [("June", "2")]
    panel.chosen.emit("June")
    curating.settle()
    curating.curation.undo()
    curating.settle()
    assert listed(curating) == [("May", "2")]
    assert shown(curating) == sorted(ids, reverse=True)


def test_tiles_dropped_on_a_name_go_into_it_and_nothing_else_does(
    curating: Curating, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(curating, "May", 0)
    ids = curating.select(4, 5, 6)
    tree = curating.program.find(CollectionsPanel).findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    item = tree.topLevelItem(0)
    assert item is not None
    where = QPointF(tree.visualItemRect(item).center())
    data, button, keys = QMimeData(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    source: QObject = curating.view
    for kind in (QDragEnterEvent, QDragMoveEvent, QDropEvent):
        monkeypatch.setattr(kind, "source", lambda _event: source)
    action = Qt.DropAction.CopyAction
    entering = QDragEnterEvent(where.toPoint(), action, data, button, keys)
    tree.dragEnterEvent(entering)
    assert entering.isAccepted()
    tree.dragMoveEvent(QDragMoveEvent(where.toPoint(), action, data, button, keys))
    tree.dropEvent(QDropEvent(where, action, data, button, keys))
    curating.settle()
    assert listed(curating) == [("May", "4")]
    assert all("May" in picture.collections for picture in curating.pictures(ids))
    source = tree
    entering = QDragEnterEvent(where.toPoint(), action, data, button, keys)
    tree.dragEnterEvent(entering)
    assert not entering.isAccepted()


def test_keys_in_the_list_do_not_reach_the_pictures(curating: Curating) -> None:
    make(curating, "faces", 0)
    make(curating, "May", 1)
    tree = curating.program.find(CollectionsPanel).findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    before = curating.everything()
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_F)  # looks for a name, and marks nothing
    curating.settle()
    assert curating.everything() == before
    assert shown(curating) == [curating.pictures([shown(curating)[0]])[0].id]
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    curating.settle()
    assert [name for name, _count in listed(curating)] == ["May"]
    assert all(
        picture.trashed == old.trashed for picture, old in zip(curating.everything(), before, strict=True)
    )
    assert QApplication.focusWidget() is not None
