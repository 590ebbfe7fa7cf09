"""Rows, records and files that this version cannot read: put aside and said, and the rest goes on."""

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.imaging.reading import check_image
from portrait_app.library.library import DATABASE, PictureLibrary, open_library
from portrait_app.library.rescue.recovery import open_or_recover
from portrait_app.library.search.schema import add_functions
from portrait_app.library.values import moment_from
from tests.library.making import REPLY, a_request, a_sent_job, some_pictures
from tests.support.clock import FixedClock

RECORD = a_request().record()


def record(**values: object) -> str:
    return json.dumps({**RECORD, "values": {**RECORD["values"], **values}})


def plant(folder: Path, table: str, row: int, **values: object) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as connection, connection:
        add_functions(connection)
        for name, value in values.items():
            connection.execute(f"UPDATE {table} SET {name} = ? WHERE id = ?", (value, row))


def kinds(library: PictureLibrary) -> list[ErrorKind]:
    return [error.kind for error in library.warnings_at_open]


@pytest.mark.parametrize(
    "planted",
    [
        {"record": "not JSON"},
        {"record": "[" * 100_000},
        {"record": "[]"},
        {"record": "{}"},
        {"record": '{"endpoint": "x", "values": 5}'},
        {"record": record(samples="many")},
        {"record": record(samples=10**30)},
        {"record": record(img_width=1e400)},
        {"record": record(prompt=["a", "list"])},
        {"record": record(seed={"a": 1})},
        {"error": "an_error_of_the_future"},
        {"ticket": "{}"},
        {"ticket": "[1"},
    ],
)
@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.FAILED, JobState.OUTCOME_UNKNOWN])
def test_a_job_that_cannot_be_read_keeps_no_other_back(
    library: PictureLibrary, clock: FixedClock, state: JobState, planted: dict[str, Any]
) -> None:
    odd, good = library.add_job(a_request()), library.add_job(a_request(seed=7))
    library.close()
    plant(library.folder, "jobs", odd.id, state=state, **planted)
    again = open_library(library.folder, clock)
    assert again.unfinished_jobs() == [good]
    assert again.failed_jobs() == []
    assert again.jobs_in(tuple(JobState)) == [good]
    assert kinds(again) == [ErrorKind.JOB_UNREADABLE]
    assert f"job {odd.id}:" in again.warnings_at_open[0].detail
    with pytest.raises(AppError) as raised:
        again.set_job_state(odd.id, JobState.SENDING)
    assert raised.value.kind is ErrorKind.JOB_UNREADABLE
    again.close()


def test_a_state_of_a_newer_version_is_left_alone(library: PictureLibrary, clock: FixedClock) -> None:
    job = a_sent_job(library)
    library._spool.write(job.id, REPLY)
    library.close()
    plant(library.folder, "jobs", job.id, state="upscaling")
    again = open_library(library.folder, clock)
    assert again.jobs_in(tuple(JobState)) == []
    assert again.spooled(job.id) == REPLY
    checked = again.housekeeping(check_image).check(thorough=True, report=lambda _: None, cancel=Cancel())
    assert checked.is_sound  # its reply is not loose
    again.close()


def test_the_reply_of_a_job_that_cannot_be_read_stays(library: PictureLibrary, clock: FixedClock) -> None:
    odd, good = a_sent_job(library), a_sent_job(library)
    for job in (odd, good):
        library._spool.write(job.id, REPLY)
    library.close()
    plant(library.folder, "jobs", odd.id, record="x")
    again = open_library(library.folder, clock)
    assert [(job.id, job.state) for job in again.unfinished_jobs()] == [(good.id, JobState.RECEIVED)]
    assert again.spooled(odd.id) == REPLY
    again.close()


@pytest.mark.skipif(os.name == "nt", reason="links and pipes")
def test_a_file_that_is_no_reply_is_put_aside(library: PictureLibrary, clock: FixedClock) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    library.close()
    spool = library.folder / "spool"
    names = [
        "1.reply",
        "0000001.reply",
        "99999999999999999999999.reply",
        "٣.reply",
        "²³.reply",
        "x.reply",
        ".reply",
    ]
    for name in names:
        (spool / name).write_text("odd")
    (spool / "000002.reply").symlink_to(library.folder / DATABASE)
    os.mkfifo(spool / "000003.reply")
    (spool / "000004.reply").mkdir()
    (spool / "aside").mkdir()
    (spool / "aside" / "x.reply").write_text("from another time")
    again = open_library(library.folder, clock)
    assert [job.state for job in again.unfinished_jobs()] == [JobState.RECEIVED]
    assert again.spooled(job.id) == REPLY
    assert kinds(again) == [ErrorKind.REPLY_SET_ASIDE]
    assert len(again.warnings_at_open[0].detail.splitlines()) == len(names) + 3
    assert {path.name for path in spool.iterdir()} == {"aside", "000001.reply"}
    assert (spool / "aside" / "x.reply").read_text() == "from another time"
    again.housekeeping(check_image).check(thorough=True, report=lambda _: None, cancel=Cancel())
    again.close()
    open_library(library.folder, clock).close()


@pytest.mark.parametrize(
    "planted",
    [
        {"record": "x"},
        {"record": '{"endpoint": 5}'},
        {"understood": "x", "tags": '{"a": 1}'},
        {"understood": '{"words": 5, "missed": {"a": [1]}, "drawing": "x"}'},
        {"understood": "7"},
        {"created": 2**62},
        {"created": -(2**62)},
        {"trashed": 2**62},
    ],
)
def test_a_picture_is_shown_whatever_its_row_says(
    library: PictureLibrary, clock: FixedClock, planted: dict[str, Any]
) -> None:
    odd, good = some_pictures(library, 2)
    plant(library.folder, "pictures", odd.id, **planted)
    shown = library.pictures([odd.id, good.id])
    assert [picture.file for picture in shown] == [odd.file, good.file]
    assert shown[1] == good
    assert shown[0].request == (GenerationRequest("") if "record" in planted else odd.request)
    assert shown[0].created.astimezone().year > 0


def test_any_number_is_a_moment() -> None:
    for number in (0, 2**63 - 1, -(2**63)):
        assert moment_from(number).astimezone() is not None


@pytest.mark.logs_warnings
def test_records_that_no_row_can_hold_keep_no_other_back(library: PictureLibrary, clock: FixedClock) -> None:
    (picture,) = some_pictures(library, 1)
    library.close()
    (month,) = (library.folder / "records").iterdir()
    whole = next(line for line in month.read_text().splitlines() if '"pictures"' in line)
    (library.folder / DATABASE).unlink()
    odd = [
        {"job": {"id": 2**70, "state": "queued", "record": "x"}},
        {"job": {"id": 900, "state": ["queued"], "record": "x"}},
        {"job": {"id": 901, "state": None, "record": None}},
        {"job": {**json.loads(whole)["job"], "id": 902}, "pictures": [{"file": 5, "job_id": 902, "size": 1}]},
        {"job": {**json.loads(whole)["job"], "id": 903}, "pictures": [{}]},
    ]
    month.write_text("\n".join([*map(json.dumps, odd), whole, ""]))
    again, recovery = open_or_recover(library.folder, clock, check_image)
    assert recovery is not None
    assert [found.file for found in again.pictures([picture.id])] == [picture.file]
    again.close()
