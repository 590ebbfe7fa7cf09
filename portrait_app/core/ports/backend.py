"""What is opened with the library: everything that the window and the queue work with, as ports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portrait_app.core.backup import RestoreResult
from portrait_app.core.errors import AppError
from portrait_app.core.ports.backups import Backups
from portrait_app.core.ports.curation import Curation
from portrait_app.core.ports.engines import Account, Engine, History
from portrait_app.core.ports.exporting import Exporter
from portrait_app.core.ports.importing import FileReader, PictureImport
from portrait_app.core.ports.ledger import Ledger, LedgerExport
from portrait_app.core.ports.library import Home, Housekeeping, Library, ThumbnailStore
from portrait_app.core.ports.system import SecretStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """What is opened on a worker, after the first paint."""

    library: Library
    housekeeping: Housekeeping
    backups: Backups
    recovery: RestoreResult | None  # what became of a library that was put back
    to_say: Sequence[AppError]  # what is wrong with a library that is open all the same
    home: Home
    is_at_home: bool  # jobs that cost money may be sent from here
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
