"""Whatever writes a job tells the journal in the same transaction: all tests of the library are watched."""

import ast
import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.library import library as library_module
from portrait_app.library.library import PictureLibrary
from portrait_app.library.rescue.journal import Journal
from tests.library.making import REPLY, a_delivery, a_request, a_sent_job
from tests.library.test_imports import a_file

Act = Callable[[], object]
_WRITES_JOBS = re.compile(r"\b(INSERT(\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+jobs\b")


def _adds(library: PictureLibrary) -> Act:
    return lambda: library.add_job(a_request())


def _moves_on(library: PictureLibrary) -> Act:
    job = library.add_job(a_request())
    return lambda: library.set_job_state(job.id, JobState.SENDING)


def _is_sent_anew(library: PictureLibrary) -> Act:
    """What it may have cost stands in a job of its own then."""
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.OUTCOME_UNKNOWN, AppError(ErrorKind.OUTCOME_UNKNOWN))
    return lambda: library.set_job_state(job.id, JobState.QUEUED)


def _gets_a_ticket(library: PictureLibrary) -> Act:
    job = a_sent_job(library)
    return lambda: library.set_waiting(
        job.id, Ticket("rq-1", "https://api.segmind.com/v2/requests/rq-1/status")
    )


def _gets_a_ticket_too_late(library: PictureLibrary) -> Act:
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.CANCELLED)
    return lambda: library.set_waiting(
        job.id, Ticket("rq-1", "https://api.segmind.com/v2/requests/rq-1/status")
    )


def _is_answered(library: PictureLibrary) -> Act:
    job = a_sent_job(library)
    return lambda: library.spool(job.id, REPLY)


def _was_answered(library: PictureLibrary) -> Act:
    """A crash came between the reply and the database."""
    job = a_sent_job(library)
    library._spool.write(job.id, REPLY)
    return library.finish_spooling


def _is_done(library: PictureLibrary) -> Act:
    job = a_sent_job(library)
    return lambda: library.keep(job.id, a_delivery(2))


def _is_dismissed(library: PictureLibrary) -> Act:
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.FAILED, AppError(ErrorKind.BAD_REQUEST))
    return lambda: library.dismiss_job(job.id)


def _changes_its_place(library: PictureLibrary) -> Act:
    first, second = library.add_job(a_request()), library.add_job(a_request())
    return lambda: library.move_jobs({first.id: 8.5, second.id: 7.25})


def _is_imported(library: PictureLibrary) -> Act:
    return lambda: library.importing().add(*a_file())


ACTS = (
    _adds,
    _moves_on,
    _is_sent_anew,
    _gets_a_ticket,
    _gets_a_ticket_too_late,
    _is_answered,
    _was_answered,
    _is_done,
    _is_dismissed,
    _changes_its_place,
    _is_imported,
)
# The functions that write jobs. Whoever adds one adds an act above that comes by, too.
WRITERS = {
    "jobs": {"add", "move", "send_anew", "_set_apart", "wait", "finish", "_add_cost", "dismiss", "place"},
    "imports": {"_add_job"},
    "migrations": {"_collections_and_costs"},  # before there is a journal
    "unlisted_files": {"_doubt_the_silent", "_enter", "_stand_in", "_update_job"},  # from the journal itself
}


@pytest.mark.parametrize("prepare", ACTS)
def test_a_note_that_is_left_out_is_seen(
    library: PictureLibrary, monkeypatch: pytest.MonkeyPatch, prepare: Callable[[PictureLibrary], Act]
) -> None:
    """The act is done again and again, each time without another of its notes, until none is left out."""
    act, note, notes, left_out = prepare(library), Journal.note, 0, 0

    def forgetful(journal: Journal, connection: sqlite3.Connection, *job_ids: int) -> None:
        nonlocal notes
        for job_id in job_ids:
            if notes != left_out:
                note(journal, connection, job_id)
            notes += 1

    monkeypatch.setattr(Journal, "note", forgetful)
    while not _goes_through(act):
        left_out, notes = left_out + 1, 0
        assert left_out < 10
    assert notes == left_out > 0


def _goes_through(act: Act) -> bool:
    try:
        act()
    except AssertionError as error:
        if "without Journal.note" not in str(error):
            raise
        return False
    return True


def test_every_place_that_writes_jobs_is_known() -> None:
    found: dict[str, set[str]] = {}
    for path in Path(library_module.__file__).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef) and any(map(_writes_jobs, ast.walk(function))):
                found.setdefault(path.stem, set()).add(function.name)
    assert found == WRITERS


def _writes_jobs(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and bool(_WRITES_JOBS.search(str(node.value)))


def test_many_jobs_are_one_write(library: PictureLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who drags three hundred does not wait for three hundred disks."""
    ids = [library.add_job(a_request()).id for _ in range(30)]
    syncs: list[int] = []
    monkeypatch.setattr("portrait_app.library.rescue.journal.os.fsync", syncs.append)
    library.move_jobs({job_id: float(-job_id) for job_id in [*ids, 10_000]})
    assert len(syncs) == 1
    assert [job.id for job in library.unfinished_jobs()] == ids[::-1]
