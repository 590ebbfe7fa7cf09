"""The words for one kind of failure, and what a button can do about it."""

from dataclasses import dataclass
from enum import Enum

from portrait_app.core.text import QT_TRANSLATE_NOOP


class Remedy(Enum):
    """Something that a button can do about an error. Values are the buttons' words."""

    ADD_KEY = QT_TRANSLATE_NOOP("messages", "Open key…")
    OPEN_SETTINGS = QT_TRANSLATE_NOOP("messages", "Open settings")
    TRY_AGAIN = QT_TRANSLATE_NOOP("messages", "Try again")
    LOOK_AGAIN = QT_TRANSLATE_NOOP("messages", "Look again")
    LOOK_FOR_IT = QT_TRANSLATE_NOOP("messages", "Look for it")
    SEND_AGAIN = QT_TRANSLATE_NOOP("messages", "Send again (may cost twice)")
    TOP_UP = QT_TRANSLATE_NOOP("messages", "Add credits…")
    OPEN_ACCOUNT = QT_TRANSLATE_NOOP("messages", "Open your account")
    SHOW_FIELD = QT_TRANSLATE_NOOP("messages", "Show the field")
    #: button, verb: chooses a backup to put in the place of the library
    RESTORE_LIBRARY = QT_TRANSLATE_NOOP("messages", "Restore…")
    OPEN_LIBRARY_FOLDER = QT_TRANSLATE_NOOP("messages", "Open library folder")
    SEND_JOBS = QT_TRANSLATE_NOOP("messages", "Send them…")
    USE_FOR_SESSION = QT_TRANSLATE_NOOP("messages", "Use for this session only")


@dataclass(frozen=True, slots=True)
class Row:
    """The words for one kind of failure, in English."""

    title: str
    sentence: str  # what happened
    advice: str  # what to do next
    remedy: Remedy | None = None
    money: str = ""  # where the kind's `billed` does not say it all
    otherwise: str = ""  # the sentence, where the error lacks a fact that it names
    quotes: bool = False  # the error's detail is the service's own words
