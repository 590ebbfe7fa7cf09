"""The grid's model: jobs, then pictures whose rows come when they are needed."""

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy
from pytestqt.qtbot import QtBot

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.ui.gallery import model as gallery_model
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import AnyOrder, NewestFirst
from tests.support.gallery import NOW, a_failed_job, a_job, a_picture, falling, fill

_SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[GalleryModel]:
    model = GalleryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    yield model
    del tester


def ids_of(model: GalleryModel) -> list[int]:
    return [model.index(row).data(GalleryModel.ID) for row in range(model.rowCount())]


def moves(model: GalleryModel) -> list[tuple[str, int, int]]:
    """Return a list that fills with every insert, removal and change, as (what, first, last)."""
    seen: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: seen.append(("insert", first, last)))
    model.rowsRemoved.connect(lambda _parent, first, last: seen.append(("remove", first, last)))
    model.dataChanged.connect(lambda first, last: seen.append(("change", first.row(), last.row())))
    model.modelReset.connect(lambda: seen.append(("reset", 0, 0)))
    return seen


def test_rows_are_asked_for_once_in_windows_and_never_read_in_data(model: GalleryModel, qtbot: QtBot) -> None:
    model.show(NewestFirst(falling(1000)))
    qtbot.wait(1)  # the tester has looked at some rows
    asked = QSignalSpy(model.records_wanted)
    for row in (0, 5, 99, 250):
        assert model.index(row).data(GalleryModel.PICTURE) is None
    assert asked.count() == 0
    qtbot.waitUntil(lambda: asked.count() == 1)
    wanted = asked.at(0)[0]
    assert wanted == [*range(1000, 900, -1), *range(800, 700, -1)]


def test_rows_that_arrive_are_shown_and_only_the_missing_ones_asked_for(
    model: GalleryModel, qtbot: QtBot
) -> None:
    model.show(NewestFirst(falling(100)))
    seen = moves(model)
    model.update([a_picture(100), a_picture(99), a_picture(50)])
    assert seen == [("change", 0, 50)]  # one signal, however many records
    assert model.index(0).data(GalleryModel.PICTURE) == a_picture(100)
    with qtbot.waitSignal(model.records_wanted) as asked:
        model.index(2).data(GalleryModel.TILE)
    assert set(asked.args[0]) == set(range(1, 101)) - {100, 99, 50}


def test_a_row_that_is_the_same_changes_nothing(model: GalleryModel) -> None:
    fill(model, range(1, 4))
    seen = moves(model)
    model.update([a_picture(2)])
    assert seen == []


def test_new_pictures_stand_at_the_top_and_a_restored_one_in_its_place(model: GalleryModel) -> None:
    fill(model, [1, 2, 4, 5])
    seen = moves(model)
    third = QPersistentModelIndex(model.index(0))
    model.insert([a_picture(7), a_picture(3), a_picture(6), a_picture(5, favourite=True)])
    assert ids_of(model) == [7, 6, 5, 4, 3, 2, 1]
    assert seen == [("insert", 2, 2), ("insert", 0, 1), ("change", 2, 2)]
    assert third.data(GalleryModel.ID) == 5
    assert third.data(GalleryModel.FAVOURITE) is True


def test_removed_pictures_go_in_runs(model: GalleryModel) -> None:
    fill(model, range(1, 11))
    seen = moves(model)
    model.remove([10, 3, 9, 4, 77])
    assert ids_of(model) == [8, 7, 6, 5, 2, 1]
    assert seen == [("remove", 6, 7), ("remove", 0, 1)]


def test_jobs_stand_before_the_pictures_the_newest_first(model: GalleryModel) -> None:
    fill(model, [1, 2])
    seen = moves(model)
    model.set_jobs([a_job(5, elapsed=3), a_job(6)])
    assert [model.index(row).data(GalleryModel.JOB).job.id for row in (0, 1)] == [6, 5]
    assert seen == [("insert", 0, 0), ("insert", 1, 1)]
    assert model.row_of(2) == 2
    assert model.id_at(0) == 0
    assert list(model.ids_between(0, 3)) == [2, 1]
    seen.clear()
    model.set_jobs([a_job(5, elapsed=4), a_job(6)])
    assert seen == [("change", 1, 1)]
    seen.clear()
    model.set_jobs([a_job(6, elapsed=1), a_job(7)])
    assert seen == [("remove", 1, 1), ("insert", 0, 0), ("change", 1, 1)]


@given(
    before=st.lists(st.integers(1, 8), unique=True),
    after=st.lists(st.integers(1, 8), unique=True),
)
def test_any_queue_becomes_any_other(before: list[int], after: list[int]) -> None:
    model = GalleryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    fill(model, [1, 2, 3])
    for numbers in (before, after):
        model.set_jobs([a_job(number) for number in numbers])
        shown = [model.index(row).data(GalleryModel.JOB).job.id for row in range(model.job_count)]
        assert shown == numbers[::-1]
    assert model.rowCount() == len(after) + 3
    del tester


@given(
    shown=st.sets(st.integers(1, 60)),
    added=st.sets(st.integers(1, 60)),
    removed=st.sets(st.integers(1, 60)),
)
def test_pictures_come_and_go_anywhere(shown: set[int], added: set[int], removed: set[int]) -> None:
    model = GalleryModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    fill(model, sorted(shown))
    model.insert([a_picture(number) for number in added])
    assert ids_of(model) == sorted(shown | added, reverse=True)
    model.remove(removed)
    expected = sorted((shown | added) - removed, reverse=True)
    assert ids_of(model) == expected
    assert [model.row_of(number) for number in expected] == list(range(len(expected)))
    assert all(model.row_of(number) is None for number in removed)
    del tester


def test_jobs_are_not_selectable_and_pictures_can_be_dragged(model: GalleryModel) -> None:
    fill(model, [1])
    model.set_jobs([a_job(1)])
    assert not model.index(0).flags() & Qt.ItemFlag.ItemIsSelectable
    assert model.index(0).flags() & Qt.ItemFlag.ItemIsEnabled
    assert model.index(1).flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags


def test_screen_readers_hear_prompt_date_and_favourite(model: GalleryModel) -> None:
    long = "a portrait of " + "somebody " * 40
    model.show(NewestFirst(array("q", [3, 2, 1])))
    model.update([a_picture(1, prompt=long), a_picture(2, prompt="red hair", favourite=True, trashed=True)])
    spoken = [str(model.index(row).data(_SPOKEN)) for row in range(3)]
    assert spoken[0] == "Picture, loading"
    assert spoken[1].startswith("red hair, ")
    assert spoken[1].endswith(", favourite, in Trash")
    assert str(NOW.astimezone().day) in spoken[1]
    assert "somebody… " in spoken[2].replace("…,", "… ")
    assert len(spoken[2]) < 150
    model.set_jobs([a_job(1, elapsed=12.4, fraction=0.5), a_failed_job(2, AppError(ErrorKind.DISK_FULL))])
    assert model.index(1).data(_SPOKEN) == "Making… 12\u00a0s 50%, job 1"
    assert str(model.index(0).data(_SPOKEN)).endswith(", job 2")


def test_tool_tips_show_a_prompt_as_it_is(model: GalleryModel) -> None:
    fill(model, [1])
    model.update([a_picture(1, prompt="<b>bold</b> & co")])
    tip = model.index(0).data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; co" in tip
    assert "512 × 512" in tip


def test_memory_is_bounded(model: GalleryModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery_model, "KEPT", 50)
    model.show(NewestFirst(falling(200)))
    model.update([a_picture(number) for number in range(1, 101)])
    known = [number for number in range(1, 201) if model.picture(number) is not None]
    assert known == list(range(51, 101))


def test_rows_that_were_read_outlive_another_query(model: GalleryModel) -> None:
    fill(model, [1, 2, 3])
    model.show(NewestFirst(array("q", [3, 1])))
    assert model.picture(2) == a_picture(2)
    assert ids_of(model) == [3, 1]


def test_more_of_the_same_is_appended_and_nothing_else_changes(model: GalleryModel) -> None:
    model.set_jobs([a_job(1)])
    fill(model, [9, 8, 7])
    persistent = QPersistentModelIndex(model.index(2))
    seen = moves(model)
    model.show(NewestFirst(array("q", [9, 8, 7, 4, 2])))
    assert seen == [("insert", 4, 5)]
    assert persistent.data(GalleryModel.ID) == 8
    model.show(NewestFirst(array("q", [9, 8, 7, 4, 2])))
    assert seen == [("insert", 4, 5)]
    model.show(NewestFirst(array("q", [9, 8])))
    assert seen[1:] == [("reset", 0, 0)]


def test_pictures_leave_any_order(model: GalleryModel) -> None:
    model.show(AnyOrder(array("q", [3, 9, 1, 7, 5])))
    model.update([a_picture(number) for number in (1, 3, 5, 7, 9)])
    seen = moves(model)
    model.remove([9, 7, 1])
    assert seen == [("remove", 1, 3)]
    model.insert([a_picture(3, favourite=True), a_picture(4)])  # 4 has no place the model could know
    assert ids_of(model) == [3, 5]
    assert seen[1:] == [("change", 0, 0)]
    assert model.row_of(5) == 1


def test_a_sequence_answers_at_its_ends() -> None:
    ids = NewestFirst(array("q", [9, 5, 2]))
    assert list(ids.between(-5, 1)) == [9, 5]
    assert list(ids.between(2, 99)) == [2]
    assert list(ids.between(3, 2)) == []
    assert ids.row_of(5) == 1
    assert ids.row_of(6) is None
    assert ids.row_of(10) is None
