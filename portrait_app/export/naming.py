"""File names that are valid, and equally unique, on Windows, macOS and Linux."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

_LONGEST = 200  # bytes of UTF-8 without number and suffix; the strictest systems allow 255 in all
_LONGEST_APART = 220  # UTF-16 units in decomposed form, as HFS+ stores names
_FALLBACK = "portrait"

_ILLEGAL = re.compile(r'[<>:"/\\|?*]')
_JOINERS = "\u200c\u200d"  # needed in Persian words and in emoji: the only invisible characters that are kept
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])(?=\s*(\.|$))", re.IGNORECASE
)
_NEVER = frozenset(
    ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
)  # control and format characters, surrogates, private and unassigned ones
_ENDS = " .-_~" + _JOINERS


def safe_stem(text: str) -> str:
    """Return `text` as a valid file name without suffix; never empty.

    The name is in NFC, on one line, without control and bidirectional characters, without characters that
    any system forbids, without trailing dots and spaces, and short enough for all systems.
    """
    composed = unicodedata.normalize("NFC", text[: 8 * _LONGEST])
    spaced = " ".join(_ILLEGAL.sub("-", composed).split())
    if not (spaced.isascii() and spaced.isprintable()):
        spaced = " ".join("".join(letter for letter in spaced if _is_kept(letter)).split())
    stem = _cut(spaced.strip(_ENDS)).strip(_ENDS)
    reserved = _RESERVED.match(stem)
    if reserved:
        stem = f"{reserved[0]}_{stem[reserved.end() :]}"
    return stem or _FALLBACK


def same_name(name: str) -> str:
    """Return a key that is equal for two names if any system takes them for the same file.

    Systems fold case and Unicode forms differently. This folds more than each of them, so that some names get
    a number that they do not need.
    """
    folded = unicodedata.normalize("NFKD", name).upper().casefold()
    return unicodedata.normalize("NFKD", folded).rstrip(" .")


class Names:
    """Gives out file names that are unique in a folder."""

    def __init__(self, there: Iterable[str] = ()) -> None:
        self._there = {same_name(name) for name in there}
        self._given: set[str] = set()
        self._next: dict[str, int] = {}  # next number to try for a name that was asked for before

    def is_there(self, stem: str, suffix: str) -> bool:
        """Say whether the folder had a file of this name at the start."""
        return same_name(stem + suffix) in self._there

    def free(self, stem: str, suffix: str, *, over_others: bool = False) -> str:
        """Reserve and return a name, with a number added if it is taken.

        With `over_others` only names that were given out here count as taken.
        """
        wanted = same_name(stem + suffix)
        for number in count(self._next.get(wanted, 1)):
            name = f"{stem} ({number}){suffix}" if number > 1 else stem + suffix
            same = same_name(name)
            if same not in self._given and (over_others or same not in self._there):
                break
        self._given.add(same)
        self._next[wanted] = number + 1
        return name


def _is_kept(letter: str) -> bool:
    if letter.isascii():
        return letter.isprintable()
    return letter in _JOINERS or unicodedata.category(letter) not in _NEVER


def _cut(stem: str) -> str:
    stem = stem.encode()[:_LONGEST].decode(errors="ignore")
    while not stem.isascii() and _units_apart(stem) > _LONGEST_APART:
        stem = stem[:-1]
    return stem


def _units_apart(stem: str) -> int:
    return len(unicodedata.normalize("NFD", stem).encode("utf-16-le")) // 2
