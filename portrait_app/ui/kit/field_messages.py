"""Texts of fields: translated labels and help, and messages about invalid values."""

import re
from math import isfinite

from PySide6.QtCore import QCoreApplication, QLocale

from portrait_app.core.catalog import Parameter
from portrait_app.core.field import Field, FieldError, Kind, Problem
from portrait_app.core.setting import Setting

_MARKS = "\u061c\u200e\u200f"  # of the direction of text, which some locales put beside a minus sign


def field_text(field: Field, text: str) -> str:
    """Return the translation of `text`, which comes from a table in `core`."""
    contexts = {Parameter: "catalog", Setting: "preferences"}
    return QCoreApplication.translate(contexts.get(type(field), "export"), text)


def field_problem_text(error: FieldError) -> str:
    """Return the message to show beside a field whose value is invalid."""
    field = error.field
    if error.problem is Problem.REQUIRED and field.kind is Kind.PROMPT:
        return QCoreApplication.translate("field_messages", "Describe what the picture should show.")
    return _problem_sentence(error.problem).format(
        label=field_text(field, field.label),
        minimum=number_text(field.minimum) if isfinite(field.minimum) else "",
        maximum=number_text(field.maximum) if isfinite(field.maximum) else "",
        multiple=number_text(field.multiple),
    )


def _problem_sentence(problem: Problem) -> str:
    sentences = {
        Problem.REQUIRED: QCoreApplication.translate("field_messages", "{label} is required."),
        Problem.OUT_OF_RANGE: QCoreApplication.translate(
            "field_messages", "{label} must be between {minimum} and {maximum}."
        ),
        Problem.NOT_A_MULTIPLE: QCoreApplication.translate(
            "field_messages", "{label} must be a multiple of {multiple}."
        ),
        Problem.NOT_A_CHOICE: QCoreApplication.translate("field_messages", "Choose one from the list."),
        Problem.NOT_AN_ADDRESS: QCoreApplication.translate(
            "field_messages", "An address starts with https:// or http://."
        ),
        Problem.WRONG_TYPE: QCoreApplication.translate("field_messages", "{label} cannot have this value."),
    }
    return sentences[problem]


def number_text(value: float) -> str:
    """Return a number in the user's locale, without trailing zeros and without group separators."""
    locale = QLocale()
    locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
    if value == int(value):
        return locale.toString(int(value))
    return locale.toString(
        float(value), "f", QLocale.FloatingPointPrecisionOption.FloatingPointShortest.value
    )


def number_in(text: str) -> int | None:
    """Return the whole number that the user wrote in any digits; None for another text."""
    plain = "".join(mark for mark in text if mark not in _MARKS).strip().replace("\N{MINUS SIGN}", "-")
    return int(plain) if re.fullmatch(r"-?\d+", plain) else None


def size_text(width: int, height: int) -> str:
    """Return the size of a picture."""
    return f"{number_text(width)} × {number_text(height)}"
