import hashlib
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portrait_app.core.curation import SetFavourite
from portrait_app.core.delivery import Delivery, GeneratedImage
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import IllegalTransition, JobState
from portrait_app.core.picture import Picture
from portrait_app.library import pictures as picture_rows
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import (
    REPLY,
    a_delivery,
    a_request,
    a_sent_job,
    an_image,
    files_below,
    picture_files,
)
from tests.support.clock import FixedClock
from tests.support.marks import mark


def test_images_become_files_rows_and_a_done_job(library: PictureLibrary, clock: FixedClock) -> None:
    job = a_sent_job(library, prompt="RAW closeup portrait photo", samples=2)
    library.spool(job.id, REPLY)
    clock.advance(seconds=3)
    delivery = a_delivery(2)
    kept = library.keep(job.id, delivery)
    assert kept == [
        Picture(
            id=number + 1,
            job_id=job.id,
            sample=number,
            created=clock.now(),
            request=job.request,
            file=f"pictures/2026/11/2026-11-22 120000 raw-closeup-portrait-photo j000001-{number + 1}.jpg",
            format="jpeg",
            width=48 + number,
            height=64,
            size=len(image.data),
            sha256=hashlib.sha256(image.data).hexdigest(),
            seed=1000 + number,
            cost=0.003,
            generation_seconds=2.25,
            request_id="abc-1",
        )
        for number, image in enumerate(delivery.images)
    ]
    assert [library.path(picture).read_bytes() for picture in kept] == [i.data for i in delivery.images]
    assert library.pictures([2, 1]) == kept[::-1]
    assert library.jobs_in([JobState.DONE])[0].finished == clock.now()
    assert library.unfinished_jobs() == []
    assert library.spooled(job.id) is None
    assert files_below(library.folder) == {"library.db", "library.db-wal", "library.db-shm"} | {
        picture.file for picture in kept
    }


def test_keeping_again_gives_the_same_and_stores_nothing(library: PictureLibrary, clock: FixedClock) -> None:
    job = a_sent_job(library)
    kept = library.keep(job.id, a_delivery(2))
    clock.advance(days=1)
    before = picture_files(library.folder)
    assert library.keep(job.id, a_delivery(2)) == kept
    assert library.keep(job.id, a_delivery(4, first=7)) == kept
    assert picture_files(library.folder) == before


def test_everything_is_still_there_after_a_restart(library: PictureLibrary, clock: FixedClock) -> None:
    image = GeneratedImage(
        an_image().data, "png", 48, 64, understood=("long", "naïve"), missed=("robot", "größer"), drawing=2
    )
    kept = library.keep(a_sent_job(library).id, Delivery((image,)))
    library.close()
    reopened = open_library(library.folder, clock)
    assert reopened.pictures([kept[0].id]) == kept
    reading = (image.understood, image.missed, image.drawing)
    assert (kept[0].understood, kept[0].missed, kept[0].drawing) == reading
    assert (kept[0].seed, kept[0].cost, kept[0].generation_seconds) == (None, None, None)
    reopened.close()


@pytest.mark.parametrize(
    "prompt",
    [
        "nul \x00 in the middle",
        "\N{FACE WITH TEARS OF JOY} \N{WOMAN}\u200d\N{PERSONAL COMPUTER}",
        "שלום \u202eעולם\u202c مرحبا",
        "x" * 10_000,
        "'; DROP TABLE pictures; -- \" \\ % _ {curly} \r\n\ttabs",
        "../../etc/passwd",
        "half a pair \ud83d",
        "CON",
        "...",
    ],
)
def test_hostile_prompts_come_back_unchanged(library: PictureLibrary, clock: FixedClock, prompt: str) -> None:
    job = a_sent_job(library, prompt=prompt, negative_prompt=prompt)
    (kept,) = library.keep(job.id, a_delivery())
    library.close()
    reopened = open_library(library.folder, clock)
    (found,) = reopened.pictures([kept.id])
    assert found.request == a_request(prompt=prompt, negative_prompt=prompt)
    assert reopened.path(found).resolve().is_relative_to(library.folder.resolve())
    assert reopened.path(found).is_file()
    reopened.close()


@pytest.mark.logs_warnings
def test_a_seed_too_large_for_the_database_loses_no_picture(
    library: PictureLibrary, caplog: pytest.LogCaptureFixture
) -> None:
    job = a_sent_job(library)
    (kept,) = library.keep(job.id, Delivery((an_image(seed=2**64),)))
    assert kept.seed is None
    assert "seed cannot be stored: 18446744073709551616" in caplog.text


def test_a_cancelled_job_whose_picture_arrives_is_done(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.CANCELLED)
    assert len(library.keep(job.id, a_delivery())) == 1
    assert library.jobs_in([JobState.DONE])[0].id == job.id


@pytest.mark.parametrize("steps", [(), (JobState.SENDING, JobState.FAILED)])
def test_a_job_that_may_not_be_done_keeps_nothing(
    library: PictureLibrary, steps: tuple[JobState, ...]
) -> None:
    job = library.add_job(a_request())
    for step in steps:
        library.set_job_state(job.id, step)
    with pytest.raises(IllegalTransition):
        library.keep(job.id, a_delivery())
    assert picture_files(library.folder) == set()


def test_a_delivery_without_images_is_refused(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    with pytest.raises(ValueError, match="without images"):
        library.keep(job.id, Delivery(()))
    assert library.unfinished_jobs()[0].state is JobState.SENDING


def test_another_file_of_the_same_name_is_never_overwritten(library: PictureLibrary) -> None:
    job = a_sent_job(library, prompt="a")
    name = "pictures/2026/11/2026-11-22 120000 a j000001-1.jpg"
    (library.folder / name).parent.mkdir(parents=True)
    (library.folder / name).write_bytes(b"somebody's own")
    (library.folder / name.replace(".jpg", " (2).jpg")).mkdir()
    (kept,) = library.keep(job.id, a_delivery())
    assert (library.folder / name).read_bytes() == b"somebody's own"
    assert kept.file == name.replace(".jpg", " (3).jpg")
    assert library.path(kept).read_bytes() == a_delivery().images[0].data


def test_files_without_rows_are_taken_up_by_the_next_try(
    library: PictureLibrary, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    job = a_sent_job(library)
    library.spool(job.id, REPLY)
    with monkeypatch.context() as broken:
        broken.setattr(picture_rows, "add", _refuse)
        with pytest.raises(AppError, match="disk_full"):
            library.keep(job.id, a_delivery(3))
    stored = picture_files(library.folder)
    assert len(stored) == 3
    assert library.unfinished_jobs()[0].state is JobState.RECEIVED
    assert library.spooled(job.id) == REPLY
    clock.advance(days=40)
    assert {picture.file for picture in library.keep(job.id, a_delivery(3))} == stored
    assert picture_files(library.folder) == stored


def test_rows_come_all_or_none(library: PictureLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    job = a_sent_job(library)
    add = picture_rows.add

    def add_but_the_last(connection: object, picture: Picture, engine: str) -> None:
        if picture.sample == 2:
            _refuse()
        add(connection, picture, engine)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(picture_rows, "add", add_but_the_last)
        with pytest.raises(AppError):
            library.keep(job.id, a_delivery(3))
    assert library.pictures(range(1, 9)) == []
    assert len(library.keep(job.id, a_delivery(3))) == 3


def test_eight_threads_add_send_and_keep_at_once(library: PictureLibrary) -> None:
    threads, each = 8, 5
    start = Barrier(threads)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            start.wait()
            for _ in range(each):
                job = a_sent_job(library)
                library.spool(job.id, REPLY)
                kept = library.keep(job.id, a_delivery(2))
                assert library.pictures([picture.id for picture in kept]) == kept
                mark(library, [kept[0].id], SetFavourite(True))
        except BaseException as failure:  # noqa: BLE001 - handed to the test's own thread
            failures.append(failure)

    workers = [Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert failures == []
    everything = library.pictures(range(1, 1000))
    assert len(everything) == threads * each * 2
    assert sum(picture.favourite for picture in everything) == threads * each
    assert picture_files(library.folder) == {picture.file for picture in everything}
    assert len(library.jobs_in([JobState.DONE])) == threads * each


def test_the_same_job_kept_by_many_threads_is_stored_once(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    results: list[list[Picture]] = []
    workers = [Thread(target=lambda: results.append(library.keep(job.id, a_delivery(2)))) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(results) == 6
    assert all(result == results[0] for result in results)
    assert len(picture_files(library.folder)) == 2


def test_times_are_kept_to_the_microsecond(library: PictureLibrary, clock: FixedClock) -> None:
    clock.advance(microseconds=123_457)
    (kept,) = library.keep(a_sent_job(library).id, a_delivery())
    assert library.pictures([kept.id])[0].created == clock.now()
    assert clock.now().utcoffset() == timedelta(0)


def _refuse(*_: object) -> None:
    raise AppError(ErrorKind.DISK_FULL, "the disk is full")
