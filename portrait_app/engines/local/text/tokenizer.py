"""CLIP's tokenizer, with the results of `CLIPTokenizer` in transformers 5.

That is what diffusers gives its users today. Transformers 4 cleaned the text in another way unless the
package ftfy was there: it dropped control characters and put spaces around each Chinese character. For other
texts the results are equal.
"""

import re
import unicodedata
from collections.abc import Iterator
from heapq import heapify, heappop, heappush
from itertools import pairwise

from portrait_app.engines.local.text.vocabulary import END, END_OF_WORD, START, Vocabulary, byte_alphabet

_SPECIAL = re.compile(f"({re.escape(START)}|{re.escape(END)})")
# White space of Unicode. Python's \s also has U+001C to U+001F, which are control characters to CLIP.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_SPACES = re.compile(f"[{_SPACE}]+")
_ENDINGS = ("'s", "'t", "'re", "'ve", "'m", "'ll", "'d")  # of English words
_REMEMBERED = 4096  # words


class ClipTokenizer:
    """Splits texts into the tokens of a vocabulary. Used by one thread at a time."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._alphabet = byte_alphabet()
        self._words: dict[str, list[int]] = {}

    def tokens(self, text: str) -> list[int]:
        """Return the numbers of a text's tokens, without those of start and end around it."""
        found: list[int] = []
        for part in _SPECIAL.split(text):
            if part in {START, END}:
                found.append(self.vocabulary.ids[part])
            else:
                for word in _words(_cleaned(part)):
                    found += self._word(word)
        return found

    def _word(self, word: str) -> list[int]:
        known = self._words.get(word)
        if known is None:
            # A lone surrogate is no character; a text that was read correctly has none.
            symbols = [self._alphabet[byte] for byte in word.encode(errors="replace")]
            symbols[-1] += END_OF_WORD
            known = [self.vocabulary.ids[symbol] for symbol in _merged(symbols, self.vocabulary)]
            if len(self._words) >= _REMEMBERED:
                self._words.clear()
            self._words[word] = known
        return known


def _cleaned(text: str) -> str:
    """Compose accents, make every run of white space one space, and make all letters small.

    Each letter is made small by itself: for a whole text Python makes another sigma at the end of a word.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFC", text))
    return text.lower() if text.isascii() else "".join(map(str.lower, text))


def _words(text: str) -> Iterator[str]:
    """Split a text into runs of letters, single digits, endings of English words, and runs of others."""
    position = 0
    while position < len(text):
        ending = next((end for end in _ENDINGS if text.startswith(end, position)), None)
        if ending is not None:
            yield ending
            position += len(ending)
            continue
        kind = _kind(text[position])
        end = position + 1
        if kind in "LO":
            while end < len(text) and _kind(text[end]) == kind:
                end += 1
        if kind != " ":
            yield text[position:end]
        position = end


def _kind(character: str) -> str:
    """Return L for a letter, N for a number, a space for white space, and O for all others."""
    if _SPACES.match(character):
        return " "
    kind = unicodedata.category(character)[0]
    return kind if kind in "LN" else "O"


def _merged(symbols: list[str], vocabulary: Vocabulary) -> list[str]:
    """Merge neighbours, always the pair of the lowest rank and of these the leftmost, until none can merge.

    A heap keeps the time for a word of n letters at n log n: a Chinese text can be one long word.
    """
    ranks = vocabulary.ranks
    after = list(range(1, len(symbols) + 1))
    before = list(range(-1, len(symbols) - 1))
    heap = [(ranks[pair], place, pair) for place, pair in enumerate(pairwise(symbols)) if pair in ranks]
    heapify(heap)
    while heap:
        _, left, pair = heappop(heap)
        right = after[left]
        if right >= len(symbols) or (symbols[left], symbols[right]) != pair:
            continue  # one of the two has merged with its other neighbour
        symbols[left] += symbols[right]
        symbols[right] = ""
        after[left] = after[right]
        if after[left] < len(symbols):
            before[after[left]] = left
        for first, second in ((before[left], left), (left, after[left])):
            if first >= 0 and second < len(symbols):
                pair = (symbols[first], symbols[second])
                if pair in ranks:
                    heappush(heap, (ranks[pair], first, pair))
    return [symbol for symbol in symbols if symbol]
