"""Raw replies on disk, before they are parsed. Each job has one file: a line of JSON, then the body."""

import json
import logging
import re
import stat
from pathlib import Path

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.file_errors import file_error, file_errors
from portrait_app.library.image_files import discard, make_folder, write_whole

_log = logging.getLogger(__name__)

_SUFFIX = ".reply"
_ASIDE = "aside"
_NAME = re.compile(r"([0-9]{1,18})\.(?:reply|unread(?:-[0-9]+)?)")  # job ids have at most 18 digits
# Headers with login data, which a gateway may send or echo: they must not be written to a file.
_SECRET = frozenset({"set-cookie", "authorization", "proxy-authorization", "x-api-key", "cookie"})


class Spool:
    """The folder of replies that were received but not yet stored as pictures."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, job_id: int, reply: RawReply) -> None:
        """Write a reply to the disk completely, replacing an earlier one. Raises AppError."""
        headers = {name: value for name, value in reply.headers.items() if name.lower() not in _SECRET}
        head = json.dumps({"status": reply.status, "headers": headers}).encode("ascii")
        make_folder(self._folder)
        write_whole(self._path(job_id), b"\n".join((head, reply.body)))

    def read(self, job_id: int) -> RawReply | None:
        """Return a job's reply; None if there is none. Raises AppError if it cannot be read."""
        path = self._path(job_id)
        try:
            head, _, body = path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise file_error(error, path) from error
        try:
            fields = json.loads(head)
            return RawReply(int(fields["status"]), dict(fields["headers"]), body)
        except (ValueError, KeyError, TypeError) as error:
            raise AppError(
                ErrorKind.FILE_FAILED, f"{path} is not a spooled reply: {error!r}", path=str(path)
            ) from error

    def remove(self, job_id: int) -> bool:
        """Remove a reply whose pictures are stored; say whether it is gone."""
        return discard(self._path(job_id))

    def set_aside(self, job_id: int) -> None:
        """Rename a reply that could not be parsed, to keep it apart from later ones. Raises AppError."""
        path = self._path(job_id)
        with file_errors(path):
            if path.exists():
                path.replace(_free(path.with_suffix(".unread")))

    def job_ids(self) -> list[int]:
        """Return the ids of the jobs that have a reply here."""
        numbered = ((path, job_of(path.name)) for path in self._folder.glob(f"*{_SUFFIX}"))
        return [job for path, job in numbered if job is not None and _is_reply(path, self._path(job))]

    def set_strangers_aside(self) -> list[Path]:
        """Move away files that are named like replies but are not. Return the new paths."""
        moved = []
        for path in self._folder.glob(f"*{_SUFFIX}"):
            job = job_of(path.name)
            if job is None or not _is_reply(path, self._path(job)):
                aside = _free(self._folder / _ASIDE / path.name)
                try:
                    aside.parent.mkdir(exist_ok=True)
                    path.rename(aside)
                except OSError as error:
                    _log.warning("A strange file stays among the replies: %s", error)
                else:
                    moved.append(aside)
        return moved

    def _path(self, job_id: int) -> Path:
        return self._folder / f"{job_id:06d}{_SUFFIX}"


def job_of(name: str) -> int | None:
    """Return the job id in the name of a reply's file; None for other names."""
    match = _NAME.fullmatch(name)
    return None if match is None else int(match[1])


def _is_reply(path: Path, due: Path) -> bool:
    """Say whether a file has exactly the expected name and is a regular file: no link, pipe or folder."""
    return path.name == due.name and stat.S_ISREG(path.lstat().st_mode)


def _free(path: Path) -> Path:
    """Return `path`, or `path` with a number appended if it is taken."""
    names = (path, *(path.with_name(f"{path.name}-{number}") for number in range(2, 100)))
    return next((name for name in names if not name.exists()), path)
