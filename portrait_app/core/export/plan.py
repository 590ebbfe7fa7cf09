"""The plan of an export, its privacy levels and its report.

The labels are translated in the context "export".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from portrait_app.core.errors import AppError
from portrait_app.core.export.formats import ExportFormat, format_by_key
from portrait_app.core.field import FieldError, Value, Values
from portrait_app.core.text import QT_TRANSLATE_NOOP

LISTED = 1_000  # the most files that a report lists; further ones are only counted
DEFAULT_TEMPLATE = "{date} {prompt:40} {seed}"

_Choice = TypeVar("_Choice", bound=StrEnum)

# Progress callback, called on the worker thread: pictures done, pictures in total
ReportProgress = Callable[[int, int], None]


class Privacy(StrEnum):
    """How much metadata an exported file contains."""

    EVERYTHING = "everything"
    LABEL_ONLY = "label_only"
    NOTHING = "nothing"


# Levels of privacy at which a field of a picture is shown in names, captions and tables.
AT_EVERY_LEVEL = frozenset(Privacy)
WITH_THE_LABEL = frozenset({Privacy.EVERYTHING, Privacy.LABEL_ONLY})
WITH_EVERYTHING = frozenset({Privacy.EVERYTHING})

PRIVACY_LABELS: Mapping[Privacy, str] = MappingProxyType(
    {
        Privacy.EVERYTHING: QT_TRANSLATE_NOOP("export", "Everything"),
        Privacy.LABEL_ONLY: QT_TRANSLATE_NOOP("export", "AI label only"),
        Privacy.NOTHING: QT_TRANSLATE_NOOP("export", "Nothing"),
    }
)
PRIVACY_HELP: Mapping[Privacy, str] = MappingProxyType(
    {
        Privacy.EVERYTHING: QT_TRANSLATE_NOOP(
            "export",
            "Prompt, settings, rating, tags and AI label: the picture can be made again from it.",
        ),
        Privacy.LABEL_ONLY: QT_TRANSLATE_NOOP(
            "export",
            "What made the picture and when, with your name and rights; no prompt, settings, seed, rating, "
            "tags, note or collection. This applies to file names and captions too.",
        ),
        Privacy.NOTHING: QT_TRANSLATE_NOOP(
            "export",
            "No metadata at all, not even the AI label. File names and captions have date, number and size "
            "only. Some laws and places of sale ask for that label: whether yours does is for you to know.",
        ),
    }
)


class Collision(StrEnum):
    """What an export does when a file with the same name exists."""

    NUMBER = "number"
    OVERWRITE = "overwrite"
    SKIP = "skip"


COLLISION_LABELS: Mapping[Collision, str] = MappingProxyType(
    {
        Collision.NUMBER: QT_TRANSLATE_NOOP("export", "Add a number"),
        Collision.OVERWRITE: QT_TRANSLATE_NOOP("export", "Replace the file"),
        Collision.SKIP: QT_TRANSLATE_NOOP("export", "Leave the picture out"),
    }
)


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """How to export pictures. Presets and the last export are stored as the plan's `record`."""

    format: str = "original"  # a key of FORMATS
    folder: str = ""  # destination of the files
    template: str = DEFAULT_TEMPLATE  # for the pictures' names; see `core.export.name_template`
    privacy: Privacy = Privacy.EVERYTHING
    creator: str = ""  # for dc:creator; empty for none
    rights: str = ""  # for dc:rights
    collision: Collision = Collision.NUMBER
    options: Values = field(default_factory=dict)  # options of the format; a missing one has its default

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", MappingProxyType(dict(self.options)))

    def __hash__(self) -> int:
        return hash((self.format, self.folder, self.template, tuple(self.options.items())))

    @property
    def row(self) -> ExportFormat:
        """The format's row in FORMATS."""
        return format_by_key(self.format)

    @property
    def pictures(self) -> ExportFormat:
        """The row of the format of the pictures themselves: for a zip file, of the pictures inside it."""
        has_inside = any(row.key == "inside" for row in self.row.options)
        return format_by_key(str(self.option("inside"))) if has_inside else self.row

    def option(self, key: str) -> Value:
        """Return the value of an option, or its default. Raises KeyError if the format does not have it."""
        return self.options.get(key, self.row.option(key).default)

    def with_format(self, key: str) -> "ExportPlan":
        """Return the plan with another format. Options that the new format also has are kept."""
        return replace(self, format=key, options=_known(format_by_key(key), self.options))

    def record(self) -> dict[str, Any]:
        """Return the plan as plain data for JSON; `from_record` reads it back."""
        return {
            "format": self.format,
            "folder": self.folder,
            "template": self.template,
            "privacy": str(self.privacy),
            "creator": self.creator,
            "rights": self.rights,
            "collision": str(self.collision),
            "options": dict(self.options),
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "ExportPlan":
        """Rebuild a stored plan. Never raises: unknown or invalid values become defaults.

        An unknown privacy level becomes LABEL_ONLY, so that no prompt is exported by accident.
        """
        row = format_by_key(_text(record, "format"))
        options = record.get("options")
        return cls(
            row.key,
            _text(record, "folder"),
            _text(record, "template") or DEFAULT_TEMPLATE,
            _member(Privacy, record.get("privacy"), Privacy.LABEL_ONLY),
            _text(record, "creator"),
            _text(record, "rights"),
            _member(Collision, record.get("collision"), Collision.NUMBER),
            _known(row, options if isinstance(options, Mapping) else {}),
        )


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _member(kind: type[_Choice], value: object, otherwise: _Choice) -> _Choice:
    return next((member for member in kind if member == value), otherwise)


def _known(row: ExportFormat, options: Mapping[str, object]) -> dict[str, Value]:
    """Return the valid options of the format."""
    known: dict[str, Value] = {}
    for option in row.options:
        if option.key in options:
            try:
                known[option.key] = option.check(options[option.key])
            except FieldError:
                continue
    return known


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A file that an export would write."""

    name: str
    size: int | None = None  # bytes; None if it cannot be known before the export


@dataclass(frozen=True, slots=True)
class ExportFailure:
    """A picture that could not be exported, and why."""

    picture_id: int
    error: AppError


@dataclass(frozen=True, slots=True)
class ExportReport:
    """The result of an export."""

    folder: Path
    written: int  # exported pictures, including those on a contact sheet or in a table
    skipped: int = 0  # pictures not exported because a file with their name exists
    failed: tuple[ExportFailure, ...] = ()
    files: tuple[Path, ...] = ()  # at most LISTED
    cancelled: bool = False
