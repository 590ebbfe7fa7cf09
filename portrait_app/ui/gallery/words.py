"""Texts for tiles: accessible names, tool tips and the state of a job."""

from html import escape

from PySide6.QtCore import QCoreApplication

from portrait_app.core.picture import Picture
from portrait_app.jobs.job_status import JobStatus
from portrait_app.ui.kit.field_messages import size_text
from portrait_app.ui.kit.formats import count_text, local_time, stars
from portrait_app.ui.shell.messages import describe

_SPOKEN = 100  # most characters of a prompt in an accessible name
_SHOWN = 400  # most characters of a prompt in a tool tip


def start_of(prompt: str, length: int) -> str:
    """Return the beginning of a prompt on one line, cut between words."""
    begin = prompt[: 8 * length]  # runs of blanks may be long, but splitting megabytes takes too long
    text = " ".join(begin.split())
    if len(text) <= length:
        return text if len(begin) == len(prompt) else f"{text}…"
    return text[:length].rsplit(" ", 1)[0] + "…"


def picture_name(picture: Picture) -> str:
    """Return the accessible name of a picture."""
    parts = [start_of(picture.request.prompt, _SPOKEN), local_time(picture.created)]
    if picture.favourite:
        #: a picture is marked so
        parts.append(QCoreApplication.translate("GalleryModel", "favourite"))
    if picture.rating:
        parts.append(stars(picture.rating))
    if picture.trashed is not None:
        parts.append(QCoreApplication.translate("GalleryModel", "in Trash"))
    return ", ".join(parts)


def picture_tool_tip(picture: Picture) -> str:
    prompt = escape(start_of(picture.request.prompt, _SHOWN))
    size = size_text(picture.width, picture.height)
    return f"<p>{prompt}</p><p>{size} · {escape(local_time(picture.created))}</p>"


def job_state(status: JobStatus) -> str:
    """Return the state of a job in a few words."""
    if status.outcome_is_unknown and status.error is not None:
        return describe(status.error, status.job.request.engine).money
    if status.error is not None:
        return describe(status.error, status.job.request.engine).title
    if not status.running:
        #: state of a job that has not begun
        return QCoreApplication.translate("GalleryModel", "Waiting")
    words = QCoreApplication.translate("GalleryModel", "Making… {seconds}\u00a0s").format(
        seconds=count_text(int(status.elapsed))
    )
    if status.progress is None or not status.progress.steps:
        return words
    return QCoreApplication.translate("GalleryModel", "{state}, step {number} of {count}").format(
        state=words, number=count_text(status.progress.step), count=count_text(status.progress.steps)
    )


def job_name(status: JobStatus) -> str:
    """Return the accessible name of a job's placeholder."""
    state = job_state(status).removesuffix(".")
    if status.fraction is not None:
        state += f" {status.fraction:.0%}"
    return f"{state}, {start_of(status.job.request.prompt, _SPOKEN)}"


def job_tool_tip(status: JobStatus) -> str:
    return f"<p>{escape(start_of(status.job.request.prompt, _SHOWN))}</p><p>{escape(job_state(status))}</p>"


def loading_name() -> str:
    return QCoreApplication.translate("GalleryModel", "Picture, loading")
