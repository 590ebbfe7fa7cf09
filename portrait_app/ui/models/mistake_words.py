"""The sentences about mistakes in the description of a model."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from portrait_app.core.model_file import FoundMistake, Mistake
from portrait_app.core.plain_text import one_line

_MOST = 5  # sentences
_LONGEST = 80  # characters of a place


def mistake_words(mistakes: Sequence[FoundMistake]) -> str:
    """Return a line for each mistake, the first few of many."""
    lines = [_sentence(mistake) for mistake in mistakes[:_MOST]]
    return "\n".join([*lines, "…"] if len(mistakes) > _MOST else lines)


def _sentence(found: FoundMistake) -> str:
    words = {
        Mistake.NOT_JSON: QCoreApplication.translate(
            "model_file", "This is no description of a model: a JSON object was expected."
        ),
        Mistake.NO_SLUG: QCoreApplication.translate(
            "model_file", "The model needs a name in web addresses: letters, digits, “.”, “-” and “_”."
        ),
        Mistake.UNKNOWN: QCoreApplication.translate("model_file", "{where} has no meaning here."),
        Mistake.WRONG_TYPE: QCoreApplication.translate(
            "model_file", "{where} cannot have this value, so it is left out."
        ),
        Mistake.OUT_OF_ORDER: QCoreApplication.translate(
            "model_file", "{where}: the minimum is above the maximum, so both are left out."
        ),
        Mistake.NOT_ALLOWED: QCoreApplication.translate(
            "model_file", "{where} is not allowed by the range or the choices, so another default is used."
        ),
        Mistake.REQUIRED: QCoreApplication.translate("model_file", "{where}: every model needs it."),
    }
    return words[found.mistake].format(where=one_line(found.where, _LONGEST))
