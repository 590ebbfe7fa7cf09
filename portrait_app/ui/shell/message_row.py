"""The texts for one kind of failure, and the remedies that buttons offer."""

from dataclasses import dataclass
from enum import Enum

from portrait_app.core.text import QT_TRANSLATE_NOOP


class Remedy(Enum):
    """An action that a button offers for an error. The value is the button's text."""

    ADD_KEY = QT_TRANSLATE_NOOP("messages", "Set key…")
    OPEN_SETTINGS = QT_TRANSLATE_NOOP("messages", "Open settings")
    OPEN_SERVERS = QT_TRANSLATE_NOOP("messages", "Open the list of servers")
    TRY_AGAIN = QT_TRANSLATE_NOOP("messages", "Try again")
    LOOK_AGAIN = QT_TRANSLATE_NOOP("messages", "Look again")
    LOOK_FOR_IT = QT_TRANSLATE_NOOP("messages", "Look for picture")
    SEND_AGAIN = QT_TRANSLATE_NOOP("messages", "Send again (may cost twice)")
    TOP_UP = QT_TRANSLATE_NOOP("messages", "Add credits…")
    OPEN_ACCOUNT = QT_TRANSLATE_NOOP("messages", "Open your account")
    SHOW_FIELD = QT_TRANSLATE_NOOP("messages", "Show the field")
    #: button, verb: chooses a backup to put in the place of the library
    RESTORE_LIBRARY = QT_TRANSLATE_NOOP("messages", "Restore…")
    OPEN_LIBRARY_FOLDER = QT_TRANSLATE_NOOP("messages", "Open library folder")
    SEND_JOBS = QT_TRANSLATE_NOOP("messages", "Send them…")
    #: opens a question about another model
    USE_OTHER_MODEL = QT_TRANSLATE_NOOP("messages", "Use another model…")
    USE_FOR_SESSION = QT_TRANSLATE_NOOP("messages", "Use for this session only")


@dataclass(frozen=True, slots=True)
class Row:
    """The texts for one kind of failure, in English."""

    title: str
    sentence: str  # what happened
    advice: str  # what to do next
    remedy: Remedy | None = None
    money: str = ""  # replaces the default text for the kind's `billed`
    otherwise: str = ""  # replaces the sentence if the error lacks a fact that the sentence names
    quotes: bool = False  # whether to quote the error's detail, which is the service's own text
