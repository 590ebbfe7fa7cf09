"""A dialog that asks the user for a name."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QInputDialog, QWidget


def ask_name(parent: QWidget, title: str, name: str) -> str:
    """Return the name that the user enters, on one line; empty when the user cancels."""
    label = QCoreApplication.translate("ask_name", "Name")
    given, agreed = QInputDialog.getText(parent, title, label, text=name)
    return " ".join(given.encode(errors="replace").decode().split()) if agreed else ""
