"""The texts about jobs: a job's state in a few words or in a sentence, and the counts of jobs."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.engines import engine_name
from portrait_app.core.job import NEEDS_USER
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.shell.messages import describe

_SPOKEN = 100  # characters of a prompt that a screen reader reads


class QueueSection(Enum):
    """The sections of the queue, in the order on the screen. The value is the caption in English."""

    NEEDS_USER = QT_TRANSLATE_NOOP("queue", "For you")
    RUNNING = QT_TRANSLATE_NOOP("queue", "Running")
    RETRYING = QT_TRANSLATE_NOOP("queue", "Again soon")
    WAITING = QT_TRANSLATE_NOOP("queue", "Waiting")

    @property
    def caption(self) -> str:
        return _tr(self.value)


def section_of(status: JobStatus) -> QueueSection:
    """Return the section of a job."""
    if status.error is not None:
        return QueueSection.NEEDS_USER
    if status.running:
        return QueueSection.RUNNING
    return (
        QueueSection.WAITING
        if status.retry_error is None and status.retry_in is None
        else QueueSection.RETRYING
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("queue", text)


def state_words(status: JobStatus) -> str:
    """Return the state of a job, short enough for the end of a row."""
    if status.outcome_is_unknown:
        return _tr(QT_TRANSLATE_NOOP("queue", "May have been paid for"))
    if status.error is not None:
        return describe(status.error, status.job.request.engine).title
    if status.running:
        return _running_words(status)
    if status.retry_in is None and status.retry_error is not None:
        # The section's name says that the job is tried again.
        return describe(status.retry_error, status.job.request.engine).title
    if section_of(status) is QueueSection.RETRYING:
        return _retrying_words(status)
    return engine_name(status.job.request.engine)


def sentence(status: JobStatus) -> str:
    """Return the state of a job in full sentences."""
    if status.error is not None:
        message = describe(status.error, status.job.request.engine)
        return f"{message.sentence} {message.money}"
    if status.running:
        return _running_words(status)
    if section_of(status) is QueueSection.RETRYING:
        return _retrying_words(status)
    if status.job.ticket is not None:
        words = QT_TRANSLATE_NOOP("queue", "{engine} has it. It is asked for until the picture is there.")
        return _tr(words).format(engine=engine_name(status.job.request.engine))
    return _tr(QT_TRANSLATE_NOOP("queue", "Waiting. Nothing has been sent."))


def spoken(status: JobStatus) -> str:
    """Return what a screen reader reads for a row."""
    words = state_words(status)
    stage = section_of(status).caption
    prompt = start_of(status.job.request.prompt, _SPOKEN)
    return ", ".join((stage, words, prompt))


def whole_seconds(seconds: float) -> int:
    """Return the seconds that a countdown shows: rounded up, at least 1."""
    return max(-int(-seconds // 1), 1)


def duration(seconds: float) -> str:
    """Return a duration as text, such as 34 s or 3 min. Minutes are rounded up."""
    whole = whole_seconds(seconds)
    if whole < 100:
        return _tr(QT_TRANSLATE_NOOP("queue", "{count}\u00a0s")).format(count=whole)
    return _tr(QT_TRANSLATE_NOOP("queue", "{count}\u00a0min")).format(count=-(-whole // 60))


def _running_words(status: JobStatus) -> str:
    seconds = _tr(QT_TRANSLATE_NOOP("queue", "{count}\u00a0s")).format(count=int(status.elapsed))
    if status.job.state in NEEDS_USER:
        return _tr(QT_TRANSLATE_NOOP("queue", "Looking for it, {seconds}")).format(seconds=seconds)
    parts = [engine_name(status.job.request.engine), seconds]
    if status.fraction is not None:
        parts.insert(1, QLocale().toString(round(status.fraction * 100)) + "\u00a0%")
    if status.attempt:
        parts.append(_tr(QT_TRANSLATE_NOOP("queue", "attempt {number}")).format(number=status.attempt + 1))
    return " · ".join(parts)


def _retrying_words(status: JobStatus) -> str:
    if status.retry_in is None:
        words = _tr(QT_TRANSLATE_NOOP("queue", "Sent again as soon as it can be"))
    else:
        words = _tr(QT_TRANSLATE_NOOP("queue", "Sent again in {time}")).format(time=duration(status.retry_in))
    if status.retry_error is None:
        return words
    return f"{words}: {describe(status.retry_error, status.job.request.engine).title}"


def counts(jobs: Mapping[QueueSection, int]) -> str:
    """Return the number of jobs in each section, as text."""
    needing = jobs.get(QueueSection.NEEDS_USER, 0)
    one, many = (
        QT_TRANSLATE_NOOP("queue", "{count} needs you"),
        QT_TRANSLATE_NOOP("queue", "{count} need you"),
    )
    numbers = (
        (needing, one if needing == 1 else many),  # first, so that it is never cut off
        (jobs.get(QueueSection.RUNNING, 0), QT_TRANSLATE_NOOP("queue", "{count} running")),
        (
            jobs.get(QueueSection.RETRYING, 0) + jobs.get(QueueSection.WAITING, 0),
            QT_TRANSLATE_NOOP("queue", "{count} waiting"),
        ),
    )
    parts = [_tr(text).format(count=QLocale().toString(number)) for number, text in numbers if number]
    return " · ".join(parts) or _tr(QT_TRANSLATE_NOOP("queue", "Nothing waits. Generate adds a job."))
