"""What the window controls: the library, the engines and the keychain, opened on a worker.

Part of the composition root: with `app`, the only module that names an adapter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portrait_app import __version__
from portrait_app.core.backup import Backup, Recovery
from portrait_app.core.credentials import Credentials
from portrait_app.core.engines import login_of, with_key
from portrait_app.core.ports import (
    Account,
    Backups,
    Curation,
    Engine,
    EngineTools,
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    engines: Mapping[str, Engine]  # by key, as the histories
    histories: Mapping[str, History]
    account: Account
    keychain: SecretStore  # of the engine that needs a key
    environment_key: str


def open_backend(
    folder: Path, settings: Settings, credentials: Credentials, wished: Path | None = None
) -> Backend:
    """Import and open what is slow. Raises AppError where the library will not open.

    `wished` is a backup that takes the place of the library's database.
    """
    # Measured: these bring requests, Pillow, keyring and sqlite, 75 to 230 ms that the first paint
    # would otherwise wait for.
    from portrait_app.engines import open_engines
    from portrait_app.engines.segmind.images import check_image
    from portrait_app.export.exporter import FileExporter
    from portrait_app.export.ledger_csv import CsvLedgerExport
    from portrait_app.importing.reader import PictureFileReader
    from portrait_app.library.rescue.recovery import open_or_recover
    from portrait_app.library.thumbnails import SqliteThumbnailStore
    from portrait_app.system.keychain import Keychain, environment_key
    from portrait_app.system.trash import send_to_trash

    library, recovery = open_or_recover(folder, SystemClock(), check_image, wished)
    opened = open_engines(EngineTools(settings, credentials))
    paying = with_key()
    account = opened[paying.key].account
    assert account is not None  # noqa: S101 - a key is checked by asking for its account
    return Backend(
        library=library,
        housekeeping=library.housekeeping(check_image),
        backups=library.backups(),
        recovery=recovery,
        curation=library.curation(send_to_trash),
        ledger=library.ledger(),
        ledger_export=CsvLedgerExport(),
        thumbnails=SqliteThumbnailStore(folder / "thumbnails.db"),
        exporter=FileExporter(library, SystemClock(), QtSheetPainter(), f"Portrait Studio {__version__}"),
        reader=PictureFileReader(check_image),
        importing=library.importing(),
        engines={key: one.engine for key, one in opened.items()},
        histories={key: one.history for key, one in opened.items() if one.history is not None},
        account=account,
        keychain=Keychain(login_of(paying)),
        environment_key=environment_key(login_of(paying)),
    )


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups of the library in `folder`, which may not open. Raises AppError."""
    from portrait_app.library.rescue.backups import BACKUPS, available  # sqlite, likewise

    return available(folder / BACKUPS)
