"""Download all files of a model into a folder of their own. It can be stopped and continued at any moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_store import Agreement, Progress, PublishedModel, Report, Stage
from portrait_app.engines.local.store import pending
from portrait_app.engines.local.store.fetching import FileFetch, retried
from portrait_app.engines.local.store.folder import free_space
from portrait_app.engines.local.store.host import ModelHost, RemoteFile
from portrait_app.engines.local.store.manifest import ManifestError
from portrait_app.engines.local.store.pending import Pending, PendingFile, bytes_of, part_of
from portrait_app.engines.local.store.published import FILES

_QUESTIONS = 2  # retries of a question to the host: nothing is lost yet, and the user waits for the answer
MARGIN = 64_000_000  # bytes that stay free on the disk


def begun_in(work: Path) -> Pending | None:
    """Return the download that has begun in a folder; None if there is none, or its record is damaged."""
    try:
        return pending.load(work)
    except (ManifestError, OSError):
        return None


def begin(model: PublishedModel, agreement: Agreement, begun: Pending | None) -> Pending:
    """Return what is to be downloaded of a model. What has been `begun` at the same revision is continued."""
    is_same = begun is not None and (begun.source, begun.revision) == (model.source, model.revision)
    return Pending(
        name=model.name,
        source=model.source,
        revision=model.revision,
        agreement=agreement,
        files=begun.files if begun is not None and is_same else dict.fromkeys(FILES, PendingFile()),
    )


class Download:
    """The download of one model into the folder `work`."""

    def __init__(
        self, host: ModelHost, work: Path, report: Report, cancel: Cancel, pauses: tuple[float, ...]
    ) -> None:
        self._host = host
        self._work = work
        self._report = report
        self._cancel = cancel
        self._pauses = pauses

    def run(self, wanted: Pending) -> None:
        """Download what is missing. Raises AppError; then what has arrived is kept."""
        with file_errors(self._work):
            self._work.mkdir(exist_ok=True)
        asked = self._ask(wanted)
        for path, file in wanted.files.items():
            if file.remote not in (None, asked[path]):
                self._drop(path)
        self._pending = replace(wanted, files={path: self._described(wanted, path, asked) for path in asked})
        self._pending.save(self._work)
        left = self._pending.total - self._pending.done(self._work)
        # Both the downloaded files and the converted ones are on the disk for a moment.
        needed = left + self._pending.total + MARGIN
        check_space(self._work, needed)
        with telling_space(self._work, needed):
            for path in sorted(asked, key=lambda path: asked[path].size):
                self._fetch(path)

    def _ask(self, wanted: Pending) -> dict[str, RemoteFile]:
        """Ask the host about each file that is not complete."""
        asked = {}
        for number, (path, file) in enumerate(wanted.files.items()):
            self._report(Progress(Stage.ASKING, number, len(wanted.files)))
            is_there = (self._work / path).is_file() and bytes_of(self._work / path) == file.size
            if file.remote is not None and is_there:
                asked[path] = file.remote  # its hash was checked before it got its name
            else:
                ask = partial(self._host.ask, path, self._cancel)
                asked[path] = retried(ask, self._pauses[:_QUESTIONS], self._cancel)
        return asked

    @staticmethod
    def _described(wanted: Pending, path: str, asked: dict[str, RemoteFile]) -> PendingFile:
        known = wanted.files[path]
        return PendingFile(remote=asked[path], etag=known.etag if known.remote == asked[path] else "")

    def _fetch(self, path: str) -> None:
        file = self._pending.files[path]
        target = self._work / path
        if file.remote is None or (target.is_file() and bytes_of(target) == file.size):
            return
        others = self._pending.done(self._work) - min(bytes_of(target), file.size)
        total = self._pending.total
        FileFetch(
            self._host,
            path,
            self._work,
            file.remote,
            etag=file.etag,
            note_etag=partial(self._note, path),
            cancel=self._cancel,
            report=lambda size: self._report(Progress(Stage.DOWNLOADING, others + size, total)),
        ).run(self._pauses)

    def _note(self, path: str, etag: str) -> None:
        self._pending = self._pending.with_etag(path, etag)
        self._pending.save(self._work)

    def _drop(self, path: str) -> None:
        """Delete what was downloaded of a file that has changed at the host."""
        for place in (self._work / path, part_of(self._work / path)):
            with file_errors(place):
                place.unlink(missing_ok=True)


def check_space(folder: Path, needed: int) -> None:
    """Raise MODEL_NO_SPACE if the disk of a folder has fewer free bytes than needed."""
    with file_errors(folder):
        free = free_space(folder)
    if free < needed:
        raise AppError(ErrorKind.MODEL_NO_SPACE, str(folder), needed=needed, free=free, path=str(folder))


@contextmanager
def telling_space(folder: Path, needed: int) -> Iterator[None]:
    """Say how much space is needed, if the disk is full before the block ends."""
    try:
        yield
    except AppError as error:
        if error.kind is not ErrorKind.DISK_FULL:
            raise
        with file_errors(folder):
            free = free_space(folder)
        raise AppError(
            ErrorKind.MODEL_NO_SPACE, error.detail, needed=needed, free=free, path=str(folder)
        ) from error
