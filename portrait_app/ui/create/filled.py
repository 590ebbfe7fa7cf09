"""What filling the panel with a request came to, and the words for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from portrait_app.core.catalog import LONGEST_PROMPT, PARAMETERS
from portrait_app.core.plain_text import one_line
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.field_messages import field_text

_LONGEST = 200  # characters of a list of names


@dataclass(frozen=True, slots=True)
class Filled:
    """The keys of values that the panel did not take, and of texts of which it took the beginning."""

    refused: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the panel holds everything."""
        return not self.refused and not self.cut


def filled_words(filled: Filled, further: Iterable[str] = ()) -> str:
    """Return the sentences about what the panel did not take; `further` are names of more of it."""
    sentences = []
    names = list(dict.fromkeys([*map(_label, filled.refused), *further]))
    if names:
        words = QCoreApplication.translate("filled", "Not applied: {names}.")
        sentences.append(words.format(names=one_line(", ".join(names), _LONGEST)))
    if filled.cut:
        sentences.append(KitCounts().cut_to(LONGEST_PROMPT, ", ".join(map(_label, filled.cut))))
    return " ".join(sentences)


def _label(key: str) -> str:
    row = next((row for row in PARAMETERS if row.key == key), None)
    return one_line(key, 60) if row is None else field_text(row, row.label)
