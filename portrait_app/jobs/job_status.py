"""What the window shows of a job that is not done."""

from dataclasses import dataclass

from portrait_app.core.errors import AppError
from portrait_app.core.job import Job, JobState


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A job and how far it is."""

    job: Job
    elapsed: float = 0.0  # seconds since it was sent, 0 while it waits and in the very first moment
    fraction: float | None = None  # 0 to 1, where the engine knows
    error: AppError | None = None  # why it needs a person
    running: bool = False
    unstored: bool = False  # it was paid for, and its reply is only in memory: the disk would not take it
    retry_in: float | None = None  # seconds until it is tried again by itself, where that is known
    retry_error: AppError | None = None  # why the last try failed, while it is tried again by itself
    attempt: int = 0  # how often it has failed

    @property
    def waits(self) -> bool:
        """Whether it has not been sent, and will be."""
        return self.job.state is JobState.QUEUED and not self.running and self.error is None

    @property
    def outcome_is_unknown(self) -> bool:
        """Whether the job may have been made and paid for, and waits for a person to decide."""
        return self.error is not None and self.job.state is JobState.OUTCOME_UNKNOWN

    @property
    def would_be_sent(self) -> bool:
        """Whether trying it again sends it anew: its reply is not here, and no ticket can be asked for."""
        is_asked_for = self.job.state is JobState.OUTCOME_UNKNOWN and self.job.ticket is not None
        return not (self.unstored or is_asked_for or self.job.state is JobState.RECEIVED)
