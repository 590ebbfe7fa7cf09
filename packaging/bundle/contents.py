"""What goes into the bundle, and what stays out of it, on each platform. The spec reads this table."""

import re
from collections.abc import Iterable
from pathlib import Path

import PIL

from portrait_app.core.export.formats import ENCODED

# What reads pictures: Jpeg hands a camera's double pictures to Mpo, and Tiff reads EXIF.
_READERS = {"JpegImagePlugin", "MpoImagePlugin", "PngImagePlugin", "TiffImagePlugin", "WebPImagePlugin"}
IMAGE_PLUGINS = _READERS | {row.encoding.plugin for row in ENCODED if row.encoding}

# Modules by what brings them in, and why the program does without; sizes are megabytes, unpacked.
_LEFT_OUT = {
    "other image formats, which Pillow would try on any file: 0.2, and no parser for a hostile one": [
        *(f"PIL.{name}" for name in PIL._plugins if name not in IMAGE_PLUGINS),  # noqa: SLF001 - listed nowhere else
        *(["PIL._avif"] if "AvifImagePlugin" not in IMAGE_PLUGINS else []),  # with libavif: 5
        "PIL.PdfParser",
    ],
    "Pillow's bridges to windows: ours are Qt's": [
        "PIL.ImageQt",
        "PIL.ImageTk",
        "PIL._imagingtk",
        "tkinter",
        "turtle",
    ],
    "tried by qtpy, which does without": ["PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"],
    "named by jeepney and typing_extensions for callers that we are not: 0.4": ["asyncio"],
    "for Python's own processes, of which we start none: 0.3, and a hook at every start": [
        "multiprocessing",
        "xmlrpc",
    ],
    "handlers and protocols of the standard library that nothing chooses: 0.1": ["ftplib", "smtplib"],
    "stands in for _decimal, which is there: 0.1": ["_pydecimal"],
    "in the second package, which makes pictures on this computer: 150": ["numpy", "openvino"],
    "for tests, terminals and installers": [
        "_pytest",
        "curses",
        "distutils",
        "idlelib",
        "lib2to3",
        "pip",
        "pkg_resources",
        "pydoc_data",
        "pytest",
        "readline",
        "setuptools",
        "test",
    ],
}
LEFT_OUT = [module for modules in _LEFT_OUT.values() for module in modules]

# Qt's plugins by folder and name, with neither "lib" nor suffix. All of them must be there.
PLUGINS = {
    "linux": (
        "platforms/qxcb",
        "platforms/qwayland",
        "platforms/qoffscreen",
        "wayland-shell-integration/xdg-shell",
        "wayland-decoration-client/adwaita",
        "wayland-decoration-client/bradient",
        "platforminputcontexts/composeplatforminputcontextplugin",
        "platforminputcontexts/ibusplatforminputcontextplugin",
        "platformthemes/qxdgdesktopportal",
        "iconengines/qsvgicon",
        "imageformats/qjpeg",
        "imageformats/qsvg",
        "imageformats/qwebp",
    ),
    "win32": (
        "platforms/qwindows",
        "platforms/qoffscreen",
        "styles/qmodernwindowsstyle",
        "iconengines/qsvgicon",
        "imageformats/qjpeg",
        "imageformats/qsvg",
        "imageformats/qwebp",
    ),
    "darwin": (
        "platforms/qcocoa",
        "platforms/qoffscreen",
        "styles/qmacstyle",
        "iconengines/qsvgicon",
        "imageformats/qjpeg",
        "imageformats/qsvg",
        "imageformats/qwebp",
    ),
}

# Libraries of a Linux system that are carried beside Python, whatever the system has: Python does not
# start without the first three, and the others must be the versions that were tested.
_CARRIED = re.compile(r"lib(python3\.\d+|z|ffi|bz2|crypt|crypto|lzma|sqlite3|ssl|uuid)\.so\..*")

_PLUGIN = re.compile(r"PySide6/(?:Qt/)?plugins/(?P<folder>[^/]+)/(?:lib)?(?P<name>[^/.]+)\.(?:so|dll|dylib)")
_UNUSED = re.compile(
    r"""PySide6/(Qt/)?(translations|qml|resources)/  # Qt's words: only English so far, as ours
    | qtawesome/fonts/(?!phosphor-)
    | jsonschema/benchmarks/
    | \.dist-info/(RECORD|INSTALLER|REQUESTED|direct_url\.json|sboms/)  # of the machine that built it""",
    re.VERBOSE,
)


def version_of(root: Path) -> str:
    """Return the program's version, from the one place where it stands."""
    text = (root / "portrait_app" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "([^"]+)"$', text, re.MULTILINE)
    if found is None:
        raise SystemExit("portrait_app/__init__.py names no version")
    return found[1]


def plugin_of(name: str) -> str:
    """Return a file of the bundle as Qt's plugins are named here, or an empty text for what is none."""
    found = _PLUGIN.fullmatch(Path(name).as_posix())
    return f"{found['folder']}/{found['name']}" if found else ""


def is_wanted(name: str, platform: str) -> bool:
    """Say whether a file that PyInstaller found belongs in the bundle."""
    plugin = plugin_of(name)
    if plugin:
        return plugin in PLUGINS[platform]
    return not _UNUSED.search(Path(name).as_posix())


def is_carried(soname: str) -> bool:
    """Say whether a library of a Linux system lies beside Python, to be used whatever the system has."""
    return bool(_CARRIED.fullmatch(soname))


def missing_plugins(names: Iterable[str], platform: str) -> list[str]:
    """Return Qt's plugins that are not among the bundle's files."""
    return sorted(set(PLUGINS[platform]) - {plugin_of(name) for name in names})
