"""Writes XMP packets, the metadata that photo programs share.

A segment of a JPEG holds at most 64 kB. A longer packet is split as Adobe's specification says: into a main
packet and an extended one, whose MD5 the main packet contains.
"""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape

from portrait_app.core.metadata.picture_record import RECORD_NAMESPACE, RECORD_PREFIX

NAMESPACES = {
    "x": "adobe:ns:meta/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "xmpNote": "http://ns.adobe.com/xmp/note/",
    RECORD_PREFIX: RECORD_NAMESPACE,
}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Property:
    """One property as XML."""

    name: str  # with its namespace prefix
    xml: str
    is_wanted: bool = False  # replaces the value of an imported file, because the user entered it


def text(name: str, value: str) -> Property:
    """Return a property with one text."""
    return Property(name, f"<{name}>{_escaped(value)}</{name}>")


def moment(name: str, when: datetime) -> Property:
    """Return a property with a time and its UTC offset."""
    return text(name, when.isoformat(timespec="seconds"))


def bag(name: str, values: Iterable[str]) -> Property:
    """Return a property with several values in no order, such as tags."""
    return _container(name, "Bag", "", values)


def sequence(name: str, values: Iterable[str]) -> Property:
    """Return a property with several values in order, such as creators."""
    return _container(name, "Seq", "", values)


def alternative(name: str, value: str) -> Property:
    """Return a property for texts in several languages, with a text in the default language only."""
    return _container(name, "Alt", ' xml:lang="x-default"', [value])


def packet(properties: Sequence[Property]) -> bytes:
    """Return the properties as one packet; empty if there are none."""
    return _packet(properties) if properties else b""


def split(properties: Sequence[Property], most: int) -> tuple[bytes, bytes, str]:
    """Return a main packet of at most `most` bytes, an extended packet and its GUID.

    `properties` are in order of importance: those that do not fit go into the extended packet. If all fit,
    the extended packet and the GUID are empty.
    """
    whole = packet(properties)
    if len(whole) <= most:
        return whole, b"", ""
    guid_there = text("xmpNote:HasExtendedXMP", "0" * 32)
    kept: list[Property] = []
    moved: list[Property] = []
    for row in properties:
        fits = len(_packet([*kept, row, guid_there])) <= most
        (kept if fits else moved).append(row)
    extended = _serialized(moved)
    guid = hashlib.md5(extended, usedforsecurity=False).hexdigest().upper()
    return _packet([*kept, text("xmpNote:HasExtendedXMP", guid)]), extended, guid


def _container(name: str, kind: str, attribute: str, values: Iterable[str]) -> Property:
    items = "".join(f"<rdf:li{attribute}>{_escaped(value)}</rdf:li>" for value in values)
    return Property(name, f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>")


def _escaped(value: str) -> str:
    """Return `value` as XML text. Characters that XML forbids are left out; line ends are kept."""
    return escape(_NOT_XML.sub("", value), {"\r": "&#13;"})


def _packet(properties: Sequence[Property]) -> bytes:
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'.encode()
    return begin + _serialized(properties) + b'\n<?xpacket end="r"?>'


def _serialized(properties: Sequence[Property]) -> bytes:
    used = {row.name.partition(":")[0] for row in properties}
    names = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix in used)
    body = "\n".join(row.xml for row in properties)
    return (
        f'<x:xmpmeta xmlns:x="{NAMESPACES["x"]}"><rdf:RDF xmlns:rdf="{NAMESPACES["rdf"]}">'
        f'<rdf:Description rdf:about=""{names}>\n{body}\n</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()
