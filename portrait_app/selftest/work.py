"""Checks of the program's work: make, store, find, back up, export and import a portrait."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread

from portrait_app.core.export.plan import ExportPlan
from portrait_app.core.picture import Picture
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
    require((first.width, first.height) == request.size, "the portrait has another size")
    require(first.data == second.data, "the same seed drew two portraits")
    return f"{first.width} x {first.height}, {len(first.data) // 1024} kB"


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
        require(len(found) == 1, "the picture was not found again")
        require(library.path(found[0]).read_bytes() == _image(), "the picture's file has changed")
    return "a picture is kept, and found again by its words"


def _backup(scratch: Path) -> str:
    from portrait_app.core.cancel import Cancel
    from portrait_app.imaging.reading import check_image
    from portrait_app.library.library import open_library
    from portrait_app.library.rescue.recovery import open_or_recover
    from portrait_app.system.clock import SystemClock

    kept = _keep_a_picture(scratch)
    clock = SystemClock()
    with closing(open_library(scratch, clock)) as library:
        require(library.backups().make_if_due(Cancel()), "none was made")
        (backup,) = library.backups().available()
    library, recovery = open_or_recover(scratch, clock, check_image, backup.path)
    with closing(library):
        require(recovery is not None and recovery.pictures == 1, "the picture is not in it")
        require(library.pictures([kept.id]) == [kept], "the picture in it is another")
    return f"made, and opened in the library's place, {backup.size // 1024} kB"


def _contact_sheet(scratch: Path) -> str:
    (file,) = _exported(scratch, "contact_pdf")
    data = file.read_bytes()
    require(data.startswith(b"%PDF-") and data.rstrip().endswith(b"%%EOF"), "it is no whole PDF")
    for part, name in ((b"/Subtype /Image", "picture"), (b"/FontFile", "font")):
        require(part in data, f"there is no {name} in it")
    return f"a page of PDF, {len(data) // 1024} kB"


def _exchange(scratch: Path) -> str:
    """Export a picture in each format, and read back how it was made."""
    from portrait_app.core.export.formats import ENCODED
    from portrait_app.imaging.reading import FORMATS, check_image
    from portrait_app.importing.reader import PictureFileReader

    reader = PictureFileReader(check_image)
    for number, format_ in enumerate(row.key for row in ENCODED):
        (file,) = _exported(scratch / str(number), format_)
        if format_ not in FORMATS.values():  # the program writes this format but cannot import it
            continue
        read, image = reader.read(file)
        require((image.format, image.width) == (format_, 48), f"{file.name} is another image")
        require(read.record is not None, f"{format_}: nothing is told of how it was made")
        require(read.request.values["prompt"] == _PROMPT, f"{format_}: another prompt is told")
    return f"{', '.join(row.label for row in ENCODED)} with what is known of a picture, read back"


def _settings(scratch: Path) -> str:
    from portrait_app.system.settings import JsonSettings

    file = scratch / "config" / "settings.json"
    settings = JsonSettings(file)
    settings.set("concurrency", 3)
    settings.save()
    require(JsonSettings(file).value("concurrency") == 3, "what was set is not what is read")
    return "written, and read again"


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
    require(delivery.images[0].data == _image(), "the picture that arrived is not the one that was sent")
    return f"{model.name}, by way of {_LOOPBACK}"


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
    require(not report.failed, f"{format_}: {report.failed}")
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
    Check("Sketch engine", _sketch),
    Check("library", _library),
    Check("backup", _backup),
    Check("contact sheet", _contact_sheet),
    Check("export, import", _exchange),
    Check("settings", _settings),
    Check("Segmind engine", _segmind),
)
