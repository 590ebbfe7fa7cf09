"""What every test of the queue has: a library, a runner and a queue, and what the queue said."""

from portrait_app.core.job import JobState
from portrait_app.jobs.carry_out import Outcome
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.runner import TaskRunner
from portrait_app.library.library import PictureLibrary


class QueueStudio:
    """A program without a window."""

    def __init__(self, library: PictureLibrary, runner: TaskRunner, queue: GenerationQueue) -> None:
        self.library = library
        self.runner = runner
        self.queue = queue
        self.is_closed = False
        self.delivered: list[Outcome] = []
        self.failed: list[Outcome] = []
        queue.delivered.connect(self.delivered.append)
        queue.failed.connect(self.failed.append)

    def states(self) -> list[JobState]:
        """Return the state of every job, the oldest first."""
        return [job.state for job in self.library.jobs_in(tuple(JobState))][::-1]

    def close(self) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        self.queue.close()
        assert self.runner.shut_down(5000)
        self.library.close()
