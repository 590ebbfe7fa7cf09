"""Text from anywhere, made fit to stand beside our own words."""

import unicodedata

_BREAKS = "\n\r\t\u2028\u2029"
_JOINERS = "\u200c\u200d"  # within words of some scripts, and within emoji
_UNSHOWN = frozenset({"Cc", "Cf", "Cn", "Co", "Zl", "Zp"})


def one_line(text: str, most: int) -> str:
    """Return the beginning of `text` on one line, `most` characters at most.

    What turns the direction of writing, hides or rings is left out, so that nothing around it is changed.
    """
    begun = text[: 4 * most]  # what is left out, and runs of blanks, may be many
    return _cut(" ".join(_shown(begun, "").split()), most, whole=len(begun) == len(text))


def several_lines(text: str, most: int) -> str:
    """Return the same with its line breaks."""
    return _cut(_shown(text[:most], "\n\t"), most, whole=len(text) <= most)


def _shown(text: str, kept: str) -> str:
    return "".join(_letter(letter, kept) for letter in text)


def _letter(letter: str, kept: str) -> str:
    if letter in kept or letter in _JOINERS:
        return letter
    if letter in _BREAKS:
        return " "
    kind = unicodedata.category(letter)
    if kind == "Cs":  # half a character: a byte of a file's name that is no text
        return "\ufffd"
    return "" if kind in _UNSHOWN else letter


def _cut(text: str, most: int, *, whole: bool) -> str:
    return text if whole and len(text) <= most else text[: most - 1].rstrip() + "…"
