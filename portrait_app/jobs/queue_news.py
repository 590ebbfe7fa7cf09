"""What the queue tells everybody who listens."""

from PySide6.QtCore import QObject, Signal


class QueueNews(QObject):
    """The signals of the queue. Each part of the queue sends those that are about its work."""

    changed = Signal()  # statuses or holds are different
    delivered = Signal(object)  # Outcome with pictures
    failed = Signal(object)  # Outcome with an error; the job then needs a person
    looked = Signal(object)  # Looked: what came of looking for a job that is lost
    settled = Signal(int)  # id of a job that needed a person and no longer does
    paused = Signal(bool)  # a person paused the queue, or had it go on
