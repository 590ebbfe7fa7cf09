"""What tiles are made of: pixmaps within a budget, texts that fit, files that are dragged."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPixmap
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from portrait_app.jobs.runner import TaskRunner
from portrait_app.jobs.thumbnails.loader import ThumbnailLoader
from portrait_app.ui.gallery.file_drag import file_drag
from portrait_app.ui.gallery.model import GalleryModel
from portrait_app.ui.gallery.tiles.pixmap_cache import PixmapCache
from portrait_app.ui.gallery.tiles.tile_images import TileImages
from portrait_app.ui.gallery.view import GalleryView
from portrait_app.ui.kit.shaped_texts import ShapedTexts
from tests.support.clock import FixedClock
from tests.support.fake_library import FakeLibrary, FakeThumbnailStore
from tests.support.gallery import fill


def a_pixmap(side: int) -> QPixmap:
    pixmap = QPixmap(side, side)
    pixmap.fill(Qt.GlobalColor.blue)
    return pixmap


def an_image(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    return image


# --- the cache ---


def test_the_cache_forgets_what_was_not_drawn_lately(qtbot: QtBot) -> None:
    cache = PixmapCache(budget=3 * 10 * 10 * 4)
    for number in (1, 2, 3):
        cache.put(number, 10, a_pixmap(10))
    assert cache.get(1, 10) is not None
    cache.put(4, 10, a_pixmap(10))
    assert [number for number in range(1, 5) if (number, 10) in cache] == [1, 3, 4]
    assert cache.used == cache.budget
    cache.put(4, 10, a_pixmap(10))  # again: counted once
    assert cache.used == cache.budget
    cache.forget(4)
    assert cache.get(4, 10) is None
    cache.clear()
    assert cache.used == 0


def test_while_zooming_the_nearest_size_stands_in(qtbot: QtBot) -> None:
    cache = PixmapCache(budget=10**6)
    for side in (64, 100, 300):
        cache.put(1, side, a_pixmap(side))
    widths = []
    for side in (50, 90, 250):
        nearest = cache.nearest(1, side)
        assert nearest is not None
        widths.append(nearest.width())
    assert widths == [64, 100, 300]
    assert cache.nearest(2, 64) is None


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(1, 40)), max_size=60))
def test_the_budget_holds_whatever_comes(puts: list[tuple[int, int]]) -> None:
    cache = PixmapCache(budget=5000)
    for number, side in puts:
        cache.put(number, side, a_pixmap(side))
        assert cache.used <= 5000 or len(cache._pixmaps) == 1
        assert cache.used == sum(held.width() ** 2 * 4 for held in cache._pixmaps.values())
        assert cache.get(number, side) is not None


# --- pixmaps ---


def test_a_sharp_screen_gets_its_own_pixels(qtbot: QtBot) -> None:
    images = TileImages()
    images.set_size(100, 2.0)
    images._on_loaded(1, an_image(200, 100), 200)
    pixmap = images.pixmap(1)
    assert pixmap is not None
    assert (pixmap.width(), pixmap.height()) == (200, 100)
    assert pixmap.deviceIndependentSize().toTuple() == (100, 50)


# --- with the loader ---


def test_what_is_near_is_loaded_only_as_far_as_there_is_room(
    runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    library = FakeLibrary(tmp_path, FixedClock())
    ids = [picture.id for picture in library.add_pictures(10)]
    loader = ThumbnailLoader(runner, FakeThumbnailStore(), library.paths_of)
    images = TileImages(budget=5 * 40 * 40 * 4)
    images.want(ids, [])  # nobody to ask yet
    images.attach(loader)
    images.set_size(40, 1.0)
    images.want(ids[:3], ids[3:])
    qtbot.waitUntil(lambda: not runner.busy)
    assert [number for number in ids if images.pixmap(number) is not None] == ids[:5]


def test_the_grid_loads_what_it_shows_and_sharpens_after_a_zoom(
    runner: TaskRunner, tmp_path: Path, qtbot: QtBot
) -> None:
    library = FakeLibrary(tmp_path, FixedClock())
    pictures = library.add_pictures(200, width=300, height=300, colour="#c33")
    library.path(pictures[-2]).unlink()
    loader = ThumbnailLoader(runner, FakeThumbnailStore(), library.paths_of)
    model, view = GalleryModel(), GalleryView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.attach(loader)
    view.set_cell_size(100)
    view.resize(460, 300)
    fill(model, [picture.id for picture in pictures])
    with qtbot.waitExposed(view):
        view.show()
    qtbot.waitUntil(lambda: view.pixmap(200) is not None)
    corner = view.cell_rect(0).topLeft() + view.cell_rect(0).center()
    corner /= 2
    qtbot.waitUntil(lambda: view.viewport().grab().toImage().pixelColor(corner).red() > 150)
    qtbot.waitUntil(lambda: view._images.is_broken(199))
    qtbot.waitUntil(lambda: not runner.busy)
    assert view.pixmap(1) is None  # far away
    view.set_cell_size(180)
    stand_in = view.pixmap(200)
    assert stand_in is not None
    assert stand_in.width() == 100
    qtbot.waitUntil(lambda: (view.pixmap(200) or stand_in).width() == 180)
    library.path(pictures[-2]).write_bytes(library.path(pictures[-1]).read_bytes())
    view.try_missing_again()
    qtbot.waitUntil(lambda: view.pixmap(199) is not None)
    loader.close()
    qtbot.waitUntil(lambda: not runner.busy)


# --- texts ---


@given(st.text(max_size=120), st.integers(1, 300), st.integers(0, 5))
def test_any_text_becomes_lines_that_fit(text: str, width: int, lines: int) -> None:
    texts = ShapedTexts(QFont())
    block = texts.block(" ".join(text.split()), width, lines)
    assert len(block) <= lines


def test_long_texts_are_broken_between_words_and_end_in_dots(qtbot: QtBot) -> None:
    texts = ShapedTexts(QFont())
    width = texts.width("a portrait of")
    shown = [line.text() for line in texts.block("a portrait of somebody with red hair", width + 4, 2)]
    assert shown[0] == "a portrait of"
    assert shown[1].endswith("…")
    assert texts.width(shown[1]) <= width + 4
    smile = [line.text() for line in texts.block("🙂🙂 🙂🙂 🙂🙂", texts.width("🙂🙂") + 4, 3)]
    assert smile == ["🙂🙂", "🙂🙂", "🙂🙂"]


# --- dragging ---


def test_dragged_pictures_are_their_files_with_their_number(qtbot: QtBot, tmp_path: Path) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    paths = [tmp_path / "a portrait.jpg", tmp_path / "ü#2.png"]
    drag = file_drag(widget, paths, a_pixmap(300), len(paths))
    urls = drag.mimeData().urls()
    assert [Path(url.toLocalFile()) for url in urls] == paths
    assert all(url.isLocalFile() for url in urls)
    alone = file_drag(widget, paths[:1], a_pixmap(300), 1)
    assert drag.pixmap().toImage() != alone.pixmap().toImage()
    assert alone.pixmap().deviceIndependentSize().width() == 96
    assert file_drag(widget, paths, None, len(paths)).pixmap().isNull()
