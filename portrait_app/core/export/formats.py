"""The table of export formats with their options.

The export dialog is built from this table. The labels are translated in the context "export".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum

from portrait_app.core.field import Choice, Field, Kind
from portrait_app.core.text import QT_TRANSLATE_NOOP

DEFAULT_DOCUMENT = "Portraits {date}"


class Output(StrEnum):
    """How many files a format makes of the exported pictures."""

    EACH = "each"  # one file per picture, named by the plan's template
    DOCUMENT = "document"  # one file for all pictures, named by the option "document"
    PAGES = "pages"  # one numbered file per page


class Carrier(Enum):
    """The code that writes metadata into an encoded file."""

    NOBODY = "nobody"  # the format cannot hold metadata, and the dialog says so
    CONTAINERS = "containers"  # `export.containers` rebuilds the encoded file with the metadata
    ENCODER = "encoder"  # Pillow's encoder accepts EXIF and XMP


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How Pillow encodes the image of a format."""

    name: str  # Pillow's name of the format
    plugin: str  # Pillow's module with the encoder; the application bundle must contain it
    carrier: Carrier = Carrier.NOBODY
    has_alpha: bool = True  # if False, transparent pixels get a white background
    has_quality: bool = False  # lossy: the option "quality" applies
    options: Mapping[str, str | int | bool] = field(default_factory=dict)  # arguments for Pillow's `save`
    finest: Mapping[str, str | int | bool] = field(default_factory=dict)  # further ones at the best quality
    in_one_go: bool = False  # encoding cannot be cancelled once it has started
    has_grey: bool = False  # it can store one grey channel with a grey profile
    has_depth: bool = False  # it can store 16 bits a channel
    most_side: int = 0  # most pixels on a side; 0 for no limit of its own


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One row of FORMATS."""

    key: str
    label: str
    help: str
    suffix: str  # with the dot; empty for the original's suffix
    output: Output
    options: tuple[Field, ...] = ()
    is_picture: bool = False  # the exported pictures carry metadata
    is_signed: bool = True  # the file contains creator and rights
    names_pictures: bool = False  # the plan's template names files, or the entries of a zip file
    encoding: Encoding | None = None  # None if the image is not encoded again

    def option(self, key: str) -> Field:
        """Return the option with this key. Raises KeyError if the format does not have it."""
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
            options={"speed": 8},
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
        # Lossless formats first
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
    """Return the format with this key; the first format if there is none."""
    return next((row for row in FORMATS if row.key == key), FORMATS[0])
