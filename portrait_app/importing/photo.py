"""Reads ratings, tags and dates of photos. XMP takes precedence, because photo programs change only XMP."""

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
    """Return the rating, tags and date in a file's texts."""
    xmp = xmp_properties(texts.get(XMP, ""))
    tags = xmp.get(f"{_DUBLIN_CORE} subject") or texts.get(f"{EXIF}XPKeywords", "").split(";")
    return PhotoFacts(
        _stars(first(xmp, f"{_XMP} Rating") or texts.get(f"{EXIF}Rating", "")),
        keep_tags(tags),
        next(filter(None, map(_moment, _dates(xmp, texts))), None),
    )


def _stars(written: str) -> int:
    """Return a rating from 0 to 5. Rejected pictures (-1) and invalid ratings count as 0."""
    try:
        return min(max(round(float(written)), 0), MOST_STARS)
    except (ValueError, OverflowError):
        return 0


def _dates(xmp: Properties, texts: Mapping[str, str]) -> Iterator[str]:
    """Yield the texts of dates in ISO 8601, the most reliable first. They may be invalid."""
    for name, zone in (
        ("DateTimeOriginal", "OffsetTimeOriginal"),
        ("DateTimeDigitized", "OffsetTimeDigitized"),
    ):
        day, _blank, time = texts.get(f"{EXIF}{name}", "").strip("\0 ").partition(" ")
        yield f"{day.replace(':', '-')}T{time}{texts.get(f'{EXIF}{zone}', '').strip(chr(0) + ' ')}"
    yield first(xmp, f"{_XMP_EXIF} DateTimeOriginal", f"{_PHOTOSHOP} DateCreated", f"{_XMP} CreateDate")


def _moment(written: str) -> datetime | None:
    """Return a UTC moment, or None if the text is invalid. Without a zone, it is local time."""
    try:
        moment = datetime.fromisoformat(written)
        return within_calendar(moment if moment.tzinfo is not None else moment.replace(tzinfo=LOCAL))
    except (ValueError, OverflowError):
        return None
