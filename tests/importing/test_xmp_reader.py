import pytest

from portrait_app.importing.xmp_reader import first, xmp_properties

BEGIN, END = "<rdf:Description>", "</rdf:Description>"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"


def read(inner: str) -> dict[str, tuple[str, ...]]:
    return dict(xmp_properties(f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:n="urn:n">{inner}</rdf:RDF>'))


@pytest.mark.parametrize(
    ("inner", "found"),
    [
        ("<rdf:Description><n:a>one &amp; two</n:a></rdf:Description>", ("one & two",)),
        ('<rdf:Description n:a="one"/>', ("one",)),
        (
            "<rdf:Description><n:a><rdf:Seq><rdf:li>1</rdf:li><rdf:li>2</rdf:li></rdf:Seq></n:a></rdf:Description>",
            ("1", "2"),
        ),
        ("<rdf:Description/><rdf:Description><n:a>later</n:a></rdf:Description>", ("later",)),
        (
            "<rdf:Description><n:b><rdf:Description><n:a>inner</n:a></rdf:Description></n:b></rdf:Description>",
            None,
        ),
        ("<!-- a comment --><rdf:Description><n:a><![CDATA[<x>]]></n:a></rdf:Description>", ("<x>",)),
    ],
)
def test_a_property_is_found_however_it_is_written(inner: str, found: tuple[str, ...] | None) -> None:
    assert read(inner).get("urn:n a") == found


def test_the_first_that_there_is_counts() -> None:
    properties = read("<rdf:Description><n:a>x</n:a><n:b> y </n:b></rdf:Description>")
    assert first(properties, "urn:n c", "urn:n b", "urn:n a") == "y"
    assert first(properties, "urn:n c") == ""
