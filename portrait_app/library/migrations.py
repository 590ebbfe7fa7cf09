"""The schema as numbered steps. `user_version` is the number of steps that a database has taken.

To change the schema, append a step to STEPS, and add a database of the former schema to tests/fixtures. Never
edit a released step.
"""

import sqlite3
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.library.rescue.backups import back_up
from portrait_app.library.rescue.soundness import APPLICATION_ID, check_briefly
from portrait_app.library.search.schema import add_files_and_missing, add_search, is_own, quicken_search

Step = Callable[[sqlite3.Connection], None]


def _jobs_and_pictures(connection: sqlite3.Connection) -> None:
    # Moments are microseconds since 1970 in UTC. `record` is the request as JSON, exactly as it was made.
    connection.execute(
        """
        CREATE TABLE jobs (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            state TEXT NOT NULL,
            endpoint TEXT NOT NULL,
            engine TEXT NOT NULL,
            created INTEGER NOT NULL,
            sent INTEGER,
            finished INTEGER,
            error TEXT,
            error_detail TEXT NOT NULL DEFAULT '',
            request_id TEXT NOT NULL DEFAULT '',
            cost REAL,
            remaining_credits REAL,
            generation_seconds REAL,
            record TEXT NOT NULL
        ) STRICT
        """
    )
    connection.execute("CREATE INDEX jobs_by_state ON jobs (state)")
    # Short columns come first: SQLite reads a row only up to the last column that a query needs. Columns of
    # the request repeat values of `record`, for searching and sorting. AUTOINCREMENT never reuses an id, so
    # a cached thumbnail never shows another picture.
    connection.execute(
        """
        CREATE TABLE pictures (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            job_id INTEGER NOT NULL REFERENCES jobs (id),
            sample INTEGER NOT NULL,
            created INTEGER NOT NULL,
            trashed INTEGER,
            favourite INTEGER NOT NULL DEFAULT 0,
            width INTEGER NOT NULL,
            height INTEGER NOT NULL,
            seed INTEGER,
            steps INTEGER,
            guidance REAL,
            cost REAL,
            generation_seconds REAL,
            size INTEGER NOT NULL,
            endpoint TEXT NOT NULL,
            engine TEXT NOT NULL,
            scheduler TEXT NOT NULL,
            format TEXT NOT NULL,
            file TEXT NOT NULL,
            sha256 TEXT NOT NULL,
            request_id TEXT NOT NULL DEFAULT '',
            understood TEXT NOT NULL DEFAULT '[]',
            prompt TEXT NOT NULL,
            negative_prompt TEXT NOT NULL,
            record TEXT NOT NULL,
            UNIQUE (job_id, sample)
        ) STRICT
        """
    )
    # One index for each filter, with only the rows that the filter shows. So the planner has no other choice:
    # an index on `trashed` itself would tempt it into reading a million rows.
    connection.execute("CREATE INDEX pictures_live ON pictures (id) WHERE trashed IS NULL")
    connection.execute("CREATE INDEX pictures_live_created ON pictures (created) WHERE trashed IS NULL")
    connection.execute(
        "CREATE INDEX pictures_favourite ON pictures (id) WHERE favourite = 1 AND trashed IS NULL"
    )
    connection.execute("CREATE INDEX pictures_trashed ON pictures (id) WHERE trashed IS NOT NULL")


def _tickets(connection: sqlite3.Connection) -> None:
    # The service's receipt for a picture that it delivers later, as JSON. The service's request id is also in
    # `request_id`, to recognise requests in the service's history that are already in the library.
    connection.execute("ALTER TABLE jobs ADD COLUMN ticket TEXT")
    connection.execute("CREATE INDEX jobs_by_request_id ON jobs (request_id) WHERE request_id <> ''")


def _collections_and_costs(connection: sqlite3.Connection) -> None:
    # The place of a job that the user moved in the queue, between its neighbours. NULL: the place is the id.
    connection.execute("ALTER TABLE jobs ADD COLUMN position REAL")
    # Whether the user has dismissed a failed job. Failed jobs of the former schema count as dismissed.
    connection.execute("ALTER TABLE jobs ADD COLUMN dismissed INTEGER NOT NULL DEFAULT 0")
    connection.execute("UPDATE jobs SET dismissed = 1 WHERE state = 'failed'")
    # The ledger reads this index alone, so it sums a month without reading the requests.
    connection.execute(
        """
        CREATE INDEX jobs_by_cost ON jobs (engine, endpoint, finished, state, cost, sent, error)
        WHERE finished IS NOT NULL
        """
    )
    # A picture may be in several collections.
    connection.execute(
        """
        CREATE TABLE collections (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            created INTEGER NOT NULL
        ) STRICT
        """
    )
    connection.execute(
        """
        CREATE TABLE collection_pictures (
            collection_id INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
            picture_id INTEGER NOT NULL REFERENCES pictures (id) ON DELETE CASCADE,
            PRIMARY KEY (collection_id, picture_id)
        ) STRICT, WITHOUT ROWID
        """
    )
    connection.execute("CREATE INDEX collection_pictures_by_picture ON collection_pictures (picture_id)")
    # An imported file is recognised by its bytes, so importing it twice gives one picture.
    connection.execute("CREATE INDEX pictures_sha256 ON pictures (sha256)")
    quicken_search(connection)


def _moments_there(connection: sqlite3.Connection) -> None:
    # When a job was sent, by the service's clock: to compare it with the times in the service's history.
    connection.execute("ALTER TABLE jobs ADD COLUMN sent_there INTEGER")


def _origins_and_file_names(connection: sqlite3.Connection) -> None:
    # What the file of an imported picture says of how it was made, as JSON; empty for all others.
    connection.execute("ALTER TABLE pictures ADD COLUMN origin TEXT NOT NULL DEFAULT ''")
    add_files_and_missing(connection)


STEPS: tuple[Step, ...] = (
    _jobs_and_pictures,
    add_search,
    _tickets,
    _collections_and_costs,
    _moments_there,
    _origins_and_file_names,
)


def migrate(connection: sqlite3.Connection, path: Path, backups: Path, now: datetime) -> None:
    """Bring the database at `path` to the newest schema. An older library is backed up first.

    Raises:
        AppError: the database belongs to another program, is damaged, has a newer version, or has views or
            triggers that are not the program's. Then nothing is changed.
    """
    version = _version(connection, path)
    if version > len(STEPS):
        raise AppError(
            ErrorKind.LIBRARY_NEWER,
            f"{path} is version {version}; this program knows {len(STEPS)}",
            path=str(path),
            version=version,
        )
    _check_own(connection, path)
    if version:
        check_briefly(connection, path)
    if 0 < version < len(STEPS):
        back_up(connection, backups, f"v{version}", now)
    for number in range(version + 1, len(STEPS) + 1):
        _take(connection, number, STEPS[number - 1])
    _check_writable(connection)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if objects and application != APPLICATION_ID:
        raise AppError(ErrorKind.LIBRARY_NOT_A_DATABASE, f"{path} belongs to another program", path=str(path))
    return int(version)


def _check_own(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a database with foreign triggers or views, before any query runs.

    A trigger could change what is written, and a view could replace a table.
    """
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type IN ('trigger', 'view')")
    if strange := [name for name, sql in rows if not is_own(str(sql))]:
        raise AppError(
            ErrorKind.LIBRARY_ALTERED,
            f"{path} has triggers or views that are not from this program: {', '.join(map(str, strange))}",
            path=str(path),
        )


def _take(connection: sqlite3.Connection, number: int, step: Step) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may already have taken this step.
        if connection.execute("PRAGMA user_version").fetchone()[0] < number:
            step(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.commit()
    finally:
        connection.rollback()


def _check_writable(connection: sqlite3.Connection) -> None:
    """Raise an error for a read-only database now, before a picture that was paid for cannot be stored."""
    connection.execute("BEGIN IMMEDIATE")
    connection.rollback()
