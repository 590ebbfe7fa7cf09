import io
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from PIL import Image

from portrait_app.core.bitmap import Bitmap
from portrait_app.core.ports.library import ThumbnailStore
from portrait_app.library.thumbnails import THUMBNAILS, SqliteThumbnailStore

IDS = range(1, 61)


def some(ids: range = IDS, mark: bytes = b"t") -> dict[int, bytes]:
    return {number: mark + bytes(11_000) + b"%d" % number for number in ids}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / THUMBNAILS


@pytest.fixture
def store(path: Path) -> Iterator[SqliteThumbnailStore]:
    opened = SqliteThumbnailStore(path)
    yield opened
    opened.close()


def test_what_is_put_is_there_after_a_restart(path: Path, store: SqliteThumbnailStore) -> None:
    port: ThumbnailStore = store
    port.put(some(), 256)
    assert port.get([*IDS, 999], 256) == some()
    assert port.get(IDS, 512) == {}
    assert port.get([], 256) == {}
    store.close()
    again = SqliteThumbnailStore(path)
    assert again.get([7], 256) == {7: some()[7]}
    again.close()
    assert [file.name for file in path.parent.iterdir()] == [THUMBNAILS]


def test_each_side_has_its_own_and_a_new_one_replaces_the_old(store: SqliteThumbnailStore) -> None:
    store.put(some(), 256)
    store.put({1: b"large"}, 512)
    store.put({1: b"newer"}, 256)
    assert (store.get([1], 256), store.get([1], 512)) == ({1: b"newer"}, {1: b"large"})


@pytest.mark.parametrize(("side", "size"), [(256, (256, 192)), (256, (1, 256)), (512, (512, 3))])
def test_an_image_is_kept_as_a_jpeg_that_looks_the_same(
    store: SqliteThumbnailStore, side: int, size: tuple[int, int]
) -> None:
    pixels = bytes((0x99, 0x66, 0x33, 0xFF)) * (size[0] * size[1])
    with Image.open(io.BytesIO(store.encoded(Bitmap(*size, pixels), side))) as image:
        assert (image.format, image.size) == ("JPEG", size)
        seen = image.getpixel((size[0] // 2, size[1] // 2))
    assert isinstance(seen, tuple)
    assert all(abs(there - meant) < 4 for there, meant in zip(seen, (0x33, 0x66, 0x99), strict=True))


def test_pages_and_journal_are_as_measured(path: Path, store: SqliteThumbnailStore) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA page_size").fetchone() == (8192,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


@pytest.mark.logs_warnings
@pytest.mark.parametrize("junk", [b"not a database" * 1000, b"SQLite format 3\x00" + b"\xff" * 8192])
def test_a_file_that_is_no_cache_is_replaced(
    path: Path, junk: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    path.write_bytes(junk)
    store = SqliteThumbnailStore(path)
    store.put(some(), 256)
    assert store.get(IDS, 256) == some()
    store.close()
    assert str(path) in caplog.text


def test_a_cache_of_another_version_is_replaced(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 77")
    connection.close()
    caplog.set_level(logging.INFO)
    store = SqliteThumbnailStore(path)
    store.put({1: b"x"}, 256)
    assert store.get([1], 256) == {1: b"x"}
    store.close()
    assert "another version" in caplog.text


@pytest.mark.logs_warnings
@pytest.mark.parametrize("first", ["get", "put"])
def test_damage_while_open_is_mended(path: Path, store: SqliteThumbnailStore, first: str) -> None:
    store.put(some(), 256)
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    mended = SqliteThumbnailStore(path)
    if first == "get":
        assert mended.get(IDS, 256) == {}
    else:
        mended.put({1: b"lost, for it meets the damage"}, 256)
    mended.put({2: b"kept"}, 256)
    assert mended.get([2], 256) == {2: b"kept"}
    mended.close()


@pytest.mark.logs_warnings
def test_a_table_that_is_missing_is_made_again(path: Path, store: SqliteThumbnailStore) -> None:
    other = sqlite3.connect(path)
    other.execute("DROP TABLE thumbnails")
    other.close()
    assert store.get([1], 256) == {}
    store.put({1: b"x"}, 256)
    assert store.get([1], 256) == {1: b"x"}


def test_a_file_deleted_while_open_comes_back(path: Path, store: SqliteThumbnailStore) -> None:
    store.put(some(), 256)
    for file in path.parent.iterdir():
        file.unlink()
    store.put({1: b"x"}, 256)
    assert store.get(IDS, 256) == {1: b"x"}
    assert path.is_file()


@pytest.mark.logs_warnings
def test_where_no_file_can_be_made_nothing_is_cached(tmp_path: Path) -> None:
    (tmp_path / THUMBNAILS).mkdir()
    for path in (tmp_path / "gone" / THUMBNAILS, tmp_path / THUMBNAILS):
        store = SqliteThumbnailStore(path)
        store.put(some(), 256)
        assert store.get(IDS, 256) == {}
        store.close()


def test_a_closed_store_is_empty_and_silent(store: SqliteThumbnailStore) -> None:
    store.put(some(), 256)
    store.close()
    store.close()
    store.put(some(), 256)
    assert store.get(IDS, 256) == {}


def test_threads_share_it(store: SqliteThumbnailStore) -> None:
    def work(number: int) -> None:
        mine = range(number * 100, number * 100 + 20)
        store.put(some(mine), 256)
        assert store.get(mine, 256) == some(mine)

    workers = [Thread(target=work, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(store.get(range(800), 256)) == 160
