"""What a word is, for searching: the same for the text of a picture, the text of a search and the index.

The index gets words that are already folded, so that SQLite has nothing left to decide and a picture
matches in memory exactly where it matches in the database.
"""

import re
import unicodedata

# Scripts written without spaces, and emoji: every character is a word, a run of them a phrase.
_ALONE = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2600-\u27bf\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
LONGEST_SEARCHED = 200_000  # characters of a text: the GUI thread too looks for words in a new picture
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_WORD = re.compile(rf"[{_ALONE}]|[^\W_{_ALONE}]+")


def words(text: str) -> list[str]:
    """Return the words of `text` in order, without case, accents and punctuation.

    What is beyond the first LONGEST_SEARCHED characters is not searched.
    """
    text = text[:LONGEST_SEARCHED]
    if text.isascii():
        return _ASCII_WORD.findall(text.lower())
    return _WORD.findall(_folded(text))


def indexed(text: str) -> str:
    """Return `text` such that splitting it at all ASCII but letters and digits gives its words.

    That is what the `ascii` tokenizer of SQLite does, which also folds the case of ASCII.
    """
    text = text[:LONGEST_SEARCHED]
    return text if text.isascii() else " ".join(words(text))


def has_phrase(within: list[str], phrase: tuple[str, ...], *, begun: bool) -> bool:
    """Say whether `phrase` stands in `within`; its last word may be longer there where it is only `begun`."""
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
