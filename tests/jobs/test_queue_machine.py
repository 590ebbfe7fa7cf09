"""Whatever happens, whenever: no job is lost, nothing is paid for twice, and the order is a person's."""

import logging
import math
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from portrait_app.core.catalog import SAMPLE_VALUES, SEGMIND
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.job import NEEDS_USER, UNFINISHED, Job, JobState
from portrait_app.core.request import GenerationRequest
from portrait_app.core.search.query import FILTERS, LibraryQuery
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.dispatch import Ended
from portrait_app.jobs.entries import JobEntry
from portrait_app.jobs.finder import Finder, LookupResult
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.holds import HoldReason
from portrait_app.library.library import PictureLibrary, open_library
from tests.jobs.queue_world import Fate, Killed, Service, StepRunner
from tests.support.clock import FixedClock
from tests.support.retry_failed import retry_failed
from tests.support.timing import TestTime

numbers = st.integers(0, 20)
_MOST = 3  # at the same time
_LOOKED_FOR = 15  # turns of 65 s: longer than the program looks for a lost picture
_TROUBLES = (None, Fate.BUSY, Fate.BUSY, Fate.BROKEN, Fate.LIMITED, Fate.UNREACHED, Fate.LOST)


class QueueMachine(RuleBasedStateMachine):
    """Holds the real queue, on a real library, against what a person may rely on."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.time = TestTime()
        self.clock = FixedClock(self.time.utc())
        self.cloud = Service(utc=self.clock.now)
        self.submitted = 0
        self.order: list[int] = []  # ids as a person put them
        self.gone: set[int] = set()  # by a person: cancelled, dismissed
        self.proved: Counter[str] = Counter()  # how often the history proved that it was never made
        self.again: dict[str, int] = {}  # how often a person sent again what may have been paid for
        logging.disable(logging.WARNING)
        self._open()

    def _open(self) -> None:
        self.library: PictureLibrary = open_library(Path(self.folder.name), self.clock)
        self.runner = StepRunner()
        self.queue = GenerationQueue(
            {SEGMIND: self.cloud},
            self.library,
            self.runner,
            lambda: _MOST,
            Finder({SEGMIND: self.cloud}, self.library, lambda: "key", self.time.timing),
            per_minute=lambda _engine: 6,
            timing=self.time.timing,
        )
        self.queue.failed.connect(self._wait_for_credits)
        self.queue.looked.connect(self._note_proof)
        self.probes: set[int] = set()  # ids of jobs that find out for all whether the service works
        send = self.queue._dispatch.send

        def watched(entry: JobEntry, ended: Ended) -> None:
            self._check_turn(entry)
            send(entry, lambda outcome: self._probed(outcome, ended))

        self.queue._dispatch.send = watched  # type: ignore[method-assign]

    def _wait_for_credits(self, outcome: Outcome) -> None:
        """Do what the window does when the account is empty."""
        if outcome.error is not None and outcome.error.kind is ErrorKind.NO_CREDITS:
            self.queue.hold(SEGMIND, HoldReason.NO_CREDITS)
            self.queue.jobs.retry(outcome.job.id)

    def _note_proof(self, looked: LookupResult) -> None:
        self.proved[looked.job.request.prompt] += looked.never_made

    def _probed(self, outcome: Outcome, ended: Ended) -> None:
        self.probes.discard(outcome.job.id)
        ended(outcome)

    def teardown(self) -> None:
        try:
            self._all_ends_well()
        finally:
            self.queue.close()
            self.library.close()
            self.folder.cleanup()
            logging.disable(logging.NOTSET)

    # What a person does

    @initialize(count=st.integers(1, 4))
    def begin(self, count: int) -> None:
        for _ in range(count):
            self.submit()

    @precondition(lambda self: self.submitted < 12)
    @rule()
    def submit(self) -> None:
        self.submitted += 1
        values = {**SAMPLE_VALUES, "prompt": f"portrait {self.submitted}"}
        self.queue.submit(GenerationRequest("potraitsd1.5-txt2img", values))
        self.runner.settle()
        self.order.append(max(status.job.id for status in self.queue.statuses))

    @rule(pause=st.booleans())
    def pause(self, pause: bool) -> None:
        self.queue.pause() if pause else self.queue.resume()

    @rule(hold=st.booleans(), reason=st.sampled_from([HoldReason.NO_CREDITS, HoldReason.LOW_BALANCE]))
    def hold(self, hold: bool, reason: HoldReason) -> None:
        (self.queue.hold if hold else self.queue.release)(SEGMIND, reason)

    @rule(which=st.lists(numbers, max_size=3, unique=True), before=numbers | st.none())
    def move(self, which: list[int], before: int | None) -> None:
        shown = [status.job.id for status in self.queue.statuses]
        if not shown:
            return
        ids = list(dict.fromkeys(shown[number % len(shown)] for number in which))
        target = None if before is None else shown[before % len(shown)]
        unsent = {status.job.id for status in self.queue.statuses if status.waits}
        moved = [job_id for job_id in ids if job_id in unsent]
        if target in moved:
            return  # before itself
        self.queue.jobs.move(ids, target)
        rest = [job_id for job_id in self.order if job_id not in moved]
        if target is None:
            last = max((rest.index(job_id) for job_id in rest if job_id in shown), default=-1)
            at = last + 1
        else:
            at = rest.index(target)
        self.order = rest[:at] + moved + rest[at:]

    @rule(which=numbers)
    def run_next(self, which: int) -> None:
        waiting = [status.job.id for status in self.queue.statuses if status.waits]
        if waiting:
            job_id = waiting[which % len(waiting)]
            self.queue.jobs.run_next(job_id)
            rest = [other for other in self.order if other != job_id]
            at = rest.index(next((other for other in waiting if other != job_id), rest[-1])) if rest else 0
            self.order = [*rest[:at], job_id, *rest[at:]] if job_id != waiting[0] else self.order

    @rule(which=numbers)
    def cancel(self, which: int) -> None:
        if status := self._any(which):
            before = len(self.queue.statuses)
            self.queue.jobs.cancel(status)
            if len(self.queue.statuses) < before:
                self.gone.add(status)

    @rule(which=numbers)
    def skip(self, which: int) -> None:
        if status := self._any(which):
            self.queue.jobs.skip_wait(status)

    @rule(which=numbers)
    def dismiss(self, which: int) -> None:
        if status := self._any(which):
            before = len(self.queue.statuses)
            self.queue.jobs.dismiss(status)
            if len(self.queue.statuses) < before:
                self.gone.add(status)

    @rule(which=numbers)
    def retry(self, which: int) -> None:
        status = next(iter(self._needing(which)), None)
        if status is None:
            return
        entry = self.queue._entries.get(status)
        assert entry is not None
        if entry.job.state is JobState.OUTCOME_UNKNOWN and entry.job.ticket is None:
            self.again[entry.job.request.prompt] = self.again.get(entry.job.request.prompt, 0) + 1
        self.queue.jobs.retry(status)

    @rule(which=numbers)
    def look(self, which: int) -> None:
        for job_id in self._needing(which):
            self.queue.jobs.look(job_id)

    @rule()
    def retry_failed(self) -> None:
        retry_failed(self.queue)

    # What happens

    @precondition(lambda self: self.runner.elsewhere)
    @rule(which=numbers, fate=st.sampled_from(Fate))
    def work_ends(self, which: int, fate: Fate) -> None:
        self.cloud.fate = fate
        try:
            if fate is Fate.DISK_FULL:
                self._with_a_full_disk(which)
            else:
                self.runner.step_elsewhere(which)
        except Killed:
            self.restart(killed=True)

    def _with_a_full_disk(self, which: int) -> None:
        def refuse(*_: object) -> None:
            raise AppError(ErrorKind.DISK_FULL)

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(self.library._spool, "write", refuse)
            self.runner.step_elsewhere(which)

    @precondition(lambda self: self.runner.database)
    @rule()
    def database_works(self) -> None:
        self.runner.step_database()

    @rule(seconds=st.sampled_from([0.5, 2.0, 10.0, 65.0, 1000.0]))
    def time_passes(self, seconds: float) -> None:
        self.time.advance(seconds)
        self.clock.advance(seconds=seconds)
        self.queue.pump()

    @rule(trouble=st.sampled_from(_TROUBLES))
    def has_trouble(self, trouble: Fate | None) -> None:
        self.cloud.trouble = trouble

    @rule(offline=st.booleans())
    def network(self, offline: bool) -> None:
        self.cloud.offline = offline

    @rule(killed=st.booleans())
    def restart(self, killed: bool) -> None:
        """End the program, between two pieces of work, and start it again."""
        self.queue.close()
        if not killed:
            self.runner.settle()
        elif self.runner.database:  # a move may not have got to the disk
            self.order = [job.id for job in sorted(self._jobs(), key=lambda job: job.place)]
        self.library.close()
        self._open()
        self.queue.recover()
        self.runner.settle()

    # What always holds

    def _check_turn(self, entry: JobEntry) -> None:
        """Nobody who could start as well stands before a job that starts; in an outage they take turns."""
        now = self.time.seconds
        assert not self.queue.is_paused
        if entry.is_probe:
            assert not self.probes
            self.probes.add(entry.job.id)
            others = [other for other in self.queue._entries if other.is_unsent and other is not entry]
            assert entry.at_once or entry.probes + entry.failures <= min(
                (other.probes + other.failures for other in others), default=math.inf
            )
        elif not entry.at_once:
            before = [other for other in self.queue._entries if other.job.place < entry.job.place]
            assert not [other for other in before if other.is_unsent and (other.due or 0) <= now]

    @invariant()
    def nothing_is_paid_for_twice(self) -> None:
        for prompt, posts in self.cloud.posts.items():
            assert posts <= 1 + self.again.get(prompt, 0) + self.proved[prompt], prompt
            assert self.cloud.paid[prompt] <= 1 + self.again.get(prompt, 0), prompt

    @invariant()
    def the_counts_are_right(self) -> None:
        statuses = self.queue.statuses
        assert self.queue.waiting == sum(status.waits for status in statuses)
        assert self.queue.running == sum(status.running for status in statuses)
        assert self.queue.unstored >= sum(status.unstored for status in statuses)

    @invariant()
    def the_order_is_a_person_s(self) -> None:
        waiting = [status.job.id for status in self.queue.statuses if status.waits]
        assert waiting == [job_id for job_id in self.order if job_id in waiting]

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        is_careful = not self.queue._admission._lines[SEGMIND]._doubts.may_send
        if self.queue.holds or self.queue.running >= _MOST or is_careful:
            return
        for status in self.queue.statuses:
            entry = self.queue._entries.get(status.job.id)
            assert not status.waits or status.retry_in is not None or (entry and entry.settling)

    @invariant()
    def what_is_shown_is_on_disk(self) -> None:
        if self.runner.database:
            return  # being written
        stored = {job.id: job for job in self._jobs()}
        shown = {status.job.id: status for status in self.queue.statuses}
        for job_id, job in stored.items():
            if job.state in UNFINISHED | NEEDS_USER:
                assert job_id in shown or job_id in self.gone, f"{job} is lost"
        for job_id, status in shown.items():
            if not status.running and not status.unstored:
                assert status.job.state is stored[job_id].state
                assert status.job.ticket == stored[job_id].ticket
                assert status.job.place == stored[job_id].place

    # In the end

    def _all_ends_well(self) -> None:
        """When nothing is in the way any more every job ends, with one picture for each that was made."""
        self.cloud.offline, self.cloud.trouble = False, None
        for reason in (HoldReason.NO_CREDITS, HoldReason.LOW_BALANCE):
            self.queue.release(SEGMIND, reason)
        self.queue.resume()
        for turn in range(200):
            self.cloud.fate = Fate.PICTURE
            self.runner.settle()
            while self.runner.elsewhere:
                self.runner.step_elsewhere(0)
                self.runner.settle()
            retry_failed(self.queue)
            for status in self.queue.statuses:
                if status.waits:
                    self.queue.jobs.skip_wait(status.job.id)  # a person goes on, whatever is unknown
            self.time_passes(65.0)
            is_idle = not self.runner.elsewhere and not self.runner.database and not self.queue.waiting
            if is_idle and turn > _LOOKED_FOR:
                break
        self.nothing_is_paid_for_twice()
        pictures = self.library.pictures(self.library.picture_ids(LibraryQuery(FILTERS[0], self.clock.now())))
        assert len({picture.job_id for picture in pictures}) == len(pictures)
        for job in self._jobs():
            if job.id not in self.gone:
                was_made = job.request.prompt in self.cloud.made and job.request.prompt not in self.again
                assert job.state in (JobState.DONE, JobState.OUTCOME_UNKNOWN), job
                assert job.state is JobState.DONE or not was_made, f"{job} was paid for"

    def _jobs(self) -> list[Job]:
        """Return the jobs that were submitted: what a try may have cost stands in one of its own."""
        return [job for job in self.library.jobs_in(tuple(JobState)) if job.id in self.order]

    def _any(self, which: int) -> int | None:
        shown = self.queue.statuses
        return shown[which % len(shown)].job.id if shown else None

    def _needing(self, which: int) -> list[int]:
        needing = [status.job.id for status in self.queue.statuses if status.error is not None]
        return [needing[which % len(needing)]] if needing else []


QueueMachine.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


TestQueueMachine = pytest.mark.usefixtures("qapp")(QueueMachine.TestCase)
