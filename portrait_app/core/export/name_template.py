"""Templates for file names and captions: text with fields, such as `{date} {prompt:40}`.

    {date} {number:03} {prompt:40}

A colon may follow the key of a field. In a number field the width stands after it; a leading zero pads the
number with zeros. In a text field the maximum number of characters stands after it. `{{` and `}}` are literal
braces. `export.naming` turns the resulting text into a safe file name.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from portrait_app.core.catalog import STORED_PARAMETERS, Parameter
from portrait_app.core.export.plan import AT_EVERY_LEVEL, WITH_EVERYTHING, WITH_THE_LABEL, Privacy
from portrait_app.core.field import Kind
from portrait_app.core.picture import MOST_STARS, Picture
from portrait_app.core.text import QT_TRANSLATE_NOOP

WIDEST = 200  # the largest number after a colon; file names are never longer

_PART = re.compile(r"\{\{|\}\}|\{(?P<inside>[^{}]*)\}|[{}]")
_NUMBER_FORM = re.compile(r"0?\d{1,2}", re.ASCII)
_TEXT_FORM = re.compile(r"[1-9]\d{0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NameSource:
    """The data that the fields of a template are filled with."""

    when: datetime  # local time at which the picture was made; for a document the time of the export
    number: int = 1  # position of the picture in the export, from 1
    count: int = 1  # number of exported pictures
    collection: str = ""  # name of the exported collection; empty if no collection is exported
    picture: Picture | None = None  # None for the name of a document
    privacy: Privacy = Privacy.EVERYTHING  # decides which fields have a value


class FieldFormat(Enum):
    """What may stand after the colon of a field."""

    TEXT = "text"  # the maximum number of characters
    NUMBER = "number"  # the width in digits
    FIXED = "fixed"  # nothing


@dataclass(frozen=True, slots=True)
class NameField:
    """One row of NAME_FIELDS."""

    key: str
    form: FieldFormat
    help: str
    example: str  # text that the dialog inserts, without the braces
    value: Callable[[NameSource], str | int | None]  # None becomes empty text
    levels: frozenset[Privacy] = WITH_EVERYTHING  # levels of privacy at which the field has a value
    of_picture: bool = True  # False: the field can also be used in the name of a document
    is_long: bool = False  # a caption has two lines for this field
    context: str = "export"  # translation context of `help`

    def told(self, subject: NameSource) -> str | int | None:
        """Return the value; None if there is none, or if the level of privacy hides it."""
        return self.value(subject) if subject.privacy in self.levels else None


def _of(value: Callable[[Picture], str | int | None]) -> Callable[[NameSource], str | int | None]:
    return lambda subject: None if subject.picture is None else value(subject.picture)


def _prompt(subject: NameSource, key: str) -> str | None:
    if subject.picture is None:
        return None
    return str(subject.picture.request.values.get(key, ""))


def _stars(picture: Picture) -> str:
    return "★" * picture.rating + "☆" * (MOST_STARS - picture.rating)


def _collection(subject: NameSource) -> str:
    if subject.collection or subject.picture is None:
        return subject.collection
    return ", ".join(subject.picture.collections)


def _asked(parameter: Parameter) -> NameField:
    """Return the template field of a parameter."""

    def value(subject: NameSource) -> str | int | None:
        if subject.picture is None:
            return None
        asked = subject.picture.used(parameter)
        if isinstance(asked, bool):
            return "yes" if asked else "no"
        return f"{asked:g}" if isinstance(asked, float) else asked

    is_prompt = parameter.kind is Kind.PROMPT
    return NameField(
        parameter.called,
        FieldFormat.NUMBER if parameter.kind is Kind.INTEGER else FieldFormat.TEXT,
        parameter.label,
        f"{parameter.called}:40" if is_prompt else parameter.called,
        value,
        is_long=is_prompt,
        context="catalog",
    )


NAME_FIELDS = (
    NameField(
        "date",
        FieldFormat.FIXED,
        QT_TRANSLATE_NOOP("export", "The date it was made, such as 2026-11-22"),
        "date",
        lambda subject: subject.when.date().isoformat(),
        AT_EVERY_LEVEL,
        of_picture=False,
    ),
    NameField(
        "time",
        FieldFormat.FIXED,
        QT_TRANSLATE_NOOP("export", "The time it was made, such as 14-05-59"),
        "time",
        lambda subject: f"{subject.when:%H-%M-%S}",
        AT_EVERY_LEVEL,
        of_picture=False,
    ),
    NameField(
        "number",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "Its number in this export, with leading zeros"),
        "number:03",
        lambda subject: None if subject.picture is None else subject.number,
        AT_EVERY_LEVEL,
    ),
    NameField(
        "count",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "The number of pictures exported"),
        "count",
        lambda subject: subject.count,
        AT_EVERY_LEVEL,
        of_picture=False,
    ),
    NameField(
        "prompt",
        FieldFormat.TEXT,
        QT_TRANSLATE_NOOP("export", "The start of the prompt"),
        "prompt:40",
        lambda subject: _prompt(subject, "prompt"),
        is_long=True,
    ),
    NameField(
        "negative",
        FieldFormat.TEXT,
        QT_TRANSLATE_NOOP("export", "The start of the negative prompt"),
        "negative:40",
        lambda subject: _prompt(subject, "negative_prompt"),
        is_long=True,
    ),
    NameField(
        "seed",
        FieldFormat.NUMBER,
        #: noun: the number that chance begins with
        QT_TRANSLATE_NOOP("export", "Seed"),
        "seed",
        _of(lambda picture: picture.seed),
    ),
    *map(_asked, STORED_PARAMETERS),
    NameField(
        "rating",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "Stars as a number, from 0 to 5"),
        "rating",
        _of(lambda picture: picture.rating),
    ),
    NameField(
        "stars", FieldFormat.FIXED, QT_TRANSLATE_NOOP("export", "Stars as symbols"), "stars", _of(_stars)
    ),
    NameField(
        "tags",
        FieldFormat.TEXT,
        #: noun, plural: words that the user gave to pictures
        QT_TRANSLATE_NOOP("export", "Tags"),
        "tags:40",
        _of(lambda picture: ", ".join(picture.tags)),
        is_long=True,
    ),
    NameField(
        "note",
        FieldFormat.TEXT,
        QT_TRANSLATE_NOOP("export", "The start of your note"),
        "note:40",
        _of(lambda picture: picture.note),
        is_long=True,
    ),
    NameField(
        "collection",
        FieldFormat.TEXT,
        QT_TRANSLATE_NOOP("export", "The exported collection, or the collections the picture is in"),
        "collection",
        _collection,
        of_picture=False,
    ),
    NameField(
        "engine",
        FieldFormat.TEXT,
        #: noun: what makes the pictures, a service or a program
        QT_TRANSLATE_NOOP("export", "Engine"),
        "engine",
        _of(lambda picture: picture.request.engine),
        WITH_THE_LABEL,
    ),
    NameField(
        "model",
        FieldFormat.TEXT,
        #: noun: the AI model
        QT_TRANSLATE_NOOP("export", "Model"),
        "model",
        _of(lambda picture: picture.request.model.name),
        WITH_THE_LABEL,
    ),
    NameField(
        "width",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "Width of the original in pixels"),
        "width",
        _of(lambda picture: picture.width),
        AT_EVERY_LEVEL,
    ),
    NameField(
        "height",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "Height of the original in pixels"),
        "height",
        _of(lambda picture: picture.height),
        AT_EVERY_LEVEL,
    ),
    NameField(
        "id",
        FieldFormat.NUMBER,
        QT_TRANSLATE_NOOP("export", "Its number in the library"),
        "id",
        _of(lambda picture: picture.id),
        AT_EVERY_LEVEL,
    ),
)

DOCUMENT_FIELDS = tuple(row for row in NAME_FIELDS if not row.of_picture)


class TemplateProblem(Enum):
    """The errors a template can have."""

    EMPTY = "empty"
    UNKNOWN_FIELD = "unknown field"
    BAD_FORM = "bad form"  # the text after the colon is invalid
    NOT_CLOSED = "not closed"  # { without }
    NOT_OPENED = "not opened"  # } without {


class TemplateError(ValueError):
    """A template that cannot be parsed.

    Attributes:
        problem: what is wrong.
        word: the wrong part of the template.
        start, end: the position of `word`, in characters.
        field: the key of the field that `word` belongs to; empty if there is none.
    """

    def __init__(self, problem: TemplateProblem, word: str, start: int, field: str = "") -> None:
        super().__init__(f"{problem.value} at {start}: {word[:100]!r}")
        self.problem = problem
        self.word = word
        self.start = start
        self.end = start + len(word)
        self.field = field


@dataclass(frozen=True, slots=True)
class _Filled:
    """A field in a template, with the text after its colon."""

    field: NameField
    form: str

    def text(self, subject: NameSource) -> str:
        value = self.field.told(subject)
        if value is None:
            return ""
        if isinstance(value, int):
            return f"{value:{self.form}d}"
        line = " ".join(value.split())
        return shortened(line, int(self.form)) if self.form else line


@dataclass(frozen=True, slots=True)
class NameTemplate:
    """A parsed template."""

    parts: tuple["str | _Filled", ...]

    def text(self, subject: NameSource) -> str:
        """Return the template with its fields filled in: one line, not yet safe as a file name."""
        filled = (part if isinstance(part, str) else part.text(subject) for part in self.parts)
        return "".join(filled)


def parse_template(text: str, fields: Sequence[NameField] = NAME_FIELDS) -> NameTemplate:
    """Parse a template.

    Raises:
        TemplateError: the template is blank, `fields` lacks one of its fields, the text after a colon is
            invalid, or a brace has no partner.
    """
    if not text.strip():
        raise TemplateError(TemplateProblem.EMPTY, text, 0)
    return NameTemplate(tuple(_parts(text, {row.key: row for row in fields})))


def shortened(text: str, most: int) -> str:
    """Cut `text` to at most `most` characters, at the end of a word if that keeps more than half of them."""
    if len(text) <= most:
        return text
    whole = text[: most + 1].rpartition(" ")[0]
    return (whole if len(whole) > most // 2 else text[:most]).rstrip()


def _parts(text: str, fields: dict[str, NameField]) -> Iterator[str | _Filled]:
    position = 0
    for found in _PART.finditer(text):
        yield text[position : found.start()]
        position = found.end()
        match found[0]:
            case "{{" | "}}":
                yield found[0][0]
            case "{":
                raise TemplateError(TemplateProblem.NOT_CLOSED, text[found.start() :], found.start())
            case "}":
                raise TemplateError(TemplateProblem.NOT_OPENED, "}", found.start())
            case _:
                yield _filled(found["inside"], found.start("inside"), fields)
    yield text[position:]


def _filled(inside: str, start: int, fields: dict[str, NameField]) -> _Filled:
    key, colon, form = inside.partition(":")
    field = fields.get(key.strip().lower())
    if field is None:
        raise TemplateError(TemplateProblem.UNKNOWN_FIELD, key, start)
    if colon and not _fits(field, form):
        raise TemplateError(TemplateProblem.BAD_FORM, form, start + len(key) + 1, field.key)
    return _Filled(field, form)


def _fits(field: NameField, form: str) -> bool:
    match field.form:
        case FieldFormat.FIXED:
            return False
        case FieldFormat.NUMBER:
            return bool(_NUMBER_FORM.fullmatch(form))
        case FieldFormat.TEXT:
            return bool(_TEXT_FORM.fullmatch(form)) and int(form) <= WIDEST
