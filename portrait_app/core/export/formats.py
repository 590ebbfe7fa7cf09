"""The table of formats that pictures can be exported in, each with its options.

A dialog is made from it as the settings are made from theirs; the labels are translated in the context
"export".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from portrait_app.core.field import Choice, Field, Kind
from portrait_app.core.text import QT_TRANSLATE_NOOP

DEFAULT_DOCUMENT = "Portraits {date}"


class Output(StrEnum):
    """How many files a format makes of a selection."""

    EACH = "each"  # one for each picture, named by the plan's template
    DOCUMENT = "document"  # one for all, named by the option "document"
    PAGES = "pages"  # one for each page, numbered


class Carrier(Enum):
    """What writes the metadata into a file that was encoded."""

    NOBODY = "nobody"  # there is no place for it, and the dialog says so
    CONTAINERS = "containers"  # `export.containers` takes the file apart and puts it together with them
    ENCODER = "encoder"  # Pillow's encoder takes EXIF and XMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How Pillow writes the image of a format."""

    name: str  # of the format, to Pillow
    plugin: str  # the module of Pillow that has the encoder; the bundle keeps it
    carrier: Carrier = Carrier.NOBODY
    has_alpha: bool = True  # otherwise what shows through stands on white
    has_quality: bool = False  # it loses detail, so the option "quality" counts
    options: Mapping[str, str | int | bool] = field(default_factory=dict)  # for Pillow's `save`
    finest: Mapping[str, str | int | bool] = field(default_factory=dict)  # besides, at the best quality
    in_one_go: bool = False  # nobody can stop it on the way
    has_grey: bool = False  # it can hold grey with a profile of grey
    has_depth: bool = False  # it keeps 16 bits a channel
    most_side: int = 0  # pixels; 0 where any size that is read fits


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
    encoding: Encoding | None = None  # of the image, where it is made anew

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

ORIGINAL = "original"
_PICTURES = (
    ExportFormat(
        ORIGINAL,
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
        encoding=Encoding(
            name="JPEG",
            plugin="JpegImagePlugin",
            carrier=Carrier.CONTAINERS,
            has_alpha=False,
            has_quality=True,
            has_grey=True,
            most_side=65_500,
            options={"subsampling": "4:2:0"},
            finest={"subsampling": "4:4:4"},
        ),
    ),
    ExportFormat(
        "png",
        "PNG",
        QT_TRANSLATE_NOOP("export", "Without loss, with up to 16 bits a channel; large."),
        ".png",
        Output.EACH,
        (_LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
        encoding=Encoding(
            name="PNG",
            plugin="PngImagePlugin",
            carrier=Carrier.CONTAINERS,
            has_grey=True,
            has_depth=True,
        ),
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
        encoding=Encoding(
            name="WEBP",
            plugin="WebPImagePlugin",
            carrier=Carrier.CONTAINERS,
            has_quality=True,
            options={"exact": True},
            in_one_go=True,
            most_side=16_383,
        ),
    ),
    ExportFormat(
        "avif",
        "AVIF",
        QT_TRANSLATE_NOOP("export", "Half the size of JPEG, read by browsers and new programs; 8 bits."),
        ".avif",
        Output.EACH,
        (_QUALITY, _LONGEST, _SRGB),
        is_picture=True,
        names_pictures=True,
        encoding=Encoding(
            name="AVIF",
            plugin="AvifImagePlugin",
            carrier=Carrier.ENCODER,
            has_quality=True,
            in_one_go=True,
            options={"speed": 6},
            most_side=16_384,
        ),
    ),
)
ENCODED = tuple(row for row in _PICTURES if row.encoding is not None)
_INSIDE = Field(
    key="inside",
    label=QT_TRANSLATE_NOOP("export", "Pictures inside"),
    kind=Kind.CHOICE,
    default=ORIGINAL,
    choices=(
        Choice(ORIGINAL, QT_TRANSLATE_NOOP("export", "Originals")),
        # Those without loss first
        *(Choice(row.key, row.label) for row in sorted(ENCODED, key=lambda row: _QUALITY in row.options)),
    ),
)

FORMATS = (
    *_PICTURES,
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
