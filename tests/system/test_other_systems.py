"""What other systems do differently, imitated: see docs/decisions/platforms.md."""

import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.export.naming import same_name
from portrait_app.library.places import place_of
from portrait_app.library.safe_files import sync_folder, write_atomically
from portrait_app.system.settings import JsonSettings

ROOT = Path(__file__).parents[2]


@pytest.fixture
def held_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse to replace a file, as Windows does while another program has it open."""

    def refused(self: Path, target: Path) -> Any:
        raise PermissionError(13, "The process cannot access the file", str(target))

    monkeypatch.setattr(Path, "replace", refused)


def test_a_file_that_is_open_elsewhere_is_not_replaced_and_nothing_is_lost(
    tmp_path: Path, held_open: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "000001.reply"
    file.write_bytes(b"the first")
    with pytest.raises(AppError) as caught:
        write_atomically(file, b"the second")
    assert caught.value.kind is ErrorKind.FILE_FAILED
    assert [(one.name, one.read_bytes()) for one in tmp_path.iterdir()] == [("000001.reply", b"the first")]
    monkeypatch.undo()
    write_atomically(file, b"the second")
    assert file.read_bytes() == b"the second"


def test_settings_that_are_open_elsewhere_are_saved_later(
    tmp_path: Path, held_open: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = JsonSettings(tmp_path / "settings.json")
    settings.set("concurrency", 3)
    with pytest.raises(AppError) as caught:
        settings.save()
    assert caught.value.kind is ErrorKind.SETTINGS_UNSAVED
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    settings.save()
    assert JsonSettings(tmp_path / "settings.json").value("concurrency") == 3


def test_no_folder_is_opened_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.open", refused)
    with pytest.raises(PermissionError):
        sync_folder(tmp_path)
    monkeypatch.setattr("sys.platform", "win32")
    sync_folder(tmp_path)


@pytest.mark.parametrize("name", ["Zoë", "Ångström", "ガ行"])
def test_a_name_is_the_same_in_both_forms_of_unicode_and_in_any_case(name: str) -> None:
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")}
    assert len({same_name(one) for one in (*forms, name.lower())}) == 1


@pytest.mark.parametrize("name", ["../out.png", "/etc/passwd", "pictures/../../out.png"])
def test_no_name_leads_out_of_the_library(name: str, tmp_path: Path) -> None:
    assert place_of(tmp_path, name).is_relative_to(tmp_path)
    assert not place_of(tmp_path, name).exists()


def test_the_folders_are_found_without_home(tmp_path: Path) -> None:
    words = "from portrait_app.system.paths import platform_paths; print(platform_paths().library)"
    kept = {name: value for name, value in os.environ.items() if name not in ("HOME", "USERPROFILE")}
    ended = subprocess.run(
        [sys.executable, "-c", words], env=kept, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert Path(ended.stdout.strip()).is_absolute()
