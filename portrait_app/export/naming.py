"""Names of files that are legal, and the same file, on Windows, macOS and Linux."""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

_LONGEST = 200  # bytes of UTF-8 before a number and the suffix; a name has 255 where it has least
_LONGEST_APART = 220  # UTF-16 units with accents apart, as HFS+ keeps them
_FALLBACK = "portrait"

_ILLEGAL = re.compile(r'[<>:"/\\|?*]')
_JOINERS = "\u200c\u200d"  # of Persian words and of emoji: the only invisible characters that a name keeps
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])(?=\s*(\.|$))", re.IGNORECASE
)
_NEVER = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, halves, and what is no character
_ENDS = " .-_~" + _JOINERS


def safe_stem(text: str) -> str:
    """Return `text` as the name of a file without its suffix; never empty.

    One line in the composed Unicode form, without control and bidirectional characters, without what
    a system forbids, not ending as Windows would cut it off, and short enough for all.
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
    """Return what names that mean one file on any system have in common.

    Systems fold case and Unicode forms by tables of their own. This folds more than each of them: two
    names that only look alike get a number they would not need.
    """
    folded = unicodedata.normalize("NFKD", name).upper().casefold()
    return unicodedata.normalize("NFKD", folded).rstrip(" .")


class Names:
    """Gives each file a name of its own among those that are there."""

    def __init__(self, there: Iterable[str] = ()) -> None:
        self._there = {same_name(name) for name in there}
        self._given: set[str] = set()
        self._next: dict[str, int] = {}  # the number to try next for a name that many want

    def is_there(self, stem: str, suffix: str) -> bool:
        """Say whether a file had the name before any was given here."""
        return same_name(stem + suffix) in self._there

    def free(self, stem: str, suffix: str, *, over_others: bool = False) -> str:
        """Return and take a name: with a number where it is taken.

        With `over_others` only names given here count as taken.
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
