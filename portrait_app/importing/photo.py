"""Stars, tags and dates that photo programs and cameras write: XMP before EXIF, for programs change XMP."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from portrait_app.core.local_zone import LOCAL
from portrait_app.core.metadata.photo_facts import PhotoFacts
from portrait_app.core.moments import within_calendar
from portrait_app.core.picture import MOST_STARS
from portrait_app.core.tags import keep_tags
from portrait_app.imaging.carriers import XMP
from portrait_app.imaging.exif_texts import EXIF
from portrait_app.importing.xmp_reader import Properties, first, xmp_properties

_XMP = "http://ns.adobe.com/xap/1.0/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_XMP_EXIF = "http://ns.adobe.com/exif/1.0/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"


def photo_facts(texts: Mapping[str, str]) -> PhotoFacts:
    """Return the facts in a file's texts."""
    xmp = xmp_properties(texts.get(XMP, ""))
    tags = xmp.get(f"{_DUBLIN_CORE} subject") or texts.get(f"{EXIF}XPKeywords", "").split(";")
    return PhotoFacts(
        _stars(first(xmp, f"{_XMP} Rating") or texts.get(f"{EXIF}Rating", "")),
        keep_tags(tags),
        next(filter(None, map(_moment, _dates(xmp, texts))), None),
    )


def _stars(written: str) -> int:
    """Return a rating; 0 for none, for a rejected picture's -1 and for what is no rating."""
    try:
        return min(max(round(float(written)), 0), MOST_STARS)
    except (ValueError, OverflowError):
        return 0


def _dates(xmp: Properties, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield when the picture was taken, as it may be written, the most reliable first."""
    for name, zone in (
        ("DateTimeOriginal", "OffsetTimeOriginal"),
        ("DateTimeDigitized", "OffsetTimeDigitized"),
    ):
        day, _blank, time = texts.get(f"{EXIF}{name}", "").strip("\0 ").partition(" ")
        yield f"{day.replace(':', '-')}T{time}{texts.get(f'{EXIF}{zone}', '').strip(chr(0) + ' ')}"
    yield first(xmp, f"{_XMP_EXIF} DateTimeOriginal", f"{_PHOTOSHOP} DateCreated", f"{_XMP} CreateDate")


def _moment(written: str) -> datetime | None:
    """Return a moment; without a zone it is one of this computer's. None for what is no moment."""
    try:
        moment = datetime.fromisoformat(written)
        return within_calendar(moment if moment.tzinfo is not None else moment.replace(tzinfo=LOCAL))
    except (ValueError, OverflowError):
        return None
