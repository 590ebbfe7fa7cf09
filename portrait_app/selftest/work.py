"""Checks of the program's work: make, store, find, back up, export and import a portrait."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.picture import Picture
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.selftest.check import Check, require

_LOOPBACK = "127.0.0.1"
_KEY = "SG_0123456789abcdef"  # for the loopback service; real keys look different
_PROMPT = "portrait of a smiling woman, long brunette hair"


def _sketch(scratch: Path) -> str:
    from portrait_app.core.catalog import SKETCH, endpoints_of
    from portrait_app.core.credentials import Credentials
    from portrait_app.core.ports.engines import EngineTools
    from portrait_app.core.request import build_request
    from portrait_app.engines import open_engines
    from portrait_app.jobs.handover import JobHandover
    from portrait_app.system.settings import JsonSettings

    tools = EngineTools(JsonSettings(scratch / "sketch.json"), Credentials())
    engine = open_engines(tools)[SKETCH].engine
    request = build_request(endpoints_of(SKETCH)[0], {"prompt": _PROMPT, "seed": 7})
    first, second = (engine.generate(request, JobHandover(lambda _reply: None)).images[0] for _ in range(2))
    require(
        (first.width, first.height) == request.size,
        QT_TRANSLATE_NOOP("selftest", "the picture has the wrong size"),
    )
    require(
        first.data == second.data, QT_TRANSLATE_NOOP("selftest", "the same seed drew two different pictures")
    )
    return QCoreApplication.translate("selftest", "{width} x {height}, {size}").format(
        width=first.width, height=first.height, size=_size(first.data)
    )


def _library(scratch: Path) -> str:
    from portrait_app.core.local_zone import LOCAL
    from portrait_app.core.search.expression import parse_search
    from portrait_app.core.search.query import FILTERS, LibraryQuery
    from portrait_app.library.library import open_library
    from portrait_app.system.clock import SystemClock

    _keep_a_picture(scratch)
    clock = SystemClock()
    with closing(open_library(scratch, clock)) as library:
        query = LibraryQuery(FILTERS[0], clock.now().astimezone(LOCAL), parse_search("brunette"))
        found = library.pictures(library.picture_ids(query))
        require(len(found) == 1, QT_TRANSLATE_NOOP("selftest", "the picture was not found again"))
        require(
            library.path(found[0]).read_bytes() == _image(),
            QT_TRANSLATE_NOOP("selftest", "the picture's file has changed"),
        )
    return QCoreApplication.translate("selftest", "a picture is stored, and found again by its words")


def _backup(scratch: Path) -> str:
    from portrait_app.core.cancel import Cancel
    from portrait_app.imaging.reading import check_image
    from portrait_app.library.library import open_library
    from portrait_app.library.rescue.recovery import open_or_recover
    from portrait_app.system.clock import SystemClock

    kept = _keep_a_picture(scratch)
    clock = SystemClock()
    with closing(open_library(scratch, clock)) as library:
        require(library.backups().make_if_due(Cancel()), QT_TRANSLATE_NOOP("selftest", "no backup was made"))
        (backup,) = library.backups().available()
    library, recovery = open_or_recover(scratch, clock, check_image, backup.path)
    with closing(library):
        require(
            recovery is not None and recovery.pictures == 1,
            QT_TRANSLATE_NOOP("selftest", "the picture is not in the backup"),
        )
        require(
            library.pictures([kept.id]) == [kept],
            QT_TRANSLATE_NOOP("selftest", "the backup has a different picture"),
        )
    return QCoreApplication.translate("selftest", "made, and restored, {size}").format(
        size=QLocale().formattedDataSize(backup.size)
    )


def _contact_sheet(scratch: Path) -> str:
    (file,) = _exported(scratch, "contact_pdf")
    data = file.read_bytes()
    require(
        data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"),
        QT_TRANSLATE_NOOP("selftest", "the PDF is incomplete"),
    )
    for part, otherwise in (
        (b"/Subtype /Image", QT_TRANSLATE_NOOP("selftest", "the PDF contains no picture")),
        (b"/FontFile", QT_TRANSLATE_NOOP("selftest", "the PDF contains no font")),
    ):
        require(part in data, otherwise)
    return QCoreApplication.translate("selftest", "one PDF page, {size}").format(size=_size(data))


def _exchange(scratch: Path) -> str:
    """Export a picture in each format, and read back its record."""
    from portrait_app.core.export.formats import ENCODED
    from portrait_app.imaging.reading import FORMATS, check_image
    from portrait_app.importing.reader import PictureFileReader

    reader = PictureFileReader(check_image)
    for number, format_ in enumerate(row.key for row in ENCODED):
        (file,) = _exported(scratch / str(number), format_)
        if format_ not in FORMATS.values():  # the program writes this format but cannot import it
            continue
        read, image = reader.read(file)
        require(
            (image.format, image.width) == (format_, 48),
            QT_TRANSLATE_NOOP("selftest", "{file} is a different image"),
            file=file.name,
        )
        require(
            read.record is not None,
            QT_TRANSLATE_NOOP("selftest", "{format}: the picture's record is missing"),
            format=format_,
        )
        require(
            read.request.values["prompt"] == _PROMPT,
            QT_TRANSLATE_NOOP("selftest", "{format}: the prompt is different"),
            format=format_,
        )
    return QCoreApplication.translate("selftest", "{formats} with the picture's record, read back").format(
        formats=", ".join(row.label for row in ENCODED)
    )


def _settings(scratch: Path) -> str:
    from portrait_app.system.settings import JsonSettings

    file = scratch / "config" / "settings.json"
    settings = JsonSettings(file)
    settings.set("concurrency", 3)
    settings.save()
    require(
        JsonSettings(file).value("concurrency") == 3,
        QT_TRANSLATE_NOOP("selftest", "the setting read is not the one written"),
    )
    return QCoreApplication.translate("selftest", "written, and read again")


def _segmind(scratch: Path) -> str:
    from portrait_app.core.catalog import SEGMIND, endpoints_of
    from portrait_app.core.credentials import Credentials, KeySource
    from portrait_app.core.ports.engines import EngineTools
    from portrait_app.core.request import build_request
    from portrait_app.engines import open_engines
    from portrait_app.jobs.handover import JobHandover
    from portrait_app.system.settings import JsonSettings

    credentials = Credentials()
    credentials.set(_KEY, KeySource.SESSION)
    settings = JsonSettings(scratch / "segmind.json")
    model = endpoints_of(SEGMIND)[0]
    with _service(_image()) as address:
        settings.override("api_url", address)
        engine = open_engines(EngineTools(settings, credentials))[SEGMIND].engine
        delivery = engine.generate(
            build_request(model, {"prompt": _PROMPT}), JobHandover(lambda _reply: None)
        )
    require(
        delivery.images[0].data == _image(),
        QT_TRANSLATE_NOOP("selftest", "the picture received is not the one sent"),
    )
    return QCoreApplication.translate("selftest", "{model}, through {address}").format(
        model=model.name, address=_LOOPBACK
    )


def _size(data: bytes) -> str:
    return QLocale().formattedDataSize(len(data))


def _image() -> bytes:
    from PIL import Image

    stream = BytesIO()
    Image.new("RGB", (48, 32), "sienna").save(stream, "PNG")
    return stream.getvalue()


def _keep_a_picture(folder: Path) -> Picture:
    """Make a library with one picture in `folder`, and return the picture."""
    from portrait_app.core.catalog import SKETCH, endpoints_of
    from portrait_app.core.delivery import Delivery, GeneratedImage
    from portrait_app.core.job import JobState
    from portrait_app.core.request import build_request
    from portrait_app.library.library import open_library
    from portrait_app.system.clock import SystemClock

    with closing(open_library(folder, SystemClock())) as library:
        job = library.add_job(build_request(endpoints_of(SKETCH)[0], {"prompt": _PROMPT}))
        library.set_job_state(job.id, JobState.SENDING)
        (picture,) = library.keep(job.id, Delivery((GeneratedImage(_image(), "png", 48, 32, seed=7),)))
        return picture


def _exported(scratch: Path, format_: str) -> tuple[Path, ...]:
    """Export the picture of a new library, and return the files."""
    from portrait_app.core.cancel import Cancel
    from portrait_app.export.exporter import FileExporter
    from portrait_app.jobs.sheet_painter import QtSheetPainter
    from portrait_app.library.library import open_library
    from portrait_app.system.clock import SystemClock

    picture = _keep_a_picture(scratch / "library")
    with closing(open_library(scratch / "library", SystemClock())) as library:
        exporter = FileExporter(library, SystemClock(), QtSheetPainter(), "Portrait Studio")
        plan = ExportPlan(format_, str(scratch / "exported"))
        report = exporter.export(plan, [picture.id], lambda _done, _all: None, Cancel())
    require(not report.failed, "{format}: {failed}", format=format_, failed=report.failed)
    return report.files


class _Service(BaseHTTPRequestHandler):
    """Answers a generation request as Segmind does, if the key is right."""

    picture = b""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200 if self.headers["x-api-key"] == _KEY else 401)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(self.picture)))
        self.end_headers()
        self.wfile.write(self.picture)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by http.server
        """Print nothing, because only the table is to be printed."""


@contextmanager
def _service(picture: bytes) -> Iterator[str]:
    """Run the service on a free port in the block, and yield its address."""
    with HTTPServer((_LOOPBACK, 0), type("Service", (_Service,), {"picture": picture})) as server:
        thread = Thread(target=server.serve_forever, name="selftest-service")
        thread.start()
        try:
            yield f"http://{_LOOPBACK}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


WORK = (
    Check(QT_TRANSLATE_NOOP("selftest", "Sketch engine"), _sketch),
    #: a row of the selftest's table
    Check(QT_TRANSLATE_NOOP("selftest", "library"), _library),
    #: a row of the selftest's table
    Check(QT_TRANSLATE_NOOP("selftest", "backup"), _backup),
    Check(QT_TRANSLATE_NOOP("selftest", "contact sheet"), _contact_sheet),
    Check(QT_TRANSLATE_NOOP("selftest", "export, import"), _exchange),
    #: a row of the selftest's table
    Check(QT_TRANSLATE_NOOP("selftest", "settings"), _settings),
    Check(QT_TRANSLATE_NOOP("selftest", "Segmind engine"), _segmind),
)
