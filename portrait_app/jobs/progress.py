"""The progress of a running job, and an estimate of the time that it still needs."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

_NEWEST = 0.3  # weight of the newest measurement of the speed: single steps may be slow
MOST_PREVIEW = 256  # pixels on a side of a preview; a larger one is scaled down


@dataclass(frozen=True, slots=True)
class Progress:
    """The last report of an engine."""

    fraction: float  # from 0 to 1
    step: int = 0  # steps that are done; 0 with `steps` 0 if the engine has no steps
    steps: int = 0
    preview: QImage | None = field(default=None, hash=False)  # the unfinished picture


class TimeLeft:
    """Estimates the remaining seconds from the reports. All times are of one monotonic clock.

    The speed is measured between two reports: the time before the first report is spent on loading a model.
    """

    def __init__(self) -> None:
        self._fraction: float | None = None
        self._at = 0.0
        self._pace: float | None = None  # seconds for the whole job, smoothed

    def note(self, fraction: float, now: float) -> None:
        """Take a report into account. Repeating the same fraction changes nothing."""
        if self._fraction is not None and fraction > self._fraction and now > self._at:
            newest = (now - self._at) / (fraction - self._fraction)
            self._pace = newest if self._pace is None else self._pace + _NEWEST * (newest - self._pace)
        if fraction != self._fraction:
            self._fraction, self._at = fraction, now

    def seconds(self, now: float) -> float | None:
        """Return the remaining seconds; None before the speed is known."""
        if self._pace is None or self._fraction is None:
            return None
        return max(self._pace * (1 - self._fraction) - (now - self._at), 0.0)


def read_preview(data: bytes) -> QImage | None:
    """Decode a preview. Return None if it is not an image. Called on the worker that received it."""
    image = QImage.fromData(data)
    if image.isNull():
        return None
    if max(image.width(), image.height()) > MOST_PREVIEW:
        image = image.scaled(
            MOST_PREVIEW,
            MOST_PREVIEW,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    return image
