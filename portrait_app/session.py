"""Make the session of an open library: the job queue and the key controller.

Part of the composition root.
"""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject

from portrait_app.core.credentials import Credentials
from portrait_app.core.ports.backend import Backend
from portrait_app.core.ports.system import Settings
from portrait_app.core.preferences import requests_per_minute
from portrait_app.jobs.finder import Finder
from portrait_app.jobs.generation_queue import GenerationQueue
from portrait_app.jobs.jobs_from_elsewhere import JobsFromElsewhere
from portrait_app.jobs.key_controller import KeyController
from portrait_app.jobs.library_watch import LibraryWatch
from portrait_app.jobs.model_additions import ModelAdditions
from portrait_app.jobs.runner import TaskRunner
from portrait_app.ui.shell.session import Session


def open_session(
    backend: Backend,
    *,
    settings: Settings,
    credentials: Credentials,
    runner: TaskRunner,
    started: datetime,
    parent: QObject,
) -> Session:
    """Make the job queue and the key controller. Nothing is sent yet."""
    queue = GenerationQueue(
        backend.engines,
        backend.library,
        runner,
        lambda: int(settings.value("concurrency")),
        Finder(backend.histories, backend.library, lambda: credentials.key),
        per_minute=partial(requests_per_minute, settings.value),
        capacities=backend.capacities,
    )
    if settings.value("queue_paused"):
        queue.pause()
    queue.paused.connect(partial(settings.set, "queue_paused"))
    keys = KeyController(
        credentials,
        backend.keychain,
        backend.account,
        runner,
        environment_key=backend.environment_key,
    )
    keys.changed.connect(queue.pump)
    elsewhere = None
    if not backend.is_at_home:
        elsewhere = JobsFromElsewhere(queue, backend.engines, backend.home, runner, queue)
    return Session(
        backend=backend,
        queue=queue,
        keys=keys,
        watch=LibraryWatch(backend.is_there, queue, runner),
        additions={key: ModelAdditions(store, runner) for key, store in backend.stores.items()},
        started=started,
        elsewhere=elsewhere,
        parent=parent,
    )
