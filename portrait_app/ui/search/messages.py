"""Texts of the search: translated help for fields, and messages about invalid searches."""

from PySide6.QtCore import QCoreApplication

from portrait_app.core.search.expression import SearchError, SearchProblem
from portrait_app.core.search.fields import SEARCH_FIELDS, SearchField, search_field
from portrait_app.core.text import QT_TRANSLATE_NOOP

_QUOTED = 40  # most characters of the user's text in a sentence


def field_help(field: SearchField) -> str:
    """Return the translated help of a field."""
    return QCoreApplication.translate(field.context, field.help)


def example_of(field: SearchField) -> str:
    """Return an example search with the field."""
    return f"{field.key}:{field.example}"


# The signs of a search, with what they do
SIGNS = {
    "OR": QT_TRANSLATE_NOOP("search_messages", "One of the two beside it, smile OR laugh"),
    "(": QT_TRANSLATE_NOOP("search_messages", "Several words together, (red hair) OR hat"),
    "-": QT_TRANSLATE_NOOP("search_messages", "Not this, -hat"),
}


def sign_help(sign: str) -> str:
    """Return the translated help of a sign."""
    return QCoreApplication.translate("search_messages", SIGNS[sign])


def quoted(text: str) -> str:
    """Return the user's text in quotation marks, on one line and shortened."""
    line = " ".join(text.split())
    #: the quotation marks of the language
    quotation = QCoreApplication.translate("search", "“{text}”")
    return quotation.format(text=line if len(line) <= _QUOTED else f"{line[:_QUOTED]}…")


_SENTENCES = {
    SearchProblem.UNKNOWN_FIELD: QT_TRANSLATE_NOOP(
        "search_messages",
        "There is no field {word}. The fields are {fields}. To search for the word itself, put it in quotes.",
    ),
    SearchProblem.BAD_NUMBER: QT_TRANSLATE_NOOP(
        "search_messages", "{word} is not a number. Example: {example}."
    ),
    SearchProblem.BAD_RANGE: QT_TRANSLATE_NOOP("search_messages", "The range {word} ends before it begins."),
    SearchProblem.BAD_SIZE: QT_TRANSLATE_NOOP("search_messages", "{word} is not a size. Example: {example}."),
    SearchProblem.BAD_DATE: QT_TRANSLATE_NOOP(
        "search_messages", "{word} is not a date. Use a date as in {example}, or one of {values}."
    ),
    SearchProblem.UNKNOWN_VALUE: QT_TRANSLATE_NOOP("search_messages", "{word} is not one of {values}."),
    SearchProblem.TOO_LONG: QT_TRANSLATE_NOOP("search_messages", "This search is too long. Use fewer words."),
}


def search_problem_text(error: SearchError) -> str:
    """Return the error message of a search, with the wrong part and an example or the allowed values."""
    field = search_field(error.field)
    sentence = QCoreApplication.translate("search_messages", _SENTENCES[error.problem])
    return sentence.format(
        word=quoted(error.word),
        fields=", ".join(row.key for row in SEARCH_FIELDS),
        example=example_of(field) if field else "",
        values=", ".join(field.values) if field else "",
    )
