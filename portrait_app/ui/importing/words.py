"""The texts of imports: the state of files, their settings, results and errors."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from portrait_app.core.catalog import PARAMETERS
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.core.plain_text import one_line
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.jobs.file_import import BroughtFile, FileState
from portrait_app.ui.kit.field_messages import field_text, number_text
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.shell.messages import describe

_T = QT_TRANSLATE_NOOP
_LONGEST_VALUE = 200  # characters

# Errors that mean something else for a file than for an image from a service.
_WHY: Mapping[ErrorKind, str] = MappingProxyType(
    {
        ErrorKind.REPLY_UNREADABLE: _T("import", "It is no PNG, JPEG or WebP image."),
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
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("import", text)


def why(error: AppError) -> str:
    """Return a sentence that says why a file could not be read or added."""
    words = _WHY.get(error.kind)
    return describe(error).sentence if words is None else _tr(words)


def state_words(brought: BroughtFile) -> str:
    if brought.state is FileState.FAILED and brought.file is not None:
        return _tr(_T("import", "Not added"))
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
        if parameter.key in values and parameter.key not in ("prompt", "negative_prompt")
    ]


def left_rows(file: ImportedFile) -> list[tuple[str, str]]:
    """Return the settings that the panel does not accept, as pairs of name and value."""
    rows = [] if file.settings is None else list(file.settings.unmapped)
    if file.record is not None and not file.request.engine:
        rows.append((_tr(_T("import", "Model")), file.request.endpoint))
    return [(one_line(name, 60), one_line(value, _LONGEST_VALUE)) for name, value in rows]


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
    }
    return _sentence(
        _tr(words).format(count=count_text(counts[state])) for state, words in parts.items() if counts[state]
    )


def added_words(results: Iterable[BroughtFile]) -> str:
    """Return the result of adding files to the library."""
    states = [brought.state for brought in results]
    parts = {
        FileState.ADDED: _T("import", "{count} added to the library"),
        FileState.HERE: _T("import", "{count} were there already"),
        FileState.VERSION: _T("import", "{count} were there as another version"),
        FileState.FAILED: _T("import", "{count} could not be added"),
    }
    return _sentence(
        _tr(words).format(count=count_text(states.count(state)))
        for state, words in parts.items()
        if state in states
    )


def used_words(left: Iterable[str]) -> str:
    """Return the result of using a file's settings. `left` has the names of those not accepted."""
    names = ", ".join(dict.fromkeys(left))
    if not names:
        return _tr(_T("import", "The panel now holds these settings."))
    words = _tr(_T("import", "The panel now holds these settings. Not taken over: {names}."))
    return words.format(names=one_line(names, _LONGEST_VALUE))


def parameter_names(keys: Iterable[str]) -> Iterator[str]:
    """Yield the labels of parameters, as shown in the panel."""
    labels = {parameter.key: field_text(parameter, parameter.label) for parameter in PARAMETERS}
    for key in keys:
        yield labels.get(key, one_line(key, 60))


def _sentence(parts: Iterable[str]) -> str:
    words = ", ".join(parts)
    return f"{words}." if words else ""
