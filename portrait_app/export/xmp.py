"""XMP packets: what is known about a picture, in the vocabulary that photo programs share.

A JPEG holds at most 64 kB of it in one place. A longer packet is written in two, as Adobe's specification
has it: the main one, and an extended one that it names by the MD5 of its bytes.
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
    """One property, already as XML."""

    name: str  # with its prefix
    xml: str
    is_wanted: bool = False  # the user asked for it, in place of what a file says


def text(name: str, value: str) -> Property:
    """Return a plain property."""
    return Property(name, f"<{name}>{_escaped(value)}</{name}>")


def moment(name: str, when: datetime) -> Property:
    """Return a property that is a time, which carries its zone."""
    return text(name, when.isoformat(timespec="seconds"))


def bag(name: str, values: Iterable[str]) -> Property:
    """Return a property of several values without order, such as tags."""
    return _container(name, "Bag", "", values)


def sequence(name: str, values: Iterable[str]) -> Property:
    """Return a property of several values in order, such as creators."""
    return _container(name, "Seq", "", values)


def alternative(name: str, value: str) -> Property:
    """Return a property that could be said in several languages, and is said in one."""
    return _container(name, "Alt", ' xml:lang="x-default"', [value])


def packet(properties: Sequence[Property]) -> bytes:
    """Return the properties as one packet; nothing for none."""
    return _packet(properties) if properties else b""


def split(properties: Sequence[Property], most: int) -> tuple[bytes, bytes, str]:
    """Return a main packet of at most `most` bytes, an extended one and its GUID.

    The properties stand in order of weight: what no longer fits goes into the extended packet, which is
    empty, as its GUID, where everything fits.
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
    """Return `value` as XML text; what XML cannot hold at all is left out, and line ends are kept."""
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
