"""The selection is of pictures: whatever the rows of the grid do, it is the set that a user would name."""

from array import array
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject
from pytestqt.qtbot import QtBot

from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.gallery import model as model_module
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import AnyOrder, NewestFirst
from portrait_app.ui.gallery.selection import PictureSelection
from tests.support.gallery import a_job, a_picture, falling, fill

_Flag = QItemSelectionModel.SelectionFlag
_VISIBLE = 12  # rows that a view would show

rows = st.integers(0, 45)
questions = st.tuples(st.integers(1, 4), st.integers(0, 3), st.booleans())


class SelectionMachine(RuleBasedStateMachine):
    """Holds the selection of a real model against a set of ids and a list of what is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.owner = QObject()
        self.model = GalleryModel(self.owner)
        self.selection = PictureSelection(self.model, self._visible_rows, self.owner)
        self.newest = 30
        self.library = set(range(1, self.newest + 1))
        self.trash: set[int] = set()
        self.shown: list[int] = []
        self.selected: set[int] = set()
        self.band: set[int] = set()  # what was selected before the rubber band
        self.jobs = 0
        self.ask((1, 0, True))

    def _visible_rows(self) -> range:
        return range(min(_VISIBLE, self.model.rowCount()))

    def _rows(self, first: int, last: int) -> QItemSelection:
        count = self.model.rowCount()
        first, last = sorted((min(first, count - 1), min(last, count - 1)))
        return QItemSelection(self.model.index(max(first, 0)), self.model.index(max(last, 0)))

    def _ids(self, selection: QItemSelection) -> set[int]:
        found = {self.model.id_at(index.row()) for index in selection.indexes()}
        return found - {0}

    # What a user does

    @rule(first=rows, last=rows, how=st.sampled_from(("only", "add", "take away", "turn over")))
    def select(self, first: int, last: int, how: str) -> None:
        chosen = self._rows(first, last)
        ids = self._ids(chosen)
        command, self.selected = {
            "only": (_Flag.ClearAndSelect, ids),
            "add": (_Flag.Select, self.selected | ids),
            "take away": (_Flag.Deselect, self.selected - ids),
            "turn over": (_Flag.Toggle, self.selected ^ ids),
        }[how]
        self.selection.select(chosen, command)

    @rule(first=rows, lasts=st.lists(rows, min_size=1, max_size=3), adds=st.booleans())
    def draw_a_band(self, first: int, lasts: list[int], adds: bool) -> None:
        """Select from one row to another, which changes while the mouse moves."""
        self.selection.select(QItemSelection(), _Flag.Select)  # as Qt does when a button is pressed
        before = self.selected
        for last in lasts:
            chosen = self._rows(first, last)
            self.selection.select(chosen, _Flag.SelectCurrent if adds else _Flag.ClearAndSelect)
            self.selected = (before if adds else set()) | self._ids(chosen)

    @rule()
    def select_all(self) -> None:
        self.selection.select_all()
        self.selected = set(self.shown)

    @rule()
    def select_none(self) -> None:
        self.selection.select_ids(())
        self.selected = set()

    @rule(ids=st.sets(st.integers(1, 60), max_size=4))
    def select_by_id(self, ids: set[int]) -> None:
        self.selection.select_ids(ids)
        self.selected = ids

    # What happens to the grid

    @rule(question=questions)
    def ask(self, question: tuple[int, int, bool]) -> None:
        """Search, filter or order: some pictures of the library, first a screenful, then all."""
        divisor, rest, newest_first = question
        found = sorted(
            (one for one in self.library if one % divisor == rest % divisor), reverse=not newest_first
        )
        self.shown = found[::-1]
        make = NewestFirst if newest_first else AnyOrder
        self.model.show(make(array("q", self.shown[:5])))
        self._agree(self.shown[:5])
        self.model.show(make(array("q", self.shown)))

    @rule(count=st.integers(1, 3))
    def pictures_arrive(self, count: int) -> None:
        new = range(self.newest + 1, self.newest + count + 1)
        self.newest += count
        self.library.update(new)
        self.model.insert([a_picture(one) for one in new])
        if isinstance(self.model.snapshot(), NewestFirst):
            self.shown = sorted({*self.shown, *new}, reverse=True)

    @rule(places=st.sets(rows, max_size=30))
    def an_edit_takes_pictures_out(self, places: set[int]) -> None:
        gone = {self.shown[place] for place in places if place < len(self.shown)}
        self.model.remove(gone)
        self.shown = [one for one in self.shown if one not in gone]
        self.selected -= gone

    @rule(places=st.sets(rows, max_size=20))
    def very_many_go_and_the_question_is_asked_again(self, places: set[int]) -> None:
        gone = {self.shown[place] for place in places if place < len(self.shown)}
        make = NewestFirst if isinstance(self.model.snapshot(), NewestFirst) else AnyOrder
        self.shown = [one for one in self.shown if one not in gone]
        self.model.show(make(array("q", self.shown)), is_renewal=True)
        self.selected -= gone

    @rule()
    def the_whole_selection_goes_to_the_trash(self) -> None:
        ids = self.selection.ids()
        assert set(ids) == self.selected
        self.selection.discard_hidden(ids)
        self.model.remove(ids)
        self.trash |= self.selected
        self.library -= self.selected
        self.shown = [one for one in self.shown if one not in self.selected]
        self.selected = set()

    @rule()
    def undo_brings_them_back(self) -> None:
        back, self.trash = self.trash, set()
        self.library |= back
        self.model.insert([a_picture(one) for one in back])
        if isinstance(self.model.snapshot(), NewestFirst):
            self.shown = sorted({*self.shown, *back}, reverse=True)

    @rule(count=st.integers(0, 2))
    def jobs_come_and_go(self, count: int) -> None:
        self.jobs = count
        self.model.set_jobs([a_job(number) for number in range(count)])

    # What is so at any time

    @invariant()
    def it_is_the_set_that_a_user_would_name(self) -> None:
        self._agree(self.shown)

    def _agree(self, shown: list[int]) -> None:
        selection = self.selection
        hidden = self.selected - set(shown)
        in_grid = [one for one in shown if one in self.selected]
        assert selection.ids() == [*in_grid, *sorted(hidden, reverse=True)]
        assert selection.shown_ids() == in_grid
        assert len(selection.pictures) == len(self.selected)
        assert selection.hidden_count == len(hidden)
        selection.mirror()  # as the view does before Qt asks
        told = {self.model.id_at(index.row()) for index in selection.selectedIndexes()}
        visible = {self.model.id_at(row) for row in self._visible_rows()} - {0}
        assert told == self.selected & visible


class SelectionWithResets(SelectionMachine):
    """The same, where the model resets instead of removing rows one by one."""

    def __init__(self) -> None:
        self._most = model_module._MOST_RUNS
        model_module._MOST_RUNS = 2
        super().__init__()

    def teardown(self) -> None:
        model_module._MOST_RUNS = self._most


SelectionMachine.TestCase.settings = SelectionWithResets.TestCase.settings = settings(
    max_examples=50, stateful_step_count=25, deadline=None
)
TestSelection = pytest.mark.usefixtures("qapp")(SelectionMachine.TestCase)
TestSelectionWithResets = pytest.mark.usefixtures("qapp")(SelectionWithResets.TestCase)


# --- a million ---


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.shut_down(10_000)


def test_very_many_are_counted_on_a_worker(qtbot: QtBot, runner: TaskRunner) -> None:
    model = GalleryModel(runner)
    selection = PictureSelection(model, lambda: range(20), runner)
    selection.attach(runner)
    model.show(NewestFirst(falling(40_000)))
    selection.select_all()
    model.show(NewestFirst(array("q", range(40_000, 0, -2))))
    assert selection.hidden_count is None
    assert len(selection.pictures) == 40_000
    qtbot.waitUntil(lambda: selection.hidden_count == 20_000)
    model.insert([a_picture(40_001)])
    model.show(NewestFirst(falling(30_000)))
    model.show(NewestFirst(falling(20_000)))  # before the first was counted
    qtbot.waitUntil(lambda: selection.hidden_count == 20_000)
    model.show(NewestFirst(falling(40_002)))
    qtbot.waitUntil(lambda: selection.hidden_count == 0)
    assert len(selection.pictures) == 40_000


def test_what_is_selected_while_others_are_counted_stays(qtbot: QtBot, runner: TaskRunner) -> None:
    model = GalleryModel(runner)
    selection = PictureSelection(model, lambda: range(20), runner)
    selection.attach(runner)
    model.show(NewestFirst(falling(40_000)))
    selection.select_all()
    model.show(NewestFirst(array("q", range(40_000, 0, -2))))
    selection.select(model.index(0), _Flag.Deselect)
    qtbot.waitUntil(lambda: selection.hidden_count == 20_000)
    assert len(selection.pictures) == 39_999


def test_the_grid_and_the_selection_share_one_array(qtbot: QtBot, runner: TaskRunner) -> None:
    model = GalleryModel(runner)
    selection = PictureSelection(model, lambda: range(20), runner)
    fill(model, range(1, 101))
    selection.select_all()
    model.insert([a_picture(101)])
    model.remove([50])
    assert selection.ids() == [one for one in range(100, 0, -1) if one != 50]
