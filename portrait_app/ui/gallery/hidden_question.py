"""The question before an act on selected pictures that the grid does not show."""

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.ui.gallery.counts import GalleryCounts
from portrait_app.ui.kit.question import Option, Words, ask


class Answer(Enum):
    """The pictures to act on."""

    ALL = 1
    SHOWN = 2
    NONE = 3


def ask_about_hidden(parent: QWidget, selected: int, hidden: int) -> Answer:
    """Ask whether to act on all `selected` pictures although `hidden` of them are not shown."""
    words = Words(
        QCoreApplication.translate("selection", "Pictures that are not shown"),
        selection_words(selected, hidden),
        QCoreApplication.translate(
            "selection",
            "A search, filter or collection hides a part of the selection. Which pictures do you mean?",
        ),
    )
    role, counts = QMessageBox.ButtonRole, GalleryCounts()
    options = [Option(Answer.ALL, counts.every(selected), role.AcceptRole)]
    if hidden < selected:
        options.append(Option(Answer.SHOWN, counts.only_shown(selected - hidden), role.ActionRole))
    #: button: goes on without doing it
    cancel = QCoreApplication.translate("selection", "Cancel")
    options.append(Option(Answer.NONE, cancel, role.RejectRole))
    return ask(parent, words, options, default=Answer.NONE, escape=Answer.NONE)


def selection_words(selected: int, hidden: int) -> str:
    """Return such as "471 selected, 460 not shown"; empty if nothing is selected."""
    if not selected:
        return ""
    words = GalleryCounts().chosen(selected)
    if not hidden:
        return words
    both = QCoreApplication.translate("selection", "{selected}, {hidden}")
    return both.format(selected=words, hidden=hidden_words(hidden))


def hidden_words(count: int) -> str:
    """Return such as "460 not shown"."""
    return GalleryCounts().hidden(count)
