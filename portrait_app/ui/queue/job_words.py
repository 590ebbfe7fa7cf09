"""The texts about jobs: a job's state in a few words or in a sentence, and the counts of jobs."""

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.engines import engine_name
from portrait_app.core.job import NEEDS_USER
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.gallery.words import start_of
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.queue.counts import QueueCounts
from portrait_app.ui.shell.messages import describe

_SPOKEN = 100  # characters of a prompt that a screen reader reads


class QueueSection(Enum):
    """The sections of the queue, in the order on the screen. The value is the caption in English."""

    NEEDS_USER = QT_TRANSLATE_NOOP("queue", "Needs you")
    #: section: jobs that are being done
    RUNNING = QT_TRANSLATE_NOOP("queue", "Running")
    RETRYING = QT_TRANSLATE_NOOP("queue", "Retrying soon")
    #: state of a job that has not begun
    WAITING = QT_TRANSLATE_NOOP("queue", "Waiting")

    @property
    def caption(self) -> str:
        return QCoreApplication.translate("queue", self.value)


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


def state_words(status: JobStatus) -> str:
    """Return the state of a job, short enough for the end of a row."""
    if status.outcome_is_unknown:
        return QCoreApplication.translate("queue", "May have been paid for")
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
        words = QT_TRANSLATE_NOOP(
            "queue", "{engine} has the request. The program asks for the picture until it is ready."
        )
        return QCoreApplication.translate("queue", words).format(
            engine=engine_name(status.job.request.engine)
        )
    return QCoreApplication.translate("queue", "Waiting. Nothing has been sent.")


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
        return QCoreApplication.translate("queue", "{count}\u00a0s").format(count=count_text(whole))
    return QCoreApplication.translate("queue", "{count}\u00a0min").format(count=count_text(-(-whole // 60)))


def time_left(seconds: float) -> str:
    """Return how long a running job will still take."""
    return QCoreApplication.translate("queue", "{time} left").format(time=duration(seconds))


def _running_words(status: JobStatus) -> str:
    seconds = QCoreApplication.translate("queue", "{count}\u00a0s").format(
        count=count_text(int(status.elapsed))
    )
    if status.job.state in NEEDS_USER:
        return QCoreApplication.translate("queue", "Looking for picture, {seconds}").format(seconds=seconds)
    parts = [engine_name(status.job.request.engine), *_progress_parts(status)]
    parts.append(seconds if status.seconds_left is None else time_left(status.seconds_left))
    if status.attempt:
        parts.append(
            QCoreApplication.translate("queue", "attempt {number}").format(
                number=count_text(status.attempt + 1)
            )
        )
    return " · ".join(parts)


def _progress_parts(status: JobStatus) -> list[str]:
    progress = status.progress
    if progress is None:
        return []
    if not progress.steps:
        return [QLocale().toString(round(progress.fraction * 100)) + "%"]
    words = QCoreApplication.translate("queue", "step {number} of {count}")
    return [words.format(number=count_text(progress.step), count=count_text(progress.steps))]


def _retrying_words(status: JobStatus) -> str:
    if status.retry_in is None:
        words = QCoreApplication.translate("queue", "Retrying as soon as possible")
    else:
        words = QCoreApplication.translate("queue", "Retrying in {time}").format(
            time=duration(status.retry_in)
        )
    if status.retry_error is None:
        return words
    return f"{words}: {describe(status.retry_error, status.job.request.engine).title}"


def counts(jobs: Mapping[QueueSection, int]) -> str:
    """Return the number of jobs in each section, as text."""
    words = QueueCounts()
    numbers = (
        (jobs.get(QueueSection.NEEDS_USER, 0), words.need_you),  # first, so that it is never cut off
        (jobs.get(QueueSection.RUNNING, 0), words.running),
        (jobs.get(QueueSection.RETRYING, 0) + jobs.get(QueueSection.WAITING, 0), words.waiting),
    )
    parts = [text(number) for number, text in numbers if number]
    return " · ".join(parts) or QCoreApplication.translate(
        "queue", "Nothing is waiting. Generate adds a job."
    )
