"""Functions that find the widgets of a window by class and text, as the user would."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

T = TypeVar("T", bound=QWidget)


def the_only(kind: type[T], within: QWidget) -> T:
    """Return the only child of a class."""
    (found,) = within.findChildren(kind)
    return found


def button_of(within: QWidget, text: str) -> QAbstractButton:
    """Return the button with this text, or with this accessible name if it has only an icon."""
    for button in within.findChildren(QAbstractButton):
        if text in (button.text(), button.accessibleName()):
            return button
    raise AssertionError(f"no button says {text!r}")


def texts_of(within: QWidget) -> list[str]:
    """Return the texts of all labels that are not hidden, in order."""
    return [label.text() for label in within.findChildren(QLabel) if not label.isHidden()]


def title_of(within: QWidget) -> str:
    """Return the title at the top of a dialog."""
    (title,) = (label for label in within.findChildren(QLabel) if label.property("tone") == "title")
    return title.text()
