from dataclasses import replace
from datetime import timedelta

import pytest

from portrait_app.core.delivery import Ticket
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import TRANSITIONS, IllegalTransition, Job, JobState
from portrait_app.library.library import PictureLibrary, open_library
from tests.library.making import REPLY, a_delivery, a_request, a_sent_job
from tests.support.clock import FixedClock
from tests.support.database import database_of

TICKET = Ticket("rq-1", "https://api.segmind.com/v2/requests/rq-1/status")

# How to bring a new job into each state by legal steps.
WAYS: dict[JobState, tuple[JobState, ...]] = {
    JobState.QUEUED: (),
    JobState.SENDING: (JobState.SENDING,),
    JobState.WAITING: (JobState.SENDING, JobState.WAITING),
    JobState.RECEIVED: (JobState.SENDING, JobState.RECEIVED),
    JobState.DONE: (JobState.SENDING, JobState.DONE),
    JobState.FAILED: (JobState.SENDING, JobState.FAILED),
    JobState.CANCELLED: (JobState.CANCELLED,),
    JobState.OUTCOME_UNKNOWN: (JobState.SENDING, JobState.OUTCOME_UNKNOWN),
}


def job_in(library: PictureLibrary, state: JobState) -> Job:
    job = library.add_job(a_request())
    for step in WAYS[state]:
        job = library.set_job_state(job.id, step)
    assert job.state is state
    return job


def test_a_new_job_is_queued_and_comes_back_equal(library: PictureLibrary, clock: FixedClock) -> None:
    job = library.add_job(a_request(prompt="a sailor", guidance_scale=7.3))
    assert (job.state, job.created) == (JobState.QUEUED, clock.now())
    assert library.unfinished_jobs() == [job]
    assert library.unfinished_jobs()[0].request == a_request(prompt="a sailor", guidance_scale=7.3)


@pytest.mark.parametrize("now", JobState)
@pytest.mark.parametrize("to", JobState)
def test_only_legal_steps_are_taken(library: PictureLibrary, now: JobState, to: JobState) -> None:
    job = job_in(library, now)
    if to in TRANSITIONS[now]:
        assert library.set_job_state(job.id, to).state is to
    else:
        with pytest.raises(IllegalTransition):
            library.set_job_state(job.id, to)
        assert library.jobs_in([now]) == [job]


def test_times_are_those_of_the_steps(library: PictureLibrary, clock: FixedClock) -> None:
    created = clock.now()
    job = library.add_job(a_request())
    clock.advance(seconds=1.000001)
    sent = library.set_job_state(job.id, JobState.SENDING)
    clock.advance(seconds=2)
    failed = library.set_job_state(job.id, JobState.FAILED, AppError(ErrorKind.SERVER_ERROR, "boom"))
    assert (sent.sent, sent.finished) == (created + timedelta(seconds=1.000001), None)
    assert (failed.created, failed.sent, failed.finished) == (created, sent.sent, clock.now())
    again = library.set_job_state(job.id, JobState.QUEUED)
    assert (again.sent, again.finished, again.error, again.error_detail) == (None, None, None, "")


def test_an_error_is_kept_with_its_job(library: PictureLibrary) -> None:
    job = job_in(library, JobState.SENDING)
    detail = "the service's own words: \N{PILE OF POO}\x00 \ud800"
    library.set_job_state(job.id, JobState.FAILED, AppError(ErrorKind.NO_CREDITS, detail))
    (failed,) = library.jobs_in([JobState.FAILED])
    assert failed.error is ErrorKind.NO_CREDITS
    assert failed.error_detail == detail.replace("\ud800", "?")


def test_a_ticket_is_there_with_the_state_and_gone_when_the_job_is_queued_anew(
    library: PictureLibrary, clock: FixedClock
) -> None:
    job = a_sent_job(library)
    waiting = library.set_waiting(job.id, TICKET)
    assert (waiting.state, waiting.ticket, waiting.sent) == (JobState.WAITING, TICKET, job.sent)
    library.close()
    reopened = open_library(library.folder, clock)
    assert reopened.unfinished_jobs() == [waiting]
    assert reopened.known_requests(["rq-1", "rq-2", ""]) == {"rq-1"}
    reopened.set_job_state(job.id, JobState.FAILED)
    assert reopened.set_job_state(job.id, JobState.QUEUED).ticket is None
    assert reopened.known_requests(["rq-1"]) == set()
    reopened.close()


def test_a_cancelled_job_gets_its_ticket_and_stays_cancelled(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.set_job_state(job.id, JobState.CANCELLED)
    assert library.set_waiting(job.id, TICKET).state is JobState.CANCELLED
    assert library.known_requests(["rq-1"]) == {"rq-1"}


def test_a_ticket_for_a_job_that_was_never_sent_is_refused_whole(library: PictureLibrary) -> None:
    job = library.add_job(a_request())
    with pytest.raises(IllegalTransition):
        library.set_waiting(job.id, TICKET)
    assert library.unfinished_jobs() == [job]


def test_the_id_of_a_delivery_is_known_and_one_without_an_id_keeps_that_of_the_ticket(
    library: PictureLibrary,
) -> None:
    job = a_sent_job(library)
    library.set_waiting(job.id, TICKET)
    library.keep(job.id, replace(a_delivery(), request_id=""))
    library.keep(a_sent_job(library).id, a_delivery())
    assert library.known_requests(["rq-1", "abc-1"]) == {"rq-1", "abc-1"}


def test_jobs_in_gives_the_newest_of_any_state(library: PictureLibrary) -> None:
    made = [job_in(library, state) for state in [*JobState, *JobState]]
    wanted = {JobState.DONE, JobState.QUEUED}
    newest_first = [job for job in reversed(made) if job.state in wanted]
    assert library.jobs_in(list(wanted)) == newest_first
    assert library.jobs_in(list(wanted), limit=3) == newest_first[:3]
    assert library.jobs_in([]) == []


def test_unfinished_jobs_are_the_ones_left_oldest_first(library: PictureLibrary, clock: FixedClock) -> None:
    made = [job_in(library, state) for state in JobState] + [job_in(library, JobState.QUEUED)]
    library.close()
    reopened = open_library(library.folder, clock)
    left = {JobState.QUEUED, JobState.SENDING, JobState.WAITING, JobState.RECEIVED}
    assert reopened.unfinished_jobs() == [job for job in made if job.state in left]
    reopened.close()


def test_a_person_s_order_of_the_queue_is_kept(library: PictureLibrary, clock: FixedClock) -> None:
    first, second, third = (library.add_job(a_request()) for _ in range(3))
    library.move_jobs({third.id: 0.5, first.id: 2.5, 999: 1.0})
    library.close()
    reopened = open_library(library.folder, clock)
    left = reopened.unfinished_jobs()
    assert [job.id for job in left] == [third.id, second.id, first.id]
    assert [job.place for job in left] == [0.5, second.id, 2.5]
    reopened.close()


def test_an_unknown_job_is_an_error_of_the_library(library: PictureLibrary) -> None:
    for act in (
        lambda: library.set_job_state(7, JobState.SENDING),
        lambda: library.keep(7, a_delivery()),
        lambda: library.spool(7, REPLY),
    ):
        with pytest.raises(AppError) as caught:
            act()
        assert caught.value.kind is ErrorKind.LIBRARY_FAILED


def test_a_done_job_knows_what_it_cost(library: PictureLibrary) -> None:
    job = a_sent_job(library)
    library.keep(job.id, a_delivery(2))
    with database_of(library).read() as connection:
        row = connection.execute(
            "SELECT cost, remaining_credits, generation_seconds, request_id, engine, state FROM jobs"
        ).fetchone()
    assert tuple(row) == (0.006, 1.5, 2.25, "abc-1", "segmind", "done")


def test_what_was_done_today_is_listed_newest_first(library: PictureLibrary, clock: FixedClock) -> None:
    library.keep(a_sent_job(library).id, a_delivery())
    clock.advance(seconds=86_400)
    midnight = clock.now()
    first = library.keep(a_sent_job(library, prompt="a sailor", samples=2).id, a_delivery(2))
    clock.advance(seconds=60)
    last = library.keep(a_sent_job(library).id, a_delivery())
    a_sent_job(library)  # still under way
    done = library.jobs_done_since(midnight)
    assert [job.first_picture for job in done] == [last[0].id, first[0].id]
    sailor = done[1]
    assert (sailor.prompt, sailor.engine, sailor.pictures) == ("a sailor", "segmind", 2)
    assert (sailor.cost, sailor.seconds, sailor.finished) == (0.006, 2.25, midnight)


def test_where_the_service_did_not_say_how_long_it_took_the_clock_does(
    library: PictureLibrary, clock: FixedClock
) -> None:
    job = a_sent_job(library)
    clock.advance(seconds=4.5)
    library.keep(job.id, replace(a_delivery(), generation_seconds=None, cost=None))
    (done,) = library.jobs_done_since(job.created)
    assert (done.seconds, done.cost) == (4.5, None)
