"""Implements `ModelStore`: a model is installed whole or not at all, and what has been downloaded is kept."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_store import (
    Agreement,
    FoundModel,
    InstalledModel,
    ModelFolder,
    ModelLicence,
    Progress,
    PublishedModel,
    Report,
    Stage,
)
from portrait_app.engines.local.store import manifest
from portrait_app.engines.local.store.download import MARGIN, Download, begin, begun_in, telling_space
from portrait_app.engines.local.store.fetching import PAUSES, sha256_of
from portrait_app.engines.local.store.files import (
    make_way,
    remove_folder,
    sync_file,
    sync_folder,
    write_whole,
)
from portrait_app.engines.local.store.folder import look, read_model
from portrait_app.engines.local.store.host import HUGGING_FACE, PATIENCE, ModelHost
from portrait_app.engines.local.store.licences import OPENRAIL_M
from portrait_app.engines.local.store.locks import is_locked, locked
from portrait_app.engines.local.store.manifest import FileRecord, Manifest
from portrait_app.engines.local.store.pending import PART, Pending, work_folder
from portrait_app.engines.local.store.published import PUBLISHED
from portrait_app.net.streaming import Patience

_READY = "ready"  # folder, in that of a download, in which the model is converted
_WORK = ".adding-"  # begins the names of folders in which a user's file is converted
_GONE = ".removed-"  # begins the names of models that are being deleted
_LONGEST_NAME = 60  # characters


BytesReport = Callable[[int, int], None]  # bytes done, of all


class ModelFiles(Protocol):
    """Recognises and converts the files of a model."""

    def inspect(self, path: Path) -> FoundModel: ...

    def convert(self, path: Path, target: Path, report: BytesReport, cancel: Cancel) -> None: ...


class LocalModelStore:
    """The model folder on this computer. `folder` and `address` are asked at each call: they are settings."""

    def __init__(
        self,
        folder: Callable[[], Path],
        files: ModelFiles,
        *,
        missing: Callable[[], str] = lambda: "",
        address: Callable[[], str] = lambda: HUGGING_FACE,
        published: tuple[PublishedModel, ...] = PUBLISHED,
        pauses: tuple[float, ...] = PAUSES,
        patience: Patience = PATIENCE,
    ) -> None:
        self._folder = folder
        self._files = files
        self._missing = missing
        self._address = address
        self._published = published
        self._pauses = pauses
        self._patience = patience

    @property
    def published(self) -> tuple[PublishedModel, ...]:
        return self._published

    @property
    def usual_licence(self) -> ModelLicence:
        return OPENRAIL_M

    def missing(self) -> str:
        return self._missing()

    def contents(self) -> ModelFolder:
        return look(self._folder())

    def space_for(self, size: int) -> int:
        return 2 * size + MARGIN

    def inspect(self, path: Path) -> FoundModel:
        return self._files.inspect(path)

    def download(
        self, model: PublishedModel, agreement: Agreement, report: Report, cancel: Cancel
    ) -> InstalledModel:
        with self._working_on(model.id) as folder:
            begun = begin(model, agreement, begun_in(work_folder(folder, model.id)))
            return self._go_on(model.id, folder, begun, report, cancel)

    def resume(self, model_id: str, report: Report, cancel: Cancel) -> InstalledModel:
        with self._working_on(model_id) as folder:
            begun = begun_in(work_folder(folder, model_id))
            if begun is None:
                raise AppError(ErrorKind.FILE_MISSING, model_id, path=str(work_folder(folder, model_id)))
            return self._go_on(model_id, folder, begun, report, cancel)

    def _go_on(
        self, model_id: str, folder: Path, begun: Pending, report: Report, cancel: Cancel
    ) -> InstalledModel:
        """Download what is missing, then convert and install it."""
        work, target = work_folder(folder, model_id), folder / model_id
        installed = read_model(target)
        if not isinstance(installed, InstalledModel):
            host = ModelHost(self._address(), begun.source, begun.revision, self._patience)
            Download(host, work, report, cancel, self._pauses).run(begun)
            found = self._files.inspect(work)
            record = Manifest(
                name=begun.name,
                architecture=found.architecture,
                source=begun.source,
                revision=begun.revision,
                agreement=begun.agreement,
                added=datetime.now(UTC),
                files={},
            )
            installed = self._install(found, work / _READY, record, lambda _record: target, report, cancel)
        remove_folder(work)
        return installed

    def discard(self, model_id: str) -> None:
        with self._working_on(model_id) as folder:
            remove_folder(work_folder(folder, model_id))

    def add(self, found: FoundModel, agreement: Agreement, report: Report, cancel: Cancel) -> InstalledModel:
        name = _plain(found.name)
        with self._working_on(name) as folder:
            work = folder / f"{_WORK}{name}"
            record = Manifest(
                name=found.name,
                architecture=found.architecture,
                source=found.path.name,
                revision="",
                agreement=agreement,
                added=datetime.now(UTC),
                files={},
            )
            try:
                return self._install(
                    found, work, record, lambda made: folder / f"{name}-{made.sha256[:8]}", report, cancel
                )
            finally:
                remove_folder(work)

    def _install(
        self,
        found: FoundModel,
        work: Path,
        record: Manifest,
        place: Callable[[Manifest], Path],
        report: Report,
        cancel: Cancel,
    ) -> InstalledModel:
        """Convert a model into `work`, and give the folder its name when everything in it is on the disk."""
        remove_folder(work)
        with telling_space(work.parent, found.size + MARGIN):
            self._files.convert(
                found.path, work, lambda done, of: report(Progress(Stage.CONVERTING, done, of)), cancel
            )
            record = replace(record, files=_records(work, report, cancel))
            write_whole(work / manifest.NAME, manifest.to_json(record))
            target = place(record)
            there = read_model(target)
            if isinstance(there, InstalledModel):
                return there
            make_way(target)
            with file_errors(target):
                work.rename(target)
            sync_folder(target.parent)
        return record.model(target)

    def remove(self, model_id: str) -> int:
        with self._working_on(model_id) as folder:
            found = read_model(folder / model_id)
            if not isinstance(found, InstalledModel):
                raise AppError(ErrorKind.FILE_MISSING, model_id, path=str(folder / model_id))
            gone = folder / f"{_GONE}{model_id}"
            remove_folder(gone)
            with file_errors(found.folder):
                found.folder.rename(gone)  # from here on it is no model, whatever happens
            remove_folder(gone)
            return found.size

    @contextmanager
    def _working_on(self, model_id: str) -> Iterator[Path]:
        """Yield the model folder, which exists, while no other program works on this model."""
        folder = self._folder()
        with file_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
        with locked(folder, model_id):
            _tidy(folder)
            yield folder


def _tidy(folder: Path) -> None:
    """Delete what a program has left behind that ended while it converted or removed a model."""
    with file_errors(folder):
        entries = list(folder.iterdir())
    for entry in entries:
        for begins in (_WORK, _GONE):
            model_id = entry.name.removeprefix(begins).removesuffix(PART)
            if entry.name.startswith(begins) and not is_locked(folder, model_id):
                remove_folder(entry)


def _records(work: Path, report: Report, cancel: Cancel) -> dict[str, FileRecord]:
    """Return the size and hash of each file of a converted model."""
    with file_errors(work):
        files = sorted(path for path in work.rglob("*") if path.is_file())
        total = sum(path.stat().st_size for path in files)
    records: dict[str, FileRecord] = {}
    done = 0
    for path in files:
        report(Progress(Stage.CHECKING, done, total))
        sync_file(path)
        with file_errors(path):
            size = path.stat().st_size
        name = path.relative_to(work).as_posix()
        records[name] = FileRecord(size=size, sha256=sha256_of(path, cancel))
        done += size
    return records


def _plain(name: str) -> str:
    """Return a name that every file system takes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:_LONGEST_NAME] or "model"
