"""The record that this program puts into what it exports, found in a file's XMP.

Photo programs write XMP anew when they rate a picture: a property may then be an attribute.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from portrait_app.core.picture_record import RECORD_NAMESPACE, RECORD_PROPERTY, FileRecord, read_record
from portrait_app.importing.carriers import EXTENDED_XMP, XMP

_PACKET = re.compile("<x:xmpmeta.*</x:xmpmeta>", re.DOTALL)
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
    found = None if "<!" in packet else _PACKET.search(packet)
    if found is None or RECORD_NAMESPACE not in packet:
        return
    try:
        root = ElementTree.fromstring(found[0])  # noqa: S314 - see above
    except ElementTree.ParseError:
        return
    for element in root.iter():
        if element.tag == _NAME and element.text:
            yield element.text
        if _NAME in element.attrib:
            yield element.attrib[_NAME]
