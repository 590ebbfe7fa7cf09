"""A question with a button for each answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from portrait_app.ui.kit.icons import icon as glyph

A = TypeVar("A")
_SIDE = 32  # of the icon, in pixels
_ICONS = {
    QMessageBox.Icon.Question: ("question", QPalette.ColorRole.Accent),
    QMessageBox.Icon.Warning: ("warning-circle", QPalette.ColorRole.BrightText),
}


@dataclass(frozen=True, slots=True)
class Option(Generic[A]):
    """An answer: the text of its button, and the role, which decides the button's place."""

    answer: A
    text: str
    role: QMessageBox.ButtonRole


@dataclass(frozen=True, slots=True)
class Words:
    """What is asked, and what the user needs to know to answer."""

    title: str
    question: str
    details: str


def ask(
    parent: QWidget,
    words: Words,
    options: Sequence[Option[A]],
    *,
    default: A,
    escape: A,
    icon: QMessageBox.Icon = QMessageBox.Icon.Question,
) -> A:
    """Return the user's answer. Enter gives `default`; Escape or closing the question gives `escape`."""
    box = QMessageBox(icon, words.title, words.question, parent=parent)
    box.setInformativeText(words.details)
    name, role = _ICONS[icon]
    box.setIconPixmap(glyph(name, role).pixmap(QSize(_SIDE, _SIDE), box.devicePixelRatio()))
    answers: dict[QAbstractButton, A] = {}
    for option in options:
        button = box.addButton(option.text, option.role)
        answers[button] = option.answer
        if option.answer == default:
            box.setDefaultButton(button)
        if option.answer == escape:
            box.setEscapeButton(button)
    box.exec()
    answer = answers.get(box.clickedButton(), escape)
    box.deleteLater()
    return answer
