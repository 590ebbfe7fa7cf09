"""Reads the record that this program writes into the XMP of exported files."""

from collections.abc import Mapping

from portrait_app.core.metadata.picture_record import (
    RECORD_NAMESPACE,
    RECORD_PROPERTY,
    FileRecord,
    read_record,
)
from portrait_app.imaging.carriers import EXTENDED_XMP, XMP
from portrait_app.importing.xmp_reader import xmp_properties

_NAME = f"{RECORD_NAMESPACE} {RECORD_PROPERTY}"


def read_own(texts: Mapping[str, str]) -> FileRecord | None:
    """Return the record in a file's texts, or None if there is no valid one."""
    for place in (XMP, EXTENDED_XMP):
        packet = texts.get(place, "")
        if RECORD_NAMESPACE not in packet:
            continue
        for text in xmp_properties(packet).get(_NAME, ()):
            record = read_record(text)
            if record is not None:
                return record
    return None
