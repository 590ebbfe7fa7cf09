"""The texts of exports: errors in templates, sizes, progress and results."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import Output
from portrait_app.core.export.name_template import FieldForm, NameField, TemplateError, TemplateProblem
from portrait_app.core.export.plan import ExportFailure, ExportPlan, ExportReport, PreviewRow
from portrait_app.core.picture import Picture
from portrait_app.core.plain_text import one_line
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.kit.formats import count_text, file_size, pictures_text
from portrait_app.ui.search.messages import quoted
from portrait_app.ui.shell.messages import describe

_T = QT_TRANSLATE_NOOP
_PROMPT = 60  # characters of a prompt that identify its picture

# Errors that mean something else in an export than elsewhere.
_WHY: Mapping[ErrorKind, str] = MappingProxyType(
    {
        ErrorKind.FILE_MISSING: _T("export", "Its file was moved or deleted outside the program."),
        ErrorKind.IMAGE_DAMAGED: _T("export", "Its file is damaged and could not be read."),
        ErrorKind.IMAGE_TOO_LARGE: _T("export", "The image is too large to be converted."),
        ErrorKind.DISK_FULL: _T("export", "There was no room for it on the disk."),
        ErrorKind.FILE_FAILED: _T("export", "The system did not let it be read or written."),
    }
)


def _tr(text: str) -> str:
    return QCoreApplication.translate("export", text)


def template_problem_text(error: TemplateError, fields: Sequence[NameField]) -> str:
    """Return the sentence below a template: what is wrong, and how to correct it."""
    match error.problem:
        case TemplateProblem.EMPTY:
            return _tr("Write a name, or put in a field such as {field}.").format(field="{date}")
        case TemplateProblem.UNKNOWN_FIELD:
            return _unknown_field(error, fields)
        case TemplateProblem.BAD_FORM:
            return _bad_form(error, fields)
        case TemplateProblem.NOT_CLOSED:
            words = _tr("The field {word} is not closed: a }} is missing. For a brace itself write {{{{.")
            return words.format(word=quoted(error.word))
        case TemplateProblem.NOT_OPENED:
            return _tr("A }} stands alone at character {place}. For a brace itself write }}}}.").format(
                place=error.start + 1
            )


def _unknown_field(error: TemplateError, fields: Sequence[NameField]) -> str:
    near = get_close_matches(error.word.strip().lower(), [row.key for row in fields], 1)
    words = _tr("There is no field {word} here. Ctrl+Space lists the fields.")
    if near:
        words = _tr("There is no field {word} here. Is {near} meant? Ctrl+Space lists the fields.")
    return words.format(word=quoted(error.word), near=f"{{{''.join(near)}}}")


def _bad_form(error: TemplateError, fields: Sequence[NameField]) -> str:
    field = next(row for row in fields if row.key == error.field)
    match field.form:
        case FieldForm.FIXED:
            return _tr("The field {field} takes nothing after it.").format(field=f"{{{field.key}}}")
        case FieldForm.NUMBER:
            words = _tr("After the colon of {field} stands a width, such as {example}; not {word}.")
        case FieldForm.TEXT:
            words = _tr(
                "After the colon of {field} stands how many characters it may have, such as {example}; "
                "not {word}."
            )
    form = ":03" if field.form is FieldForm.NUMBER else ":40"
    return words.format(field=f"{{{field.key}}}", example=f"{{{field.key}{form}}}", word=quoted(error.word))


def total_text(plan: ExportPlan, tried: Sequence[PreviewRow], count: int) -> str:
    """Return the number and the total size of `count` pictures, estimated from those in `tried`."""
    text = pictures_text(count)
    if count and plan.row.output is Output.DOCUMENT:
        text = _tr("{pictures} in one file").format(pictures=text)
    sizes = [row.size for row in tried if row.size is not None]
    if not sizes:
        return text
    words = "{text}, {size}" if count <= len(sizes) else _tr("{text}, about {size}")
    return words.format(text=text, size=file_size(sum(sizes) * count // len(sizes)))


def progress_text(done: int, total: int, folder: str, waiting: int) -> str:
    """Return the progress of the running export, and how many exports wait."""
    words = _tr("Exporting to {folder}") if not total else _tr("Exporting {done} of {total} to {folder}")
    text = words.format(
        done=count_text(done), total=count_text(total), folder=quoted(Path(folder).name or folder)
    )
    if not waiting:
        return text
    more = _tr("1 more waits") if waiting == 1 else _tr("{count} more wait")
    return f"{text} · {more.format(count=count_text(waiting))}"


def result_text(report: ExportReport) -> str:
    """Return the result of an export: how many pictures were exported, left out, and failed."""
    parts = [_tr("{count} exported").format(count=count_text(report.written))]
    if report.skipped:
        parts.append(_tr("{count} left out, their names are taken").format(count=count_text(report.skipped)))
    if report.failed:
        parts.append(_tr("{count} could not be").format(count=count_text(len(report.failed))))
    if report.cancelled:
        parts.append(_tr("stopped"))
    return " · ".join(parts)


def failures_text(failed: Sequence[ExportFailure], pictures: Sequence[Picture]) -> str:
    """Return a line for each picture that could not be exported: its file and prompt, and the reason."""
    known = {picture.id: picture for picture in pictures}
    lines = []
    for failure in failed:
        picture = known.get(failure.picture_id)
        if picture is None:
            which = _tr("Picture {number}").format(number=failure.picture_id)
        else:
            which = f"{picture.file}, {quoted(one_line(picture.request.prompt, _PROMPT))}"
        lines.append(f"{which}: {why(failure.error)}")
    return "\n".join(lines)


def why(error: AppError) -> str:
    """Return a sentence that says why a picture could not be exported."""
    words = _WHY.get(error.kind)
    return describe(error).sentence if words is None else _tr(words)
