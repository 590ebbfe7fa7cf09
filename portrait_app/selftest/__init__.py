"""`portrait-studio --selftest`: does everything work here that a portrait needs? A table, no display.

Each row tries one part for real, in a temporary folder and on the loopback address. What a library
brings at import is part of what is tried, so imports stand inside the rows, and whatever goes wrong
there is that row's failure. A person's own library, settings and keychain are not touched.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

from portrait_app import __version__

_LOOPBACK = "127.0.0.1"
_KEY = "SG_0123456789abcdef"  # for the loopback service: no real one looks like it
_PROMPT = "portrait of a smiling woman, long brunette hair"
_CODECS = {"JPEG": "jpeg", "PNG": "png", "WEBP": "webp"}  # Pillow's names, Qt's names
_KEYCHAINS = {"linux": ("SecretService", "KWallet"), "win32": ("Windows",), "darwin": ("macOS",)}
_SCREENS = {"linux": ("libqxcb.so", "libqwayland.so")}  # Qt's plugins: the others load or nothing does


class Unfit(Exception):
    """A part that is there and does not do what it should."""


@dataclass(frozen=True, slots=True)
class Check:
    """One row: what is tried, and the trial itself. It gets a scratch folder and returns what it found."""

    name: str
    run: Callable[[Path], str]


def _require(holds: object, otherwise: str) -> None:
    if not holds:
        raise Unfit(otherwise)


def _program_files(_scratch: Path) -> str:
    from portrait_app.system.paths import resources_folder

    folder = resources_folder()
    bundled = bool(getattr(sys, "frozen", False))
    for name in ("icons/portrait-studio.svg", *(["licences.json"] if bundled else [])):
        _require((folder / name).is_file(), f"{name} is missing from {folder}")
    if not bundled:
        return "not bundled"
    inside = os.environ.get("LD_LIBRARY_PATH", "").startswith(str(folder.parent))
    _require(not inside, "the programs that this one starts would load its libraries")
    return "bundle, with the licences of its parts"


def _keychain(_scratch: Path) -> str:
    """Find and import what keeps keys on this platform. No keychain is asked: it might ask its owner."""
    from importlib.metadata import entry_points

    import portrait_app.system.keychain  # noqa: F401 - with what its platform needs

    wanted = _KEYCHAINS.get(sys.platform, ())
    found = {entry.name: entry for entry in entry_points(group="keyring.backends")}
    missing = [name for name in wanted if name not in found]
    _require(not missing, f"no backend for {', '.join(missing)}")
    for name in wanted:
        found[name].load()
    return ", ".join(wanted)


def _certificates(_scratch: Path) -> str:
    import ssl

    import truststore

    context = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _require(context.verify_mode is ssl.CERT_REQUIRED, "certificates would not be checked")
    if sys.platform != "linux":
        return f"the system's own store, {ssl.OPENSSL_VERSION}"
    begun = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_hostname=_LOOPBACK)  # reads the list
    authorities = begun.context.cert_store_stats()["x509_ca"]
    folder = ssl.get_default_verify_paths().capath
    hashed = folder and any(Path(folder).glob("*.0"))  # these are read one by one, when they are needed
    _require(authorities or hashed, "this system trusts nobody: install its package ca-certificates")
    return f"{authorities or 'a folder of'} authorities, {ssl.OPENSSL_VERSION}"


def _full_text(_scratch: Path) -> str:
    import sqlite3

    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(words, prefix='1 2 3')")
        connection.execute("INSERT INTO t VALUES (?)", (_PROMPT,))
        (count,) = connection.execute("SELECT count(*) FROM t WHERE t MATCH 'brun*'").fetchone()
    _require(count == 1, "a word that is there was not found")
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
            _require(image.size == (48, 32), f"Pillow does not read its own {pillows}")
        buffer = QBuffer()
        buffer.setData(QByteArray(stream.getvalue()))
        reader = QImageReader(buffer)
        drawn = reader.read()
        _require(not drawn.isNull(), f"Qt does not read {qts}: {reader.errorString()}")
    return f"JPEG, PNG, WebP by Pillow (libjpeg {features.version('jpg')}) and by Qt"


def _svg(_scratch: Path) -> str:
    from PySide6.QtGui import QIcon

    from portrait_app.system.paths import resources_folder

    icon = QIcon(str(resources_folder() / "icons" / "portrait-studio.svg"))
    _require(not icon.pixmap(64).isNull(), "Qt does not draw SVG icons")
    return "Qt draws the program's own icon"


def _icon_font(_scratch: Path) -> str:
    from PySide6.QtGui import QColor

    from portrait_app.ui.theme import icon

    image = icon("heart-fill").pixmap(32).toImage()
    shades = {QColor.fromRgba(image.pixel(x, y)).alpha() for x in range(32) for y in range(32)}
    _require({0, 255} <= shades, "its glyphs are not drawn")
    return "Phosphor"


def _fonts(_scratch: Path) -> str:
    from PySide6.QtGui import QFont, QFontDatabase, QFontInfo

    _require(QFontDatabase.families(), "no font is installed: every letter would be a box")
    return QFontInfo(QFont()).family()


def _screens(_scratch: Path) -> str:
    """Load what Qt needs for a window, with all the libraries of the desktop that it needs in turn."""
    from PySide6.QtCore import QLibraryInfo, QPluginLoader

    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    for name in _SCREENS.get(sys.platform, ()):
        loader = QPluginLoader(str(folder / name))
        _require(loader.load(), f"{name}: {loader.errorString()}")
    return ", ".join(_SCREENS.get(sys.platform, ())) or "Qt's own"


def _sketch(_scratch: Path) -> str:
    from portrait_app.core.catalog import SKETCH, endpoints_of
    from portrait_app.core.request import build_request
    from portrait_app.engines.sketch.engine import SketchEngine
    from portrait_app.jobs.handover import JobHandover

    request = build_request(endpoints_of(SKETCH)[0], {"prompt": _PROMPT, "seed": 7})
    first, second = (
        SketchEngine().generate(request, JobHandover(lambda _reply: None)).images[0] for _ in range(2)
    )
    _require((first.width, first.height) == request.size, "the portrait has another size")
    _require(first.data == second.data, "the same seed drew two portraits")
    return f"{first.width} x {first.height}, {len(first.data) // 1024} kB"


def _library(scratch: Path) -> str:
    from portrait_app.core.catalog import SKETCH, endpoints_of
    from portrait_app.core.delivery import Delivery, GeneratedImage
    from portrait_app.core.job import JobState
    from portrait_app.core.query import FILTERS, LibraryQuery
    from portrait_app.core.request import build_request
    from portrait_app.core.search import parse_search
    from portrait_app.library.library import open_library
    from portrait_app.system.clock import SystemClock

    clock = SystemClock()
    image = GeneratedImage(_picture(), "png", 48, 32, seed=7)
    with closing(open_library(scratch / "library", clock)) as library:
        job = library.add_job(build_request(endpoints_of(SKETCH)[0], {"prompt": _PROMPT}))
        library.set_job_state(job.id, JobState.SENDING)
        library.keep(job.id, Delivery((image,)))
    with closing(open_library(scratch / "library", clock)) as library:
        query = LibraryQuery(FILTERS[0], clock.now().astimezone(), parse_search("brunette"))
        found = library.pictures(library.picture_ids(query))
        _require(len(found) == 1, "the picture was not found again")
        _require(library.path(found[0]).read_bytes() == image.data, "the picture's file has changed")
    return "a picture is kept, and found again by its words"


def _settings(scratch: Path) -> str:
    from portrait_app.system.settings import JsonSettings

    file = scratch / "config" / "settings.json"
    settings = JsonSettings(file)
    settings.set("concurrency", 3)
    settings.save()
    _require(JsonSettings(file).value("concurrency") == 3, "what was set is not what is read")
    return "written, and read again"


def _segmind(scratch: Path) -> str:
    from portrait_app.core.catalog import SEGMIND, endpoints_of
    from portrait_app.core.credentials import Credentials, KeySource
    from portrait_app.core.request import build_request
    from portrait_app.engines.segmind.client import SegmindEngine
    from portrait_app.jobs.handover import JobHandover
    from portrait_app.system.settings import JsonSettings

    credentials = Credentials()
    credentials.set(_KEY, KeySource.SESSION)
    settings = JsonSettings(scratch / "segmind.json")
    model = endpoints_of(SEGMIND)[0]
    with _service(_picture()) as address:
        settings.override("api_url", address)
        engine = SegmindEngine(credentials, settings)
        delivery = engine.generate(
            build_request(model, {"prompt": _PROMPT}), JobHandover(lambda _reply: None)
        )
    _require(delivery.images[0].data == _picture(), "the picture that arrived is not the one that was sent")
    return f"{model.name}, by way of {_LOOPBACK}"


def _picture() -> bytes:
    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (48, 32), "sienna").save(stream, "PNG")
    return stream.getvalue()


class _Service(BaseHTTPRequestHandler):
    """Answers a generation request as Segmind does, where the key is there."""

    picture = b""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if self.headers["x-api-key"] == _KEY else 401)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(self.picture)))
        self.end_headers()
        self.wfile.write(self.picture)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's own name
        """Say nothing: the table is all there is to read."""


@contextmanager
def _service(picture: bytes) -> Iterator[str]:
    """Run the service on a free port, and give its address."""
    with HTTPServer((_LOOPBACK, 0), type("Service", (_Service,), {"picture": picture})) as server:
        thread = Thread(target=server.serve_forever, name="selftest-service")
        thread.start()
        try:
            yield f"http://{_LOOPBACK}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


CHECKS = (
    Check("program files", _program_files),
    Check("keychain backends", _keychain),
    Check("certificates", _certificates),
    Check("full-text search", _full_text),
    Check("image codecs", _codecs),
    Check("SVG", _svg),
    Check("icon font", _icon_font),
    Check("text fonts", _fonts),
    Check("windows", _screens),
    Check("Sketch engine", _sketch),
    Check("library", _library),
    Check("settings", _settings),
    Check("Segmind engine", _segmind),
)


def report(checks: Sequence[Check]) -> int:
    """Print a line for each check, and return how many failed. Needs a QGuiApplication."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="portrait-studio-") as scratch:
        for number, check in enumerate(checks):
            folder = Path(scratch, str(number))
            folder.mkdir()
            try:
                verdict, found = "ok", check.run(folder)
            except Exception as error:  # whatever it is, it is what this row found
                failed += 1
                verdict, found = "FAILED", f"{type(error).__name__}: {error}"
            print(f"{verdict:7} {check.name:18} {found}")
    return failed


def selftest() -> int:
    """Try every part; print the table; return 0 where all of it works, or else 1."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = _LOOPBACK
    from PySide6.QtCore import qVersion
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication(sys.argv[:1])
    print(f"Portrait Studio {__version__}, Python {platform.python_version()}, Qt {qVersion()}")
    failed = report(CHECKS)
    application.processEvents()
    print(f"{len(CHECKS) - failed} of {len(CHECKS)} work." + (f" {failed} failed." if failed else ""))
    return 1 if failed else 0
