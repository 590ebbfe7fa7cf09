"""The program is killed with SIGKILL at every step of an export: what has its final name is whole."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from portrait_app.core.cancel import Cancel
from portrait_app.core.export.formats import FORMATS
from portrait_app.core.export.plan import Collision
from tests.export.killed import OLD, PICTURES
from tests.export.making import Desk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
_CASES = [(row.key, Collision.NUMBER, "yes") for row in FORMATS]
_CASES += [(key, Collision.OVERWRITE, "yes") for key in ("original", "zip", "contact_pdf", "contact_png")]
_CASES += [(key, Collision.NUMBER, "no") for key in ("jpeg", "contact_pdf")]


@pytest.mark.parametrize(("key", "way", "unnamed"), _CASES)
def test_no_half_file_has_a_final_name(tmp_path: Path, key: str, way: Collision, unnamed: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.export.killed", str(tmp_path), key, str(way), unnamed],
        check=True,
        cwd=Path(__file__).parents[2],
    )
    *killed, last = sorted(tmp_path.iterdir(), key=lambda path: int(path.name))
    assert len(killed) > PICTURES
    whole = {path.name for path in (last / "exported").iterdir()}
    for place in killed:
        files = list((place / "exported").iterdir())
        named = [path for path in files if not path.name.endswith(".part")]
        assert {path.name for path in named} <= whole
        for path in named:
            assert_whole(path)
        if way is Collision.NUMBER and unnamed == "yes":
            on_trial = [path for path in files if path not in named]
            assert sum(path.stat().st_size for path in on_trial) == 0


def assert_whole(path: Path) -> None:
    data = path.read_bytes()
    if data == OLD:
        return
    match path.suffix:
        case ".zip":
            with zipfile.ZipFile(path) as archive:
                assert archive.testzip() is None
                assert len(archive.namelist()) == PICTURES
        case ".pdf":
            assert data.rstrip().endswith(b"%%EOF")
        case ".csv":
            assert len(data.splitlines()) == PICTURES + 1
        case ".json":
            assert data.endswith(b"]\n")
        case _:
            with Image.open(path) as image:
                image.load()


def test_what_was_left_over_an_hour_ago_is_removed_and_nothing_else(desk: Desk) -> None:
    desk.folder.mkdir()
    old, new, other = (
        desk.folder / name
        for name in (
            ".portrait-studio-0123456789abcdef.part",
            ".portrait-studio-fedcba9876543210.part",
            ".portrait-studio.part",
        )
    )
    now = time.time()
    for path, age in ((old, 3_700), (new, 3_000), (other, 99_999)):
        path.write_bytes(b"half")
        os.utime(path, (now - age, now - age))
    desk.exporter.export(desk.plan("original"), [999], lambda _done, _all: None, Cancel())
    assert sorted(desk.folder.iterdir()) == sorted([new, other])
