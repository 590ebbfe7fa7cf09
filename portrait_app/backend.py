"""What the window controls: the library, the engines and the keychain, opened on a worker.

Part of the composition root: with `app`, the only module that names an adapter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portrait_app import __version__
from portrait_app.core.backup import Backup, Recovery
from portrait_app.core.credentials import Credentials
from portrait_app.core.ports import (
    Account,
    Backups,
    Curation,
    Engine,
    Exporter,
    FileReader,
    History,
    Housekeeping,
    Ledger,
    LedgerExport,
    Library,
    PictureImport,
    SecretStore,
    Settings,
    ThumbnailStore,
)
from portrait_app.jobs.sheet_painter import QtSheetPainter
from portrait_app.system.clock import SystemClock


@dataclass(frozen=True, slots=True)
class Backend:
    """What is opened on a worker, after the first paint."""

    library: Library
    housekeeping: Housekeeping
    backups: Backups
    recovery: Recovery | None  # what became of a library that was put back
    curation: Curation
    ledger: Ledger
    ledger_export: LedgerExport
    thumbnails: ThumbnailStore
    exporter: Exporter
    reader: FileReader
    importing: PictureImport
    engines: Mapping[str, Engine]
    account: Account
    history: History
    keychain: SecretStore
    environment_key: str


def open_backend(
    folder: Path, settings: Settings, credentials: Credentials, wished: Path | None = None
) -> Backend:
    """Import and open what is slow. Raises AppError where the library will not open.

    `wished` is a backup that takes the place of the library's database.
    """
    # Measured: these bring requests, Pillow, keyring and sqlite, 75 to 230 ms that the first paint
    # would otherwise wait for.
    from portrait_app.engines.segmind.account import SegmindAccount
    from portrait_app.engines.segmind.client import SegmindEngine
    from portrait_app.engines.segmind.history import SegmindHistory
    from portrait_app.engines.segmind.images import check_image
    from portrait_app.engines.sketch.engine import SketchEngine
    from portrait_app.export.exporter import FileExporter
    from portrait_app.export.ledger_csv import CsvLedgerExport
    from portrait_app.importing.reader import PictureFileReader
    from portrait_app.library.rescue.recovery import open_or_recover
    from portrait_app.library.thumbnails import SqliteThumbnailStore
    from portrait_app.system.keychain import Keychain, environment_key
    from portrait_app.system.trash import send_to_trash

    library, recovery = open_or_recover(folder, SystemClock(), check_image, wished)
    segmind = SegmindEngine(credentials, settings)
    engines: list[Engine] = [segmind, SketchEngine()]
    return Backend(
        library,
        library.housekeeping(check_image),
        library.backups(),
        recovery,
        library.curation(send_to_trash),
        library.ledger(),
        CsvLedgerExport(),
        SqliteThumbnailStore(folder / "thumbnails.db"),
        FileExporter(library, SystemClock(), QtSheetPainter(), f"Portrait Studio {__version__}"),
        PictureFileReader(check_image),
        library.importing(),
        {engine.key: engine for engine in engines},
        SegmindAccount(settings, segmind.clock),
        SegmindHistory(segmind, settings),
        Keychain(),
        environment_key(),
    )


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups of the library in `folder`, which may not open. Raises AppError."""
    from portrait_app.library.rescue.backups import BACKUPS, available  # sqlite, likewise

    return available(folder / BACKUPS)
