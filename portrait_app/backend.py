"""Open everything behind the window on a worker: the library, the engines and the keychain.

Part of the composition root. Only its modules import adapters.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from portrait_app import __version__
from portrait_app.system.clock import SystemClock

if TYPE_CHECKING:
    from portrait_app.core.backup import Backup, RestoreResult
    from portrait_app.core.bitmap import RgbaImage
    from portrait_app.core.credentials import Credentials
    from portrait_app.core.delivery import GeneratedImage
    from portrait_app.core.ports.backend import Backend
    from portrait_app.core.ports.system import Settings
    from portrait_app.library.home import LibraryHome
    from portrait_app.library.library import PictureLibrary
    from portrait_app.library.thumbnails import SqliteThumbnailStore


@dataclass(frozen=True, slots=True)
class OpenLibrary:
    """What the grid needs. It is open before the engines, so that pictures are shown early."""

    library: PictureLibrary
    thumbnails: SqliteThumbnailStore
    home: LibraryHome  # knows whether the library has been used here before
    recovery: RestoreResult | None  # the result of a recovery or restore, if there was one


def open_library(folder: Path, chosen_backup: Path | None = None, *, was_open: bool = False) -> OpenLibrary:
    """Open the library in `folder`. Raises AppError if this fails.

    `chosen_backup` replaces the library's database. A library that `was_open` before is not made anew.
    """
    from portrait_app.jobs.image_reader import decode_by
    from portrait_app.library.moving import arrive
    from portrait_app.library.rescue.recovery import open_or_recover
    from portrait_app.library.thumbnails import SqliteThumbnailStore
    from portrait_app.system.machine_identity import user_and_machine_id

    decode_by(_decode)
    is_moved_here = arrive(folder)
    library, recovery = open_or_recover(folder, SystemClock(), _check_image, chosen_backup, was_open=was_open)
    home = library.home(user_and_machine_id())
    if is_moved_here:
        home.settle()
    home.close_to_others()
    return OpenLibrary(library, SqliteThumbnailStore(folder / "thumbnails.db"), home, recovery)


def is_library_there(folder: Path) -> bool:
    """Return whether there is a library in `folder`, or what is left of one."""
    from portrait_app.library.rescue.recovery import is_there

    return is_there(folder)


def _check_image(data: bytes) -> GeneratedImage:
    """Check an image. Few openings need this, so Pillow is imported here."""
    from portrait_app.imaging.reading import check_image

    return check_image(data)


def _decode(path: Path, side: int) -> RgbaImage:
    """Decode an image for the window. Few pictures need this, so Pillow is imported here."""
    from portrait_app.imaging.decoding import decode

    return decode(path, side)


def open_backend(opened: OpenLibrary, settings: Settings, credentials: Credentials, data: Path) -> Backend:
    """Import and open everything else that works with an open library.

    `data` is the program's folder for data, in which an engine may keep its models.
    """
    # These imports take 300 ms (requests, dicebear, Pillow, keyring), so they come after the first pictures.
    from portrait_app.core.engines import login_of, with_key
    from portrait_app.core.ports.backend import Backend
    from portrait_app.core.ports.engines import EngineTools
    from portrait_app.engines import open_engines
    from portrait_app.export.exporter import FileExporter
    from portrait_app.export.ledger_csv import CsvLedgerExport
    from portrait_app.imaging.reading import check_image
    from portrait_app.importing.reader import PictureFileReader
    from portrait_app.jobs.home import is_at_home
    from portrait_app.jobs.sheet_painter import QtSheetPainter
    from portrait_app.library.moving import LibraryMover
    from portrait_app.system.exposure import take_environment_key
    from portrait_app.system.keychain import Keychain
    from portrait_app.system.trash import send_to_trash

    library = opened.library
    engines = open_engines(EngineTools(settings, credentials, data, Keychain, credentials.conceal))
    by_key = {key: one.engine for key, one in engines.items()}
    paying = with_key()
    account = engines[paying.key].account
    assert account is not None  # noqa: S101 - an engine with a key has an account, which checks the key
    return Backend(
        library=library,
        is_there=library.is_there,
        housekeeping=library.housekeeping(check_image),
        backups=library.backups(),
        recovery=opened.recovery,
        warnings_at_open=library.warnings_at_open,
        moving=LibraryMover(library.folder, send_to_trash),
        home=opened.home,
        is_at_home=is_at_home(opened.home, library, by_key),
        curation=library.curation(send_to_trash),
        ledger=library.ledger(),
        ledger_export=CsvLedgerExport(),
        thumbnails=opened.thumbnails,
        exporter=FileExporter(library, SystemClock(), QtSheetPainter(), f"Portrait Studio {__version__}"),
        reader=PictureFileReader(check_image),
        importing=library.importing(),
        engines=by_key,
        histories={key: one.history for key, one in engines.items() if one.history is not None},
        servers={key: one.servers for key, one in engines.items() if one.servers is not None},
        model_sources={key: one.models for key, one in engines.items() if one.models is not None},
        stores={key: one.store for key, one in engines.items() if one.store is not None},
        capacities={key: one.capacity for key, one in engines.items() if one.capacity is not None},
        missing={key: one.missing for key, one in engines.items() if one.missing is not None},
        foresights={key: one.foresight for key, one in engines.items() if one.foresight is not None},
        account=account,
        keychain=Keychain(login_of(paying).keychain),
        environment_key=take_environment_key(),
    )


def list_backups(folder: Path) -> list[Backup]:
    """Return the backups of the library in `folder`, which may fail to open. Raises AppError."""
    from portrait_app.library.rescue.backups import BACKUPS, available  # imports sqlite3, so not at the top

    return available(folder / BACKUPS)


def redact(credentials: Credentials, text: str) -> str:
    """Return `text` without the key and other secrets."""
    from portrait_app.system.logs import Redactor  # imports sockets, so not before the first paint

    return Redactor(credentials)(text)


def reveal_file(path: Path) -> bool:
    """Show a file in the file manager; return False if nothing opened."""
    from portrait_app.system.file_manager import reveal  # few sessions need it

    return reveal(path)
