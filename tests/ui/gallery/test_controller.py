"""The library on one side, the grid's model on the other, and nothing on the GUI thread."""

from array import array
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import SetFavourite, SetRating, SetTrashed
from portrait_app.core.errors import AppError
from portrait_app.core.picture import Picture
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, LibraryQuery, filter_by_key, order_by_key
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.gallery.controller import GalleryController
from portrait_app.ui.gallery.grid_query import SCREENFUL
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.picture_sequence import NewestFirst
from portrait_app.ui.shell.count import Count
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary, FakeThumbnailStore, missing_file


class GatedLibrary(FakeLibrary):
    """Holds the answer to a query back until it is let go."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        super().__init__(folder, clock)
        self.gate = Event()
        self.gate.set()
        self.at_gate = Event()
        self.cancels: list[Cancel] = []

    def picture_ids(self, query: LibraryQuery, limit: int = 0, cancel: Cancel | None = None) -> "array[int]":
        if cancel is not None:
            self.cancels.append(cancel)
        ids = super().picture_ids(query, limit, cancel)
        self.at_gate.set()
        assert self.gate.wait(5)
        return ids


class Gallery:
    """A controller and everything around it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock()
        self.library = GatedLibrary(folder, self.clock)
        self.runner = TaskRunner()
        self.errors: list[AppError] = []
        self.runner.failed.connect(self.errors.append)
        self.model = GalleryModel()
        self.tester = QAbstractItemModelTester(
            self.model, QAbstractItemModelTester.FailureReportingMode.Fatal
        )
        self.store = FakeThumbnailStore()
        self.controller = GalleryController(self.library, self.runner, self.clock, self.model, self.store)
        self.counts: list[Count] = []
        self.changed: list[list[Picture]] = []
        self.controller.count_changed.connect(self.counts.append)
        self.controller.changed.connect(self.changed.append)

    def tell(self, changed: list[Picture]) -> None:
        """Say what the library has just written, as whoever wrote it does."""
        self.controller.pictures_changed(changed)

    @property
    def ids(self) -> list[int]:
        return list(self.model.ids_between(0, 10**6))


@pytest.fixture
def gallery(tmp_path: Path, qtbot: QtBot) -> Iterator[Gallery]:
    gallery = Gallery(tmp_path)
    yield gallery
    gallery.controller.close()
    assert gallery.runner.shut_down(5000)


def settle(gallery: Gallery, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not gallery.runner.busy and not gallery.model._asking.isActive())


def show(gallery: Gallery, qtbot: QtBot, key: str = "all") -> None:
    gallery.controller.show(filter_by_key(key))
    settle(gallery, qtbot)


def test_each_filter_shows_what_matches(gallery: Gallery, qtbot: QtBot) -> None:
    pictures = gallery.library.add_pictures(6, apart=timedelta(hours=10))
    gallery.library.mark([2, 5], SetFavourite(True))
    gallery.library.mark([3], SetTrashed(True))
    shown = {}
    for key in ("all", "favourites", "today", "trash", "no such filter"):
        show(gallery, qtbot, key)
        shown[key] = gallery.ids
    today = gallery.clock.now().astimezone().date()
    assert shown == {
        "all": [6, 5, 4, 2, 1],
        "favourites": [5, 2],
        "today": [p.id for p in reversed(pictures) if p.created.astimezone().date() == today],
        "trash": [3],
        "no such filter": [6, 5, 4, 2, 1],
    }
    assert gallery.counts[:2] == [Count(5), Count(2)]


def test_rows_are_read_when_the_model_wants_them(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(250)
    show(gallery, qtbot)
    gallery.library.asked.clear()
    gallery.model.index(0).data(GalleryModel.PICTURE)
    gallery.model.index(120).data(GalleryModel.PICTURE)
    settle(gallery, qtbot)
    assert set(gallery.library.asked) <= set(range(51, 251))
    assert gallery.controller.picture(130) == gallery.library.stored(130)
    assert gallery.controller.picture(7) is None
    assert [picture.id for picture in gallery.controller.loaded([7, 130, 250])] == [130, 250]


def test_rows_the_library_does_not_know_are_not_shown(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(3)
    gallery.model.show(NewestFirst(array("q", [9, 3, 2, 1])))
    gallery.model.index(0).data(GalleryModel.PICTURE)
    settle(gallery, qtbot)
    assert gallery.ids == [3, 2, 1]


def test_a_newer_query_takes_the_place_of_an_older_one(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(4)
    gallery.library.mark([1], SetFavourite(True))
    gallery.library.gate.clear()
    gallery.controller.show(filter_by_key("all"))
    assert gallery.library.at_gate.wait(5)
    gallery.controller.show(filter_by_key("trash"))
    gallery.controller.show(filter_by_key("favourites"))
    gallery.library.gate.set()
    settle(gallery, qtbot)
    assert gallery.ids == [1]
    assert gallery.counts == [Count(1)]
    assert gallery.library.calls.count("picture_ids") == 2  # the one for the Trash never started


def test_pictures_that_arrive_are_shown_where_they_match(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(2)
    show(gallery, qtbot)
    gallery.controller.pictures_arrived(gallery.library.add_pictures(2))
    assert gallery.ids == [4, 3, 2, 1]
    qtbot.waitUntil(lambda: len(gallery.store.kept) == 2)  # their thumbnails are made at once
    show(gallery, qtbot, "favourites")
    gallery.controller.pictures_arrived(gallery.library.add_pictures(1))
    assert gallery.ids == []
    assert gallery.counts == [Count(2), Count(4), Count(0)]


def test_a_picture_that_arrives_while_the_library_answers_is_not_lost(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(2)
    gallery.library.gate.clear()
    gallery.controller.show(filter_by_key("all"))
    assert gallery.library.at_gate.wait(5)
    gallery.controller.pictures_arrived(gallery.library.add_pictures(1))
    gallery.library.gate.set()
    settle(gallery, qtbot)
    assert gallery.ids == [3, 2, 1]


def test_midnight_empties_today(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(1)
    show(gallery, qtbot, "today")
    assert gallery.ids == [1]
    gallery.clock.advance(days=1)
    gallery.controller.pictures_arrived(gallery.library.add_pictures(1))
    settle(gallery, qtbot)
    assert gallery.ids == [2]
    gallery.clock.advance(days=1)
    gallery.controller.refresh()
    settle(gallery, qtbot)
    assert gallery.ids == []


def test_favourites_are_marked_and_leave_their_filter(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(3)
    show(gallery, qtbot)
    gallery.tell(gallery.library.mark([1, 3], SetFavourite(True)))
    settle(gallery, qtbot)
    assert gallery.library.stored(3).favourite
    assert gallery.model.index(0).data(GalleryModel.FAVOURITE) is True
    assert [picture.id for picture in gallery.changed[-1]] == [1, 3]
    show(gallery, qtbot, "favourites")
    gallery.tell(gallery.library.mark([3], SetFavourite(False)))
    settle(gallery, qtbot)
    assert gallery.ids == [1]
    assert gallery.counts[-1] == Count(1)


def test_to_the_trash_and_back_into_the_same_place(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(5)
    show(gallery, qtbot)
    gallery.tell(gallery.library.mark([2, 4], SetTrashed(True)))
    settle(gallery, qtbot)
    assert gallery.ids == [5, 3, 1]
    gallery.tell(gallery.library.mark([2, 4], SetTrashed(False)))
    settle(gallery, qtbot)
    assert gallery.ids == [5, 4, 3, 2, 1]


def test_very_many_at_once_are_shown_by_asking_again(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(700)
    show(gallery, qtbot)
    gallery.library.mark(range(1, 700), SetTrashed(True))
    gallery.controller.look_again()
    settle(gallery, qtbot)
    assert gallery.ids == [700]


def test_a_failure_is_told_and_the_view_stays_true(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(2)
    show(gallery, qtbot)
    gallery.library.error = missing_file()
    gallery.controller.show(filter_by_key("favourites"))
    gallery.model.index(0).data(GalleryModel.PICTURE)
    settle(gallery, qtbot)
    assert gallery.errors
    assert set(gallery.errors) == {gallery.library.error}
    assert gallery.ids == [2, 1]
    assert gallery.changed == []


# --- searches and orders ---


def search(gallery: Gallery, qtbot: QtBot, text: str, key: str = "all", order: str = "newest") -> None:
    gallery.controller.show(filter_by_key(key), parse_search(text), order_by_key(order))
    settle(gallery, qtbot)


def test_the_first_screenful_comes_with_its_rows_and_all_the_others_follow(
    gallery: Gallery, qtbot: QtBot
) -> None:
    gallery.library.add_pictures(SCREENFUL + 50)
    resets: list[int] = []
    gallery.model.modelReset.connect(lambda: resets.append(gallery.model.rowCount()))
    seen: list[tuple[int, bool]] = []
    gallery.controller.begun.connect(
        lambda: seen.append((gallery.model.rowCount(), gallery.controller.picture(SCREENFUL) is not None))
    )
    search(gallery, qtbot, "portrait")
    assert seen == [(SCREENFUL, True)]
    assert resets == [SCREENFUL]  # the others are appended
    assert len(gallery.ids) == SCREENFUL + 50
    assert gallery.counts == [
        Count(SCREENFUL, complete=False),
        Count(SCREENFUL + 50),
        Count(SCREENFUL + 50, total=SCREENFUL + 50),
    ]


def test_the_latest_search_wins_and_older_ones_are_stopped(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(SCREENFUL + 50)
    show(gallery, qtbot)
    gallery.library.gate.clear()
    gallery.library.at_gate.clear()
    gallery.controller.show(FILTERS[0], parse_search("portrait"))
    assert gallery.library.at_gate.wait(5)
    cancels = list(gallery.library.cancels)
    gallery.controller.show(FILTERS[0], parse_search("number"))
    gallery.controller.show(FILTERS[0], parse_search("seed:7"))
    assert cancels[-1].cancelled
    gallery.library.gate.set()
    settle(gallery, qtbot)
    assert gallery.ids == [7]
    assert gallery.counts[-1] == Count(1, total=SCREENFUL + 50)
    assert gallery.errors == []


def test_a_search_that_fails_is_told_and_changes_nothing(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(3)
    search(gallery, qtbot, "seed:2..3")
    before = gallery.controller.query
    gallery.library.error = missing_file()
    search(gallery, qtbot, "seed:1")
    gallery.library.error = None
    assert len(gallery.errors) == 1
    assert gallery.ids == [3, 2]
    assert gallery.controller.query == before
    gallery.controller.pictures_arrived(gallery.library.add_pictures(1))
    assert gallery.ids == [3, 2]  # still what that search asked


def test_counts_follow_what_arrives_and_leaves_while_searching(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(6)
    search(gallery, qtbot, "seed:1..5")
    assert gallery.counts[-1] == Count(5, total=6)
    gallery.controller.pictures_arrived(gallery.library.add_pictures(2))
    settle(gallery, qtbot)
    assert gallery.counts[-1] == Count(5, total=8)
    gallery.tell(gallery.library.mark([1, 8], SetTrashed(True)))
    settle(gallery, qtbot)
    assert gallery.counts[-1] == Count(4, total=6)
    gallery.tell(gallery.library.mark([1], SetTrashed(False)))
    settle(gallery, qtbot)
    assert gallery.counts[-1] == Count(5, total=7)
    search(gallery, qtbot, "")
    assert gallery.counts[-1] == Count(7)


@pytest.mark.parametrize("order", ["oldest", "rating", "cost", "seed"])
def test_a_picture_that_arrives_finds_its_place_in_every_order(
    gallery: Gallery, qtbot: QtBot, order: str
) -> None:
    gallery.library.add_pictures(4)
    gallery.library.mark([2], SetRating(5))
    search(gallery, qtbot, "", order=order)
    gallery.controller.pictures_arrived(gallery.library.add_pictures(1))
    settle(gallery, qtbot)
    gallery.tell(gallery.library.mark([3], SetTrashed(True)))
    settle(gallery, qtbot)
    gallery.tell(gallery.library.mark([3], SetTrashed(False)))
    settle(gallery, qtbot)
    expected = sorted(
        (gallery.library.stored(number) for number in range(1, 6)), key=order_by_key(order).sort_key
    )
    assert gallery.ids == [picture.id for picture in expected]
    assert gallery.counts[-1] == Count(5)


def test_stars_are_given_and_leave_a_search_for_less(gallery: Gallery, qtbot: QtBot) -> None:
    gallery.library.add_pictures(3)
    search(gallery, qtbot, "rating:<=2")
    gallery.tell(gallery.library.mark([1, 3], SetRating(4)))
    settle(gallery, qtbot)
    assert gallery.library.stored(3).rating == 4
    assert gallery.ids == [2]
    assert gallery.counts[-1] == Count(1, total=3)
