"""The journal: the history of every job in lines of JSON beside the database. It restores a damaged database.

records/YYYY-MM.jsonl holds the jobs of a month. A line is on the disk before the database commits the same
change. So a backup plus the lines written since gives the current library, and no job is sent again because
the backup did not know that it was sent. An image file holds the service's original bytes and does not say
how it was made; the journal does. One file for each month limits the damage of a lost file, needs no second
file for each picture, and can be read without the program.
"""

import json
import os
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from portrait_app.core.file_errors import file_errors
from portrait_app.core.job import JobState
from portrait_app.library.safe_files import make_folder, open_for_append, sync_folder
from portrait_app.library.values import moment_from

RECORDS = "records"

# Lines of these states, and of dismissed jobs, hold the whole job. Other lines hold only these columns:
_WHOLE = frozenset({JobState.QUEUED, JobState.WAITING, JobState.DONE})
_CHANGING = (
    "id",
    "state",
    "sent",
    "sent_there",
    "finished",
    "error",
    "error_detail",
    "request_id",
    "cost",
    "ticket",
    "position",  # the user may move a job that has just been sent
)


@dataclass
class JobRecord:
    """A job as its lines add up: columns of `jobs`, and rows of its `pictures`."""

    job: dict[str, Any] = field(default_factory=dict)
    pictures: list[dict[str, Any]] = field(default_factory=list)


class Journal:
    """Appends to the records below the library's `folder`. Use it in a write transaction only."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / RECORDS

    def note(self, connection: sqlite3.Connection, *job_ids: int) -> None:
        """Write down jobs as the transaction of `connection` leaves them, before the commit.

        All lines of one month are one write. Unknown ids are ignored.

        Raises:
            AppError: the disk failed; then the transaction must not be committed.
        """
        months: dict[str, list[bytes]] = {}
        for job_id in job_ids:
            row = connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
            if row is not None:
                lines = months.setdefault(month_of(moment_from(row["created"])), [])
                lines.append(self._line(connection, row))
        for month, lines in months.items():
            self._append(month, b"".join(lines))

    def _line(self, connection: sqlite3.Connection, row: sqlite3.Row) -> bytes:
        whole = row["state"] in _WHOLE or row["dismissed"]
        line: dict[str, Any] = {"job": {name: row[name] for name in (row.keys() if whole else _CHANGING)}}
        if row["state"] == JobState.DONE:
            rows = connection.execute("SELECT * FROM pictures WHERE job_id = ? ORDER BY sample", (row["id"],))
            line["pictures"] = [dict(picture) for picture in rows]
        return json.dumps(line, ensure_ascii=True).encode("ascii") + b"\n"

    def _append(self, month: str, lines: bytes) -> None:
        make_folder(self._folder)
        path = self._folder / f"{month}.jsonl"
        with file_errors(path):
            is_new = not path.exists()
            with open_for_append(path) as file:
                file.write(b"" if _ends_a_line(file) else b"\n")
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
            if is_new:
                sync_folder(self._folder)


def _ends_a_line(file: BinaryIO) -> bool:
    """Say whether the file ends with a newline. A line cut off by a full disk must not spoil the next one."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def month_of(created: datetime) -> str:
    """Return the name, without suffix, of the file with all lines of a job that was created then."""
    return f"{created:%Y-%m}"


def read_records(
    folder: Path, since: datetime | None, months: Collection[str]
) -> Iterator[dict[int, JobRecord]]:
    """Yield the jobs of each month, by id, if its file was written after `since` or is named in `months`.

    Invalid lines are ignored. Raises AppError.
    """
    for path in sorted((folder / RECORDS).glob("*.jsonl")):
        with file_errors(path):
            wanted = since is None or path.stem in months or path.stat().st_mtime >= since.timestamp()
            records = _read(path) if wanted else {}
        yield records


def _read(path: Path) -> dict[int, JobRecord]:
    records: dict[int, JobRecord] = {}
    with path.open("rb") as file:
        for text in file:
            try:
                line = json.loads(text)
                job, pictures = dict(line["job"]), [dict(row) for row in line.get("pictures", ())]
                record = records.setdefault(int(job["id"]), JobRecord())
            except (ValueError, KeyError, TypeError, AttributeError):
                continue  # cut off by a crash, or not from this program
            record.job.update(job)
            record.pictures = pictures or record.pictures
    return records
