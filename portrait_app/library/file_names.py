"""File names of pictures: readable, sorted by time, and valid on Windows, macOS and Linux."""

import re
import unicodedata

from portrait_app.core.job import Job

_SLUG_LENGTH = 40
EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp"}


def picture_file(job: Job, sample: int, image_format: str, attempt: int = 1) -> str:
    """Return the path of a job's image below the library's folder, with forward slashes.

    The same job and sample always give the same name, so storing an image again finds its file. Therefore the
    time is the job's own, in UTC: local time changes when the user travels. `attempt` counts up while another
    file has the name. Names begin with digits, so none is reserved on Windows. They are ASCII, so none
    depends on Unicode normalization.
    """
    asked = job.created
    extension = EXTENSIONS.get(image_format, "img")
    number = f"j{job.id:06d}-{sample + 1}"
    again = f" ({attempt})" if attempt > 1 else ""
    name = f"{asked:%Y-%m-%d %H%M%S} {slug(job.request.prompt)} {number}{again}.{extension}"
    return f"pictures/{asked:%Y/%m}/{name}"


def slug(prompt: str) -> str:
    """Return the start of `prompt` in lower-case ASCII words with hyphens; never empty."""
    start = prompt[: 4 * _SLUG_LENGTH]  # enough even if most is dropped; the prompt may be long
    plain = unicodedata.normalize("NFKD", start).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(words) > _SLUG_LENGTH:
        # Cut at the end of a word, unless the first word is too long.
        words = words[: _SLUG_LENGTH + 1].rpartition("-")[0] or words[:_SLUG_LENGTH]
    return words or "portrait"
