"""Saying something to a screen reader that appears without the focus going there."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have a running screen reader speak `text`, in the name of `widget`."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
