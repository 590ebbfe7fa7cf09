"""What a picture's file is called: readable, sorted by time, and legal on Windows, macOS and Linux."""

import re
import unicodedata

from portrait_app.core.job import Job

_SLUG_LENGTH = 40
EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def picture_file(job: Job, sample: int, image_format: str, attempt: int = 1) -> str:
    """Return the file of a job's image below the library's folder, with forward slashes.

    It is the same whenever it is asked for, so that storing the same image again finds the file:
    the time is the job's own, in UTC, for the local one changes when the person travels.
    `attempt` counts up where another file has the name. Names start with digits and are ASCII, so
    that none is reserved anywhere and none depends on a Unicode form.
    """
    asked = job.created
    extension = EXTENSIONS.get(image_format, "img")
    number = f"j{job.id:06d}-{sample + 1}"
    again = f" ({attempt})" if attempt > 1 else ""
    name = f"{asked:%Y-%m-%d %H%M%S} {slug(job.request.prompt)} {number}{again}.{extension}"
    return f"pictures/{asked:%Y/%m}/{name}"


def slug(prompt: str) -> str:
    """Return the start of `prompt` in lower-case ASCII words with hyphens; never empty."""
    start = prompt[: 4 * _SLUG_LENGTH]  # much of it may be dropped, but 10,000 characters need no folding
    plain = unicodedata.normalize("NFKD", start).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > _SLUG_LENGTH:
        # At the end of a word, unless the first one is too long.
        words = words[: _SLUG_LENGTH + 1].rpartition("-")[0] or words[:_SLUG_LENGTH]
    return words or "portrait"
