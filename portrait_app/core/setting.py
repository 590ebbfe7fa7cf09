"""A setting: a field that is remembered. Its table is `core.preferences`; an engine brings its own."""

from dataclasses import dataclass
from enum import StrEnum

from portrait_app.core.field import Field
from portrait_app.core.text import QT_TRANSLATE_NOOP


class Section(StrEnum):
    """Where a setting stands in the settings dialog: its pages, in order."""

    #: title of a page of settings
    GENERAL = QT_TRANSLATE_NOOP("preferences", "General")
    #: noun: all pictures of the user
    LIBRARY = QT_TRANSLATE_NOOP("preferences", "Library")
    ENGINE = "engine"  # a page for each engine that has settings or a key, with the engine's name
    #: noun, title: what was spent
    COSTS = QT_TRANSLATE_NOOP("preferences", "Costs")
    #: verb or title: writes pictures to files elsewhere
    EXPORT = QT_TRANSLATE_NOOP("preferences", "Export")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Field):
    """A field that is remembered. One without a section is state of the window, not for the dialog."""

    section: Section | None = None
    needs_restart: bool = False
