"""The texts for edits: for the toast, and for Undo and Redo in the menu."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from portrait_app.core.curation import (
    AddTags,
    Collect,
    CollectionEdit,
    CreateCollection,
    DeleteCollection,
    Edit,
    RemoveTags,
    RenameCollection,
    RenameTags,
    SetFavourite,
    SetNote,
    SetRating,
    SetTrashed,
    TagEdit,
)
from portrait_app.core.tags import LONGEST_NAME, MOST_TAGS, BadName, NameProblem
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import pictures_text, stars
from portrait_app.ui.search.messages import quoted

_SHOWN_TAGS = 3  # most tags that a text names
_T = QT_TRANSLATE_NOOP


def edit_text(edit: Edit, count: int) -> str:
    """Return what an edit did to `count` pictures, such as "3 stars for 12 pictures"."""
    sentence, words = _sentence(edit)
    return QCoreApplication.translate("curation", sentence).format(pictures=pictures_text(count), **words)


def _sentence(edit: Edit) -> tuple[str, dict[str, str]]:
    """Return the sentence for an edit, and the values of its fields other than `{pictures}`."""
    match edit:
        case SetFavourite(favourite):
            yes, no = _T("curation", "Favourite: {pictures}"), _T("curation", "No favourite: {pictures}")
            return yes if favourite else no, {}
        case SetRating(given):
            return _T("curation", "{stars} for {pictures}"), {"stars": stars(given)}
        case SetTrashed(trashed):
            there, back = _T("curation", "{pictures} moved to Trash"), _T("curation", "{pictures} restored")
            return there if trashed else back, {}
        case SetNote():
            return _T("curation", "Note for {pictures}"), {}
        case AddTags() | RemoveTags() | RenameTags():
            return _of_tags(edit)
    return _of_collection(edit)


def _of_tags(edit: TagEdit) -> tuple[str, dict[str, str]]:
    if isinstance(edit, RenameTags):
        renamed = QT_TRANSLATE_NOOP("curation", "{tags} is called {to} now: {pictures}")
        merged = QT_TRANSLATE_NOOP("curation", "{tags} merged into {to}: {pictures}")
        words = {"tags": _named(edit.tags), "to": quoted(edit.to)}
        return renamed if len(edit.tags) == 1 else merged, words
    added, removed = _T("curation", "{tags} for {pictures}"), _T("curation", "{tags} removed from {pictures}")
    return added if isinstance(edit, AddTags) else removed, {"tags": _named(edit.tags)}


def _of_collection(edit: Collect | CollectionEdit) -> tuple[str, dict[str, str]]:
    words = {"name": quoted(edit.name)}
    match edit:
        case Collect(_, True):
            return _T("curation", "{pictures} put into {name}"), words
        case Collect():
            return _T("curation", "{pictures} taken out of {name}"), words
        case CreateCollection():
            return _T("curation", "Collection {name} created"), words
        case RenameCollection(_, to):
            return _T("curation", "Collection {name} is called {to} now"), {**words, "to": quoted(to)}
        case DeleteCollection():
            return _T("curation", "Collection {name} deleted"), words


def _named(tags: Sequence[str]) -> str:
    shown = ", ".join(map(quoted, tags[:_SHOWN_TAGS]))
    return f"{shown}, …" if len(tags) > _SHOWN_TAGS else shown


_PROBLEMS = {
    NameProblem.TOO_LONG: _T("curation", "{word} is too long: it can have {most} characters."),
    NameProblem.NO_WORD: _T("curation", "{word} has no letter or number that a search could find."),
    NameProblem.TOO_MANY: _T("curation", "These are {word} tags. You can add {tags} at a time."),
}


def bad_name_text(error: BadName) -> str:
    """Return the sentence that says why a name is not valid."""
    sentence = QCoreApplication.translate("curation", _PROBLEMS[error.problem])
    word = error.word if error.problem is NameProblem.TOO_MANY else quoted(error.word)
    return sentence.format(word=word, most=LONGEST_NAME, tags=MOST_TAGS)
