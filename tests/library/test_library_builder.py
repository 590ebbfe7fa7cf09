from pathlib import Path

from PIL import Image

from portrait_app.core.request import build_request
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.library.library import open_library
from tests.library.making import some_pictures
from tests.support.clock import FixedClock
from tests.support.library_builder import IMAGES, NOW, build_library


def test_a_built_library_is_a_real_one(tmp_path: Path) -> None:
    build_library(tmp_path, 1000, image_side=32)
    library = open_library(tmp_path, FixedClock(NOW))
    counts = {row.key: len(library.picture_ids(LibraryQuery(row, NOW))) for row in FILTERS}
    assert counts == {"all": 990, "favourites": 34, "today": 1, "trash": 10}
    everything = library.pictures(range(1, 1001))
    assert len({picture.file for picture in everything}) == IMAGES
    assert len({picture.seed for picture in everything}) == 1000
    assert [picture.created for picture in everything] == sorted(picture.created for picture in everything)
    for picture in everything[:60]:
        with Image.open(library.path(picture)) as image:
            assert image.size == (picture.width, picture.height)
        assert build_request(picture.request.model, picture.request.values) == picture.request
    assert some_pictures(library, 1)[0].id == 1001
    library.close()


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("a", "b"):
        build_library(tmp_path / name, 50, image_side=8)
    libraries = [open_library(tmp_path / name, FixedClock(NOW)) for name in ("a", "b")]
    first, second = (library.pictures(range(1, 51)) for library in libraries)
    assert first == second
    for library in libraries:
        library.close()
