"""The interfaces between rooms. Adapters implement them; `ui` and `jobs` see nothing else."""

from portrait_app.core.ports.backups import Backups
from portrait_app.core.ports.curation import Curation, SystemTrash
from portrait_app.core.ports.engines import Account, Engine, Handover, History, Listing, QueuedEngine, Stop
from portrait_app.core.ports.exporting import Exporter, SheetPainter
from portrait_app.core.ports.importing import FileReader, PictureImport
from portrait_app.core.ports.ledger import Ledger, LedgerExport
from portrait_app.core.ports.library import Housekeeping, Library, ThumbnailStore
from portrait_app.core.ports.system import Clock, SecretStore, Settings

__all__ = [
    "Account",
    "Backups",
    "Clock",
    "Curation",
    "Engine",
    "Exporter",
    "FileReader",
    "Handover",
    "History",
    "Housekeeping",
    "Ledger",
    "LedgerExport",
    "Library",
    "Listing",
    "PictureImport",
    "QueuedEngine",
    "SecretStore",
    "Settings",
    "SheetPainter",
    "Stop",
    "SystemTrash",
    "ThumbnailStore",
]
