"""The platform's folders, and the resources wherever the program runs from."""

from pathlib import Path

import pytest

from portrait_app.system.paths import platform_paths, resources_folder


def test_each_kind_of_file_has_its_folder_below_the_home_and_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    paths = platform_paths()
    assert paths.data == tmp_path / "data" / "portrait-studio"
    assert paths.library == paths.data / "library"
    assert paths.settings_file == tmp_path / "config" / "portrait-studio" / "settings.json"
    assert paths.cache == tmp_path / "cache" / "portrait-studio"
    assert paths.logs.is_relative_to(tmp_path / "state" / "portrait-studio")
    assert not list(tmp_path.iterdir())


def test_a_checkout_has_its_resources_beside_the_package() -> None:
    assert resources_folder() == Path(__file__).parents[2] / "resources"


def test_an_installed_package_carries_its_own_resources(tmp_path: Path) -> None:
    (tmp_path / "resources").mkdir()  # some other package's
    carried = tmp_path / "portrait_app" / "_resources"
    carried.mkdir(parents=True)
    assert resources_folder(tmp_path / "portrait_app") == carried


def test_a_program_without_its_resources_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        resources_folder(tmp_path)
