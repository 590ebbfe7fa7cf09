"""The words of a search: its fields as translated, and what is wrong with what was typed."""

from PySide6.QtCore import QCoreApplication

from portrait_app.core.search.expression import SearchError, SearchProblem
from portrait_app.core.search.fields import SEARCH_FIELDS, SearchField, search_field
from portrait_app.core.text import QT_TRANSLATE_NOOP

_QUOTED = 40  # characters of the person's own words


def field_help(field: SearchField) -> str:
    """Return what a field looks for."""
    return QCoreApplication.translate(field.context, field.help)


def example_of(field: SearchField) -> str:
    """Return a search that uses the field."""
    return f"{field.key}:{field.example}"


def quoted(text: str) -> str:
    """Return a person's words as part of a sentence: on one line, in quotes, not too long."""
    line = " ".join(text.split())
    return f"“{line if len(line) <= _QUOTED else line[:_QUOTED] + '…'}”"


_SENTENCES = {
    SearchProblem.UNKNOWN_FIELD: QT_TRANSLATE_NOOP(
        "search_messages",
        "There is no field {word}. Fields are {fields}. To find the word itself, put it in quotes.",
    ),
    SearchProblem.BAD_NUMBER: QT_TRANSLATE_NOOP(
        "search_messages", "{word} is not a number. Write for example {example}."
    ),
    SearchProblem.BAD_RANGE: QT_TRANSLATE_NOOP("search_messages", "The range {word} ends before it begins."),
    SearchProblem.BAD_SIZE: QT_TRANSLATE_NOOP(
        "search_messages", "{word} is not a size. Write for example {example}."
    ),
    SearchProblem.BAD_DATE: QT_TRANSLATE_NOOP(
        "search_messages", "{word} is not a date. Write for example {example}, or one of {values}."
    ),
    SearchProblem.UNKNOWN_VALUE: QT_TRANSLATE_NOOP("search_messages", "{word} is none of {values}."),
    SearchProblem.TOO_LONG: QT_TRANSLATE_NOOP(
        "search_messages", "This is too much to search for at once. Use fewer words."
    ),
}


def search_problem_text(error: SearchError) -> str:
    """Return the sentence that stands below the field: the part that is meant, and what would be right."""
    field = search_field(error.field)
    sentence = QCoreApplication.translate("search_messages", _SENTENCES[error.problem])
    return sentence.format(
        word=quoted(error.word),
        fields=", ".join(row.key for row in SEARCH_FIELDS),
        example=example_of(field) if field else "",
        values=", ".join(field.values) if field else "",
    )
