"""What the window controls: the library, the engines and the keychain, opened on a worker.

Part of the composition root: with `app`, the only module that names an adapter.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from portrait_app.core.credentials import Credentials
from portrait_app.core.ports import (
    Account,
    Curation,
    Engine,
    History,
    Housekeeping,
    Ledger,
    LedgerExport,
    Library,
    SecretStore,
    Settings,
    ThumbnailStore,
)
from portrait_app.system.clock import SystemClock


@dataclass(frozen=True, slots=True)
class Backend:
    """What is opened on a worker, after the first paint."""

    library: Library
    housekeeping: Housekeeping
    curation: Curation
    ledger: Ledger
    ledger_export: LedgerExport
    thumbnails: ThumbnailStore
    engines: Mapping[str, Engine]
    account: Account
    history: History
    keychain: SecretStore
    environment_key: str


def open_backend(folder: Path, settings: Settings, credentials: Credentials) -> Backend:
    """Import and open what is slow. Raises AppError where the library will not open."""
    # Measured: these bring requests, Pillow, keyring and sqlite, 75 to 230 ms that the first paint
    # would otherwise wait for.
    from portrait_app.engines.segmind.account import SegmindAccount
    from portrait_app.engines.segmind.client import SegmindEngine
    from portrait_app.engines.segmind.history import SegmindHistory
    from portrait_app.engines.segmind.images import check_image
    from portrait_app.engines.sketch.engine import SketchEngine
    from portrait_app.export.ledger_csv import CsvLedgerExport
    from portrait_app.library.library import open_library
    from portrait_app.library.thumbnails import SqliteThumbnailStore
    from portrait_app.system.keychain import Keychain, environment_key
    from portrait_app.system.trash import send_to_trash

    library = open_library(folder, SystemClock())
    segmind = SegmindEngine(credentials, settings)
    engines: list[Engine] = [segmind, SketchEngine()]
    return Backend(
        library,
        library.housekeeping(check_image),
        library.curation(send_to_trash),
        library.ledger(),
        CsvLedgerExport(),
        SqliteThumbnailStore(folder / "thumbnails.db"),
        {engine.key: engine for engine in engines},
        SegmindAccount(settings),
        SegmindHistory(segmind, settings),
        Keychain(),
        environment_key(),
    )
