"""Pages and parts of pages of the settings dialog that subjects register."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class SettingsPart(QWidget):
    """A part of the settings dialog that is more than a list of fields.

    Like the fields, it shows a copy: `apply` is called when the user presses *Save*, after all values were
    found to be valid, and before the settings are written to disk.
    """

    leave_requested = Signal(object)  # a callable: close the dialog without saving, then call it
    page_requested = Signal(str)  # key of another page

    def apply(self) -> None:
        """Take over what the user has changed."""

    def reset(self) -> None:
        """Show the defaults, because the user pressed *Restore defaults* on this page."""


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A page, or a part above the fields of an existing page.

    Attributes:
        key: an engine's key or a `Section`, for a part of its page; any other key for a page of its own.
        title: the title of a page of its own, translated; empty for an engine's page, which has its name.
        build: makes the part each time the dialog opens, so slow imports belong into it.
    """

    key: str
    title: str
    build: Callable[[], SettingsPart]
