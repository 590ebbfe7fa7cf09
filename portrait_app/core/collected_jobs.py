"""Remembers in the settings which collection a job's pictures go into, also over an end of the program."""

import json

from portrait_app.core.job import Job
from portrait_app.core.ports.system import Settings

_KEY = "collections_of_jobs"
_MOST = 500  # jobs; one that was cancelled is forgotten at last


def note_collection(settings: Settings, job: Job, collection: str) -> None:
    """Remember that the pictures of `job` go into `collection`."""
    noted = {**_noted(settings), _name(job): collection}
    settings.set(_KEY, json.dumps(dict(list(noted.items())[-_MOST:])))


def take_collection(settings: Settings, job: Job) -> str:
    """Return the collection for the pictures of `job`, empty if there is none, and forget it."""
    noted = _noted(settings)
    collection = noted.pop(_name(job), "")
    if collection:
        settings.set(_KEY, json.dumps(noted))
    return collection


def _name(job: Job) -> str:
    return f"{job.id} {job.created.isoformat()}"  # another library has other jobs with the same ids


def _noted(settings: Settings) -> dict[str, str]:
    try:
        noted = json.loads(str(settings.value(_KEY)))
    except ValueError:
        return {}
    if not isinstance(noted, dict):
        return {}
    return {name: value for name, value in noted.items() if isinstance(value, str)}
