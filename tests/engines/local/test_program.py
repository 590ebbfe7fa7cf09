"""Where the program finds what makes pictures: in its own Python, or in the second package."""

import sys
from pathlib import Path

import pytest

from portrait_app import __version__
from portrait_app.core.credentials import Credentials
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.engines import EngineTools
from portrait_app.engines.local.child import program
from portrait_app.engines.local.factory import open_engine
from portrait_app.system.settings import JsonSettings

ENDING = ".exe" if sys.platform == "win32" else ""


def install(folder: Path, version: str = __version__) -> str:
    """Put a package into a folder, and return the path of its executable."""
    folder.mkdir(parents=True)
    executable = folder / f"{program.PACKAGE}{ENDING}"
    executable.touch()
    (folder / program.VERSION_FILE).write_text(f"{version}\n", encoding="utf-8")
    return str(executable)


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Pretend that this is the program's bundle, with an empty home; return the folder around the bundle."""
    folder = tmp_path / "opt"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(folder / "portrait-studio" / "portrait-studio"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv(program.ENVIRONMENT_VARIABLE, raising=False)
    return folder


def reason(tmp_path: Path) -> str:
    """Return what the engine says that it lacks."""
    opened = open_engine(EngineTools(JsonSettings(tmp_path / "settings.json"), Credentials()))
    assert opened.missing is not None
    return opened.missing()


def test_a_python_with_the_libraries_needs_no_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(program.ENVIRONMENT_VARIABLE, raising=False)
    assert program.is_installed()
    assert program.command() == [sys.executable, "-P", "-m", "portrait_app.engines.local.child"]


def test_a_bundle_without_the_package_says_what_to_install(bundle: Path, tmp_path: Path) -> None:
    assert not program.is_installed()
    with pytest.raises(AppError) as caught:
        program.command()
    assert caught.value.kind is ErrorKind.ENGINE_MISSING
    assert "install the package “portrait-studio-local”" in reason(tmp_path)


def test_a_bundle_finds_the_package_beside_itself(bundle: Path) -> None:
    executable = install(bundle / program.PACKAGE)
    assert program.is_installed()
    assert program.command() == [executable]


@pytest.mark.skipif(sys.platform != "linux", reason="where the script of the .tar.xz puts it")
def test_a_package_of_one_user_serves_a_program_of_all_users(bundle: Path, tmp_path: Path) -> None:
    executable = install(tmp_path / "home" / ".local" / "opt" / program.PACKAGE)
    assert program.command() == [executable]


def test_a_package_of_another_version_is_not_started(bundle: Path, tmp_path: Path) -> None:
    install(bundle / program.PACKAGE, "0.0.9")
    assert not program.is_installed()
    with pytest.raises(AppError, match=r"0\.0\.9") as caught:
        program.command()
    assert caught.value.kind is ErrorKind.ENGINE_MISSING
    assert "has another version than the program" in reason(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="the second place is one of Linux")
def test_of_two_packages_the_one_that_fits_is_used(bundle: Path, tmp_path: Path) -> None:
    install(bundle / program.PACKAGE, "0.0.9")
    executable = install(tmp_path / "home" / ".local" / "opt" / program.PACKAGE)
    assert program.command() == [executable]


def test_a_variable_names_the_package_for_tests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    executable = install(tmp_path / "elsewhere")
    monkeypatch.setenv(program.ENVIRONMENT_VARIABLE, str(tmp_path / "elsewhere"))
    assert program.command() == [executable]
    monkeypatch.setenv(program.ENVIRONMENT_VARIABLE, str(tmp_path / "nowhere"))
    assert not program.is_installed()
