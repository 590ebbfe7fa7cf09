"""The metadata of an imported picture's file, for an export at the level "everything".

The program that wrote the file must be able to open the export like the file: with the infotext and graphs as
they were written, EXIF, and XMP.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.export.foreign_xmp import foreign_properties
from portrait_app.export.metadata import BRIEF, Story
from portrait_app.export.xmp import Property
from portrait_app.imaging.carriers import COMMENT, EXTENDED_XMP, XMP, texts_in
from portrait_app.imaging.exif_texts import EXIF, USER_COMMENT
from portrait_app.imaging.raw_exif import exif_in

_PARAMETERS = ("parameters", "Parameters")
_ELSEWHERE = frozenset(
    {USER_COMMENT, XMP, EXTENDED_XMP, COMMENT, *_PARAMETERS}
)  # places that are not texts of a PNG
# The user can change these in the library, so the library's values replace those of the file.
_OURS = frozenset({"xmp:Rating", "dc:subject", "portrait:record"})
_NEVER = frozenset({"xmpNote:HasExtendedXMP"})
_ORIENTATION = "tiff:Orientation"


@dataclass(frozen=True, slots=True)
class Foreign:
    """The metadata of a file.

    Attributes:
        infotext: settings as they are written, from the first place that has any.
        texts: other texts, by their keys in a PNG.
        exif: EXIF without "Exif" at the start.
        properties: XMP properties.
    """

    infotext: str
    texts: Mapping[str, str]
    exif: bytes
    properties: tuple[Property, ...]


def foreign_of(data: bytes) -> Foreign:
    """Return the metadata of a file. Broken parts are left out."""
    texts = texts_in(data)
    properties = foreign_properties(texts.get(XMP, "")) + foreign_properties(texts.get(EXTENDED_XMP, ""))
    others = {key: text for key, text in texts.items() if key not in _ELSEWHERE and not key.startswith(EXIF)}
    return Foreign(_infotext(texts), others, exif_in(data), tuple(properties))


def as_it_was(story: Story, foreign: Foreign) -> Story:
    """Return `story` for the same file: its metadata stays in place, only the XMP is replaced."""
    return replace(
        story, infotext="", brief="", properties=_merged(story.properties, foreign.properties), keeps=True
    )


def carried_over(story: Story, foreign: Foreign) -> Story:
    """Return `story` for a newly encoded file, with the metadata of the imported file added."""
    kept = tuple(
        row for row in foreign.properties if row.name != _ORIENTATION
    )  # a new image is always upright
    infotext = foreign.infotext
    return replace(
        story,
        infotext=infotext or story.infotext,
        brief=infotext if 0 < len(infotext) <= BRIEF else story.brief,
        properties=_merged(story.properties, kept),
        exif=foreign.exif,
        texts=tuple(foreign.texts.items()),
    )


def _infotext(texts: Mapping[str, str]) -> str:
    for place in (USER_COMMENT, *_PARAMETERS):
        if texts.get(place, "").strip():
            return texts[place]
    comment = texts.get(COMMENT, "")
    return comment if read_infotext(comment) is not None else ""


def _merged(ours: tuple[Property, ...], theirs: tuple[Property, ...]) -> tuple[Property, ...]:
    """Join two lists of properties. The file's value wins, except for what the user can change here."""
    mine = {row.name for row in ours if row.name in _OURS or row.is_wanted}
    kept = tuple(row for row in theirs if row.name not in mine | _OURS | _NEVER)
    names = {row.name for row in kept}
    return (*(row for row in ours if row.name not in names), *kept)
