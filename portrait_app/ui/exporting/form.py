"""The form of an export: pictures, format, folder, file names and metadata."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from portrait_app.core.export.formats import ENCODED, FORMATS, ExportFormat, MetadataWriter, format_by_key
from portrait_app.core.export.name_template import (
    DOCUMENT_FIELDS,
    NAME_FIELDS,
    NameField,
    TemplateError,
    parse_template,
)
from portrait_app.core.export.plan import COLLISION_LABELS, Collision, ExportPlan, Privacy
from portrait_app.core.field import Choice, Field, FieldError, Kind
from portrait_app.core.preferences import setting
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.ui.exporting.privacy_choice import PrivacyChoice
from portrait_app.ui.exporting.sources import ExportSource
from portrait_app.ui.exporting.template_completion import TemplateCompletion
from portrait_app.ui.exporting.words import template_problem_text
from portrait_app.ui.kit.compact_combo_box import CompactComboBox
from portrait_app.ui.kit.editors import make_editor
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import field_problem_text, field_text
from portrait_app.ui.kit.field_row import FieldRow
from portrait_app.ui.kit.formats import count_text
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.theme import SPACE, set_role

_FORMAT = Field(
    key="format",
    #: label: the kind of file
    label=QT_TRANSLATE_NOOP("export", "Format"),
    kind=Kind.CHOICE,
    default=FORMATS[0].key,
    choices=tuple(Choice(row.key, row.label) for row in FORMATS),
)
_FOLDER = Field(
    key="folder",
    #: label: where files are written
    label=QT_TRANSLATE_NOOP("export", "Folder"),
    kind=Kind.FOLDER,
    default="",
    required=True,
)
_TEMPLATE = Field(
    key="template",
    #: label: how exported files are called
    label=QT_TRANSLATE_NOOP("export", "Names"),
    kind=Kind.TEXT,
    default="",
    help=QT_TRANSLATE_NOOP(
        "export", "Text and fields such as {date} or {prompt:40}. Ctrl+Space lists the fields."
    ),
)
_COLLISION = Field(
    key="collision",
    label=QT_TRANSLATE_NOOP("export", "If a name is taken"),
    kind=Kind.CHOICE,
    default=str(Collision.NUMBER),
    choices=tuple(Choice(str(way), label) for way, label in COLLISION_LABELS.items()),
)
# The text fields that are templates: the fields they may contain, and whether they may be empty.
_TEMPLATES: dict[str, tuple[Sequence[NameField], bool]] = {
    "template": (NAME_FIELDS, False),
    "document": (DOCUMENT_FIELDS, False),
    "title": (DOCUMENT_FIELDS, True),
    "caption": (NAME_FIELDS, True),
}

_OF_PICTURES = frozenset(field.key for row in ENCODED for field in row.options)


def default_folder() -> str:
    """Return the system's folder for pictures, or the home folder."""
    places = QStandardPaths.StandardLocation
    return QStandardPaths.writableLocation(places.PicturesLocation) or str(Path.home())


class ExportForm(QScrollArea):
    """Shows a plan, and returns it as edited by the user. The form scrolls if there is too little room."""

    changed = Signal()

    def __init__(
        self, sources: Sequence[ExportSource], plan: ExportPlan, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sources = sources
        self._source = CompactComboBox()
        self._editors = {
            field.key: self._make(field)
            for field in (_FORMAT, _FOLDER, _TEMPLATE, _COLLISION, setting("creator"), setting("rights"))
        }
        self._options: dict[str, FieldEditor] = {}
        self._option_fields: dict[str, FieldRow] = {}
        self._option_rows = QVBoxLayout()
        self._option_rows.setSpacing(SPACE * 2)
        self._format_help = _caption("")
        self._privacy = PrivacyChoice()
        self._untouched = _caption(
            self.tr("The metadata in the file stays as it is: this affects only its name.")
        )
        self._no_place = _caption(
            self.tr("Files of this format cannot hold metadata: this affects only their names.")
        )
        self._template_row = self._row("template")
        self._signature = [FieldRow(self._editors[key]) for key in ("creator", "rights")]
        self.setWidget(self._build())
        self._source.currentIndexChanged.connect(self.changed)
        self._privacy.chosen.connect(self._on_edited)
        self.set_plan(plan)

    @property
    def source(self) -> ExportSource:
        """The chosen source of pictures."""
        return self._sources[self._source.currentIndex()]

    def set_count(self, key: str, count: int) -> None:
        """Show how many pictures a source has."""
        for place, source in enumerate(self._sources):
            if source.key == key:
                self._source.setItemText(place, f"{source.label} · {count_text(count)}")

    def plan(self) -> ExportPlan:
        """Return the plan in the fields, which may be invalid."""
        value = {key: editor.value() for key, editor in self._editors.items()}
        return ExportPlan(
            str(value["format"]),
            str(value["folder"]).strip(),
            str(value["template"]),
            self._privacy.level,
            str(value["creator"]),
            str(value["rights"]),
            Collision(str(value["collision"])),
            {key: editor.value() for key, editor in self._options.items()},
        )

    def set_plan(self, plan: ExportPlan) -> None:
        """Show another plan. If it has no folder, the current folder stays."""
        for key, value in plan.record().items():
            if key in self._editors and (key != "folder" or value):
                self._editors[key].set_value(value)
        self._show_format(plan.row)
        for key, editor in self._options.items():
            editor.set_value(plan.option(key))
        self._privacy.set_level(plan.privacy)
        self._on_edited()

    def look_for_problems(self) -> list[FieldEditor]:
        """Show each problem at its field, and return the editors that have one."""
        wrong = []
        for key, editor in {**self._editors, **self._options}.items():
            problem = self._problem_of(key, editor)
            editor.set_problem(problem)
            if problem:
                wrong.append(editor)
        return wrong

    def show_field(self, editor: FieldEditor) -> None:
        """Focus a field. In a template, select the error."""
        editor.setFocus()
        self.ensureWidgetVisible(editor)
        if isinstance(line := editor.control, QLineEdit):
            try:
                _check_template(editor.field.key, line.text())
            except TemplateError as error:
                line.setSelection(error.start, error.end - error.start)

    # --- edits of the user ---

    def _on_edited(self) -> None:
        plan = self.plan()
        nothing = plan.privacy is Privacy.NOTHING
        self._untouched.setVisible(bool(plan.options.get("untouched")))
        for row in self._signature:
            row.set_unused(self.tr("Not written") if nothing else "")
        encoding = plan.pictures.encoding
        self._no_place.setVisible(encoding is not None and encoding.carrier is MetadataWriter.NOBODY)
        if "inside" in plan.options:
            self._show_unused(plan.pictures)
        self.changed.emit()

    def _show_unused(self, inside: ExportFormat) -> None:
        """Mark the options that pictures in a zip file do not use: originals keep size and quality."""
        used = {field.key for field in inside.options}
        for key in _OF_PICTURES & self._option_fields.keys():
            self._option_fields[key].set_unused("" if key in used else self.tr("Not used"))

    def _on_format(self) -> None:
        before = self.plan()
        row = format_by_key(str(self._editors["format"].value()))
        options = {key: editor.value() for key, editor in self._options.items()}
        plan = ExportPlan(before.format, options=options).with_format(row.key)
        self._show_format(row)
        for key, value in plan.options.items():
            self._options[key].set_value(value)
        self._on_edited()

    def _problem_of(self, key: str, editor: FieldEditor) -> str:
        if key == "template" and self._template_row.isHidden():
            return ""
        try:
            editor.field.check(editor.value())
        except FieldError as error:
            return field_problem_text(error)
        text = str(editor.value())
        if key == "folder" and not Path(text.strip()).is_absolute():
            return self.tr("Choose a folder, or enter its full path.")
        try:
            _check_template(key, text)
        except TemplateError as error:
            return template_problem_text(error, _TEMPLATES[key][0])
        return ""

    # --- layout ---

    def _show_format(self, row: ExportFormat) -> None:
        """Show the options of a format, with their defaults."""
        while (item := self._option_rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._options = {field.key: self._make(field) for field in row.options}
        self._option_fields = {key: FieldRow(editor) for key, editor in self._options.items()}
        for line in self._option_fields.values():
            self._option_rows.addWidget(_with_help(line))
        self._format_help.setText(field_text(_FORMAT, row.help))
        self._template_row.setVisible(row.names_pictures)
        for line in self._signature:
            line.setVisible(row.is_signed)

    def _make(self, field: Field) -> FieldEditor:
        editor = make_editor(field, self)
        editor.edited.connect(self._on_format if field.key == "format" else self._on_edited)
        if field.key in _TEMPLATES and isinstance(line := editor.control, QLineEdit):
            TemplateCompletion(line, _TEMPLATES[field.key][0])
        return editor

    def _row(self, key: str) -> QWidget:
        return _with_help(FieldRow(self._editors[key]))

    def _build(self) -> QWidget:
        for source in self._sources:
            self._source.addItem(source.label)
        self._source.setAccessibleName(self.tr("Pictures to export"))
        #: noun, plural
        label = QLabel(self.tr("Pictures"))
        label.setBuddy(self._source)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, SPACE * 2, SPACE)
        column.setSpacing(SPACE * 2)
        column.addLayout(_close(label, self._source))
        column.addLayout(_close(FieldRow(self._editors["format"]), self._format_help))
        column.addLayout(self._option_rows)
        column.addWidget(self._row("folder"))
        column.addWidget(self._template_row)
        column.addWidget(self._row("collision"))
        column.addSpacing(SPACE)
        column.addLayout(
            #: noun: information inside a picture file
            _close(_section(self.tr("Metadata")), self._privacy, self._untouched, self._no_place)
        )
        for row in self._signature:
            column.addWidget(row)
        column.addStretch(1)
        return body


def _check_template(key: str, text: str) -> None:
    """Raise TemplateError if the field `key` is a template and `text` is not a valid one."""
    fields, may_be_empty = _TEMPLATES.get(key, ((), True))
    if not fields or (may_be_empty and not text.strip()):
        return
    if key == "caption":  # "|" separates its lines, and each line is a template
        start = 0
        for part in text.split("|"):
            if part.strip():
                _check_part(part, start, fields)
            start += len(part) + 1
        return
    parse_template(text, fields)


def _check_part(part: str, start: int, fields: Sequence[NameField]) -> None:
    try:
        parse_template(part, fields)
    except TemplateError as error:
        raise TemplateError(error.problem, error.word, error.start + start, error.field) from error


def _with_help(field: FieldRow) -> QWidget:
    """Return a field with its help text always visible below it."""
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE // 2)
    column.addWidget(field)
    told = field.editor.field
    if told.help:
        column.addWidget(_caption(field_text(told, told.help)))
    return row


def _close(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(SPACE // 2)
    for widget in widgets:
        column.addWidget(widget)
    return column


def _caption(text: str) -> QLabel:
    label = plain_label(text, wrapped=True)
    set_role(label, "tone", "caption")
    return label


def _section(text: str) -> QLabel:
    label = plain_label(text)
    set_role(label, "tone", "section")
    return label
