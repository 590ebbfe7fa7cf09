"""What "Retry failed jobs" of the window does, for tests without a window."""

from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.job_acts import is_retried_with_all


def retry_failed(queue: GenerationQueue) -> None:
    """Try everything again that failed, but what may have been paid for only where that sends nothing."""
    for status in queue.statuses:
        if is_retried_with_all(status):
            queue.jobs.retry(status.job.id)
