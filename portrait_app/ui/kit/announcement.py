"""Screen reader announcements for changes that do not move the keyboard focus."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Ask a running screen reader to speak `text` on behalf of `widget`."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
