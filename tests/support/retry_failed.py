"""The action "Retry failed jobs", for tests without a window."""

from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.job_acts import is_retried_with_all


def retry_failed(queue: GenerationQueue) -> None:
    """Retry all failed jobs, except those that may have been paid for and would be sent again."""
    for status in queue.statuses:
        if is_retried_with_all(status):
            queue.jobs.retry(status.job.id)
