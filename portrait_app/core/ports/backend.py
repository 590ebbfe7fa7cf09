"""The set of ports that the window and the queue use, opened together with the library."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portrait_app.core.backup import RestoreResult
from portrait_app.core.errors import AppError
from portrait_app.core.ports.backups import Backups
from portrait_app.core.ports.curation import Curation
from portrait_app.core.ports.engines import Account, Engine, Foresight, History, ModelSource
from portrait_app.core.ports.exporting import Exporter
from portrait_app.core.ports.importing import FileReader, PictureImport
from portrait_app.core.ports.ledger import Ledger, LedgerExport
from portrait_app.core.ports.library import Home, Housekeeping, Library, ThumbnailStore
from portrait_app.core.ports.models import ModelStore
from portrait_app.core.ports.moving import LibraryMoving
from portrait_app.core.ports.servers import ServerDesk
from portrait_app.core.ports.system import SecretStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """All ports of an open library. A worker opens them after the first paint of the window."""

    library: Library
    # Whether the library's disk is there. If it has come back, the library is connected to it again. Call it
    # on a worker. Raises AppError if what has come back cannot be used.
    is_there: Callable[[], bool]
    housekeeping: Housekeeping
    backups: Backups
    recovery: RestoreResult | None  # the result, if the library was restored when it was opened
    warnings_at_open: Sequence[AppError]  # problems that did not prevent the library from being opened
    moving: LibraryMoving
    home: Home
    is_at_home: bool  # jobs that cost money may be sent from this computer
    curation: Curation
    ledger: Ledger
    ledger_export: LedgerExport
    thumbnails: ThumbnailStore
    exporter: Exporter
    reader: FileReader
    importing: PictureImport
    engines: Mapping[str, Engine]  # by the engine's key
    histories: Mapping[str, History]  # by the engine's key
    servers: Mapping[str, ServerDesk]  # by the key of the engine that uses the user's own servers
    model_sources: Mapping[str, ModelSource]  # by the engine's key
    stores: Mapping[str, ModelStore]  # by the engine's key, if the user can add models to a folder
    # By the engine's key: how many jobs it works on at the same time, for engines that know it
    capacities: Mapping[str, Callable[[], int]]
    # By the engine's key: why it cannot make pictures yet, see `OpenedEngine.missing`
    missing: Mapping[str, Callable[[], str]]
    foresights: Mapping[str, Foresight]  # by the engine's key, of engines that calculate on this computer
    account: Account
    keychain: SecretStore  # holds the key of the engine that needs one
    environment_key: str  # API key from the environment; empty if there is none
