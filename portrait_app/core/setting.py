"""A setting: a field whose value is saved. `core.preferences` has the table; engines add their own rows."""

from dataclasses import dataclass
from enum import StrEnum

from portrait_app.core.field import Field
from portrait_app.core.text import QT_TRANSLATE_NOOP


class Section(StrEnum):
    """The sections of the settings dialog, in order."""

    GENERAL = QT_TRANSLATE_NOOP("preferences", "General")
    LIBRARY = QT_TRANSLATE_NOOP("preferences", "Library")
    ENGINE = "engine"  # a page for each engine that has settings or a key, with the engine's name
    COSTS = QT_TRANSLATE_NOOP("preferences", "Costs")
    EXPORT = QT_TRANSLATE_NOOP("preferences", "Export")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Field):
    """A field whose value is saved. A setting without a section is not shown in the settings dialog."""

    section: Section | None = None
    needs_restart: bool = False
