"""Names of files, held against the rules of three systems."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.export.naming import Names, safe_stem, same_name

NASTY = [
    "CON",
    "con.txt",
    "Aux",
    "NUL .x",
    "COM1",
    "lpt9.tar",
    "COM¹",
    "CONIN$",
    'a/b\\c:d*e?f"g<h>i|j',
    "../../etc/passwd",
    "..",
    ".",
    "",
    "   ",
    ".hidden",
    "-rf",
    "~root",
    "ends with a dot.",
    "ends with a blank ",
    "ends with both . . .",
    "new\nline\ttab\0nul\x7f\x85",
    "right\u202eto left gpj.exe\u202c\u2066\u2069\u200e\u200f\u061c",
    "zero\u200bwidth\ufeff\u2060",
    "lone \ud800 half",
    "private \ue000 \U000f0000",
    "no character \uffff \ufdd0 \U0001ffff",
    "line\u2028and\u2029paragraph",
    "e\u0301 decomposed",
    "é composed",
    "👩‍🎨" * 100,
    "é" * 300,
    "\u0390" * 300,
    "x" * 300,
    "한" * 300,
    "ﬁ ligature",
    "\U0001d15e music",
    "\u0301leading accent",
    "a" * 199 + ".",
    "می‌خواهم",
]
RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.I)


def check_everywhere(name: str) -> None:
    """Hold a whole name against what Windows, macOS and Linux allow."""
    assert name.encode()  # no half of a surrogate pair
    assert len(name.encode()) <= 255  # ext4, APFS
    assert len(name.encode("utf-16-le")) // 2 <= 255  # NTFS
    assert len(unicodedata.normalize("NFD", name).encode("utf-16-le")) // 2 <= 255  # HFS+
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"} for letter in name)
    hidden = {letter for letter in name if unicodedata.category(letter) == "Cf"}
    assert hidden <= {"\u200c", "\u200d"}
    assert name == unicodedata.normalize("NFC", name)
    assert name.strip(" .") == name
    assert not name.startswith(("-", "~"))
    assert not RESERVED.fullmatch(name.split(".", maxsplit=1)[0].rstrip(" "))


@pytest.mark.parametrize("text", NASTY, ids=ascii)
def test_a_nasty_name_is_safe_everywhere(text: str) -> None:
    names = Names()
    for _ in range(3):
        check_everywhere(names.free(safe_stem(text), ".jpeg"))


@given(st.text(max_size=400))
def test_any_name_is_safe_everywhere(text: str) -> None:
    check_everywhere(Names().free(safe_stem(text), ".jpg"))


@given(st.lists(st.sampled_from([*NASTY, "a", "A", "Straße", "STRASSE", "ı", "I"]), max_size=40))
def test_no_two_are_the_same_file_on_any_system(texts: list[str]) -> None:
    names = Names(["a.png", "CON_.png"])
    given_names = [names.free(safe_stem(text), ".png") for text in texts]
    on_macos = {unicodedata.normalize("NFD", name).casefold() for name in given_names}
    on_windows = {name.upper() for name in given_names}
    assert len(on_macos) == len(on_windows) == len(given_names)
    assert not {"A.PNG", "CON_.PNG"} & on_windows


@pytest.mark.parametrize(
    ("text", "stem"),
    [
        ("portrait of a woman", "portrait of a woman"),
        ("CON", "CON_"),
        ("con.txt", "con_.txt"),
        ("", "portrait"),
        ("a:b", "a-b"),
        ("می‌خواهم", "می‌خواهم"),
        ("👩‍🎨 x", "👩‍🎨 x"),
        ("console", "console"),
    ],
)
def test_what_is_legal_stays(text: str, stem: str) -> None:
    assert safe_stem(text) == stem


def test_a_number_is_given_to_what_is_taken() -> None:
    names = Names(["Face.jpg"])
    assert [names.free("face", ".jpg") for _ in range(3)] == ["face (2).jpg", "face (3).jpg", "face (4).jpg"]
    assert names.free("face", ".png") == "face.png"


def test_over_others_only_our_own_count() -> None:
    names = Names(["face.jpg"])
    assert [names.free("face", ".jpg", over_others=True) for _ in range(2)] == ["face.jpg", "face (2).jpg"]


def test_forms_and_cases_are_the_same() -> None:
    assert same_name("É.JPG") == same_name("e\u0301.jpg")


def test_many_of_one_name_take_no_longer_each() -> None:
    names = Names()
    assert [names.free("x", "") for _ in range(5_000)][-1] == "x (5000)"
