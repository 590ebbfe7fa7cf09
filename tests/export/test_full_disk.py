"""A disk that takes no more, wherever a file is cut: it is an error, and what was there before stays."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import FORMATS
from portrait_app.core.export.plan import Collision, ExportPlan
from portrait_app.core.money.ledger import LedgerEntry, Tally
from portrait_app.core.picture import Picture
from portrait_app.export.ledger_csv import CsvLedgerExport
from tests.export.making import Desk, encoded

if sys.platform != "win32":
    import resource

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files"),
    pytest.mark.usefixtures("qapp"),
]
OLD = b"yesterday's"
CUTS = (0.0, 0.2, 0.5, 0.8, 1.0)  # of the file's size; 1: its last byte is missing
NOISE = [encoded(Image.effect_noise((300, 400), 80).convert("RGB"), "JPEG") for _ in range(3)]


@contextmanager
def no_file_beyond(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("key", [row.key for row in FORMATS])
@pytest.mark.parametrize("way", [Collision.OVERWRITE, Collision.NUMBER])
def test_a_cut_file_is_no_success(desk: Desk, key: str, way: Collision) -> None:
    pictures = [desk.shelf.put(data, prompt="word " * 200) for data in NOISE]
    plan = desk.plan(key, collision=way)
    first = desk.export(plan, pictures)
    largest = max(path.stat().st_size for path in first.files)
    for path in first.files:
        path.write_bytes(OLD)
    for cut in CUTS:
        with no_file_beyond(min(int(largest * cut), largest - 1)):
            written = _written(desk, plan, pictures)
        assert written < len(pictures)
        whole = [path for path in desk.folder.iterdir() if path.read_bytes() != OLD]
        assert len(whole) == written
        assert all(path.stat().st_size < largest for path in whole)
        for path in whole:
            path.write_bytes(OLD)


def _written(desk: Desk, plan: ExportPlan, pictures: list[Picture]) -> int:
    """Export, and return how many pictures are said to be in files."""
    try:
        report = desk.export(plan, pictures)
    except AppError:  # the one file of a document
        return 0
    kinds = {failure.error.kind for failure in report.failed}
    assert kinds == {ErrorKind.FILE_FAILED}
    assert report.written + len(report.failed) == len(pictures)
    return report.written


def test_the_ledger_stays_as_it_was(desk: Desk) -> None:
    desk.folder.mkdir()
    path = desk.folder / "costs.csv"
    path.write_bytes(OLD)
    entry = LedgerEntry(date(2026, 11, 5), "segmind", "a-model", Tally(3, Decimal("0.3"), 1, 2, 4))
    with no_file_beyond(200), pytest.raises(AppError):
        CsvLedgerExport().write([entry] * 20, False, path)
    assert path.read_bytes() == OLD
    assert list(desk.folder.iterdir()) == [path]
