"""What filling the panel with a request came to, and the words for it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from portrait_app.core.catalog import LONGEST_PROMPT, PARAMETERS
from portrait_app.core.fitting import Change
from portrait_app.core.plain_text import one_line
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.field_messages import field_text, number_text

_LONGEST = 200  # characters of a list


@dataclass(frozen=True, slots=True)
class Filled:
    """What the panel did not take as it was asked for.

    Attributes:
        model: the name of the model in the panel.
        changes: values of which the panel took the nearest that the model allows.
        refused: keys of values without a near one.
        cut: keys of texts of which it took the beginning.
    """

    model: str = ""
    changes: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()
    cut: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the panel holds everything."""
        return not (self.changes or self.refused or self.cut)


def filled_words(filled: Filled, further: Iterable[str] = ()) -> str:
    """Return the sentences about what the panel did not take; `further` are names of more of it."""
    sentences = []
    if filled.changes:
        sentences.append(change_words(filled.model, filled.changes))
    names = list(dict.fromkeys([*map(_label, filled.refused), *further]))
    if names:
        words = QCoreApplication.translate("filled", "Not applied: {names}.")
        sentences.append(words.format(names=one_line(", ".join(names), _LONGEST)))
    if filled.cut:
        sentences.append(KitCounts().cut_to(LONGEST_PROMPT, ", ".join(map(_label, filled.cut))))
    return " ".join(sentences)


def change_words(model: str, changes: Sequence[Change]) -> str:
    """Return the sentence about values that were changed because a model does not allow them."""
    listed = ", ".join(
        f"{_label(change.key)} {_value_text(change.old)} → {_value_text(change.new)}" for change in changes
    )
    words = QCoreApplication.translate("filled", "Changed to fit {model}: {changes}.")
    return words.format(model=model, changes=one_line(listed, _LONGEST))


def _value_text(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_text(value)
    return one_line(str(value), 60)


def _label(key: str) -> str:
    row = next((row for row in PARAMETERS if row.key == key), None)
    return one_line(key, 60) if row is None else field_text(row, row.label)
