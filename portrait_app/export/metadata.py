"""The metadata of exported files at each level of privacy, independent of the file format.

| level | infotext | XMP |
| --- | --- | --- |
| everything | yes | label, creator and rights, prompt, rating, tags, record |
| label only | no | label, creator and rights |
| nothing | no | none |

It never contains an API key, an account, a path, a cost, or a name that the user did not enter here.
"""

from collections.abc import Set
from dataclasses import dataclass, replace

from portrait_app.core.engines import SourceType, find_engine
from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.core.metadata.infotext import write_infotext
from portrait_app.core.metadata.picture_record import RECORD_PREFIX, RECORD_PROPERTY, write_record
from portrait_app.core.picture import Picture
from portrait_app.export import xmp

_SOURCES = "http://cv.iptc.org/newscodes/digitalsourcetype/"

# A JPEG has room for 64 kB of EXIF. Longer texts are cut there; XMP has them in full.
BRIEF = 32_500  # UTF-16 units
_CUT = 8_000  # characters of each text; a character has one or two units


@dataclass(frozen=True, slots=True)
class Story:
    """The metadata of a file, independent of its format. An empty one is for a file without metadata.

    Attributes:
        infotext: the settings as text, as other programs write them.
        brief: a shorter infotext, for JPEG.
        properties: XMP properties, the most important first.
        exif: EXIF of an imported file, without "Exif" at the start.
        texts: keys and values of an imported PNG's texts.
        keeps: keep all other metadata of the file; `exif` and `texts` are then not used.
        is_discreet: remove names, dates and other texts from the colour profile as well.
    """

    infotext: str = ""
    brief: str = ""
    properties: tuple[xmp.Property, ...] = ()
    exif: bytes = b""
    texts: tuple[tuple[str, str], ...] = ()
    keeps: bool = False
    is_discreet: bool = True


def story_of(picture: Picture, plan: ExportPlan, program: str) -> Story:
    """Return the metadata for a file of `picture`. `program` is the name and version of this program."""
    if plan.privacy is Privacy.NOTHING:
        return Story()
    properties = [
        *_label(picture),
        xmp.text("xmp:CreatorTool", program),
        xmp.moment("xmp:CreateDate", picture.created),
        *_rights(plan),
    ]
    if plan.privacy is Privacy.LABEL_ONLY:
        return Story(properties=tuple(properties))
    properties.append(xmp.text("xmp:Rating", str(picture.rating)))
    if picture.tags:
        properties.append(xmp.bag("dc:subject", picture.tags))
    properties.append(xmp.text(f"{RECORD_PREFIX}:{RECORD_PROPERTY}", write_record(picture, program)))
    prompt = picture.request.prompt
    if prompt and is_trained(picture):
        properties.append(xmp.text("Iptc4xmpExt:AIPromptInformation", prompt))
    if prompt:
        properties.append(xmp.alternative("dc:description", prompt))
    if not _has_settings(picture):  # such as a photo
        return Story(properties=tuple(properties), is_discreet=False)
    infotext = write_infotext(picture, program)
    is_brief = len(infotext.encode("utf-16-be", "replace")) <= 2 * BRIEF
    brief = infotext if is_brief else write_infotext(_cut(picture), program)
    return Story(infotext, brief, tuple(properties), is_discreet=False)


def sheet_story(sources: Set[str], plan: ExportPlan, program: str) -> Story:
    """Return the metadata for a contact sheet with pictures of these source types."""
    if plan.privacy is Privacy.NOTHING:
        return Story()
    told = next((source for source in map(_term, SourceType) if source in sources), "")
    label = [xmp.text("Iptc4xmpExt:DigitalSourceType", told)] if told else []
    return Story(properties=(*label, xmp.text("xmp:CreatorTool", program), *_rights(plan)))


def source_type(picture: Picture) -> str:
    """Return the IPTC's term for how the picture was made; empty if that is unknown."""
    source = _source(picture)
    return "" if source is None else _term(source)


def is_trained(picture: Picture) -> bool:
    """Say whether a trained model made the picture. An imported picture with a prompt counts as such."""
    return _source(picture) is SourceType.TRAINED


def _has_settings(picture: Picture) -> bool:
    return bool(picture.request.endpoint or picture.request.values or picture.seed is not None)


def _source(picture: Picture) -> SourceType | None:
    engine = find_engine(picture.request.engine)
    if engine is not None:
        return engine.source
    return SourceType.TRAINED if picture.request.prompt else None


def _term(source: SourceType) -> str:
    return f"{_SOURCES}{source}"


def _label(picture: Picture) -> list[xmp.Property]:
    source = source_type(picture)
    label = [xmp.text("Iptc4xmpExt:DigitalSourceType", source)] if source else []
    if is_trained(picture) and picture.request.endpoint:
        model, engine = picture.request.model, find_engine(picture.request.engine)
        system = model.name if engine is None else f"{engine.system} {model.name}".strip()
        label.append(xmp.text("Iptc4xmpExt:AISystemUsed", system))
        label.append(xmp.text("Iptc4xmpExt:AISystemVersionUsed", model.slug))
    return label


def _rights(plan: ExportPlan) -> list[xmp.Property]:
    rights: list[xmp.Property] = []
    if plan.creator.strip():
        rights.append(replace(xmp.sequence("dc:creator", [plan.creator.strip()]), is_wanted=True))
    if plan.rights.strip():
        rights.append(replace(xmp.alternative("dc:rights", plan.rights.strip()), is_wanted=True))
    return rights


def _cut(picture: Picture) -> Picture:
    request = picture.request
    cut = {
        key: value[:_CUT] + "…"
        for key, value in request.values.items()
        if isinstance(value, str) and len(value) > _CUT
    }
    return replace(picture, request=request.with_values(**cut))
