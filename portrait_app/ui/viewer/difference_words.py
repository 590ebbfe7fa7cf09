"""Texts of the compare view: which settings differ and which are the same."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QPalette

from portrait_app.core.differences import Difference, runs
from portrait_app.core.field import Value
from portrait_app.core.picture import Picture
from portrait_app.ui.kit.field_messages import field_text, number_text

_SHORT = 90  # characters of a shared text; kept short because the pictures need the room
_READ = 10_000  # characters of a prompt
_MARKED = 300  # characters of a differing text


def difference_html(found: Sequence[Difference], place: int, palette: QPalette) -> str:
    """Return one line for each text that differs, and one line for all other differing values.

    What only the picture at `place` has is bold and in the accent colour.
    """
    accent = palette.color(QPalette.ColorRole.Accent).name()

    def marked(text: str) -> str:
        return f'<b style="color:{accent}">{escape(text)}</b>'

    lines, values = [], []
    for difference in found:
        label = escape(field_text(difference.parameter, difference.parameter.label))
        if difference.is_text:
            texts = [str(value or "") for value in difference.values]
            words = " ".join(
                marked(_middle_cut(run.text, _MARKED))
                if run.differs
                else escape(_middle_cut(run.text, _SHORT))
                for run in runs(texts)[place]
            )
            lines.append(f"{label}: {words or _nothing()}")
        else:
            values.append(f"{label}: {marked(_text(difference.values[place]))}")
    return "<br>".join([*lines, " · ".join(values)] if values else lines)


def difference_text(found: Sequence[Difference], place: int) -> str:
    """Return the same differences as plain text for a screen reader."""
    return ". ".join(
        f"{field_text(row.parameter, row.parameter.label)}: {_text(row.values[place]) or _nothing()}"
        for row in found
    )


def shared_text(pictures: Sequence[Picture], found: Sequence[Difference]) -> str:
    """Return a short text about what all pictures have in common."""
    if not found:
        return QCoreApplication.translate("difference_words", "The prompt and all settings are the same.")
    if not pictures or any(row.parameter.key == "prompt" for row in found):
        return QCoreApplication.translate("difference_words", "Differences are marked.")
    prompt = _middle_cut(" ".join(pictures[0].request.prompt[:_READ].split()), _SHORT)
    return QCoreApplication.translate("difference_words", "Same prompt: {prompt}").format(prompt=prompt)


def _middle_cut(text: str, most: int) -> str:
    """Return `text`, without its middle if it is longer than `most`: differences are next to its ends."""
    half = most // 2
    return text if len(text) <= most else f"{text[:half].rstrip()} … {text[-half:].lstrip()}"


def _text(value: Value | None) -> str:
    if value is None:
        return _nothing()
    return number_text(value) if isinstance(value, int | float) else value[:_READ]


def _nothing() -> str:
    return "–"
