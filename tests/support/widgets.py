"""Finds the parts of a window by what they are and say, as a person would."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

T = TypeVar("T", bound=QWidget)


def the_only(kind: type[T], within: QWidget) -> T:
    """Return the one child of a kind."""
    (found,) = within.findChildren(kind)
    return found


def button_of(within: QWidget, text: str) -> QAbstractButton:
    """Return the button that says `text`, or is called that where it has an icon alone."""
    for button in within.findChildren(QAbstractButton):
        if text in (button.text(), button.accessibleName()):
            return button
    raise AssertionError(f"no button says {text!r}")


def texts_of(within: QWidget) -> list[str]:
    """Return what the labels say that are not hidden, from the first to the last."""
    return [label.text() for label in within.findChildren(QLabel) if not label.isHidden()]


def title_of(within: QWidget) -> str:
    """Return what stands large at the top of a dialog."""
    (title,) = (label for label in within.findChildren(QLabel) if label.property("tone") == "title")
    return title.text()
