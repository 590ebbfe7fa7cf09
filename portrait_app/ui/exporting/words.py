"""The texts of exports: errors in templates, sizes, progress and results."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.export.formats import Output
from portrait_app.core.export.name_template import FieldFormat, NameField, TemplateError, TemplateProblem
from portrait_app.core.export.plan import ExportFailure, ExportPlan, ExportReport, PreviewRow
from portrait_app.core.picture import Picture
from portrait_app.core.plain_text import one_line
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.exporting.counts import ExportCounts
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.kit.formats import count_text, file_size
from portrait_app.ui.search.messages import quoted
from portrait_app.ui.shell.messages import describe

_PROMPT = 60  # characters of a prompt that identify its picture

# Errors that mean something else in an export than elsewhere.
_WHY: Mapping[ErrorKind, str] = MappingProxyType(
    {
        ErrorKind.FILE_MISSING: QT_TRANSLATE_NOOP(
            "export", "Its file was moved or deleted outside the program."
        ),
        ErrorKind.IMAGE_DAMAGED: QT_TRANSLATE_NOOP("export", "Its file is damaged and could not be read."),
        ErrorKind.IMAGE_TOO_LARGE: QT_TRANSLATE_NOOP("export", "The image is too large to be converted."),
        ErrorKind.DISK_FULL: QT_TRANSLATE_NOOP("export", "There was not enough disk space."),
        ErrorKind.FILE_FAILED: QT_TRANSLATE_NOOP(
            "export", "The system did not allow it to be read or written."
        ),
    }
)


def template_problem_text(error: TemplateError, fields: Sequence[NameField]) -> str:
    """Return the sentence below a template: what is wrong, and how to correct it."""
    match error.problem:
        case TemplateProblem.EMPTY:
            return QCoreApplication.translate(
                "export", "Enter a name, or insert a field such as {field}."
            ).format(field="{date}")
        case TemplateProblem.UNKNOWN_FIELD:
            return _unknown_field(error, fields)
        case TemplateProblem.BAD_FORM:
            return _bad_form(error, fields)
        case TemplateProblem.NOT_CLOSED:
            words = QCoreApplication.translate(
                "export",
                "The field {word} is not closed: a }} is missing. To write a brace itself, use {{{{.",
            )
            return words.format(word=quoted(error.word))
        case TemplateProblem.NOT_OPENED:
            return QCoreApplication.translate(
                "export", "Character {place} is a }} without its {{. To write a brace itself, use }}}}."
            ).format(place=error.start + 1)


def _unknown_field(error: TemplateError, fields: Sequence[NameField]) -> str:
    near = get_close_matches(error.word.strip().lower(), [row.key for row in fields], 1)
    words = QCoreApplication.translate("export", "There is no field {word}. Ctrl+Space lists the fields.")
    if near:
        words = QCoreApplication.translate(
            "export", "There is no field {word}. Did you mean {near}? Ctrl+Space lists the fields."
        )
    return words.format(word=quoted(error.word), near=f"{{{''.join(near)}}}")


def _bad_form(error: TemplateError, fields: Sequence[NameField]) -> str:
    field = next(row for row in fields if row.key == error.field)
    match field.form:
        case FieldFormat.FIXED:
            return QCoreApplication.translate(
                "export", "The field {field} takes nothing after its name."
            ).format(field=f"{{{field.key}}}")
        case FieldFormat.NUMBER:
            words = QCoreApplication.translate(
                "export", "The colon in {field} takes a width, as in {example}, not {word}."
            )
        case FieldFormat.TEXT:
            words = QCoreApplication.translate(
                "export",
                "The colon in {field} takes a number of characters, as in {example}, not {word}.",
            )
    form = ":03" if field.form is FieldFormat.NUMBER else ":40"
    return words.format(field=f"{{{field.key}}}", example=f"{{{field.key}{form}}}", word=quoted(error.word))


def total_text(plan: ExportPlan, tried: Sequence[PreviewRow], count: int) -> str:
    """Return the number and the total size of `count` pictures, estimated from those in `tried`."""
    in_one = count and plan.row.output is Output.DOCUMENT
    text = ExportCounts().in_one_file(count) if in_one else KitCounts().pictures(count)
    sizes = [row.size for row in tried if row.size is not None]
    if not sizes:
        return text
    size = file_size(sum(sizes) * count // len(sizes))
    if count > len(sizes):
        size = QCoreApplication.translate("export", "about {size}").format(size=size)
    return f"{text} · {size}"


def progress_text(done: int, total: int, folder: str, waiting: int) -> str:
    """Return the progress of the running export, and how many exports wait."""
    words = (
        QCoreApplication.translate("export", "Exporting to {folder}")
        if not total
        else QCoreApplication.translate("export", "Exporting {done} of {total} to {folder}")
    )
    text = words.format(
        done=count_text(done), total=count_text(total), folder=quoted(Path(folder).name or folder)
    )
    if not waiting:
        return text
    return f"{text} · {ExportCounts().waiting(waiting)}"


def result_text(report: ExportReport) -> str:
    """Return the result of an export: how many pictures were exported, left out, and failed."""
    words = ExportCounts()
    parts = [words.exported(report.written)]
    if report.skipped:
        parts.append(words.skipped(report.skipped))
    if report.failed:
        parts.append(words.failed(len(report.failed)))
    if report.cancelled:
        #: the user stopped the export
        parts.append(QCoreApplication.translate("export", "stopped"))
    return " · ".join(parts)


def failures_text(failed: Sequence[ExportFailure], pictures: Sequence[Picture]) -> str:
    """Return a line for each picture that could not be exported: its file and prompt, and the reason."""
    known = {picture.id: picture for picture in pictures}
    lines = []
    for failure in failed:
        picture = known.get(failure.picture_id)
        if picture is None:
            which = QCoreApplication.translate("export", "Picture {number}").format(number=failure.picture_id)
        else:
            which = f"{picture.file}, {quoted(one_line(picture.request.prompt, _PROMPT))}"
        lines.append(f"{which}: {why(failure.error)}")
    return "\n".join(lines)


def why(error: AppError) -> str:
    """Return a sentence that says why a picture could not be exported."""
    words = _WHY.get(error.kind)
    return describe(error).sentence if words is None else QCoreApplication.translate("export", words)
