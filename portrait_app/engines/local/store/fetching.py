"""Download one file: continue where the last attempt ended, and check the file's size and hash at the end."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.engines.local.store.files import sync_file, sync_folder
from portrait_app.engines.local.store.host import ModelHost, RemoteFile, check_type
from portrait_app.engines.local.store.pending import part_of
from portrait_app.net.streaming import Stream

T = TypeVar("T")
PAUSES = (1.0, 2.0, 5.0, 15.0, 30.0)  # seconds before each retry; an attempt that brings bytes starts anew

_LONGEST_PAUSE = 120  # seconds that a host may ask to wait
_PIECE = 1 << 20  # bytes that are hashed at a time
_PASSING = frozenset({ErrorKind.MODEL_DOWNLOAD_CUT, ErrorKind.MODEL_HOST_BUSY})


class FileFetch:
    """The download of one file. `note_etag` stores the ETag of the answer that brings its bytes."""

    def __init__(
        self,
        host: ModelHost,
        path: str,
        folder: Path,
        remote: RemoteFile,
        *,
        etag: str,
        note_etag: Callable[[str], None],
        cancel: Cancel,
        report: Callable[[int], None],  # bytes of this file on disk
    ) -> None:
        self._host = host
        self._path = path
        self._target = folder / path
        self._part = part_of(self._target)
        self._remote = remote
        self._etag = etag
        self._note_etag = note_etag
        self._cancel = cancel
        self._report = report

    def run(self, pauses: tuple[float, ...]) -> None:
        """Download the file, with a retry after each of `pauses` as long as nothing arrives.

        Raises:
            AppError: what stopped it; MODEL_FILE_WRONG if the file is not the right one: it is deleted.
        """
        with file_errors(self._target):
            self._target.parent.mkdir(parents=True, exist_ok=True)
        retried(self._fetch, pauses, self._cancel, self._size)
        self._keep()

    def _fetch(self) -> None:
        """Bring the bytes that are missing. Raises AppError."""
        if self._size() > self._remote.size:
            self._start_anew()
        start = self._size()
        if start == self._remote.size and self._part.exists():
            return
        with self._host.body(self._path, start, self._etag, self._cancel) as stream:
            if self._continues(stream, start):
                self._write(stream, start)
                return
        if not start:
            raise AppError(
                ErrorKind.MODEL_HOST_ODD, f"{self._path}: status {stream.status} for the whole file"
            )
        self._start_anew()
        with self._host.body(self._path, 0, "", self._cancel) as stream:
            if not self._continues(stream, 0):
                raise AppError(ErrorKind.MODEL_HOST_ODD, f"{self._path}: status {stream.status}")
            self._write(stream, 0)

    def _continues(self, stream: Stream, start: int) -> bool:
        """Say whether the answer can be used: the whole file, or the same file from `start` on."""
        if stream.status == 200:
            return True
        if stream.status != 206:
            return False
        etag = stream.headers.get("etag", "")
        is_same = not start or not self._etag or not etag or etag == self._etag
        return is_same and stream.headers.get("content-range") == (
            f"bytes {start}-{self._remote.size - 1}/{self._remote.size}"
        )

    def _write(self, stream: Stream, start: int) -> None:
        check_type(self._path, stream)
        if stream.status == 200:
            start = 0  # the host sends the whole file, whatever was asked
        etag = stream.headers.get("etag", "")
        if etag.isprintable() and etag != self._etag:
            self._note_etag(etag)
            self._etag = etag
        size = start
        with file_errors(self._part), self._part.open("ab" if start else "wb") as file:
            for piece in stream.pieces():
                file.write(piece)
                size += len(piece)
                if size > self._remote.size:
                    break
                self._report(size)
        if size > self._remote.size:
            self._refuse(f"more than {self._remote.size} bytes")
        if size < self._remote.size:
            raise AppError(ErrorKind.MODEL_DOWNLOAD_CUT, f"{self._path}: it ended after {size} bytes")

    def _keep(self) -> None:
        """Give the file its name, if its hash is right."""
        remote, part, cancel = self._remote, self._part, self._cancel
        if remote.sha256 and (found := sha256_of(part, cancel)) != remote.sha256:
            self._refuse(f"its SHA-256 is {found} instead of {remote.sha256}")
        if remote.git_sha1 and (found := git_sha1_of(part, cancel)) != remote.git_sha1:
            self._refuse(f"its git hash is {found} instead of {remote.git_sha1}")
        sync_file(self._part)
        with file_errors(self._target):
            self._part.replace(self._target)
        sync_folder(self._target.parent)

    def _refuse(self, why: str) -> None:
        self._start_anew()
        raise AppError(ErrorKind.MODEL_FILE_WRONG, f"{self._path}: {why}", file=self._path)

    def _start_anew(self) -> None:
        with file_errors(self._part):
            self._part.unlink(missing_ok=True)
        self._etag = ""
        self._report(0)

    def _size(self) -> int:
        try:
            return self._part.stat().st_size
        except OSError:
            return 0


def retried(
    attempt: Callable[[], T],
    pauses: tuple[float, ...],
    cancel: Cancel,
    arrived: Callable[[], int] = lambda: 0,
) -> T:
    """Return what `attempt` returns; try again after each of `pauses` while the host or the way to it fails.

    An attempt after which more has `arrived` begins the pauses anew. Raises AppError.
    """
    failures = 0
    while True:
        before = arrived()
        try:
            return attempt()
        except AppError as error:
            failures = 1 if arrived() > before else failures + 1
            if error.kind not in _PASSING or failures > len(pauses):
                raise
            asked = float(error.facts.get("retry_after", 0))
        _wait(max(pauses[failures - 1], min(asked, _LONGEST_PAUSE)), cancel)


def _wait(seconds: float, cancel: Cancel) -> None:
    woken = Event()
    with cancel.on_cancel(woken.set):
        woken.wait(seconds)
    if cancel.cancelled:
        raise AppError(ErrorKind.CANCELLED)


def sha256_of(path: Path, cancel: Cancel) -> str:
    """Return the SHA-256 of a file. Raises AppError."""
    return _hashed(path, hashlib.sha256(), cancel)


def git_sha1_of(path: Path, cancel: Cancel) -> str:
    """Return the hash with which git names a file. Raises AppError."""
    with file_errors(path):
        head = f"blob {path.stat().st_size}\0".encode()
    return _hashed(path, hashlib.sha1(head, usedforsecurity=False), cancel)


def _hashed(path: Path, made: Any, cancel: Cancel) -> str:
    with file_errors(path), path.open("rb") as file:
        while piece := file.read(_PIECE):
            if cancel.cancelled:
                raise AppError(ErrorKind.CANCELLED)
            made.update(piece)
    return str(made.hexdigest())
