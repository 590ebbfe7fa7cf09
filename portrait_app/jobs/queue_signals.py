"""The signals of the queue."""

from PySide6.QtCore import QObject, Signal


class QueueSignals(QObject):
    """The signals of the queue. Each part of the queue emits those that concern its work."""

    changed = Signal()  # statuses or holds have changed
    delivered = Signal(object)  # Outcome with pictures
    failed = Signal(object)  # Outcome with an error; the user has to decide about the job
    looked = Signal(object)  # Looked: the result of looking up a lost job
    settled = Signal(int)  # id of a job about which the user no longer has to decide
    library_missed = Signal()  # a change could not be written, because the library is not there
    paused = Signal(bool)  # True: the user paused the queue; False: the user resumed it
