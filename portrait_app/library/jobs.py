"""The SQL of jobs. Every function works in the transaction of the connection that it gets."""

# ruff: noqa: S608 - columns and conditions are constants of this file; values are always bound

import json
import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from portrait_app.core.delivery import Delivery, Ticket
from portrait_app.core.errors import MAYBE_PAID_FOR, PAID_FOR, AppError, ErrorKind
from portrait_app.core.job import NEEDS_YOU, UNFINISHED, DoneJob, Job, JobState, check_transition
from portrait_app.core.request import GenerationRequest
from portrait_app.library.values import UNREADABLE, moment_from, request_from, stored_moment, stored_text

_log = logging.getLogger(__name__)

_COLUMNS = (
    "id, record, state, created, sent, finished, error, error_detail, ticket, position, cost, sent_there"
)
_MOST_DONE = 5_000  # limit for the jobs of a day
_STATES = frozenset(JobState)
_OPEN = UNFINISHED | NEEDS_YOU
_ENDED = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.OUTCOME_UNKNOWN})


def add(connection: sqlite3.Connection, request: GenerationRequest, now: datetime) -> Job:
    """Store a queued job."""
    cursor = connection.execute(
        "INSERT INTO jobs (state, endpoint, engine, created, record) VALUES (?, ?, ?, ?, ?)",
        (
            JobState.QUEUED,
            stored_text(request.endpoint),
            request.engine,
            stored_moment(now),
            json.dumps(request.record()),
        ),
    )
    assert cursor.lastrowid is not None  # noqa: S101 - an INSERT always has one
    return Job(cursor.lastrowid, request, JobState.QUEUED, now)


def get(connection: sqlite3.Connection, job_id: int) -> Job:
    """Return one job. Raises AppError: LIBRARY_FAILED for an unknown id, JOB_UNREADABLE."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        raise AppError(ErrorKind.LIBRARY_FAILED, f"there is no job {job_id}")
    return _job(row)


def state(connection: sqlite3.Connection, job_id: int) -> JobState | str | None:
    """Return a job's state; None for an unknown id. A state of a newer version is returned as plain text."""
    row = connection.execute("SELECT state FROM jobs WHERE id = ?", (job_id,)).fetchone()
    if row is None:
        return None
    known: str = row["state"]
    return JobState(known) if known in _STATES else known


def engine_of(connection: sqlite3.Connection, job_id: int) -> str:
    """Return the key of the engine that a job was stored for. The catalogue may no longer have the engine."""
    (engine,) = connection.execute("SELECT engine FROM jobs WHERE id = ?", (job_id,)).fetchone()
    return str(engine)


def move(
    connection: sqlite3.Connection,
    job_id: int,
    to: JobState,
    now: datetime,
    error: AppError | None = None,
    sent_there: datetime | None = None,
) -> Job:
    """Move a job to the next state. If the service billed a failure, the amount is added to the job's cost.

    Raises IllegalTransition.
    """
    was = get(connection, job_id)
    check_transition(was.state, to)
    billed = _billed(error)
    if billed is not None:
        _add_cost(connection, job_id, billed)
    connection.execute(
        """
        UPDATE jobs SET state = :to, finished = :finished, error = :error, error_detail = :detail,
            dismissed = 0, sent = CASE :to WHEN 'sending' THEN :now WHEN 'queued' THEN NULL ELSE sent END,
            sent_there = CASE :to WHEN 'sending' THEN :there WHEN 'queued' THEN NULL ELSE sent_there END,
            request_id = CASE :to WHEN 'queued' THEN '' ELSE request_id END,
            ticket = CASE :to WHEN 'queued' THEN NULL ELSE ticket END
        WHERE id = :id
        """,
        {
            "id": job_id,
            "to": to,
            "now": stored_moment(now),
            "there": stored_moment(sent_there),
            "finished": stored_moment(_finished(was, to, now)),
            "error": error.kind if error else None,
            "detail": stored_text(error.detail) if error else "",
        },
    )
    return get(connection, job_id)


def _billed(error: AppError | None) -> float | None:
    """Return the cost of a failure; None if the service named no cost."""
    billed = error.facts.get("cost") if error else None
    return billed if isinstance(billed, float) else None


def _finished(was: Job, to: JobState, now: datetime) -> datetime | None:
    """Return the end time of a job that moves to the state `to`.

    A known cost stays on the day of the first end, even if the picture is found later. So does a possible
    cost when the user gives the job up.
    """
    if was.finished is not None and (was.cost is not None or to is JobState.CANCELLED):
        return was.finished
    return now if to in _ENDED else None


def send_anew(
    connection: sqlite3.Connection, job_id: int, now: datetime, error: AppError | None = None
) -> list[int]:
    """Queue a job again; `error` is how its last try failed. Return the ids of the written jobs.

    The known or possible cost so far moves to a job of its own. So each bill stays on its day, and a
    possible cost is not lost when the next try succeeds.

    Raises IllegalTransition.
    """
    was = get(connection, job_id)
    check_transition(was.state, JobState.QUEUED)
    apart = _set_apart(connection, was, now, error)
    connection.execute("UPDATE jobs SET cost = NULL WHERE id = ?", (job_id,))
    unbilled = None if error is None else AppError(error.kind, error.detail)
    move(connection, job_id, JobState.QUEUED, now, unbilled)
    return [job_id] if apart is None else [apart, job_id]


def _set_apart(connection: sqlite3.Connection, was: Job, now: datetime, error: AppError | None) -> int | None:
    """Store a job for the cost of earlier tries; return its id, or None if they cannot have cost anything."""
    if error is not None:
        was = replace(was, error=error.kind, error_detail=error.detail)
    cost = was.cost if (billed := _billed(error)) is None else (was.cost or 0) + billed
    is_unknown = was.state is JobState.OUTCOME_UNKNOWN
    if not is_unknown and cost is None and was.error not in PAID_FOR | MAYBE_PAID_FOR:
        return None
    cursor = connection.execute(
        """
        INSERT INTO jobs (state, finished, error, error_detail, cost, endpoint, engine, created, sent, record,
            dismissed)
        SELECT ?, ?, ?, ?, ?, endpoint, engine, created, sent, record, 1 FROM jobs WHERE id = ?
        """,
        (
            JobState.CANCELLED if is_unknown else JobState.FAILED,
            stored_moment(was.finished or now),
            was.error,
            stored_text(was.error_detail),
            cost,
            was.id,
        ),
    )
    return cursor.lastrowid


def wait(connection: sqlite3.Connection, job_id: int, ticket: Ticket, now: datetime) -> Job:
    """Move a job to *waiting* with its ticket. A job that was cancelled meanwhile only gets the ticket."""
    if get(connection, job_id).state is not JobState.CANCELLED:
        move(connection, job_id, JobState.WAITING, now)
    connection.execute(
        "UPDATE jobs SET ticket = ?, request_id = ? WHERE id = ?",
        (json.dumps(ticket.record()), stored_text(ticket.request_id), job_id),
    )
    return get(connection, job_id)


def known_requests(connection: sqlite3.Connection, request_ids: Sequence[str]) -> set[str]:
    """Return those of the service's request ids that belong to a job."""
    return {
        request_id
        for request_id in request_ids
        if request_id
        and connection.execute(
            "SELECT 1 FROM jobs WHERE request_id = ? AND request_id <> ''", (stored_text(request_id),)
        ).fetchone()
    }


def finish(connection: sqlite3.Connection, job_id: int, delivery: Delivery, now: datetime) -> Job:
    """Move a job to *done*, with the facts of its delivery."""
    move(connection, job_id, JobState.DONE, now)
    if delivery.cost is not None:
        _add_cost(connection, job_id, delivery.cost)
    connection.execute(
        """
        UPDATE jobs SET remaining_credits = ?, generation_seconds = ?,
            request_id = coalesce(nullif(?, ''), request_id)
        WHERE id = ?
        """,
        (
            delivery.remaining_credits,
            delivery.generation_seconds,
            stored_text(delivery.request_id),
            job_id,
        ),
    )
    return get(connection, job_id)


def _add_cost(connection: sqlite3.Connection, job_id: int, cost: float) -> None:
    """Add to a job's cost. The service may bill when it accepts a job, and again when the job fails."""
    connection.execute("UPDATE jobs SET cost = coalesce(cost, 0) + ? WHERE id = ?", (cost, job_id))


def unfinished(connection: sqlite3.Connection) -> list[Job]:
    """Return the jobs that have not ended, in the order of the queue."""
    marks = ", ".join("?" for _ in UNFINISHED)
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM jobs WHERE state IN ({marks}) ORDER BY coalesce(position, id), id",
        tuple(UNFINISHED),
    )
    return list(_readable(rows))


def failed(connection: sqlite3.Connection, limit: int) -> list[Job]:
    """Return the newest failed jobs that the user has not dismissed, in the order of the queue."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM jobs WHERE state = 'failed' AND NOT dismissed ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    return sorted(_readable(rows), key=lambda job: (job.place, job.id))


def dismiss(connection: sqlite3.Connection, job_id: int) -> None:
    """Mark a failed job so that it is not shown again."""
    connection.execute("UPDATE jobs SET dismissed = 1 WHERE id = ?", (job_id,))


def place(connection: sqlite3.Connection, positions: Mapping[int, float]) -> None:
    """Move jobs to new positions in the queue."""
    connection.executemany(
        "UPDATE jobs SET position = ? WHERE id = ?",
        [(position, job_id) for job_id, position in positions.items()],
    )


def newest(connection: sqlite3.Connection, states: Sequence[JobState], limit: int) -> list[Job]:
    """Return the newest jobs in any of `states`, newest first."""
    # A query per state walks the index backwards and stops early; one query for all would sort every job.
    found = [
        job
        for state in set(states)
        for job in _readable(
            connection.execute(
                f"SELECT {_COLUMNS} FROM jobs WHERE state = ? ORDER BY id DESC LIMIT ?", (state, limit)
            )
        )
    ]
    return sorted(found, key=lambda job: job.id, reverse=True)[:limit]


def done_since(connection: sqlite3.Connection, moment: datetime) -> list[DoneJob]:
    """Return the jobs that delivered pictures since `moment`, newest first."""
    # Walk the index backwards over the newest done jobs: the jobs since `moment` are among them.
    rows = connection.execute(
        """
        SELECT job.id, job.engine, job.finished, job.cost, count(*) AS pictures, min(picture.id) AS first,
            picture.prompt, coalesce(job.generation_seconds, (job.finished - job.sent) / 1e6) AS seconds
        FROM (SELECT id, engine, finished, sent, cost, generation_seconds FROM jobs
                WHERE state = 'done' ORDER BY id DESC LIMIT ?) AS job
            JOIN pictures AS picture ON picture.job_id = job.id
        WHERE job.finished >= ?
        GROUP BY job.id
        ORDER BY job.finished DESC, job.id DESC
        """,
        (_MOST_DONE, stored_moment(moment)),
    )
    return [
        DoneJob(
            id=row["id"],
            engine=row["engine"],
            prompt=row["prompt"],
            finished=moment_from(row["finished"]),
            pictures=row["pictures"],
            first_picture=row["first"],
            cost=row["cost"],
            seconds=row["seconds"],
        )
        for row in rows
    ]


def unreadable(connection: sqlite3.Connection) -> list[str]:
    """Return a message for each open or failed job that this version cannot read."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM jobs WHERE state IN ({", ".join("?" for _ in _OPEN)})
            AND NOT (state = 'failed' AND dismissed) ORDER BY id
        """,
        tuple(_OPEN),
    )
    return [error.detail for row in rows if isinstance(error := _job_or_error(row), AppError)]


def _readable(rows: Iterable[sqlite3.Row]) -> Iterator[Job]:
    """Yield the jobs that this version can read. An unreadable job must not hide the others."""
    for row in rows:
        job = _job_or_error(row)
        if isinstance(job, Job):
            yield job
        else:
            _log.info("A job is left as it is: %s", job)


def _job(row: sqlite3.Row) -> Job:
    """Return a job. Raises AppError, JOB_UNREADABLE."""
    job = _job_or_error(row)
    if isinstance(job, AppError):
        raise job
    return job


def _job_or_error(row: sqlite3.Row) -> Job | AppError:
    try:
        return Job(
            id=row["id"],
            request=request_from(row["record"]),
            state=JobState(row["state"]),
            created=moment_from(row["created"]),
            sent=moment_from(row["sent"]),
            finished=moment_from(row["finished"]),
            error=None if row["error"] is None else ErrorKind(row["error"]),
            error_detail=row["error_detail"],
            ticket=None if row["ticket"] is None else Ticket.from_record(json.loads(row["ticket"])),
            position=row["position"],
            cost=row["cost"],
            sent_there=moment_from(row["sent_there"]),
        )
    except UNREADABLE as error:
        return AppError(ErrorKind.JOB_UNREADABLE, f"job {row['id']}: {type(error).__name__}: {error}")
