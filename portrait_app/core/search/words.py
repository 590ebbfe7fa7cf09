"""Splits text into words in the same way for pictures, searches and the full-text index.

The index gets words that are normalised already: without accents, in lower case. SQLite's tokenizer then
only splits them, so a search in memory and a search in the database always agree.
"""

import re
import unicodedata

# Scripts without spaces between words, and emoji: each character counts as a word, several as a phrase.
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")


def words(text: str) -> list[str]:
    """Return the words of `text` in order, in lower case, without accents and punctuation."""
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return _WORD.findall(_folded(text))


def indexed(text: str) -> str:
    """Return `text` in a form that SQLite's `ascii` tokenizer splits into the same words as `words`.

    The tokenizer splits at every ASCII character except letters and digits, and lowers the case of ASCII.
    """
    return text if text.isascii() else " ".join(words(text))


def has_phrase(within: list[str], phrase: tuple[str, ...], *, begun: bool) -> bool:
    """Return whether `within` contains the words of `phrase` in a row.

    If `begun`, the last word of `phrase` may be a prefix of the word in `within`.
    """
    *whole, last = phrase
    for end in range(len(whole), len(within)):
        matches = within[end].startswith(last) if begun else within[end] == last
        if matches and within[end - len(whole) : end] == whole:
            return True
    return False


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    return "".join(
        character for character in decomposed if not unicodedata.category(character).startswith("M")
    )
