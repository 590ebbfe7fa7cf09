"""The form for the parameters of an endpoint, mapped onto the model."""

from collections.abc import Iterable

from PySide6.QtCore import QLocale, QModelIndex, QSize, Qt
from PySide6.QtWidgets import QDataWidgetMapper, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from portrait_app.core.catalog import Parameter
from portrait_app.core.field import FieldError
from portrait_app.ui.create.disclosure import Disclosure
from portrait_app.ui.create.field_delegate import FieldDelegate
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.kit.editors import make_editor
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.field_messages import field_problem_text
from portrait_app.ui.kit.field_row import FieldRow
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.text_editors import PromptEditor
from portrait_app.ui.kit.theme import SPACE

FIELD_GAP = 12  # between fields, in pixels


class ParameterForm(QWidget):
    """One row per parameter of the model's endpoint. Advanced parameters are under *Advanced*."""

    def __init__(self, model: ParameterModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._engine_name = ""
        self._rows: dict[str, FieldRow] = {}
        self._advanced: Disclosure | None = None
        self._fold: QToolButton | None = None  # shows or hides what the engine does not use
        self._shows_unused = False
        self._body: QWidget | None = None
        self._delegate = FieldDelegate(self)
        self._mapper = QDataWidgetMapper(self)
        self._mapper.setModel(model)
        self._mapper.setOrientation(Qt.Orientation.Vertical)  # a section is a row of the model
        self._mapper.setItemDelegate(self._delegate)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        model.modelReset.connect(self._build)
        model.dataChanged.connect(self._on_data_changed)
        self._build()

    def editor(self, key: str) -> FieldEditor:
        """Return the editor of a parameter. Raises KeyError."""
        return self._rows[key].editor

    def set_engine_name(self, name: str) -> None:
        """Set the engine's name for the hint beside parameters that the engine does not use."""
        self._engine_name = name
        self._show_state(range(self._model.rowCount()))

    def focus_first(self, reason: Qt.FocusReason) -> None:
        """Give the focus to the first parameter: the prompt."""
        self._rows[self._model.endpoint.parameters[0].key].editor.control.setFocus(reason)

    def settle(self) -> None:
        """Commit half-typed text as values."""
        for row in self._rows.values():
            row.editor.settle()

    def show_problems(self, problems: Iterable[FieldError]) -> FieldEditor | None:
        """Show each problem at its field. Focus and return the first such editor, or return None."""
        sentences = {problem.field.key: field_problem_text(problem) for problem in problems}
        first = None
        for key, row in self._rows.items():
            row.editor.set_problem(sentences.get(key))
            if key in sentences and first is None:
                first = row.editor
        if first is not None:
            if self._advanced and self._advanced.isAncestorOf(first):
                self._advanced.set_open(True)
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return first

    def _build(self) -> None:
        if self._body is not None:
            self._mapper.clearMapping()
            self._rows.clear()
            self._body.deleteLater()
            self._body.hide()
        self._body = QWidget(self)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(FIELD_GAP)
        parameters = self._model.endpoint.parameters
        for parameter in parameters:
            if not parameter.advanced:
                self._add(parameter, column)
        self._advanced = None
        if any(parameter.advanced for parameter in parameters):
            #: heading: parameters that are seldom changed
            self._advanced = Disclosure(self.tr("Advanced"), self._body)
            for parameter in parameters:
                if parameter.advanced:
                    self._add(parameter, self._advanced.content_layout)
            column.addWidget(self._advanced)
        self._fold = self._build_fold()
        column.addWidget(self._fold)
        column.addStretch(1)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._body)
        self._map()
        self._show_state(range(self._model.rowCount()))

    def _build_fold(self) -> QToolButton:
        def turn() -> None:
            self._shows_unused = not self._shows_unused
            self._show_fold()

        fold = QToolButton(self._body)
        fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        fold.clicked.connect(turn)
        return fold

    def _show_fold(self) -> None:
        """Show the fields that the engine uses, and the others if the user unfolds them."""
        unused = self._model.endpoint.unused & self._rows.keys()
        for key, row in self._rows.items():
            row.setVisible(key not in unused or self._shows_unused)
        if self._advanced is not None:
            advanced = {row.key for row in self._model.endpoint.parameters if row.advanced}
            self._advanced.setVisible(self._shows_unused or not advanced <= unused)
        if self._fold is not None:
            words = self.tr("Not used by {engine}: {count}")
            self._fold.setText(words.format(engine=self._engine_name, count=QLocale().toString(len(unused))))
            self._fold.setIcon(icon("caret-down" if self._shows_unused else "caret-right"))
            self._fold.setAccessibleDescription(
                self.tr("open", "adjective: a part of the form is shown")
                if self._shows_unused
                else self.tr("closed", "adjective: a part of the form is hidden")
            )
            self._fold.setVisible(bool(unused))

    def _add(self, parameter: Parameter, column: QVBoxLayout) -> None:
        partners = {row.pair: row for row in self._model.endpoint.parameters if row.pair}
        if parameter.key in partners:
            return  # the row of its partner includes it
        if not parameter.pair:
            column.addWidget(self._row(parameter))
            return
        partner = self._model.endpoint.parameter(parameter.pair)
        line = QHBoxLayout()
        line.setSpacing(SPACE)
        line.addWidget(self._row(parameter), 1)
        line.addWidget(self._swap_button(parameter, partner), 0, Qt.AlignmentFlag.AlignBottom)
        line.addWidget(self._row(partner), 1)
        column.addLayout(line)

    def _row(self, parameter: Parameter) -> FieldRow:
        row = FieldRow(make_editor(parameter, self._body), self._body)
        self._rows[parameter.key] = row
        return row

    def _swap_button(self, one: Parameter, other: Parameter) -> QToolButton:
        def swap() -> None:
            values = self._model.values()
            self._model.set_values({one.key: values[other.key], other.key: values[one.key]})

        button = QToolButton(self._body)
        button.setIcon(icon("arrows-left-right"))
        button.setIconSize(QSize(16, 16))
        button.setToolTip(self.tr("Swap width and height"))
        button.setAccessibleName(button.toolTip())
        button.clicked.connect(swap)
        return button

    def _map(self) -> None:
        for row, parameter in enumerate(self._model.endpoint.parameters):
            editor = self.editor(parameter.key)
            self._mapper.addMapping(editor, row)
            editor.edited.connect(self._delegate.commitData)
        self._mapper.setCurrentIndex(0)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        self._show_state(range(first.row(), last.row() + 1))

    def _show_state(self, rows: Iterable[int]) -> None:
        for number in rows:
            index = self._model.index(number)
            row = self._rows[index.data(ParameterModel.ParameterRole).key]
            used = index.data(ParameterModel.UsedRole)
            row.set_unused("" if used else self.tr("Not used by {engine}").format(engine=self._engine_name))
            if isinstance(row.editor, PromptEditor):
                row.editor.set_token_limit(index.data(ParameterModel.TokenLimitRole))
            if index.data(ParameterModel.ProblemRole) is None:
                row.editor.set_problem(None)
        self._show_fold()
