"""What can be handed over, and how: formats, privacy, the plan of an export and what came of it.

Data only. A dialog is made from FORMATS as the settings are made from their table; the labels are
translated in the context "export".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from portrait_app.core.errors import AppError
from portrait_app.core.field import Choice, Field, FieldError, Kind, Value, Values
from portrait_app.core.text import QT_TRANSLATE_NOOP

LISTED = 1_000  # files that a report names; it counts them all
DEFAULT_TEMPLATE = "{date} {prompt:40} {seed}"
DEFAULT_DOCUMENT = "Portraits {date}"

_Choice = TypeVar("_Choice", bound=StrEnum)

ReportProgress = Callable[[int, int], None]  # pictures done, pictures in all; on the worker's thread


class Output(StrEnum):
    """How many files a format makes of a selection."""

    EACH = "each"  # one for each picture, named by the plan's template
    DOCUMENT = "document"  # one for all, named by the option "document"
    PAGES = "pages"  # one for each page, numbered


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One row of FORMATS."""

    key: str
    label: str
    help: str
    suffix: str  # with its dot; empty for that of the original
    output: Output
    options: tuple[Field, ...] = ()
    is_picture: bool = False  # the files are pictures that carry metadata
    names_pictures: bool = False  # the plan's template names something: files, or what is in the zip

    def option(self, key: str) -> Field:
        """Return the option called `key`. Raises KeyError where the format has none."""
        for row in self.options:
            if row.key == key:
                return row
        raise KeyError(key)


_QUALITY = Field(
    key="quality",
    label=QT_TRANSLATE_NOOP("export", "Quality"),
    kind=Kind.INTEGER,
    default=90,
    minimum=40,
    maximum=100,
    step=5,
    help=QT_TRANSLATE_NOOP("export", "Higher is larger and nearer to the original. 90 is fit for print."),
)
_LONGEST = Field(
    key="longest_side",
    label=QT_TRANSLATE_NOOP("export", "Longest side"),
    kind=Kind.INTEGER,
    default=0,
    minimum=0,
    maximum=16_384,
    step=64,
    unit="px",
    help=QT_TRANSLATE_NOOP("export", "Larger pictures are made smaller, none is enlarged. 0 keeps the size."),
)
_SRGB = Field(
    key="srgb",
    label=QT_TRANSLATE_NOOP("export", "Convert to sRGB"),
    kind=Kind.BOOLEAN,
    default=True,
    help=QT_TRANSLATE_NOOP("export", "Colours look the same in every program, with the profile inside."),
)
_UNTOUCHED = Field(
    key="untouched",
    label=QT_TRANSLATE_NOOP("export", "Leave every byte as it is"),
    kind=Kind.BOOLEAN,
    default=False,
    help=QT_TRANSLATE_NOOP(
        "export", "The file as the engine delivered it. What you choose about metadata does not apply."
    ),
)
_DOCUMENT = Field(
    key="document",
    label=QT_TRANSLATE_NOOP("export", "Name of the file"),
    kind=Kind.TEXT,
    default=DEFAULT_DOCUMENT,
    required=True,
    help=QT_TRANSLATE_NOOP("export", "May hold {date}, {time}, {count} and {collection}."),
)
_INSIDE = Field(
    key="inside",
    label=QT_TRANSLATE_NOOP("export", "Pictures inside"),
    kind=Kind.CHOICE,
    default="original",
    choices=(
        Choice("original", QT_TRANSLATE_NOOP("export", "Originals")),
        Choice("png", "PNG"),
        Choice("jpeg", "JPEG"),
        Choice("webp", "WebP"),
    ),
)
_SHEET = (
    _DOCUMENT,
    Field(
        key="title",
        label=QT_TRANSLATE_NOOP("export", "Title"),
        kind=Kind.TEXT,
        default="",
        help=QT_TRANSLATE_NOOP(
            "export", "At the top of each page. May hold {date}, {time}, {count} and {collection}."
        ),
    ),
    Field(
        key="caption",
        label=QT_TRANSLATE_NOOP("export", "Captions"),
        kind=Kind.TEXT,
        default="{number}  {stars} | {prompt:80} | {seed}",
        help=QT_TRANSLATE_NOOP(
            "export", "The fields of a name; | begins a new line. Empty for pictures without captions."
        ),
    ),
    Field(
        key="columns",
        label=QT_TRANSLATE_NOOP("export", "Columns"),
        kind=Kind.INTEGER,
        default=4,
        minimum=1,
        maximum=10,
    ),
    Field(
        key="page",
        label=QT_TRANSLATE_NOOP("export", "Page"),
        kind=Kind.CHOICE,
        default="a4",
        choices=(Choice("a4", "A4"), Choice("letter", QT_TRANSLATE_NOOP("export", "Letter"))),
    ),
)

FORMATS = (
    ExportFormat(
        "original",
        QT_TRANSLATE_NOOP("export", "Original"),
        QT_TRANSLATE_NOOP(
            "export", "The image as it was made, bit for bit; only the metadata beside it is written."
        ),
        "",
        Output.EACH,
        (_UNTOUCHED,),
        is_picture=True,
        names_pictures=True,
    ),
    ExportFormat(
        "jpeg",
        "JPEG",
        QT_TRANSLATE_NOOP("export", "Small, and read by everything."),
        ".jpg",
        Output.EACH,
        (_QUALITY, _LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
    ),
    ExportFormat(
        "png",
        "PNG",
        QT_TRANSLATE_NOOP("export", "Without loss, and large."),
        ".png",
        Output.EACH,
        (_LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
    ),
    ExportFormat(
        "webp",
        "WebP",
        QT_TRANSLATE_NOOP("export", "Smaller than JPEG, for the web."),
        ".webp",
        Output.EACH,
        (_QUALITY, _LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
    ),
    ExportFormat(
        "zip",
        "Zip",
        QT_TRANSLATE_NOOP("export", "All pictures in one file."),
        ".zip",
        Output.DOCUMENT,
        (_DOCUMENT, _INSIDE, _QUALITY, _LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
    ),
    ExportFormat(
        "contact_pdf",
        QT_TRANSLATE_NOOP("export", "Contact sheet (PDF)"),
        QT_TRANSLATE_NOOP("export", "Small pictures with captions, many on a page, to print or send."),
        ".pdf",
        Output.DOCUMENT,
        _SHEET,
    ),
    ExportFormat(
        "contact_png",
        QT_TRANSLATE_NOOP("export", "Contact sheet (PNG)"),
        QT_TRANSLATE_NOOP("export", "The same as images, one for each page."),
        ".png",
        Output.PAGES,
        _SHEET,
    ),
    ExportFormat(
        "csv",
        QT_TRANSLATE_NOOP("export", "Table (CSV)"),
        QT_TRANSLATE_NOOP("export", "The records, for a spreadsheet."),
        ".csv",
        Output.DOCUMENT,
        (_DOCUMENT,),
    ),
    ExportFormat(
        "json",
        QT_TRANSLATE_NOOP("export", "Records (JSON)"),
        QT_TRANSLATE_NOOP("export", "The records, for a program."),
        ".json",
        Output.DOCUMENT,
        (_DOCUMENT,),
    ),
)


def format_by_key(key: str) -> ExportFormat:
    """Return the format called `key`, or the first where there is none."""
    return next((row for row in FORMATS if row.key == key), FORMATS[0])


class Privacy(StrEnum):
    """How much of its story a file carries."""

    EVERYTHING = "everything"
    LABEL_ONLY = "label_only"
    NOTHING = "nothing"


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
            "export", "What made the picture, with your name and rights. No prompt, no settings, no tags."
        ),
        Privacy.NOTHING: QT_TRANSLATE_NOOP(
            "export",
            "No metadata at all, not even the AI label. Some laws and places of sale ask for that label: "
            "whether yours does is for you to know.",
        ),
    }
)


class Collision(StrEnum):
    """What happens where a name is taken."""

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
    """How to export; what to export comes beside it. `record` is what presets and the last export keep."""

    format: str = "original"  # a key of FORMATS
    folder: str = ""  # where the files go
    template: str = DEFAULT_TEMPLATE  # of the pictures' names, for `core.name_template.parse_template`
    privacy: Privacy = Privacy.EVERYTHING
    creator: str = ""  # for dc:creator; empty for none
    rights: str = ""  # for dc:rights
    collision: Collision = Collision.NUMBER
    options: Values = field(default_factory=dict)  # of the format; what is missing has its default

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", MappingProxyType(dict(self.options)))

    def __hash__(self) -> int:
        return hash((self.format, self.folder, self.template, tuple(self.options.items())))

    @property
    def row(self) -> ExportFormat:
        """The format's row in the table."""
        return format_by_key(self.format)

    def option(self, key: str) -> Value:
        """Return an option of the format, or its default. Raises KeyError where the format has none."""
        return self.options.get(key, self.row.option(key).default)

    def with_format(self, key: str) -> "ExportPlan":
        """Return the plan for another format; options that this has as well go with it."""
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
        """Rebuild a stored plan. What this version does not know has its default: nothing raises.

        A privacy level that is not known becomes the one that gives away least.
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
    """Return those of the options that the format has, and would take."""
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
    """A file as it would be written."""

    name: str
    size: int | None = None  # bytes, None where nobody can say before


@dataclass(frozen=True, slots=True)
class ExportFailure:
    """A picture that could not be exported. The others were."""

    picture_id: int
    error: AppError


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What came of an export."""

    folder: Path
    written: int  # pictures that left; on a contact sheet or in a table as well
    skipped: int = 0  # pictures left out because their names were taken
    failed: tuple[ExportFailure, ...] = ()
    files: tuple[Path, ...] = ()  # the first LISTED
    cancelled: bool = False
