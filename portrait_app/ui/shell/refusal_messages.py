"""Texts for files that cannot be used as a model: one for each reason. Facts are named in braces."""

from collections.abc import Mapping
from types import MappingProxyType

from portrait_app.core.model_files import Refusal
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.shell.message_row import Row

_UNCHANGED = QT_TRANSLATE_NOOP("messages", "Nothing was installed, and the file was not changed.")
_WHOLE_MODEL = QT_TRANSLATE_NOOP(
    "messages", "Choose a whole Stable Diffusion 1.x model: a .safetensors or .ckpt file, or its folder."
)
_FETCH_AGAIN = QT_TRANSLATE_NOOP("messages", "Download or copy it once more, and compare its size.")
_OTHER_FILE = QT_TRANSLATE_NOOP("messages", "Choose another file of this model, best a .safetensors file.")


_UNSAID = QT_TRANSLATE_NOOP("messages", "It is not a model that this program can use.")


def _row(title: str, sentence: str, advice: str) -> Row:
    return Row(title, sentence, advice, money=_UNCHANGED, otherwise=_UNSAID)


_NO_MODEL = QT_TRANSLATE_NOOP("messages", "This is not a model")
_NOT_WHOLE = QT_TRANSLATE_NOOP("messages", "This model is not complete")
_DAMAGED = QT_TRANSLATE_NOOP("messages", "This file is damaged")
_OTHER = QT_TRANSLATE_NOOP("messages", "This model cannot be used here")

REFUSAL_ROWS: Mapping[Refusal, Row] = MappingProxyType(
    {
        Refusal.NOTHING_THERE: _row(
            _NO_MODEL,
            QT_TRANSLATE_NOOP("messages", "There is nothing at “{path}” any more."),
            QT_TRANSLATE_NOOP("messages", "Plug its disk in, or choose another file."),
        ),
        Refusal.NO_MODEL_INSIDE: _row(
            _NO_MODEL,
            QT_TRANSLATE_NOOP("messages", "“{path}” contains none of the parts of a model."),
            _WHOLE_MODEL,
        ),
        Refusal.UNKNOWN_FORMAT: _row(
            _NO_MODEL,
            QT_TRANSLATE_NOOP("messages", "“{file}” has a format that is not known."),
            _WHOLE_MODEL,
        ),
        Refusal.OTHER_FORMAT: _row(
            _OTHER,
            QT_TRANSLATE_NOOP("messages", "“{file}” has the format {format}, which is not read here."),
            _WHOLE_MODEL,
        ),
        Refusal.TRUNCATED: _row(
            _DAMAGED, QT_TRANSLATE_NOOP("messages", "The end of “{file}” is missing."), _FETCH_AGAIN
        ),
        Refusal.DAMAGED: _row(
            _DAMAGED,
            QT_TRANSLATE_NOOP("messages", "The bytes of “{file}” contradict one another."),
            _FETCH_AGAIN,
        ),
        Refusal.WANTS_CODE: _row(
            QT_TRANSLATE_NOOP("messages", "This file wants to run a program"),
            QT_TRANSLATE_NOOP(
                "messages",
                "Reading “{file}” the usual way would run “{name}”. It was not run. A model needs no such "
                "thing: the file may be malicious.",
            ),
            QT_TRANSLATE_NOOP("messages", "Delete the file, unless you know better where it is from."),
        ),
        Refusal.TOO_LARGE: _row(
            _DAMAGED,
            QT_TRANSLATE_NOOP("messages", "A list in “{file}” is far larger than that of any model."),
            _FETCH_AGAIN,
        ),
        Refusal.NUMBER_FORMAT: _row(
            _OTHER,
            QT_TRANSLATE_NOOP("messages", "“{file}” was squeezed: its numbers have the format {format}."),
            _OTHER_FILE,
        ),
        Refusal.OTHER_FAMILY: _row(
            _OTHER,
            QT_TRANSLATE_NOOP("messages", "“{file}” is a model of another kind: {family}."),
            QT_TRANSLATE_NOOP("messages", "Only models of the kind Stable Diffusion 1.x can be used."),
        ),
        Refusal.ONLY_A_PART: _row(
            _NOT_WHOLE,
            QT_TRANSLATE_NOOP("messages", "“{file}” is only a part of a model: {part}."),
            _WHOLE_MODEL,
        ),
        Refusal.PARTS_MISSING: _row(
            _NOT_WHOLE,
            QT_TRANSLATE_NOOP("messages", "“{path}” lacks: {missing}"),
            QT_TRANSLATE_NOOP("messages", "Copy the missing parts into it, or choose another model."),
        ),
        Refusal.TENSORS_MISSING: _row(
            _NOT_WHOLE,
            QT_TRANSLATE_NOOP("messages", "“{file}” lacks some of its arrays of numbers."),
            _FETCH_AGAIN,
        ),
        Refusal.WRONG_SHAPE: _row(
            _OTHER,
            QT_TRANSLATE_NOOP(
                "messages", "“{tensor}” in “{file}” has the shape {found} instead of {expected}."
            ),
            _WHOLE_MODEL,
        ),
        Refusal.UNKNOWN_LAYOUT: _row(
            _OTHER,
            QT_TRANSLATE_NOOP("messages", "“{file}” has parts that Stable Diffusion 1.x does not have."),
            _WHOLE_MODEL,
        ),
        Refusal.OTHER_SETTINGS: _row(
            _OTHER,
            QT_TRANSLATE_NOOP("messages", "Its setting “{name}” is {value}, which is not supported."),
            _WHOLE_MODEL,
        ),
        Refusal.CHANGED: _row(
            _DAMAGED,
            QT_TRANSLATE_NOOP("messages", "“{file}” is not the file that was installed."),
            QT_TRANSLATE_NOOP("messages", "Remove the model in the settings, and add it again."),
        ),
    }
)
