import pytest

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import IllegalTransition, JobState
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import REPLY, a_delivery, a_request, a_sent_job, files_below
from tests.support.clock import FixedClock


def test_a_reply_comes_back_byte_for_byte(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    assert library.spooled(job.id) is None
    library.spool(job.id, REPLY)
    assert library.spooled(job.id) == REPLY
    assert library.unfinished_jobs()[0].state is JobState.RECEIVED


def test_spooling_again_is_no_mistake(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.spool(job.id, RawReply(200, {}, b"half"))
    library.spool(job.id, REPLY)
    assert library.spooled(job.id) == REPLY


@pytest.mark.parametrize("body", [b"", b"\n", b"\n\n{}", bytes(range(256)) * 4096])
def test_any_body_survives(library: PictureLibrary, body: bytes) -> None:
    job = a_sent_job(library)
    reply = RawReply(406, {"x-odd": 'é"\n\N{GRINNING FACE}'}, body)
    library.spool(job.id, reply)
    assert library.spooled(job.id) == reply


def test_no_secret_is_written(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    headers = {"set-cookie": "session=hunter2", "X-Api-Key": "hunter2", "x-cost": "1"}
    library.spool(job.id, RawReply(200, headers, b""))
    (file,) = (library.folder / "spool").iterdir()
    assert b"hunter2" not in file.read_bytes()
    reply = library.spooled(job.id)
    assert reply is not None
    assert reply.headers == {"x-cost": "1"}


def test_a_reply_that_comes_after_cancel_is_kept(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.CANCELLED)
    library.spool(job.id, REPLY)
    assert len(library.keep(job.id, a_delivery())) == 1
    assert library.jobs_in([JobState.DONE])[0].id == job.id


def test_a_damaged_spool_file_says_so(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    (file,) = (library.folder / "spool").iterdir()
    for damage in (b"", b"\x00\x01", b"[]\n", b'{"status": "x", "headers": {}}\n'):
        file.write_bytes(damage)
        with pytest.raises(AppError) as caught:
            library.spooled(job.id)
        assert caught.value.kind is ErrorKind.FILE_FAILED
        assert caught.value.facts["path"] == str(file)


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.CANCELLED])
def test_a_reply_on_disk_makes_its_job_received_at_the_next_start(
    library: PictureLibrary, clock: FixedClock, state: JobState
) -> None:
    job = a_sent_job(library)
    if state is JobState.CANCELLED:
        library.set_job_state(job.id, state)
    library._spool.write(job.id, REPLY)  # and then the program is killed
    library.close()
    reopened = open_library(library.folder, clock)
    (left,) = reopened.unfinished_jobs()
    assert (left.id, left.state, reopened.spooled(job.id)) == (job.id, JobState.RECEIVED, REPLY)
    reopened.close()


def test_a_reply_left_by_a_done_job_is_removed_at_the_next_start(
    library: PictureLibrary, clock: FixedClock
) -> None:
    job = a_sent_job(library)
    library.keep(job.id, a_delivery())
    library._spool.write(job.id, REPLY)
    (library.folder / "spool" / "notes.txt").write_text("not ours")
    library._spool.write(99, REPLY)  # of no job that is known: not ours to throw away
    library.close()
    open_library(library.folder, clock).close()
    assert {path.name for path in (library.folder / "spool").iterdir()} == {"notes.txt", "000099.reply"}


def test_an_unreadable_reply_does_not_answer_the_next_try(library: PictureLibrary, clock: FixedClock) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    library.set_job_state(job.id, JobState.FAILED, AppError(ErrorKind.REPLY_UNREADABLE))
    assert library.spooled(job.id) == REPLY
    library.set_job_state(job.id, JobState.QUEUED)
    library.set_job_state(job.id, JobState.SENDING)
    library.close()
    reopened = open_library(library.folder, clock)
    assert reopened.unfinished_jobs()[0].state is JobState.SENDING
    assert reopened.spooled(job.id) is None
    assert "spool/000001.unread" in files_below(library.folder)
    reopened.close()


def test_an_illegal_step_leaves_the_reply_where_it_is(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    with pytest.raises(IllegalTransition):
        library.set_job_state(job.id, JobState.QUEUED)
    assert library.spooled(job.id) == REPLY


def test_the_folder_of_the_library_taken_away_is_an_error_and_is_not_made_again(
    library: PictureLibrary,
) -> None:
    job = a_sent_job(library)
    elsewhere = library.folder.with_name("moved")
    library.folder.rename(elsewhere)
    for act in (
        lambda: library.spool(job.id, REPLY),
        lambda: library.keep(job.id, a_delivery()),
        lambda: library.add_job(a_request()),
    ):
        with pytest.raises(AppError) as caught:
            act()
        assert caught.value.kind in {ErrorKind.FILE_FAILED, ErrorKind.LIBRARY_ABSENT}
        assert str(library.folder) in str(caught.value.facts["path"])
    assert not library.folder.exists()
    elsewhere.rename(library.folder)
    assert len(library.keep(job.id, a_delivery())) == 1
