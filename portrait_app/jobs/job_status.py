"""The status of a job in the queue, as the window shows it."""

from dataclasses import dataclass

from portrait_app.core.errors import AppError, Billed
from portrait_app.core.job import Job, JobState
from portrait_app.jobs.progress import Progress


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job and its progress."""

    job: Job
    elapsed: float = 0.0  # seconds since the running attempt began; 0 while the job waits
    progress: Progress | None = None  # if the engine reports it
    seconds_left: float | None = None  # until a running job ends, as soon as it can be estimated
    error: AppError | None = None  # why the user has to decide
    running: bool = False
    unstored: bool = False  # a paid reply is only in memory, because it could not be written to disk
    retry_in: float | None = None  # seconds until the automatic retry, if known
    retry_error: AppError | None = None  # the last failure, while an automatic retry is pending
    attempt: int = 0  # number of failures

    @property
    def fraction(self) -> float | None:
        """The part of the work that is done, from 0 to 1; None if the engine does not report it."""
        return None if self.progress is None else self.progress.fraction

    @property
    def waits(self) -> bool:
        """Whether the job has not been sent, but will be."""
        return self.job.state is JobState.QUEUED and not self.running and self.error is None

    @property
    def outcome_is_unknown(self) -> bool:
        """Whether the job may have been made and paid for, and the user has to decide."""
        return self.error is not None and self.job.state is JobState.OUTCOME_UNKNOWN

    @property
    def may_cost_twice(self) -> bool:
        """Whether a retry may pay a second time for a picture that was perhaps made."""
        return self.error is not None and self.error.billed is Billed.MAYBE and self.would_be_sent

    @property
    def would_be_sent(self) -> bool:
        """Whether a retry sends the request again: there is no reply to read and no ticket to poll."""
        is_polled = self.job.state is JobState.OUTCOME_UNKNOWN and self.job.ticket is not None
        return not (self.unstored or is_polled or self.job.state is JobState.RECEIVED)
