"""Move the library to another folder: copied, checked, and only then the new one is used.

The library must be closed. Nothing in the old folder is changed but for two small files:

moving-to.json    in the old folder, while a move is under way: says where to
moving.json       in the new folder, until the library is first opened there: says from where, and whether
                  the copy is complete
moved.json        in the old folder, when the move is done: says where the library is now, and whether the old
                  folder was opened since

So a move that a crash has interrupted is recognised on both sides, and a half copy is never opened.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.moving import MovePlan, MoveProblem, MoveProgress, MoveReport, MoveStage
from portrait_app.core.ports.curation import SystemTrash
from portrait_app.library.check import LEFTOVER, file_sha256, raise_if_cancelled
from portrait_app.library.folder_scan import FolderScan, ScannedFile
from portrait_app.library.lock import LOCK
from portrait_app.library.safe_files import (
    create_new,
    discard,
    make_private_folder,
    sync_folder,
    write_atomically,
)

_FROM = "moving.json"
_TO = "moving-to.json"
_MOVED = "moved.json"
_OWN = frozenset({_FROM, _TO, _MOVED, LOCK})
_BLOCK = 1 << 20
_SPARE = 50_000_000  # bytes that must stay free at the target


class LibraryMover:
    """Implements `LibraryMoving` for the library in `folder`."""

    def __init__(self, folder: Path, system_trash: SystemTrash) -> None:
        self._folder = folder
        self._system_trash = system_trash

    def plan(self, chosen: Path) -> MovePlan:
        with file_errors(chosen):
            target = self._target(chosen)
            scan = FolderScan(self._folder, lambda _files: None)
            files = _files(scan)
            size = sum(file.size for file in files)
            room = shutil.disk_usage(_existing(target)).free
            here, there = self._folder.resolve(), target.resolve()
            problem = None
            if here == there or here in there.parents or there in here.parents:
                problem = MoveProblem.INSIDE
            elif scan.unreadable:
                problem = MoveProblem.UNREADABLE
            elif _is_taken(target, self._folder):
                problem = MoveProblem.TAKEN
            elif room < size + _SPARE:
                problem = MoveProblem.NO_ROOM
            return MovePlan(target, len(files), size, room, problem)

    def _target(self, chosen: Path) -> Path:
        """Return the chosen folder if it is empty, else a new folder in it."""
        if not _is_taken(chosen, self._folder):
            return chosen
        return chosen / "Portrait Studio library"

    def interrupted(self) -> Path | None:
        to = _read(self._folder / _TO).get("to")
        return Path(to) if isinstance(to, str) else None

    def discard(self, target: Path) -> None:
        _take_back(self._folder, target)

    def is_moved_copy(self, old: Path) -> bool:
        note, here = _read(old / _MOVED), self._folder.resolve()
        return note.get("to") == str(here) and not note.get("opened") and old.resolve() != here

    def moved_to(self) -> Path | None:
        note = _read(self._folder / _MOVED)
        to = note.get("to")
        if not isinstance(to, str):
            return None
        if not note.get("opened"):
            with suppress(OSError):  # where nothing can be written, the user makes nothing either
                _write(self._folder / _MOVED, {**note, "opened": True})
        return Path(to)

    def stay(self) -> None:
        discard(self._folder / _MOVED)

    def let_go(self, old: Path) -> None:
        if self.is_moved_copy(old):
            self._system_trash(old)


def move(
    source: Path,
    target: Path,
    *,
    at_home: bool,
    switch: Callable[[], None],
    report: MoveReport,
    cancel: Cancel,
) -> None:
    """Copy the closed library in `source` to `target`, check each copy by its SHA-256, and `switch`.

    `at_home` says whether jobs may be sent from the old place: then they may be sent from the new one too.
    `switch` makes the program use the new folder. Its errors end the move.

    Raises:
        AppError: DISK_FULL, FILE_FAILED or CANCELLED. Then the copy is removed, and the old library is as it
            was. FILE_FAILED also if something has come into the target folder since the move was planned.
    """
    with file_errors(target):
        if _is_taken(target, source):
            raise AppError(ErrorKind.FILE_FAILED, f"{target} has files already", path=str(target))
    with file_errors(target):
        make_private_folder(target)
    _write(source / _TO, {"to": str(target.resolve())})
    note = {"from": str(source.resolve()), "at_home": at_home, "checked": False}
    try:
        _write(target / _FROM, note)
        files = _all_files(source, cancel)
        copying = _Copying(source, target, sum(file.size for file in files), report, cancel)
        digests = [copying.copy(file) for file in files]
        copying.check(files, digests)
        _write(target / _FROM, {**note, "checked": True})
        _write(source / _MOVED, {"to": str(target.resolve())})
        switch()
    except BaseException:
        report(MoveProgress(MoveStage.UNDO))
        _take_back(source, target)
        raise
    discard(source / _TO)


def arrive(folder: Path) -> bool:
    """Begin to use a library that may have been moved to `folder`. Return whether its jobs may be sent.

    Raises:
        AppError: LIBRARY_FAILED if the copy is not complete.
    """
    note = _read(folder / _FROM)
    if not note:
        return False
    if not note.get("checked"):
        problem = f"{folder} is the half copy of a library that is still in {note.get('from')}"
        raise AppError(ErrorKind.LIBRARY_FAILED, problem, path=str(folder))
    # Notes about former moves of this library, which came along or are from a move back to this folder
    for name in (_FROM, _TO, _MOVED):
        discard(folder / name)
    return note.get("at_home") is True


@dataclass
class _Copying:
    source: Path
    target: Path
    total: int  # bytes
    report: MoveReport
    cancel: Cancel
    _done: int = 0

    def copy(self, file: ScannedFile) -> str:
        """Copy a file, and return the SHA-256 of what was read. A copy of a former try is kept."""
        path, source = self.target / file.file, self.source / file.file
        with file_errors(path):
            if not path.parent.is_dir():
                make_private_folder(path.parent)
                shutil.copymode(source.parent, path.parent)
            if path.is_file() and path.stat().st_size == file.size:
                digest = file_sha256(source)
                if file_sha256(path) == digest:
                    self._step(MoveStage.COPY, file.size)
                    return digest
            digest = self._copy(source, path)
            shutil.copystat(source, path)
        return digest

    def _copy(self, source: Path, path: Path) -> str:
        part = path.with_name(f".{path.name}{LEFTOVER}")
        digest = hashlib.sha256()
        try:
            with source.open("rb") as reading, create_new(part) as writing:
                while block := reading.read(_BLOCK):
                    writing.write(block)
                    digest.update(block)
                    self._step(MoveStage.COPY, len(block))
                writing.flush()
                os.fsync(writing.fileno())
            part.replace(path)
        finally:
            discard(part)
        return digest.hexdigest()

    def check(self, files: Sequence[ScannedFile], digests: Sequence[str]) -> None:
        """Read every copy again. Raises AppError FILE_FAILED if one has other bytes than its original."""
        self._done = 0
        for file, digest in zip(files, digests, strict=True):
            path = self.target / file.file
            with file_errors(path):
                if file_sha256(path) != digest:
                    problem = f"{path} has other bytes than its original"
                    raise AppError(ErrorKind.FILE_FAILED, problem, path=str(path))
            self._step(MoveStage.CHECK, file.size)
        for folder in {(self.target / file.file).parent for file in files}:
            sync_folder(folder)

    def _step(self, stage: MoveStage, size: int) -> None:
        raise_if_cancelled(self.cancel)
        self._done += size
        self.report(MoveProgress(stage, self._done, self.total))


def _all_files(source: Path, cancel: Cancel) -> list[ScannedFile]:
    """Return all files of a library. Raises AppError if one cannot be read, because it would stay behind."""
    scan = FolderScan(source, lambda _files: raise_if_cancelled(cancel))
    files = _files(scan)
    if scan.unreadable:
        raise AppError(ErrorKind.FILE_FAILED, ", ".join(scan.unreadable), path=str(source))
    return files


def _files(scan: FolderScan) -> list[ScannedFile]:
    """Return the files that belong to a library, without its lock and the notes of moves."""
    return [file for file in scan.below(".") if file.file.removeprefix("./") not in _OWN]


def _take_back(source: Path, target: Path) -> None:
    """Remove the copy of a move that did not succeed. Only files that the library has are removed."""
    folders: set[Path] = {target}
    for file in _files(FolderScan(source, lambda _files: None)):
        path = target / file.file
        discard(path)
        discard(path.with_name(f".{path.name}{LEFTOVER}"))
        folders.update(parent for parent in path.parents if target in parent.parents)
    discard(target / _FROM)
    for folder in sorted(folders, key=lambda one: len(one.parts), reverse=True):
        try:
            folder.rmdir()
        except OSError:  # somebody else's files are in it, or it was never made
            continue
    for note in (_TO, _MOVED):
        discard(source / note)


def _has_files(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _is_taken(target: Path, source: Path) -> bool:
    """Return whether a folder has files that are not those of an interrupted move from `source`."""
    note = _read(target / _FROM)
    is_half_copy = note.get("from") == str(source.resolve()) and not note.get("checked")
    return _has_files(target) and not is_half_copy


def _existing(folder: Path) -> Path:
    """Return the folder, or its nearest parent that exists."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _write(path: Path, note: dict[str, Any]) -> None:
    write_atomically(path, json.dumps(note).encode())


def _read(path: Path) -> dict[str, Any]:
    """Return a note; empty if there is none, or none that can be read."""
    try:
        note = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return note if isinstance(note, dict) else {}
