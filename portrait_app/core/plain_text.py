"""Cleans foreign text so that it can be shown within the program's own text."""

import unicodedata

_BREAKS = "\n\r\t\u2028\u2029"
_JOINERS = "\u200c\u200d"  # needed inside words of some scripts, and inside emoji
_UNSHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp"})


def one_line(text: str, most: int) -> str:
    """Return the beginning of `text` on one line, with at most `most` characters.

    Invisible characters and controls are removed. Some of them, such as the bidirectional marks, would change
    how the text around them is shown.
    """
    begun = text[: 4 * most]  # more than `most`, because cleaning makes the text shorter
    return _cut(" ".join(_shown(begun, "").split()), most, whole=len(begun) == len(text))


def several_lines(text: str, most: int) -> str:
    """Return the beginning of `text` like `one_line`, but keep line breaks and tabs."""
    return _cut(_shown(text[:most], "\n\t"), most, whole=len(text) <= most)


def _shown(text: str, kept: str) -> str:
    return "".join(_letter(letter, kept) for letter in text)


def _letter(letter: str, kept: str) -> str:
    if letter in kept or letter in _JOINERS:
        return letter
    if letter in _BREAKS:
        return " "
    kind = unicodedata.category(letter)
    if kind == "Cs":  # a lone surrogate: stands for a byte of a file name that cannot be decoded
        return "\ufffd"
    return "" if kind in _UNSHOWN else letter


def _cut(text: str, most: int, *, whole: bool) -> str:
    return text if whole and len(text) <= most else text[: most - 1].rstrip() + "…"
