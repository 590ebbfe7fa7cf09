"""Checks of the parts that the operating system and the libraries must provide."""

import os
import sys
from contextlib import closing
from io import BytesIO
from pathlib import Path

from portrait_app.selftest.check import Check, require

_LOOPBACK = "127.0.0.1"
_CODECS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}  # Pillow's names, Qt's names
_KEYCHAINS = {"linux": ("SecretService", "KWallet"), "win32": ("Windows",), "darwin": ("macOS",)}
_SCREENS = {"linux": ("libqxcb.so", "libqwayland.so")}  # Qt's plugins; other systems need no check


def _program_files(_scratch: Path) -> str:
    from portrait_app.system.paths import resources_folder

    folder = resources_folder()
    bundled = bool(getattr(sys, "frozen", False))
    for name in ("icons/portrait-studio.svg", *(["licences.json"] if bundled else [])):
        require((folder / name).is_file(), f"{name} is missing from {folder}")
    if not bundled:
        return "not bundled"
    inside = os.environ.get("LD_LIBRARY_PATH", "").startswith(str(folder.parent))
    require(not inside, "the programs that this one starts would load its libraries")
    return "bundle, with the licences of its parts"


def _keychain(_scratch: Path) -> str:
    """Find and import the keychain backends of this platform. None is called: it might ask the user."""
    from importlib.metadata import entry_points

    import portrait_app.system.keychain  # noqa: F401 - imports what it needs on this platform

    wanted = _KEYCHAINS.get(sys.platform, ())
    found = {entry.name: entry for entry in entry_points(group="keyring.backends")}
    missing = [name for name in wanted if name not in found]
    require(not missing, f"no backend for {', '.join(missing)}")
    for name in wanted:
        found[name].load()
    return ", ".join(wanted)


def _certificates(_scratch: Path) -> str:
    import ssl

    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    require(context.verify_mode is ssl.CERT_REQUIRED, "certificates would not be checked")
    if sys.platform != "linux":
        return f"the system's own store, {ssl.OPENSSL_VERSION}"
    begun = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname=_LOOPBACK)  # loads the CAs
    authorities = begun.context.cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath
    hashed = folder and any(Path(folder).glob("*.0"))  # certificates that are loaded one by one when needed
    require(authorities or hashed, "this system trusts nobody: install its package ca-certificates")
    return f"{authorities or 'a folder of'} authorities, {ssl.OPENSSL_VERSION}"


def _full_text(_scratch: Path) -> str:
    import sqlite3

    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, prefix='1 2 3')")
        connection.execute("INSERT INTO t VALUES (?)", ("portrait of a woman, long brunette hair",))
        (count,) = connection.execute("SELECT count(*) FROM t WHERE t MATCH 'brun*'").fetchone()
    require(count == 1, "a word that is there was not found")
    return f"SQLite {sqlite3.sqlite_version}"


def _codecs(_scratch: Path) -> str:
    from PIL import Image, features
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImageReader

    for pillows, qts in _CODECS.items():
        stream = BytesIO()
        Image.new("RGB", (48, 32), "sienna").save(stream, pillows)
        with Image.open(BytesIO(stream.getvalue())) as image:
            image.load()
            require(image.size == (48, 32), f"Pillow does not read its own {pillows}")
        buffer = QBuffer()
        buffer.setData(QByteArray(stream.getvalue()))
        reader = QImageReader(buffer)
        drawn = reader.read()
        require(not drawn.isNull(), f"Qt does not read {qts}: {reader.errorString()}")
    return f"JPEG, PNG, WebP by Pillow (libjpeg {features.version('jpg')}) and by Qt"


def _svg(_scratch: Path) -> str:
    from PySide6.QtGui import QIcon

    from portrait_app.system.paths import resources_folder

    icon = QIcon(str(resources_folder() / "icons" / "portrait-studio.svg"))
    require(not icon.pixmap(64).isNull(), "Qt does not draw SVG icons")
    return "Qt draws the program's own icon"


def _icon_font(_scratch: Path) -> str:
    from PySide6.QtGui import QColor

    from portrait_app.ui.kit.icons import icon

    image = icon("heart-fill").pixmap(32).toImage()
    shades = {QColor.fromRgba(image.pixel(x, y)).alpha() for x in range(32) for y in range(32)}
    require({0, 255} <= shades, "its glyphs are not drawn")
    return "Phosphor"


def _fonts(_scratch: Path) -> str:
    from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

    require(QFontDatabase.families(), "no font is installed: every letter would be a box")
    return QFontInfo(QFont()).family()


def _screens(_scratch: Path) -> str:
    """Load Qt's plugins for a window, with all libraries of the desktop that they need."""
    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    for name in _SCREENS.get(sys.platform, ()):
        loader = QPluginLoader(str(folder / name))
        require(loader.load(), f"{name}: {loader.errorString()}")
    return ", ".join(_SCREENS.get(sys.platform, ())) or "Qt's own"


def _trash(_scratch: Path) -> str:
    """Import the module that moves files to the system's trash. No file is moved: the trash is the user's."""
    from send2trash import send2trash

    import portrait_app.system.trash  # noqa: F401 - must be importable

    return f"by {send2trash.__module__}"


def _crash_reports(scratch: Path) -> str:
    """Write a report as in a crash, and read it; also check that the user's own log folder is writable."""
    import faulthandler

    from portrait_app import __version__
    from portrait_app.system.crash_reports import CrashReports
    from portrait_app.system.paths import platform_paths

    logs = platform_paths().logs
    there = next(folder for folder in (logs, *logs.parents) if folder.exists())
    require(os.access(there, os.W_OK | os.X_OK), f"{there} cannot be written to")
    crashed = CrashReports(scratch, __version__)
    crashed.watch()
    try:
        (file,) = scratch.iterdir()
        with file.open("a", encoding="utf-8") as stream:
            faulthandler.dump_traceback(stream, all_threads=False)
        told = CrashReports(scratch, __version__).last()
    finally:
        crashed.stop()
    require("_crash_reports" in told, "what was written is not what is told")
    return "written, and told at the next start"


PARTS = (
    Check("program files", _program_files),
    Check("keychain backends", _keychain),
    Check("certificates", _certificates),
    Check("full-text search", _full_text),
    Check("image codecs", _codecs),
    Check("SVG", _svg),
    Check("icon font", _icon_font),
    Check("text fonts", _fonts),
    Check("windows", _screens),
    Check("system's trash", _trash),
    Check("crash reports", _crash_reports),
)
