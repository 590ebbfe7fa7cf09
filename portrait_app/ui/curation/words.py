"""Edits in words: for the toast, and for Undo and Redo in the menu."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from portrait_app.core.curation import (
    AddTags,
    Collect,
    CreateCollection,
    DeleteCollection,
    Edit,
    OfCollection,
    RemoveTags,
    RenameCollection,
    SetFavourite,
    SetNote,
    SetRating,
    SetTrashed,
)
from portrait_app.core.tags import LONGEST_NAME, MOST_TAGS, BadName, NameProblem
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import pictures_text, stars
from portrait_app.ui.search.messages import quoted

_SHOWN_TAGS = 3  # of those that are named


def edit_text(edit: Edit, count: int) -> str:
    """Return what an edit did to so many pictures, such as "3 stars for 12 pictures"."""
    sentence, words = _sentence(edit)
    return QCoreApplication.translate("curation", sentence).format(pictures=pictures_text(count), **words)


def _sentence(edit: Edit) -> tuple[str, dict[str, str]]:
    """Return the sentence for an edit, and what stands in its braces beside the pictures."""
    match edit:
        case SetFavourite(favourite):
            yes, no = (
                QT_TRANSLATE_NOOP("curation", "Favourite: {pictures}"),
                QT_TRANSLATE_NOOP("curation", "No favourite: {pictures}"),
            )
            return yes if favourite else no, {}
        case SetRating(given):
            return QT_TRANSLATE_NOOP("curation", "{stars} for {pictures}"), {"stars": stars(given)}
        case SetTrashed(trashed):
            there, back = (
                QT_TRANSLATE_NOOP("curation", "{pictures} moved to Trash"),
                QT_TRANSLATE_NOOP("curation", "{pictures} restored"),
            )
            return there if trashed else back, {}
        case SetNote():
            return QT_TRANSLATE_NOOP("curation", "Note for {pictures}"), {}
        case AddTags() | RemoveTags():
            return _of_tags(edit)
    return _of_collection(edit)


def _of_tags(edit: AddTags | RemoveTags) -> tuple[str, dict[str, str]]:
    added, removed = (
        QT_TRANSLATE_NOOP("curation", "{tags} for {pictures}"),
        QT_TRANSLATE_NOOP("curation", "{tags} removed from {pictures}"),
    )
    return added if isinstance(edit, AddTags) else removed, {"tags": _named(edit.tags)}


def _of_collection(edit: Collect | OfCollection) -> tuple[str, dict[str, str]]:
    words = {"name": quoted(edit.name)}
    match edit:
        case Collect(_, True):
            return QT_TRANSLATE_NOOP("curation", "{pictures} put into {name}"), words
        case Collect():
            return QT_TRANSLATE_NOOP("curation", "{pictures} taken out of {name}"), words
        case CreateCollection():
            return QT_TRANSLATE_NOOP("curation", "Collection {name} created"), words
        case RenameCollection(_, to):
            return QT_TRANSLATE_NOOP("curation", "Collection {name} is called {to} now"), {
                **words,
                "to": quoted(to),
            }
        case DeleteCollection():
            return QT_TRANSLATE_NOOP("curation", "Collection {name} deleted"), words


def _named(tags: Sequence[str]) -> str:
    shown = ", ".join(map(quoted, tags[:_SHOWN_TAGS]))
    return f"{shown}, …" if len(tags) > _SHOWN_TAGS else shown


_PROBLEMS = {
    NameProblem.TOO_LONG: QT_TRANSLATE_NOOP("curation", "{word} is too long: it can have {most} characters."),
    NameProblem.NO_WORD: QT_TRANSLATE_NOOP(
        "curation", "{word} has no letter or number that a search could find."
    ),
    NameProblem.TOO_MANY: QT_TRANSLATE_NOOP(
        "curation", "These are {word} tags. You can add {tags} at a time."
    ),
}


def bad_name_text(error: BadName) -> str:
    """Return the sentence that says why a name cannot be one."""
    sentence = QCoreApplication.translate("curation", _PROBLEMS[error.problem])
    word = error.word if error.problem is NameProblem.TOO_MANY else quoted(error.word)
    return sentence.format(word=word, most=LONGEST_NAME, tags=MOST_TAGS)
