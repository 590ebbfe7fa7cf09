"""Reads the XMP properties of other programs, each as XML that fits into a packet of this program."""

import io
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from portrait_app.export.xmp import NAMESPACES, Property

_RDF = NAMESPACES["rdf"]
_DESCRIPTION = f"{{{_RDF}}}Description"
_ABOUT = f"{{{_RDF}}}about"
_XML = "http://www.w3.org/XML/1998/namespace"
_LONGEST = 8_000_000  # characters of a packet
_DEEPEST = 50
_KNOWN = {uri: prefix for prefix, uri in NAMESPACES.items()}


def foreign_properties(packet: str) -> list[Property]:
    """Return the properties of a packet in order; an empty list if it is broken, too long or hostile.

    A property that is an attribute of rdf:Description is returned as an element, which means the same.
    """
    begin, end = packet.find("<rdf:RDF"), packet.rfind("</rdf:RDF>")
    # "<!" declares entities: XMP never needs them, an entity bomb does.
    if not 0 <= begin < end or "<!" in packet or len(packet) > _LONGEST:
        return []
    prefixes = {**_KNOWN, _XML: "xml"}
    source = io.StringIO(packet[begin : end + len("</rdf:RDF>")])
    root: ElementTree.Element | None = None
    try:
        for event, found in ElementTree.iterparse(source, ("start-ns", "end")):  # noqa: S314 - see above
            if event == "start-ns":
                _note_prefix(prefixes, *found)
            else:
                root = found
    except ElementTree.ParseError:
        return []
    return [] if root is None else list(_properties(root, prefixes))


def _note_prefix(prefixes: dict[str, str], prefix: str, uri: str) -> None:
    """Note the file's prefix for a namespace, or a new prefix if that one is taken."""
    if uri not in prefixes:
        taken = set(prefixes.values())
        prefixes[uri] = prefix if prefix and prefix not in taken else f"n{len(prefixes)}"


def _properties(root: ElementTree.Element, prefixes: Mapping[str, str]) -> Iterator[Property]:
    for description in root.iter(_DESCRIPTION):
        if description not in list(root):  # a nested description is part of a property
            continue
        for name, value in description.attrib.items():
            if name != _ABOUT and name.startswith("{"):
                element = ElementTree.Element(name)
                element.text = value
                yield _property(element, prefixes)
        for element in description:
            if element.tag.startswith("{"):
                yield _property(element, prefixes)


def _property(element: ElementTree.Element, prefixes: Mapping[str, str]) -> Property:
    used: set[str] = set()
    xml = _written(element, prefixes, used, 0)
    uris = {prefix: uri for uri, prefix in prefixes.items()}
    names = "".join(f" xmlns:{prefix}={quoteattr(uris[prefix])}" for prefix in sorted(used - {"xml"}))
    name = _name(element.tag, prefixes, used)
    return Property(name, f"<{name}{names}{xml.removeprefix(f'<{name}')}")


def _written(element: ElementTree.Element, prefixes: Mapping[str, str], used: set[str], depth: int) -> str:
    """Return an element as XML without namespace declarations. Adds its prefixes to `used`."""
    name = _name(element.tag, prefixes, used)
    attributes = "".join(
        f" {_name(key, prefixes, used)}={quoteattr(value)}" for key, value in element.attrib.items()
    )
    inner = escape(element.text or "", {"\r": "&#13;"})
    if depth < _DEEPEST:
        for child in element:
            inner += _written(child, prefixes, used, depth + 1) + escape(child.tail or "")
    return f"<{name}{attributes}>{inner}</{name}>"


def _name(tag: str, prefixes: Mapping[str, str], used: set[str]) -> str:
    uri, brace, local = tag.removeprefix("{").rpartition("}")
    if not brace:
        return local
    used.add(prefixes[uri])
    return f"{prefixes[uri]}:{local}"
