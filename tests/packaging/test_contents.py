"""What goes into the bundle, by the names that PyInstaller finds on each system."""

from pathlib import Path

import PIL
import pytest

import portrait_app
from tests.packaging.scripts import ROOT, script

contents = script("bundle/contents.py")


@pytest.mark.parametrize(
    ("file", "plugin"),
    [
        ("PySide6/Qt/plugins/platforms/libqxcb.so", "platforms/qxcb"),
        ("PySide6/plugins/platforms/qwindows.dll", "platforms/qwindows"),
        ("PySide6/Qt/plugins/platforms/libqcocoa.dylib", "platforms/qcocoa"),
        ("PySide6/Qt/lib/libQt6Core.so.6", ""),
    ],
)
def test_a_plugin_has_one_name_on_every_system(file: str, plugin: str) -> None:
    assert contents.plugin_of(file) == plugin


@pytest.mark.parametrize(
    "file",
    [
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/imageformats/libqpdf.so",
        "PySide6/Qt/translations/qtbase_de.qm",
        "qtawesome/fonts/remixicon-2.5.0.ttf",
        "jsonschema/benchmarks/issue232/issue.json",
        "keyring-25.7.0.dist-info/RECORD",
    ],
)
def test_what_no_portrait_needs_stays_out(file: str) -> None:
    assert not contents.is_wanted(file, "linux")


@pytest.mark.parametrize(
    "file",
    [
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6/Qt/lib/libQt6Core.so.6",
        "qtawesome/fonts/phosphor-1.3.0.ttf",
        "qtawesome/fonts/phosphor-charmap-1.3.0.json",
        "keyring-25.7.0.dist-info/entry_points.txt",
        "dicebear_styles/lorelei.json",
    ],
)
def test_what_a_portrait_needs_goes_in(file: str) -> None:
    assert contents.is_wanted(file, "linux")


def test_every_image_format_but_ours_stays_out() -> None:
    """A camera's JPEG may be an MPO inside, and EXIF is written as TIFF."""
    plugins = {path.stem for path in Path(PIL.__path__[0]).glob("*ImagePlugin.py")}
    there = {name for name in plugins if f"PIL.{name}" not in contents.LEFT_OUT}
    assert there == {f"{name}ImagePlugin" for name in ("Avif", "Jpeg", "Mpo", "Png", "Tiff", "WebP")}


@pytest.mark.parametrize("platform", contents.PLUGINS)
def test_every_system_draws_windows_icons_and_the_three_formats(platform: str) -> None:
    names = [f"PySide6/plugins/{plugin}.dll" for plugin in contents.PLUGINS[platform]]
    assert not contents.missing_plugins(names, platform)
    assert contents.missing_plugins(names[1:], platform) == [contents.PLUGINS[platform][0]]
    assert {"imageformats/qjpeg", "imageformats/qwebp", "iconengines/qsvgicon"} <= {
        *contents.PLUGINS[platform]
    }


def test_the_version_has_one_place(tmp_path: Path) -> None:
    assert contents.version_of(ROOT) == portrait_app.__version__
    (tmp_path / "portrait_app").mkdir()
    (tmp_path / "portrait_app" / "__init__.py").write_text("", encoding="utf-8")
    with pytest.raises(SystemExit, match="no version"):
        contents.version_of(tmp_path)


def test_libraries_load_after_those_that_they_need(monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = script("bundle/system_libraries.py")
    needs = {"/x": ("liby.so", "libz.so", "libc.so.6"), "/y": ("libz.so",), "/z": ()}
    monkeypatch.setattr(libraries, "needed_by", needs.__getitem__)
    there = {"libx.so": "/x", "liby.so": "/y", "libz.so": "/z"}
    assert libraries.in_loading_order(there) == ["libz.so", "liby.so", "libx.so"]
    assert libraries.reachable(["/y"], there) == {"libz.so"}
