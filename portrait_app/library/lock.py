"""One program for each library: a lock on a file in the library's folder.

The kernel releases the lock when the process ends, even after a crash, so there is nothing to clean up. The
holder of the lock writes its address into the file. A second start reads the address there and does not
depend on environment variables.
"""

import contextlib
import errno
import json
import os
import platform
import stat
import sys
from dataclasses import asdict
from itertools import count
from pathlib import Path
from threading import Lock

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.holder import Holder
from portrait_app.library.mounts import locks_are_shared
from portrait_app.library.safe_files import NO_LINK, make_private_folder

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl
    import pwd

LOCK = "library.lock"
DATABASE = "library.db"  # beside the lock; named here, because opening the lock must import little

_MOST_TRIES = 20
_LONGEST = 8192  # bytes that are read from the file
_WINDOWS_BYTE = 1 << 30  # the locked byte: far behind the text, because other processes must read the text
_IN_USE = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})
_NOT_TO_BE_WRITTEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class LibraryLock:
    """Implements `LibraryLock` for the library in a folder; any thread may use it.

    A process may take the lock several times. The lock is released when each holder has released it.
    If the disk supports no locks, the lock is granted all the same, and `is_exclusive` is False.
    """

    def __init__(self, folder: Path, *, makes_folder: bool = True) -> None:
        """If not `makes_folder`, nothing is made where no library is: its disk may not be plugged in."""
        self._path = folder / LOCK
        self._makes_folder = makes_folder
        self._held: _Held | None = None

    def take(self) -> bool:
        with _guard:
            if self._held is None:
                try:
                    self._held = self._hold()
                except BlockingIOError:
                    return False
            # True also if there is no file to lock: opening the library then reports the folder's problem.
            return True

    def hold_again(self) -> bool:
        """Lock the file anew if another one stands in its place, because the disk was away.

        Return False if another program has locked it.
        """
        with _guard:
            held = self._held
            if held is None or _is_at(held.file, self._path) or (file := self._open()) is None:
                return True
            try:
                is_exclusive = _lock(file)
            except BlockingIOError:
                os.close(file)
                return False
            os.close(held.file)
            held.file = file
            held.is_exclusive = is_exclusive and _is_at(file, self._path) and held.is_exclusive
            _write(file, held.told)
            return True

    @property
    def is_held(self) -> bool:
        with _guard:
            return self._held is not None

    @property
    def is_exclusive(self) -> bool:
        with _guard:
            return self._held is not None and self._held.is_exclusive

    def tell(self, address: str) -> None:
        with _guard:
            if self._held is None:
                return
            self._held.told = json.dumps(asdict(this_process(address))).encode("ascii")
            _write(self._held.file, self._held.told)

    def address(self) -> str:
        holder, own = self.holder(), this_process("")
        if (holder.host, holder.user) != (own.host, own.user) or not _is_own_socket(holder.address):
            return ""
        return holder.address

    def holder(self) -> Holder:
        try:
            file = os.open(self._path, os.O_RDONLY | _NO_LINK)
        except OSError:
            return Holder()
        try:
            return _read(os.read(file, _LONGEST))
        except OSError:
            return Holder()
        finally:
            os.close(file)

    def release(self) -> None:
        with _guard:
            held, self._held = self._held, None
            if held is None:
                return
            held.times -= 1
            if held.times:
                return
            _all.remove(held)
            if sys.platform != "win32" and _is_at(held.file, self._path):  # Windows removes no open file
                with contextlib.suppress(OSError):
                    self._path.unlink()
            os.close(held.file)

    def _hold(self) -> "_Held | None":
        """Lock the file, or count one more holder if this process has it already.

        Return None if the file cannot be opened. Raise BlockingIOError if another program has the lock.
        """
        for tries in count(1):
            file = self._open()
            if file is None:
                break
            held = next((one for one in _all if os.path.sameopenfile(one.file, file)), None)
            if held is not None:
                os.close(file)
                held.times += 1
                return held
            try:
                is_exclusive = _lock(file)
            except BlockingIOError:
                os.close(file)
                raise
            is_there = _is_at(file, self._path)
            if is_there or tries == _MOST_TRIES:  # some disks report a new file number at each call
                is_exclusive = is_exclusive and is_there and locks_are_shared(self._path.parent)
                held = _Held(file, is_exclusive=is_exclusive)
                _all.append(held)
                return held
            os.close(file)  # the holder removed this file before we locked it: the next try makes a new one
        return None

    def _open(self) -> int | None:
        """Open the file, and make its folder if it is missing; return None if that fails."""
        try:
            if not self._makes_folder and not (self._path.parent / DATABASE).exists():
                return None
            make_private_folder(self._path.parent)
            return _open(self._path)
        except OSError:
            return None


class _Held:
    """A lock of this process, with the number of its holders."""

    def __init__(self, file: int, *, is_exclusive: bool) -> None:
        self.file = file
        self.is_exclusive = is_exclusive
        self.times = 1
        self.told = b""  # what the file says


_guard = Lock()
_all: list[_Held] = []  # a process may open several libraries, one after another

_NO_LINK = NO_LINK | getattr(os, "O_NONBLOCK", 0)  # and opening a pipe must not wait


def take_or_refuse(folder: Path) -> LibraryLock:
    """Take the lock of the library in `folder`, and return it.

    Raises:
        AppError: LIBRARY_IN_USE; LIBRARY_FAILED if the lock is a symbolic link, which may point anywhere.
    """
    path = folder / LOCK
    if path.is_symlink():
        raise AppError(ErrorKind.LIBRARY_FAILED, f"{path} is a link", path=str(path))
    lock = LibraryLock(folder)
    if not lock.take():
        raise AppError(ErrorKind.LIBRARY_IN_USE, f"{folder} is held by {lock.holder()}", path=str(folder))
    return lock


def this_process(address: str) -> Holder:
    """Return how other processes can reach this process."""
    return Holder(platform.node(), _user(), os.getpid(), address)


def _is_own_socket(address: str) -> bool:
    """Say whether the address is a socket of this user. On Windows, the pipe's name already ensures that."""
    if sys.platform == "win32":
        return bool(address)
    else:  # noqa: RET505 - mypy reads only the branch of its platform
        try:
            status = os.lstat(address)
        except (OSError, ValueError):
            return False
        return stat.S_ISSOCK(status.st_mode) and status.st_uid == os.getuid()


def _user() -> str:
    if sys.platform == "win32":
        return os.environ.get("USERNAME", "")
    else:  # noqa: RET505 - the same
        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return str(os.getuid())


def _open(path: Path) -> int:
    """Open the file for locking, with the permissions of its folder. Raises OSError."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o600)
    except FileExistsError:
        return _open_existing(path)
    if sys.platform != "win32":
        folder = stat.S_IMODE(path.parent.stat().st_mode)
        with contextlib.suppress(OSError):
            os.fchmod(file, folder & 0o666)  # all users of a shared library must be able to lock it
    return file


def _open_existing(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | _NO_LINK)
    except OSError as error:
        if error.errno not in _NOT_TO_BE_WRITTEN:
            raise
    return os.open(path, os.O_RDONLY | _NO_LINK)  # the kernel also locks a file that is open for reading


def _write(file: int, text: bytes) -> None:
    """Replace what the file says. If that fails, another start only learns less."""
    with contextlib.suppress(OSError):
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, text)


def _is_at(file: int, path: Path) -> bool:
    """Say whether an open file still is the file at this path."""
    try:
        return os.path.samestat(os.fstat(file), path.lstat())
    except OSError:
        return False


def _lock(file: int) -> bool:
    """Lock a file. Return False if the disk supports no locks; raise BlockingIOError if it is locked."""
    try:
        if sys.platform == "win32":
            os.lseek(file, _WINDOWS_BYTE, os.SEEK_SET)
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _IN_USE:
            raise BlockingIOError from error
        return False
    return True


def _read(text: bytes) -> Holder:
    try:
        said = json.loads(text)
        return Holder(str(said["host"]), str(said["user"]), int(said["process"]), str(said["address"]))
    except (ValueError, TypeError, LookupError, RecursionError):
        return Holder()  # the file is being written at this moment, or is not from this program
