"""Checks that each transaction writes every change of a job to the journal too.

A trigger on each column of `jobs` reports changes by any SQL. Before the transaction commits, the lines
added to the journal must have the same values.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import local
from unittest import mock
from weakref import WeakKeyDictionary

from portrait_app.library.database import Database
from portrait_app.library.rescue.journal import RECORDS
from portrait_app.library.rescue.unlisted_files import UnlistedFiles

Written = dict[int, set[str]]  # by job id, the columns that were written

_here = local()


@contextmanager
def journal_watched() -> Iterator[list[Written]]:
    """In the block, fail a transaction with changes that the journal lacks. Yield all changes.

    Only libraries opened in the block are watched. Jobs restored from the journal are not checked: they
    are not written to it again.
    """
    all_written: list[Written] = []
    by_database: WeakKeyDictionary[Database, Written] = WeakKeyDictionary()
    open_, write, bring_back = Database.__init__, Database.write, UnlistedFiles.run

    def opened(database: Database, *args: object, **options: object) -> None:
        open_(database, *args, **options)  # type: ignore[arg-type]
        by_database[database] = written = Written()
        _watch(database._writer, written)

    @contextmanager
    def watched(database: Database, *, durable: bool) -> Iterator[sqlite3.Connection]:
        with write(database, durable=durable) as connection:
            written = by_database.get(database, {})
            written.clear()
            folder = database.path.parent / RECORDS
            sizes = {path: path.stat().st_size for path in folder.glob("*.jsonl")}
            yield connection
            if not getattr(_here, "is_bringing_back", False):
                _check(connection, written, _lines(folder, sizes))
                all_written.extend([dict(written)] if written else [])

    def bringing_back(returning: UnlistedFiles) -> None:
        _here.is_bringing_back = True
        try:
            bring_back(returning)
        finally:
            _here.is_bringing_back = False

    with (
        mock.patch.object(Database, "__init__", opened),
        mock.patch.object(Database, "write", watched),
        mock.patch.object(UnlistedFiles, "run", bringing_back),
    ):
        yield all_written


def _watch(connection: sqlite3.Connection, written: Written) -> None:
    """Record in `written` the columns of jobs that a connection writes."""

    def note(job_id: int, column: str) -> None:
        written.setdefault(job_id, set()).add(column)

    connection.create_function("watch_job", 2, note)
    for column in [row["name"] for row in connection.execute("PRAGMA table_info(jobs)")]:
        connection.executescript(
            f"""
            CREATE TEMP TRIGGER watch_new_{column} AFTER INSERT ON main.jobs WHEN NEW.{column} IS NOT NULL
                BEGIN SELECT watch_job(NEW.id, '{column}'); END;
            CREATE TEMP TRIGGER watch_{column} AFTER UPDATE ON main.jobs
                WHEN OLD.{column} IS NOT NEW.{column}
                BEGIN SELECT watch_job(NEW.id, '{column}'); END;
            """
        )


def _lines(folder: Path, sizes: dict[Path, int]) -> dict[int, dict[str, object]]:
    """Return the last line of each job, by id, among the lines added after `sizes` bytes of each file."""
    lines: dict[int, dict[str, object]] = {}
    for path in folder.glob("*.jsonl"):
        for text in path.read_bytes()[sizes.get(path, 0) :].splitlines():
            if text:
                job = json.loads(text)["job"]
                lines[job["id"]] = job
    return lines


def _check(connection: sqlite3.Connection, written: Written, lines: dict[int, dict[str, object]]) -> None:
    for job_id, columns in written.items():
        row = connection.execute("SELECT * FROM jobs WHERE id = ?", (job_id,)).fetchone()
        assert job_id in lines, f"job {job_id} was written ({', '.join(columns)}) without Journal.note"
        for column in columns:
            said = lines[job_id].get(column, "nothing")
            assert said == row[column], (
                f"{column} of job {job_id} is {row[column]!r}, its record says {said!r}"
            )
