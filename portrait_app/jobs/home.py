"""Decides, when a library is opened, whether its unsent jobs may be sent from this computer and user."""

from collections.abc import Mapping

from portrait_app.core.engines import is_free
from portrait_app.core.job import Job, JobState
from portrait_app.core.ports.engines import Engine
from portrait_app.core.ports.library import Home, Library

_WOULD_BE_SENT = frozenset({JobState.QUEUED, JobState.SENDING})


def is_at_home(home: Home, library: Library, engines: Mapping[str, Engine]) -> bool:
    """Return whether the library's jobs may be sent from here.

    A library without paid jobs is accepted without a question, and the place is remembered. Call it on the
    worker that opens the library, before jobs are recovered.
    """
    if home.is_known():
        return True
    unfinished = [job for job in library.unfinished_jobs() if job.state in _WOULD_BE_SENT]
    # A job with an unknown outcome may be sent again automatically, if the history proves it was never made.
    unknown = [job for job in library.jobs_in((JobState.OUTCOME_UNKNOWN,)) if job.ticket is None]
    if any(_costs_money(job, engines) for job in (*unfinished, *unknown)):
        return False
    home.settle()
    return True


def _costs_money(job: Job, engines: Mapping[str, Engine]) -> bool:
    """Return whether the job costs money. A job of an engine that this version lacks is never sent."""
    return job.request.engine in engines and not is_free(job.request.engine)
