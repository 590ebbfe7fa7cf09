"""The record that this program puts into what it exports, found in a file's XMP.

Photo programs write XMP anew when they rate a picture: a property may then be an attribute.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from portrait_app.core.metadata.picture_record import (
    RECORD_NAMESPACE,
    RECORD_PROPERTY,
    FileRecord,
    read_record,
)
from portrait_app.importing.carriers import EXTENDED_XMP, XMP

_BEGIN, _END = "<x:xmpmeta", "</x:xmpmeta>"
_NAME = f"{{{RECORD_NAMESPACE}}}{RECORD_PROPERTY}"


def read_own(texts: Mapping[str, str]) -> FileRecord | None:
    """Return the record in a file's texts, None where there is none that is sound."""
    for place in (XMP, EXTENDED_XMP):
        for text in _records(texts.get(place, "")):
            record = read_record(text)
            if record is not None:
                return record
    return None


def _records(packet: str) -> Iterator[str]:
    # A packet has no use for declarations of its own, but a bomb has.
    begin, end = packet.find(_BEGIN), packet.rfind(_END)
    if not 0 <= begin < end or "<!" in packet or RECORD_NAMESPACE not in packet:
        return
    try:
        root = ElementTree.fromstring(packet[begin : end + len(_END)])  # noqa: S314 - see above
    except ElementTree.ParseError:
        return
    for element in root.iter():
        if element.tag == _NAME and element.text:
            yield element.text
        if _NAME in element.attrib:
            yield element.attrib[_NAME]
