"""What the file of an imported picture says, for an export that tells everything.

The program that the file came from shall open the export as it opens the file: an infotext and graphs as they
are written, EXIF, and properties of XMP.
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
_ELSEWHERE = frozenset({USER_COMMENT, XMP, EXTENDED_XMP, COMMENT, *_PARAMETERS})  # not texts of a PNG
# What the user can change here is written as it is here; of the rest, what the file said counts.
_OURS = frozenset({"xmp:Rating", "dc:subject", "portrait:record"})
_NEVER = frozenset({"xmpNote:HasExtendedXMP"})
_ORIENTATION = "tiff:Orientation"


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a file says, by its carriers.

    Attributes:
        infotext: settings as written, from whichever place.
        texts: other texts, by the keys that they have in a PNG.
        exif: from its TIFF header on.
        properties: of XMP.
    """

    infotext: str
    texts: Mapping[str, str]
    exif: bytes
    properties: tuple[Property, ...]


def foreign_of(data: bytes) -> Foreign:
    """Read what a file says. What cannot be read is left out."""
    texts = texts_in(data)
    properties = foreign_properties(texts.get(XMP, "")) + foreign_properties(texts.get(EXTENDED_XMP, ""))
    others = {key: text for key, text in texts.items() if key not in _ELSEWHERE and not key.startswith(EXIF)}
    return Foreign(_infotext(texts), others, exif_in(data), tuple(properties))


def as_it_was(story: Story, foreign: Foreign) -> Story:
    """Return `story` for a file that keeps all that it says: only the XMP is written anew."""
    return replace(
        story, infotext="", brief="", properties=_merged(story.properties, foreign.properties), keeps=True
    )


def carried_over(story: Story, foreign: Foreign) -> Story:
    """Return `story` for a new file, with what the imported one said."""
    kept = tuple(row for row in foreign.properties if row.name != _ORIENTATION)  # the new image is upright
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
    """Return the properties of both: of two with one name, ours only where the user may have changed it."""
    mine = {row.name for row in ours if row.name in _OURS or row.is_wanted}
    kept = tuple(row for row in theirs if row.name not in mine | _OURS | _NEVER)
    names = {row.name for row in kept}
    return (*(row for row in ours if row.name not in names), *kept)
