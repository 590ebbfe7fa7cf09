"""Whose work is in the bundle: found from real files, and a stranger's ends the build."""

import json
import sys
from importlib.resources import files
from pathlib import Path

import certifi
import PySide6.QtCore
import pytest
import qtawesome

from tests.packaging.scripts import ROOT, script

licences = script("bundle/licences.py")


def _files(*more: str) -> list[str]:
    folder, fonts = qtawesome.get_fonts_info()
    return [
        certifi.where(),
        str(files("dicebear_styles") / "lorelei.json"),
        *(str(Path(folder, font)) for font in fonts if font.startswith("phosphor-")),
        *more,
    ]


def test_every_part_is_named_with_its_licence_and_text() -> None:
    parts = {part.name: part for part in licences.parts_of(_files(), ROOT)}
    assert {"certifi", "QtAwesome", "dicebear-styles", "Python", "Phosphor Icons"} <= set(parts)
    assert parts["certifi"].licence == "MPL-2.0"
    assert "Tobias Fried" in parts["Phosphor Icons"].text
    assert "Permission is hereby granted" in parts["Phosphor Icons"].text
    assert parts["Lorelei by Lisa Wischofsky"].licence == "CC0 1.0"
    assert all(part.licence and part.text for part in parts.values())


def test_qt_brings_no_text_so_that_one_is_kept() -> None:
    parts = {part.name: part for part in licences.parts_of(_files(str(PySide6.QtCore.__file__)), ROOT)}
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in parts["PySide6_Essentials"].text


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no library of the system is bundled")
def test_a_file_that_is_nobodys_ends_the_build(tmp_path: Path) -> None:
    stray = tmp_path / "libstray.so.1"
    stray.touch()
    with pytest.raises(SystemExit, match=r"libstray\.so\.1"):
        licences.parts_of(_files(str(stray)), ROOT)


def test_they_are_written_for_the_program_and_for_people(tmp_path: Path) -> None:
    licences.write(licences.parts_of(_files(), ROOT), ROOT, tmp_path)
    rows = json.loads((tmp_path / "licences.json").read_text(encoding="utf-8"))
    assert rows[0]["name"] == "Portrait Studio"
    assert {"name", "version", "licence", "home", "text"} == set(rows[0])
    words = (tmp_path / "LICENCES.txt").read_text(encoding="utf-8")
    assert all(row["text"].strip() in words for row in rows)
