"""Reads the properties of an XMP packet.

Programs write XMP in several ways: a property is an element or an attribute of rdf:Description, and its
value is a text or a list of items.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from xml.parsers import expat

_BEGIN, _END = "<x:xmpmeta", "</x:xmpmeta>"
_RDF_BEGIN, _RDF_END = "<rdf:RDF", "</rdf:RDF>"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DESCRIPTION, _ITEM = f"{_RDF} Description", f"{_RDF} li"
_MOST_ELEMENTS = 20_000  # with attributes
_DEEPEST = 50
_MOST_VALUES = 5_000

Properties = Mapping[str, tuple[str, ...]]


class _NotXmp(ValueError):
    """The packet has a DOCTYPE, or is larger or deeper than real XMP."""


@lru_cache(maxsize=2)  # several readers need the same packet
def xmp_properties(packet: str) -> Properties:
    """Return the values of all properties by "NAMESPACE NAME"; nothing if the packet is invalid."""
    for begin, end in ((_BEGIN, _END), (_RDF_BEGIN, _RDF_END)):
        start, stop = packet.find(begin), packet.rfind(end)
        if 0 <= start < stop:
            reader = _Reader()
            try:
                reader.read(packet[start : stop + len(end)])
            except (expat.ExpatError, _NotXmp, ValueError):
                return {}
            return reader.properties
    return {}


class _Reader:
    """Collects the properties of all descriptions. Elements inside a property belong to its value."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {}
        self._path: list[str] = []
        self._property = ""
        self._level = 0  # depth of the property's element
        self._text: list[str] = []
        self._elements = self._values = 0
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.StartDoctypeDeclHandler = self._refuse  # only an entity bomb needs a DOCTYPE

    @property
    def properties(self) -> Properties:
        return {name: tuple(values) for name, values in self._found.items()}

    def read(self, xml: str) -> None:
        """Raises ExpatError or ValueError."""
        self._parser.Parse(xml.encode("utf-8", "replace"), True)

    def _refuse(self, *_declaration: object) -> None:
        raise _NotXmp

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1 + len(attributes)
        if self._elements > _MOST_ELEMENTS or len(self._path) >= _DEEPEST:
            raise _NotXmp
        if name == _DESCRIPTION and not self._property:
            for attribute, value in attributes.items():
                self._add(attribute, value)
        elif self._path and self._path[-1] == _DESCRIPTION and not self._property:
            self._property, self._level = name, len(self._path)
        self._path.append(name)
        self._text.clear()

    def _end(self, name: str) -> None:
        self._path.pop()
        is_over = bool(self._property) and len(self._path) == self._level
        if self._property and (name == _ITEM or (is_over and self._property not in self._found)):
            self._add(self._property, "".join(self._text))
        if is_over:
            self._property = ""
        self._text.clear()

    def _add(self, name: str, value: str) -> None:
        self._values += 1
        if self._values > _MOST_VALUES:
            raise _NotXmp
        if value.strip():
            self._found.setdefault(name, []).append(value)


def first(properties: Properties, *names: str) -> str:
    """Return the first value of the first property in `names` that exists, without surrounding blanks."""
    return next(_values(properties, names), "").strip()


def _values(properties: Properties, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        yield from properties.get(name, ())
