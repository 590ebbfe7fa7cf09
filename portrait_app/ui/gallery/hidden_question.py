"""The question before an act on selected pictures that the grid does not show."""

from enum import Enum

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from portrait_app.ui.gallery.counts import GalleryCounts


class Answer(Enum):
    """The pictures to act on."""

    ALL = 1
    SHOWN = 2
    NONE = 3


def ask_about_hidden(parent: QWidget, selected: int, hidden: int) -> Answer:
    """Ask whether to act on all `selected` pictures although `hidden` of them are not shown."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(QCoreApplication.translate("selection", "Pictures that are not shown"))
    box.setText(selection_words(selected, hidden))
    box.setInformativeText(
        QCoreApplication.translate(
            "selection",
            "A search, filter or collection hides a part of the selection. Which pictures do you mean?",
        )
    )
    words = GalleryCounts()
    every = box.addButton(words.every(selected), QMessageBox.ButtonRole.AcceptRole)
    shown = box.addButton(words.only_shown(selected - hidden), QMessageBox.ButtonRole.ActionRole)
    shown.setVisible(hidden < selected)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setDefaultButton(cancel)
    box.setEscapeButton(cancel)
    box.exec()
    clicked = box.clickedButton()
    box.deleteLater()
    if clicked is every:
        return Answer.ALL
    return Answer.SHOWN if clicked is shown else Answer.NONE


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
