"""The table of formats that pictures can be exported in, each with its options.

A dialog is made from it as the settings are made from theirs; the labels are translated in the context
"export".
"""

from dataclasses import dataclass
from enum import StrEnum

from portrait_app.core.field import Choice, Field, Kind
from portrait_app.core.text import QT_TRANSLATE_NOOP

DEFAULT_DOCUMENT = "Portraits {date}"


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
    is_signed: bool = True  # creator and rights stand in it
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
        is_signed=False,
    ),
    ExportFormat(
        "json",
        QT_TRANSLATE_NOOP("export", "Records (JSON)"),
        QT_TRANSLATE_NOOP("export", "The records, for a program."),
        ".json",
        Output.DOCUMENT,
        (_DOCUMENT,),
        is_signed=False,
    ),
)


def format_by_key(key: str) -> ExportFormat:
    """Return the format called `key`, or the first where there is none."""
    return next((row for row in FORMATS if row.key == key), FORMATS[0])
