"""The program is killed with SIGKILL at every step of an export: what has its final name is whole."""

import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from tests.export.killed import PICTURES

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")


@pytest.mark.parametrize(
    ("key", "function", "call", "whole"),
    [
        pytest.param("jpeg", "_sync", 1, 0, id="all under temporary names"),
        pytest.param("jpeg", "_sync", 4, 0, id="some safe on the disk, none named"),
        pytest.param("jpeg", "_name_new", 1, 0, id="all safe, none named"),
        pytest.param("jpeg", "_name_new", 4, 3, id="some named"),
        pytest.param("jpeg", "_sync_folder", 1, PICTURES, id="all named"),
        pytest.param("zip", "_sync", 1, 0, id="a zip under its temporary name"),
        pytest.param("zip", "_sync_folder", 1, 1, id="a zip named"),
        pytest.param("contact_pdf", "_sync", 1, 0, id="a PDF under its temporary name"),
    ],
)
def test_no_half_file_has_a_final_name(
    tmp_path: Path, key: str, function: str, call: int, whole: int
) -> None:
    killed = subprocess.run(
        [sys.executable, "-m", "tests.export.killed", str(tmp_path), key, function, str(call)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    files = [path for path in (tmp_path / "exported").iterdir() if not path.name.endswith(".part")]
    assert len(files) == whole
    for file in files:
        if key == "zip":
            with zipfile.ZipFile(file) as archive:
                assert archive.testzip() is None
                assert len(archive.namelist()) == PICTURES
        else:
            with Image.open(file) as image:
                image.load()
