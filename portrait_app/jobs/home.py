"""Whether what a library would have sent is this person's: asked once, when it has been opened."""

from collections.abc import Mapping

from portrait_app.core.engines import is_free
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.library import Home, Library

_WOULD_BE_SENT = frozenset({JobState.QUEUED, JobState.SENDING})


def is_at_home(home: Home, library: Library, engines: Mapping[str, Engine]) -> bool:
    """Say whether jobs of a library may be sent from here. One that has none to pay for is at home at once.

    On the worker that opens the library, before anything is recovered.
    """
    if home.is_known():
        return True
    unfinished = [job for job in library.unfinished_jobs() if job.state in _WOULD_BE_SENT]
    # Of what is unknown some may be sent again by itself, once the service's history has been asked.
    unknown = [job for job in library.jobs_in((JobState.OUTCOME_UNKNOWN,)) if job.ticket is None]
    if any(_costs_money(job, engines) for job in (*unfinished, *unknown)):
        return False
    home.settle()
    return True


def _costs_money(job: Job, engines: Mapping[str, Engine]) -> bool:
    """Say whether a stored job is one that is paid for; one of an engine that is not here is never sent."""
    return job.request.engine in engines and not is_free(job.request.engine)
