"""The texts of imports: the state of files, their settings, results and errors."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from portrait_app.core.catalog import PARAMETERS
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.found_settings import refused
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.metadata.photo_facts import NO_FACTS
from portrait_app.core.plain_text import one_line
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.file_import import FileState, ImportEntry
from portrait_app.ui.create.filled import Filled, filled_words
from portrait_app.ui.importing.counts import ImportCounts
from portrait_app.ui.kit.field_messages import field_text, number_text
from portrait_app.ui.kit.formats import count_text, local_time, stars
from portrait_app.ui.shell.messages import describe

_LONGEST_VALUE = 200  # characters

# Errors that mean something else for a file than for an image from a service.
_WHY: Mapping[ErrorKind, str] = MappingProxyType(
    {
        ErrorKind.REPLY_UNREADABLE: QT_TRANSLATE_NOOP(
            "import", "This is not a PNG, JPEG, WebP or AVIF image."
        ),
        ErrorKind.IMAGE_DAMAGED: QT_TRANSLATE_NOOP("import", "The image is incomplete or damaged."),
        ErrorKind.IMAGE_TOO_LARGE: QT_TRANSLATE_NOOP(
            "import", "The image is too large: more than 64 million pixels or 200 MB."
        ),
        ErrorKind.FILE_MISSING: QT_TRANSLATE_NOOP("import", "The file is no longer there."),
        ErrorKind.FILE_FAILED: QT_TRANSLATE_NOOP(
            "import", "The system does not allow it to be read, or it is not a regular file."
        ),
    }
)
_STATES: Mapping[FileState, str] = MappingProxyType(
    {
        #: state of an imported file
        FileState.NEW: QT_TRANSLATE_NOOP("import", "New"),
        FileState.HERE: QT_TRANSLATE_NOOP("import", "In your library"),
        FileState.VERSION: QT_TRANSLATE_NOOP("import", "Another version"),
        #: state of an imported file
        FileState.ADDED: QT_TRANSLATE_NOOP("import", "Added"),
        FileState.FAILED: QT_TRANSLATE_NOOP("import", "Cannot be read"),
        #: state of an imported file
        FileState.REFUSED: QT_TRANSLATE_NOOP("import", "Not added"),
    }
)


def why(error: AppError, *, was_read: bool = False) -> str:
    """Return a sentence that says why a file could not be read; or, if `was_read`, not be added."""
    if was_read:  # the library's disk failed, and not the file
        return describe(error).sentence
    if name := error.facts.get("format"):
        words = QCoreApplication.translate(
            "import", "This is a {format} image. Only PNG, JPEG, WebP and AVIF images can be imported."
        )
        return words.format(format=name)
    words = _WHY.get(error.kind, "")
    return QCoreApplication.translate("import", words) if words else describe(error).sentence


def state_words(brought: ImportEntry) -> str:
    if brought.state is FileState.HERE and brought.picture is not None and brought.picture.trashed:
        return QCoreApplication.translate("import", "In your Trash")
    return QCoreApplication.translate("import", _STATES[brought.state])


def version_words(brought: ImportEntry) -> str:
    """Return an explanation for a file that is another version of a picture in the library."""
    if brought.picture is not None and brought.picture.trashed:
        where = QT_TRANSLATE_NOOP("import", "In your Trash, as another version.")
    else:
        where = QT_TRANSLATE_NOOP("import", "In your library, as another version.")
    tick = QT_TRANSLATE_NOOP(
        "import", "If it was retouched, tick it in the list to add it as a separate picture."
    )
    return f"{QCoreApplication.translate('import', where)} {QCoreApplication.translate('import', tick)}"


def tool_words(file: ImportedFile | None) -> str:
    """Return the name of the program that wrote the settings in a file."""
    if file is None:
        return ""
    if file.record is not None:
        return QCoreApplication.translate("import", "Portrait Studio")
    if file.settings is not None:
        return one_line(file.settings.tool, 40) or QCoreApplication.translate("import", "Another program")
    return QCoreApplication.translate("import", "No settings inside")


def settings_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return the settings that the panel accepts, as pairs of name and value, without the prompts."""
    request = file.repeat_request
    left_out = {"prompt", "negative_prompt", *request.model.unused, *refused(request.model, request.values)}
    rows = (
        #: noun: the AI model
        [(QCoreApplication.translate("import", "Model"), file.request.model.name)]
        if file.request.engine
        else []
    )
    return rows + [
        (field_text(parameter, parameter.label), _value_words(request.values[parameter.key]))
        for parameter in PARAMETERS
        if parameter.key in request.values and parameter.key not in left_out
    ]


def unused_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return the settings that the panel does not accept, as pairs of name and value."""
    request = file.repeat_request
    refusals = refused(request.model, request.values)
    rows = [
        (field_text(parameter, parameter.label), _value_words(request.values[parameter.key]))
        for parameter in PARAMETERS
        if parameter.key in refusals
    ]
    return rows + unmapped_rows(file)


def unmapped_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return the settings that no parameter stands for, as pairs of name and value."""
    rows = [] if file.settings is None else list(file.settings.unmapped)
    if file.record is not None and not file.request.engine:
        #: noun: the AI model
        rows.append((QCoreApplication.translate("import", "Model"), file.request.endpoint))
    return [(one_line(name, 60), one_line(value, _LONGEST_VALUE)) for name, value in rows]


def photo_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return what cameras and photo programs wrote that the library keeps, as pairs of name and value."""
    photo = NO_FACTS if file.record is not None else file.photo
    rows = []
    if photo.rating:
        rows.append((QCoreApplication.translate("import", "Rating", "noun: stars"), stars(photo.rating)))
    if photo.tags:
        tags = one_line(", ".join(photo.tags), _LONGEST_VALUE)
        rows.append((QCoreApplication.translate("import", "Tags", "noun, plural"), tags))
    if photo.taken is not None:
        rows.append(
            (
                QCoreApplication.translate("import", "Taken", "label: when a photo was taken"),
                local_time(photo.taken),
            )
        )
    return rows


def animation_words(file: ImportedFile) -> str:
    """Return what happens to an animation, an empty text for a still image."""
    if file.frames < 2:
        return ""
    return QCoreApplication.translate(
        "import", "This is an animation. The library keeps the whole file and shows its first image."
    )


def _value_words(value: object) -> str:
    if isinstance(value, bool):
        return (
            #: a value: it is so
            QCoreApplication.translate("import", "Yes")
            if value
            #: a value: not so
            else QCoreApplication.translate("import", "No")
        )
    return number_text(value) if isinstance(value, int | float) else one_line(str(value), _LONGEST_VALUE)


def reading_words(done: int, total: int) -> str:
    if not total:
        return QCoreApplication.translate("import", "Looking for pictures…")
    return QCoreApplication.translate("import", "Reading {done} of {total}…").format(
        done=count_text(done), total=count_text(total)
    )


def adding_words(done: int, total: int) -> str:
    words = QCoreApplication.translate("import", "Adding {done} of {total}…")
    return words.format(done=count_text(done), total=count_text(total))


def too_many_words(most: int) -> str:
    return ImportCounts().too_many(most)


def summary(counts: Mapping[FileState, int]) -> str:
    """Return the number of files in each state, as text."""
    words = ImportCounts()
    parts = {
        FileState.NEW: words.new,
        FileState.ADDED: words.added,
        FileState.HERE: words.here,
        FileState.VERSION: words.versions,
        FileState.FAILED: words.unreadable,
        FileState.REFUSED: words.not_added,
    }
    return " · ".join(text(counts[state]) for state, text in parts.items() if counts[state])


def added_words(results: Iterable[ImportEntry]) -> str:
    """Return the result of adding files to the library."""
    refused = {FileState.FAILED, FileState.REFUSED}
    states = [FileState.REFUSED if brought.state in refused else brought.state for brought in results]
    words = ImportCounts()
    parts = {
        FileState.ADDED: words.added_to_library,
        FileState.HERE: words.were_here,
        FileState.VERSION: words.were_versions,
        FileState.REFUSED: words.not_added,
    }
    return " · ".join(text(states.count(state)) for state, text in parts.items() if state in states)


def used_words(filled: Filled, left: Iterable[str]) -> str:
    """Return the result of using a file's settings. `left` has the names of those that match no field."""
    words = QCoreApplication.translate("import", "The panel now has these settings.")
    return f"{words} {filled_words(filled, left)}".rstrip()
