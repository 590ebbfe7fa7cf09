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
from portrait_app.ui.curation.counts import CurationCounts
from portrait_app.ui.kit.formats import stars
from portrait_app.ui.search.messages import quoted

_SHOWN_TAGS = 3  # most tags that a text names


def edit_text(edit: Edit, count: int) -> str:
    """Return what an edit did to `count` pictures, such as "3 stars for 12 pictures"."""
    match edit:
        case AddTags() | RemoveTags() | RenameTags():
            return _of_tags(edit, count)
        case Collect(name, added):
            words = CurationCounts()
            return words.collected(count, quoted(name)) if added else words.taken_out(count, quoted(name))
        case CreateCollection() | RenameCollection() | DeleteCollection():
            return _of_collection(edit)
    return _of_marks(edit, count)


def _of_tags(edit: TagEdit, count: int) -> str:
    words = CurationCounts()
    match edit:
        case AddTags(tags):
            return words.tagged(count, _named(tags))
        case RemoveTags(tags):
            return words.untagged(count, _named(tags))
        case RenameTags((tag,), to):
            return words.tag_renamed(count, quoted(tag), quoted(to))
        case RenameTags(tags, to):
            return words.tags_merged(count, _named(tags), quoted(to))


def _of_marks(edit: SetFavourite | SetRating | SetTrashed | SetNote, count: int) -> str:
    words = CurationCounts()
    match edit:
        case SetFavourite(favourite):
            return words.favourites(count) if favourite else words.no_favourites(count)
        case SetRating(given):
            return words.rated(count, stars(given))
        case SetTrashed(trashed):
            return words.trashed(count) if trashed else words.restored(count)
        case SetNote():
            return words.noted(count)


def _of_collection(edit: CollectionEdit) -> str:
    """Return the sentence for an edit of a collection itself."""
    name = quoted(edit.name)
    match edit:
        case CreateCollection():
            return QCoreApplication.translate("curation", "Collection {name} created").format(name=name)
        case RenameCollection(_, to):
            words = QCoreApplication.translate("curation", "Collection {name} renamed to {to}")
            return words.format(name=name, to=quoted(to))
        case DeleteCollection():
            return QCoreApplication.translate("curation", "Collection {name} deleted").format(name=name)


def _named(tags: Sequence[str]) -> str:
    shown = ", ".join(map(quoted, tags[:_SHOWN_TAGS]))
    return f"{shown}, …" if len(tags) > _SHOWN_TAGS else shown


def bad_name_text(error: BadName) -> str:
    """Return the sentence that says why a name is not valid."""
    match error.problem:
        case NameProblem.TOO_LONG:
            return CurationCounts().most_characters(LONGEST_NAME, quoted(error.word))
        case NameProblem.TOO_MANY:
            return CurationCounts().most_tags(MOST_TAGS)
        case NameProblem.NO_WORD:
            words = QCoreApplication.translate(
                "curation", "{word} has no letter or number that a search can find."
            )
            return words.format(word=quoted(error.word))
