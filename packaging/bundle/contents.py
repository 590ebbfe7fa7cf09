"""What goes into the bundle, and what stays out of it, on each platform. The spec reads this table."""

import re
from collections.abc import Iterable
from pathlib import Path

# Imported by something that the program does not use, or by nothing but tests and terminals.
LEFT_OUT = [
    "PIL.AvifImagePlugin",
    "PIL.ImageQt",
    "PIL.ImageTk",
    "PIL._avif",
    "PIL._imagingtk",
    "PySide6.QtOpenGL",  # qtpy tries them, and does without
    "PySide6.QtOpenGLWidgets",
    "_pytest",
    "curses",
    "distutils",
    "idlelib",
    "lib2to3",
    "numpy",
    "pip",
    "pkg_resources",
    "pydoc_data",
    "pytest",
    "readline",
    "setuptools",
    "test",
    "tkinter",
    "turtle",
]

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
    r"""PySide6/(Qt/)?(translations|qml|resources)/  # Qt's words: where there are none of ours, none of Qt's
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
