"""Thumbnails: what is visible first, what scrolled away never."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.thumbnails.batch import bitmap, decode
from portrait_app.jobs.thumbnails.loader import ThumbnailLoader
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary, FakeThumbnailStore, missing_file


@pytest.fixture
def library(tmp_path: Path) -> FakeLibrary:
    return FakeLibrary(tmp_path, FixedClock())


class Watched:
    """A loader, its store, and everything it has said."""

    def __init__(self, runner: TaskRunner, library: FakeLibrary) -> None:
        self.gate = Event()
        self.gate.set()
        self.at_gate = Event()
        self.store = FakeThumbnailStore()
        self.loaded: dict[int, QImage] = {}
        self.sides: dict[int, int] = {}
        self.failed: list[int] = []
        self.runner = runner
        self._library = library
        self.loader = ThumbnailLoader(runner, self.store, self._paths_of)
        self.loader.loaded.connect(self._on_loaded)
        self.loader.failed.connect(self.failed.append)

    def _on_loaded(self, picture_id: int, image: QImage, side: int) -> None:
        self.loaded[picture_id] = image
        self.sides[picture_id] = side

    def _paths_of(self, ids: Sequence[int]) -> Mapping[int, Path]:
        self.at_gate.set()
        assert self.gate.wait(5)
        return self._library.paths_of(ids)


@pytest.fixture
def watched(runner: TaskRunner, library: FakeLibrary) -> Watched:
    return Watched(runner, library)


def test_missing_thumbnails_are_made_from_the_originals_and_stored(
    watched: Watched, library: FakeLibrary, runner: TaskRunner, qtbot: QtBot
) -> None:
    ids = [picture.id for picture in library.add_pictures(5, width=800, height=400)]
    watched.loader.want(ids[:3], ids[3:], 200)
    qtbot.waitUntil(lambda: len(watched.loaded) == 5 and not runner.busy)
    assert list(watched.loaded) == ids
    assert set(watched.store.kept) == {(number, 256) for number in ids}
    assert watched.store.puts == 2  # one for what is visible, one for what is near
    image = decode(watched.store.kept[ids[0], 256], 256)
    assert image is not None
    assert (image.width(), image.height()) == (256, 128)


def test_stored_thumbnails_need_one_question_and_no_original(
    watched: Watched, library: FakeLibrary, qtbot: QtBot
) -> None:
    image = QImage(256, 192, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    stored = watched.store.encoded(bitmap(image), 256)
    watched.store.put(dict.fromkeys(range(1, 61), stored), 256)
    watched.loader.want(range(1, 61), [], 100)
    qtbot.waitUntil(lambda: len(watched.loaded) == 60)
    assert watched.store.gets == 1
    assert library.calls == []
    assert {(shown.width(), shown.height()) for shown in watched.loaded.values()} == {(100, 75)}


@pytest.mark.parametrize(("side", "kept"), [(256, {256}), (257, {512}), (900, set())])
def test_larger_cells_have_larger_sources(
    watched: Watched, library: FakeLibrary, qtbot: QtBot, side: int, kept: set[int]
) -> None:
    picture = library.add_pictures(1, width=1024, height=1024)[0]
    watched.loader.want([picture.id], [], side)
    qtbot.waitUntil(lambda: bool(watched.loaded) and not watched.runner.busy)
    assert watched.sides == {picture.id: side}
    assert watched.loaded[picture.id].width() == side
    assert {kept_side for _, kept_side in watched.store.kept} == kept


def test_what_scrolled_away_is_never_read(
    watched: Watched, library: FakeLibrary, runner: TaskRunner, qtbot: QtBot
) -> None:
    ids = [picture.id for picture in library.add_pictures(30)]
    watched.gate.clear()
    watched.loader.want(ids[:10], ids[10:20], 64)
    assert watched.at_gate.wait(5)
    watched.loader.want(ids[20:], [], 64)
    watched.gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert sorted(watched.loaded) == ids[20:]


@pytest.mark.qt_log_ignore("JPEG")
def test_missing_damaged_and_unknown_pictures_fail_and_the_rest_goes_on(
    watched: Watched, library: FakeLibrary, qtbot: QtBot
) -> None:
    gone, damaged, whole = library.add_pictures(3)
    library.path(gone).unlink()
    library.path(damaged).write_bytes(b"\xff\xd8\xff\xe0 not an image")
    watched.loader.want([gone.id, damaged.id, 99, whole.id], [], 64)
    qtbot.waitUntil(lambda: bool(watched.loaded))
    assert sorted(watched.failed) == [gone.id, damaged.id, 99]


def test_a_header_that_promises_a_huge_image_is_refused(
    watched: Watched, library: FakeLibrary, qtbot: QtBot
) -> None:
    picture = library.add_pictures(1)[0]
    bomb = b"P6\n60000 60000\n255\n" + b"\0" * 64
    library.path(picture).write_bytes(bomb)
    library.path(picture).rename(library.folder / "bomb.ppm")
    watched.loader._paths_of = lambda ids: dict.fromkeys(ids, library.folder / "bomb.ppm")
    watched.loader.want([picture.id], [], 64)
    qtbot.waitUntil(lambda: watched.failed == [picture.id])


def test_a_damaged_thumbnail_is_made_again(watched: Watched, library: FakeLibrary, qtbot: QtBot) -> None:
    picture = library.add_pictures(1)[0]
    watched.store.put({picture.id: b"rubbish"}, 256)
    watched.loader.want([picture.id], [], 64)
    qtbot.waitUntil(lambda: bool(watched.loaded))
    qtbot.waitUntil(lambda: watched.store.kept[picture.id, 256] != b"rubbish")


def test_arrivals_are_made_when_nothing_is_wanted(
    watched: Watched, library: FakeLibrary, runner: TaskRunner, qtbot: QtBot
) -> None:
    pictures = library.add_pictures(20)
    watched.gate.clear()
    watched.loader.make(pictures)
    assert watched.at_gate.wait(5)
    watched.loader.want([pictures[-1].id], [], 64)  # interrupts the making, which then goes on
    watched.gate.set()
    qtbot.waitUntil(lambda: len(watched.store.kept) == 20)
    assert list(watched.loaded) == [pictures[-1].id]


def test_a_library_that_fails_does_not_stop_the_loader(
    watched: Watched, library: FakeLibrary, qtbot: QtBot
) -> None:
    first, second = library.add_pictures(2)
    library.error = missing_file()
    watched.loader.want([first.id], [], 64)
    qtbot.waitUntil(lambda: watched.failed == [first.id])
    library.error = None
    watched.loader.want([second.id], [], 64)
    qtbot.waitUntil(lambda: list(watched.loaded) == [second.id])


def test_closing_starts_nothing_more(
    watched: Watched, library: FakeLibrary, runner: TaskRunner, qtbot: QtBot
) -> None:
    ids = [picture.id for picture in library.add_pictures(20)]
    watched.gate.clear()
    watched.loader.want(ids, [], 64)
    assert watched.at_gate.wait(5)
    watched.loader.close()
    watched.gate.set()
    qtbot.waitUntil(lambda: not runner.busy)
    assert watched.loaded == {}


@pytest.mark.parametrize("width", [1, 3, 8, 255])  # rows of some formats have a gap after them
@pytest.mark.parametrize(
    ("form", "colour", "seen"),
    [
        (QImage.Format.Format_RGB32, "#336699", (0x99, 0x66, 0x33)),
        (QImage.Format.Format_RGB888, "#336699", (0x99, 0x66, 0x33)),
        (QImage.Format.Format_Grayscale8, "#444444", (0x44, 0x44, 0x44)),
        (QImage.Format.Format_ARGB32, "#00000000", (0xFF, 0xFF, 0xFF)),  # what is transparent becomes white
    ],
)
def test_pixels_of_every_format_have_one_order(
    width: int, form: QImage.Format, colour: str, seen: tuple[int, int, int]
) -> None:
    image = QImage(width, 5, form)
    image.fill(QColor(colour))
    plain = bitmap(image)
    assert (plain.width, plain.height, len(plain.pixels)) == (width, 5, width * 5 * 4)
    assert {tuple(plain.pixels[at : at + 3]) for at in range(0, len(plain.pixels), 4)} == {seen}
