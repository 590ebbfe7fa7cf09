"""Stars, tags and dates of photos, wherever cameras and photo programs write them."""

from datetime import UTC, datetime

import pytest

from portrait_app.core.metadata.photo_facts import PhotoFacts
from portrait_app.core.moments import LATEST
from portrait_app.imaging.carriers import XMP
from portrait_app.importing.photo import photo_facts

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NAMES = (
    f'xmlns:rdf="{RDF}" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"'
)


def xmp(inner: str = "", attributes: str = "") -> dict[str, str]:
    description = f'<rdf:Description rdf:about="" {attributes}>{inner}</rdf:Description>'
    return {XMP: f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {NAMES}>{description}</rdf:RDF></x:xmpmeta>'}


TAGS = "<dc:subject><rdf:Bag><rdf:li>kitchen</rdf:li><rdf:li>über</rdf:li></rdf:Bag></dc:subject>"


@pytest.mark.parametrize(
    ("texts", "facts"),
    [
        ({}, PhotoFacts()),
        (xmp("<xmp:Rating>4</xmp:Rating>"), PhotoFacts(4)),
        (xmp(attributes='xmp:Rating="5"'), PhotoFacts(5)),
        (xmp("<xmp:Rating>-1</xmp:Rating>"), PhotoFacts()),  # rejected
        (xmp("<xmp:Rating>9e9</xmp:Rating>"), PhotoFacts(5)),
        (xmp("<xmp:Rating>many</xmp:Rating>"), PhotoFacts()),
        (xmp(TAGS), PhotoFacts(tags=("kitchen", "über"))),
        ({"EXIF Rating": "3", "EXIF XPKeywords": "one;two"}, PhotoFacts(3, ("one", "two"))),
        ({"EXIF Rating": "3", **xmp("<xmp:Rating>4</xmp:Rating>")}, PhotoFacts(4)),
    ],
)
def test_stars_and_tags(texts: dict[str, str], facts: PhotoFacts) -> None:
    assert photo_facts(texts) == facts


NEW_YEAR = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("texts", "taken"),
    [
        ({"EXIF DateTimeOriginal": "2020:01:02 03:04:05"}, NEW_YEAR),  # where tests live, in UTC
        ({"EXIF DateTimeOriginal": "2020:01:02 05:04:05", "EXIF OffsetTimeOriginal": "+02:00"}, NEW_YEAR),
        ({"EXIF DateTimeOriginal": "0000:00:00 00:00:00"}, None),
        ({"EXIF DateTimeOriginal": "    :  :     :  :  "}, None),
        (
            {
                "EXIF DateTimeOriginal": "0000:00:00 00:00:00",
                **xmp("<xmp:CreateDate>2020-01-02T03:04:05Z</xmp:CreateDate>"),
            },
            NEW_YEAR,
        ),
        (xmp("<photoshop:DateCreated>2020-01-02T04:04:05+01:00</photoshop:DateCreated>"), NEW_YEAR),
        (xmp("<xmp:CreateDate>9999-12-31T23:59:59-14:00</xmp:CreateDate>"), LATEST),
        (xmp("<xmp:CreateDate>2020</xmp:CreateDate>"), None),
    ],
)
def test_dates(texts: dict[str, str], taken: datetime | None) -> None:
    assert photo_facts(texts).taken == taken


@pytest.mark.parametrize(
    "packet",
    [
        "<x:xmpmeta><unclosed></x:xmpmeta>",
        "<x:xmpmeta>" * 100_000 + "</x:xmpmeta>",
        "<x:xmpmeta>" + "<a>" * 100_000 + "</x:xmpmeta>",
        '<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta>&a;</x:xmpmeta>',
        "<x:xmpmeta>" + "<a/>" * 900_000 + "</x:xmpmeta>",
        "\ud800<x:xmpmeta></x:xmpmeta>",
        "<rdf:RDF></rdf:RDF>",
    ],
)
def test_a_hostile_packet_has_no_facts(packet: str) -> None:
    assert photo_facts({XMP: packet}) == PhotoFacts()
