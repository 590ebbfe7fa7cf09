"""A damaged database, and one that a person wants back: what comes back, and what is sent again (nothing)."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portrait_app.core.backup import RestoreResult
from portrait_app.core.cancel import Cancel
from portrait_app.core.curation import SetFavourite
from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import JobState
from portrait_app.core.picture import Picture
from portrait_app.imaging.reading import check_image
from portrait_app.library.library import DATABASE, PictureLibrary
from portrait_app.library.rescue import recovery as module
from portrait_app.library.rescue.backups import BACKUPS
from portrait_app.library.rescue.journal import RECORDS
from portrait_app.library.rescue.recovery import NOTE, open_or_recover
from tests.library.making import REPLY, a_delivery, a_request, a_sent_job, picture_files, some_pictures
from tests.support.clock import FixedClock
from tests.support.marks import mark

pytestmark = pytest.mark.logs_warnings  # a library that was damaged is worth one

PAGE = 4096


@contextmanager
def reopened(
    folder: Path, clock: FixedClock, chosen_backup: Path | None = None
) -> Iterator[tuple[PictureLibrary, RestoreResult | None]]:
    library, recovery = open_or_recover(folder, clock, check_image, chosen_backup)
    with closing(library):
        yield library, recovery


def everything(library: PictureLibrary) -> list[Picture]:
    return library.pictures(range(1, 200))


def back_up(library: PictureLibrary) -> Path:
    assert library.backups().make_if_due(Cancel())
    return library.backups().available()[0].path


def no_header(path: Path) -> None:
    path.write_bytes(b"the dog ate it" * 1000)


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 3 * PAGE])


def damaged_schema(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[108:PAGE] = b"\xa5" * (PAGE - 108)
    path.write_bytes(data)


def damaged_pictures(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'pictures'").fetchone()
    data = bytearray(path.read_bytes())
    data[(page - 1) * PAGE : page * PAGE] = b"\xa5" * PAGE
    path.write_bytes(data)


def gone(path: Path) -> None:
    path.unlink()


DAMAGE = [no_header, cut_off, damaged_schema, damaged_pictures, gone]
Damage = Callable[[Path], None]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("with_backup", [True, False], ids=["a backup", "no backup"])
def test_everything_is_back_after_damage(
    library: PictureLibrary, clock: FixedClock, damage: Damage, with_backup: bool
) -> None:
    some_pictures(library, 2)
    if with_backup:
        back_up(library)
    some_pictures(library, 3)
    before = everything(library)
    library.close()
    damage(library.folder / DATABASE)
    is_there = damage is not gone
    broken = (library.folder / DATABASE).read_bytes() if is_there else b""
    (library.folder / "thumbnails.db").write_bytes(b"of other ids")
    with reopened(library.folder, clock) as (again, recovery):
        assert everything(again) == before
        assert recovery == RestoreResult(
            damaged=True,
            backup=clock.now() if with_backup else None,
            set_aside="backups/damaged-2026-11-22-120000.db" if is_there else "",
            pictures=5,
            returned=3 if with_backup else 5,
            unknown=0,
        )
        assert some_pictures(again, 1)[0].id == 6
    assert not is_there or (library.folder / recovery.set_aside).read_bytes() == broken
    assert not (library.folder / "thumbnails.db").exists()
    assert not (library.folder / NOTE).exists()
    with reopened(library.folder, clock) as (again, recovery):
        assert recovery is None
        assert len(everything(again)) == 6


def test_damage_met_later_is_mended_at_the_next_opening(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 40)
    library.close()
    path = library.folder / DATABASE
    with reopened(library.folder, clock) as (again, _), closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'jobs_by_request_id'"
        ).fetchone()
        with path.open("rb+") as file:
            file.seek((page - 1) * PAGE)
            file.write(b"\xa5" * PAGE)
        with pytest.raises(AppError):
            again.known_requests(["abc-1"])
    with reopened(library.folder, clock) as (again, recovery):
        assert recovery is not None
        assert len(everything(again)) == 40
    with reopened(library.folder, clock) as (_, recovery):
        assert recovery is None


def test_a_damaged_backup_is_passed_over(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 1)
    good = clock.now()
    back_up(library)
    clock.advance(days=1)
    cut_off(back_up(library))
    library.close()
    no_header(library.folder / DATABASE)
    with reopened(library.folder, clock) as (_, recovery):
        assert recovery is not None
        assert recovery.backup == good


def test_no_job_is_sent_again_because_a_backup_did_not_know_of_it(
    library: PictureLibrary, clock: FixedClock
) -> None:
    """Each was queued when the backup was made."""
    sent, waits, done, failed, arrived, queued = (library.add_job(a_request(seed=n)).id for n in range(6))
    back_up(library)
    later = a_sent_job(library).id
    for job_id in (sent, waits, done, failed, arrived):
        library.set_job_state(job_id, JobState.SENDING)
    library.set_waiting(waits, Ticket("rq-9", "https://status", "https://result"))
    (kept,) = library.keep(done, a_delivery())
    library.set_job_state(failed, JobState.FAILED, AppError(ErrorKind.SERVER_ERROR, "it said no", cost=0.01))
    library.spool(arrived, REPLY)
    library.close()
    no_header(library.folder / DATABASE)
    with reopened(library.folder, clock) as (again, _):
        states = {job.id: job.state for job in again.jobs_in(tuple(JobState))}
        assert states == {
            sent: JobState.SENDING,
            waits: JobState.WAITING,
            done: JobState.DONE,
            failed: JobState.FAILED,
            arrived: JobState.RECEIVED,
            queued: JobState.QUEUED,
            later: JobState.SENDING,
        }
        (waiting,) = again.jobs_in([JobState.WAITING])
        assert waiting.ticket == Ticket("rq-9", "https://status", "https://result")
        assert again.jobs_in([JobState.FAILED])[0].error_detail == "it said no"
        assert again.spooled(arrived) == REPLY
        assert everything(again) == [kept]


def test_without_records_what_was_queued_may_have_been_sent(
    library: PictureLibrary, clock: FixedClock
) -> None:
    queued, finished = (library.add_job(a_request(seed=n)).id for n in range(2))
    back_up(library)
    library.set_job_state(finished, JobState.SENDING)
    library.keep(finished, a_delivery(2))
    before = everything(library)
    library.close()
    shutil.rmtree(library.folder / RECORDS)
    no_header(library.folder / DATABASE)
    with reopened(library.folder, clock) as (again, recovery):
        states = {job.id: job.state for job in again.jobs_in(tuple(JobState))}
        assert states == {queued: JobState.SENDING, finished: JobState.DONE}
        assert recovery is not None
        assert (recovery.returned, recovery.unknown) == (2, 0)
        assert [(p.file, p.request) for p in everything(again)] == [(p.file, p.request) for p in before]


def test_without_anything_but_files_every_picture_is_there(
    library: PictureLibrary, clock: FixedClock
) -> None:
    made = some_pictures(library, 2)
    library.spool(a_sent_job(library).id, REPLY)
    library.close()
    for name in (RECORDS, BACKUPS):
        shutil.rmtree(library.folder / name, ignore_errors=True)
    no_header(library.folder / DATABASE)
    own = library.folder / "pictures/holiday.jpg"
    shutil.copy(library.folder / made[0].file, own)
    (library.folder / "pictures/broken.jpg").write_bytes(b"\xff\xd8 no more")
    clock.advance(days=3)
    with reopened(library.folder, clock) as (again, recovery):
        found = {picture.file: picture for picture in everything(again)}
        assert recovery is not None
        assert (recovery.pictures, recovery.returned, recovery.unknown) == (3, 3, 3)
        assert set(found) == {made[0].file, made[1].file, "pictures/holiday.jpg"}
        assert found[made[1].file].created == datetime(2026, 11, 22, 12, tzinfo=UTC)
        assert (found[made[1].file].width, found[made[1].file].sha256) == (made[1].width, made[1].sha256)
        assert found[made[1].file].request.prompt == ""
        assert again.add_job(a_request()).id > 3  # the reply that nobody knows is not its
    no_header(library.folder / DATABASE)
    with reopened(library.folder, clock) as (again, _):
        assert {picture.file for picture in everything(again)} == set(found)


@pytest.mark.parametrize("spoil", ["cut off", "nonsense"])
def test_a_line_that_is_cut_off_spoils_no_other(
    library: PictureLibrary, clock: FixedClock, spoil: str
) -> None:
    (first,) = some_pictures(library, 1)
    (records,) = (library.folder / RECORDS).iterdir()
    with records.open("ab") as file:
        file.write(b'{"job": {"id": 99, "sta' if spoil == "cut off" else b'[1]\n"\n{"job": 7}\n\xff\n')
    (second,) = some_pictures(library, 1)
    library.close()
    no_header(library.folder / DATABASE)
    with reopened(library.folder, clock) as (again, _):
        assert everything(again) == [first, second]


def test_a_picture_thrown_away_since_stays_away(library: PictureLibrary, clock: FixedClock) -> None:
    back_up(library)
    kept, gone = some_pictures(library, 2)
    library.path(gone).unlink()
    library.close()
    no_header(library.folder / DATABASE)
    with reopened(library.folder, clock) as (again, _):
        assert everything(again) == [kept]


def test_a_person_goes_back_and_forth(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 2)
    mark(library, [1], SetFavourite(True))
    backup = back_up(library)
    mark(library, [1], SetFavourite(False))
    mark(library, [2], SetFavourite(True))
    some_pictures(library, 1)
    now = everything(library)
    library.close()
    clock.advance(hours=2)
    with reopened(library.folder, clock, backup) as (again, recovery):
        assert recovery == RestoreResult(
            damaged=False,
            backup=datetime(2026, 11, 22, 12, tzinfo=UTC),
            set_aside="backups/library-2026-11-22-140000-replaced.db",
            pictures=3,
            returned=1,
            unknown=0,
        )
        assert [picture.favourite for picture in everything(again)] == [True, False, False]
    clock.advance(hours=2)
    with reopened(library.folder, clock, library.folder / recovery.set_aside) as (again, _):
        assert everything(again) == now
    assert len(picture_files(library.folder)) == 3


def test_a_damaged_backup_is_not_put_in_place(library: PictureLibrary, clock: FixedClock) -> None:
    some_pictures(library, 2)
    backup = back_up(library)
    cut_off(backup)
    library.close()
    before = (library.folder / DATABASE).read_bytes()
    with pytest.raises(AppError) as caught:
        open_or_recover(library.folder, clock, check_image, backup)
    assert (caught.value.kind, caught.value.facts["path"]) == (ErrorKind.FILE_FAILED, str(backup))
    assert (library.folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize("chosen_backup", [True, False], ids=["chosen", "damaged"])
@pytest.mark.parametrize("step", ["_write_note", "_set_aside", "settle", "remove_mark", "_bring_back"])
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
def test_a_crash_in_between_is_made_up_for(
    library: PictureLibrary,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    chosen_backup: bool,
    step: str,
    before: bool,
) -> None:
    some_pictures(library, 2)
    backup = back_up(library)
    some_pictures(library, 1)
    pictures = everything(library)
    library.close()
    if not chosen_backup:
        no_header(library.folder / DATABASE)
    original = getattr(module, step)

    def killed(*args: object, **kwargs: object) -> None:
        if not before:
            original(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, step, killed)
    with pytest.raises(KeyboardInterrupt):
        open_or_recover(library.folder, clock, check_image, backup if chosen_backup else None)
    monkeypatch.undo()
    with reopened(library.folder, clock) as (again, _):
        assert everything(again) == pictures
    assert not (library.folder / NOTE).exists()
    assert not list(library.folder.glob("*.part"))


def test_a_full_disk_changes_nothing(
    library: PictureLibrary, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_pictures(library, 2)
    back_up(library)
    library.close()
    path = library.folder / DATABASE
    no_header(path)
    before = path.read_bytes()

    def full(*_files: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(AppError) as caught:
        open_or_recover(library.folder, clock, check_image)
    monkeypatch.undo()
    assert caught.value.kind is ErrorKind.DISK_FULL
    assert path.read_bytes() == before
    with reopened(library.folder, clock) as (again, _):
        assert len(everything(again)) == 2


def a_newer_library(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def another_programs(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE somebody_else (id INTEGER)")


@pytest.mark.parametrize(
    ("make", "kind"),
    [(a_newer_library, ErrorKind.LIBRARY_NEWER), (another_programs, ErrorKind.LIBRARY_NOT_A_DATABASE)],
)
def test_what_is_only_not_ours_is_refused(
    library: PictureLibrary, clock: FixedClock, make: Damage, kind: ErrorKind
) -> None:
    some_pictures(library, 1)
    back_up(library)
    library.close()
    make(library.folder / DATABASE)
    before = (library.folder / DATABASE).read_bytes()
    with pytest.raises(AppError) as caught:
        open_or_recover(library.folder, clock, check_image)
    assert caught.value.kind is kind
    assert (library.folder / DATABASE).read_bytes() == before


def test_a_folder_that_is_no_librarys_is_left_alone(folder: Path, clock: FixedClock) -> None:
    folder.mkdir()
    (folder / DATABASE).write_text("shopping list")
    with pytest.raises(AppError) as caught:
        open_or_recover(folder, clock, check_image)
    assert caught.value.kind is ErrorKind.LIBRARY_DAMAGED
    assert [path.name for path in folder.iterdir()] == [DATABASE]


def test_the_record_of_a_month_is_plain_lines_of_json(library: PictureLibrary) -> None:
    (picture,) = some_pictures(library, 1)
    (records,) = (library.folder / RECORDS).iterdir()
    assert records.name == "2026-11.jsonl"
    lines = [json.loads(line) for line in records.read_text().splitlines()]
    assert [line["job"]["state"] for line in lines] == ["queued", "sending", "done"]
    assert lines[-1]["pictures"][0]["file"] == picture.file
