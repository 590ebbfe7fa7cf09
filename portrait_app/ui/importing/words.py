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
from portrait_app.jobs.file_import import BroughtFile, FileState
from portrait_app.ui.create.filled import Filled, filled_words
from portrait_app.ui.kit.field_messages import field_text, number_text
from portrait_app.ui.kit.formats import count_text, local_time, stars
from portrait_app.ui.shell.messages import describe

_T = QT_TRANSLATE_NOOP
_LONGEST_VALUE = 200  # characters

# Errors that mean something else for a file than for an image from a service.
_WHY: Mapping[ErrorKind, str] = MappingProxyType(
    {
        ErrorKind.REPLY_UNREADABLE: _T("import", "It is no PNG, JPEG, WebP or AVIF image."),
        ErrorKind.IMAGE_DAMAGED: _T("import", "The image is cut short or broken."),
        ErrorKind.IMAGE_TOO_LARGE: _T(
            "import", "The image is far too large: more than 64 million pixels, or 200 MB."
        ),
        ErrorKind.FILE_MISSING: _T("import", "The file is not there any more."),
        ErrorKind.FILE_FAILED: _T("import", "The system does not let it be read, or it is no ordinary file."),
    }
)
_STATES: Mapping[FileState, str] = MappingProxyType(
    {
        FileState.NEW: _T("import", "New"),
        FileState.HERE: _T("import", "In your library"),
        FileState.VERSION: _T("import", "Another version"),
        FileState.ADDED: _T("import", "Added"),
        FileState.FAILED: _T("import", "Cannot be read"),
        FileState.REFUSED: _T("import", "Not added"),
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("import", text)


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
    return _tr(words) if words else describe(error).sentence


def state_words(brought: BroughtFile) -> str:
    if brought.state is FileState.HERE and brought.picture is not None and brought.picture.trashed:
        return _tr(_T("import", "In your Trash"))
    return _tr(_STATES[brought.state])


def version_words(brought: BroughtFile) -> str:
    """Return an explanation for a file that is another version of a picture in the library."""
    if brought.picture is not None and brought.picture.trashed:
        where = _T("import", "In your Trash, as another version.")
    else:
        where = _T("import", "In your library, as another version.")
    tick = _T("import", "If it was retouched, tick it in the list to add it as a picture of its own.")
    return f"{_tr(where)} {_tr(tick)}"


def tool_words(file: ImportedFile | None) -> str:
    """Return the name of the program that wrote the settings in a file."""
    if file is None:
        return ""
    if file.record is not None:
        return _tr(_T("import", "Portrait Studio"))
    if file.settings is not None:
        return one_line(file.settings.tool, 40) or _tr(_T("import", "Another program"))
    return _tr(_T("import", "No settings inside"))


def settings_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return the settings that the panel accepts, as pairs of name and value, without the prompts."""
    values = file.repeat_request.values
    rows = [(_tr(_T("import", "Model")), file.request.model.name)] if file.request.engine else []
    return rows + [
        (field_text(parameter, parameter.label), _value_words(values[parameter.key]))
        for parameter in PARAMETERS
        if parameter.key in values and parameter.key not in ("prompt", "negative_prompt", *refused(values))
    ]


def left_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return the settings that the panel does not accept, as pairs of name and value."""
    values = file.repeat_request.values
    rows = [
        (field_text(parameter, parameter.label), _value_words(values[parameter.key]))
        for parameter in PARAMETERS
        if parameter.key in refused(values)
    ]
    rows += [] if file.settings is None else file.settings.unmapped
    if file.record is not None and not file.request.engine:
        rows.append((_tr(_T("import", "Model")), file.request.endpoint))
    return [(one_line(name, 60), one_line(value, _LONGEST_VALUE)) for name, value in rows]


def photo_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return what cameras and photo programs wrote that the library keeps, as pairs of name and value."""
    photo = NO_FACTS if file.record is not None else file.photo
    rows = []
    if photo.rating:
        rows.append((QCoreApplication.translate("import", "Rating"), stars(photo.rating)))
    if photo.tags:
        tags = one_line(", ".join(photo.tags), _LONGEST_VALUE)
        rows.append((QCoreApplication.translate("import", "Tags"), tags))
    if photo.taken is not None:
        rows.append((QCoreApplication.translate("import", "Taken"), local_time(photo.taken)))
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
        return _tr(_T("import", "Yes")) if value else _tr(_T("import", "No"))
    return number_text(value) if isinstance(value, int | float) else one_line(str(value), _LONGEST_VALUE)


def reading_words(done: int, total: int) -> str:
    if not total:
        return _tr(_T("import", "Looking for pictures…"))
    return _tr(_T("import", "Reading {done} of {total}…")).format(
        done=count_text(done), total=count_text(total)
    )


def adding_words(done: int, total: int) -> str:
    words = _tr(_T("import", "Adding {done} of {total}…"))
    return words.format(done=count_text(done), total=count_text(total))


def too_many_words(most: int) -> str:
    words = _tr(_T("import", "Only the first {count} pictures are listed. Bring the others afterwards."))
    return words.format(count=count_text(most))


def summary(counts: Mapping[FileState, int]) -> str:
    """Return the number of files in each state, as text."""
    parts = {
        FileState.NEW: _T("import", "{count} new"),
        FileState.ADDED: _T("import", "{count} added"),
        FileState.HERE: _T("import", "{count} in your library already"),
        FileState.VERSION: _T("import", "{count} in your library as another version"),
        FileState.FAILED: _T("import", "{count} cannot be read"),
        FileState.REFUSED: _T("import", "{count} not added"),
    }
    return _sentence(
        _tr(words).format(count=count_text(counts[state])) for state, words in parts.items() if counts[state]
    )


def added_words(results: Iterable[BroughtFile]) -> str:
    """Return the result of adding files to the library."""
    refused = {FileState.FAILED, FileState.REFUSED}
    states = [FileState.REFUSED if brought.state in refused else brought.state for brought in results]
    parts = {
        FileState.ADDED: _T("import", "{count} added to the library"),
        FileState.HERE: _T("import", "{count} were there already"),
        FileState.VERSION: _T("import", "{count} were there as another version"),
        FileState.REFUSED: _T("import", "{count} could not be added"),
    }
    return _sentence(
        _tr(words).format(count=count_text(states.count(state)))
        for state, words in parts.items()
        if state in states
    )


def used_words(filled: Filled, left: Iterable[str]) -> str:
    """Return the result of using a file's settings. `left` has the names of those that match no field."""
    words = QCoreApplication.translate("import", "The panel now holds these settings.")
    return f"{words} {filled_words(filled, left)}".rstrip()


def _sentence(parts: Iterable[str]) -> str:
    words = ", ".join(parts)
    return f"{words}." if words else ""
