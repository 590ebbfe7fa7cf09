"""The dialog that describes a model which the program does not know, by hand or from a file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.catalog import Endpoint, Parameter, endpoints_of
from portrait_app.core.engines import EngineRow
from portrait_app.core.errors import AppError
from portrait_app.core.field import Field, Kind
from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_file import LARGEST_FILE, ModelFile, read_model, read_model_file
from portrait_app.jobs.runner import Lane, TaskRunner
from portrait_app.ui.kit.field_messages import field_text
from portrait_app.ui.kit.fitted_dialog import FittedDialog
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.inline_problem import InlineProblem
from portrait_app.ui.kit.notice import plain_label
from portrait_app.ui.kit.number_editors import NumberBox
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.models.mistake_words import mistake_words
from portrait_app.ui.shell.messages import describe

_WIDTH = 64  # average characters
_PRICE = Field(key="price", label="", kind=Kind.NUMBER, default=0.0, minimum=0, maximum=1000, unit="USD")
_LIMIT = Field(key="limit", label="", kind=Kind.INTEGER, default=1, minimum=1, maximum=100_000)
_DECIMAL = Field(key="limit", label="", kind=Kind.NUMBER, default=1.0, minimum=0, maximum=1_000)
_PARTS = ("minimum", "maximum", "default")
_RANGES = ("num_inference_steps", "guidance_scale", "samples", "img_width", "img_height")
_STEP = 8  # pixels between two sizes, for a model whose sizes are not a list


class DescribeModelDialog(FittedDialog):
    """Asks for the name in web addresses, the price and the ranges. `model` has the result."""

    def __init__(self, engine: EngineRow, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(_WIDTH, parent)
        self.setWindowTitle(self.tr("Add a model of {engine}").format(engine=engine.name))
        self.model: Endpoint | None = None
        self._engine = engine
        self._runner = runner
        self._boxes: dict[tuple[str, str], NumberBox] = {}
        self._base = endpoints_of(engine.key)[0]  # has what the form does not show
        self._build()
        self._fill(self._base)
        self._slug.clear()
        self._name.clear()

    # --- the form ---

    def _build(self) -> None:
        self._slug, self._name, self._schedulers = QLineEdit(), QLineEdit(), QLineEdit()
        self._slug.setPlaceholderText("sdxl1.0-…")
        self._price = NumberBox(_PRICE, self)
        self._weights = QCheckBox(self.tr("Reads weights such as (word:1.2)"))
        form = QFormLayout()
        form.setSpacing(SPACE)
        form.addRow(self.tr("Name in web addresses"), self._slug)
        #: noun: what a model is called
        form.addRow(self.tr("Name"), self._name)
        form.addRow(self.tr("Price of a picture"), self._price)
        form.addRow(self.tr("Schedulers, with commas"), self._schedulers)
        form.addRow("", self._weights)
        self._problem = InlineProblem(self)
        caption = plain_label(
            self.tr("You find the name and the ranges in {engine}’s documentation of the model.").format(
                engine=self._engine.name
            ),
            wrapped=True,
        )
        set_role(caption, "tone", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE * 2, SPACE * 2, SPACE * 2, SPACE * 2)
        column.setSpacing(SPACE * 2)
        column.addWidget(caption)
        column.addLayout(form)
        column.addLayout(self._build_ranges())
        column.addWidget(self._problem)
        column.addLayout(self._build_buttons())

    def _build_ranges(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(SPACE)
        grid.setColumnStretch(0, 1)
        #: adjective: the lowest value of a range
        titles = (
            self.tr("Lowest"),
            self.tr("Highest", "adjective: the highest value of a range"),
            self.tr("Default", "noun: the value to begin with"),
        )
        for column, title in enumerate(titles, 1):
            label = QLabel(title)
            set_role(label, "tone", "muted")
            grid.addWidget(label, 0, column)
        for line, key in enumerate(_RANGES, 1):
            row = endpoints_of(self._engine.key)[0].parameter(key)
            name = field_text(row, row.label)
            grid.addWidget(QLabel(name), line, 0)
            for column, (part, title) in enumerate(zip(_PARTS, titles, strict=True), 1):
                box = NumberBox(_DECIMAL if row.kind is Kind.NUMBER else _LIMIT, self)
                box.setAccessibleName(f"{name}: {title}")
                self._boxes[key, part] = box
                grid.addWidget(box, line, column)
        return grid

    def _build_buttons(self) -> QHBoxLayout:
        file = QPushButton(self.tr("From file…"))
        file.setIcon(icon("file-text"))
        file.clicked.connect(self._choose_file)
        #: button: goes on without doing it
        cancel = QPushButton(self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        #: button, verb
        add = QPushButton(self.tr("Add"))
        add.clicked.connect(self._add)
        set_role(add, "accent", True)
        for button in (file, cancel):
            button.setAutoDefault(False)
        add.setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE)
        row.addWidget(file)
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(add)
        return row

    def _fill(self, model: Endpoint) -> None:
        """Show a model in the form."""
        self._slug.setText(model.slug)
        self._name.setText(model.name)
        self._price.setValue(float(model.about_cost))
        self._weights.setChecked(model.reads_weights)
        self._schedulers.setText(
            ", ".join(str(choice.value) for choice in model.parameter("scheduler").choices)
        )
        for key in _RANGES:
            row = model.parameter(key)
            numbers = [float(choice.value) for choice in row.choices] or [row.minimum, row.maximum]
            shown = (min(numbers), max(numbers), float(row.default))
            for part, value in zip(_PARTS, shown, strict=True):
                self._boxes[key, part].setValue(value)

    def record(self) -> dict[str, Any]:
        """Return what the form shows, in the format of a file."""
        parameters: dict[str, Any] = dict.fromkeys(self._base.unused, False)
        for key in _RANGES:
            if key not in self._base.unused:
                parameters[key] = self._range_of(self._base.parameter(key))
        names = [name.strip() for name in self._schedulers.text().split(",") if name.strip()]
        if names and "scheduler" not in self._base.unused:
            default = self._base.parameter("scheduler").default
            parameters["scheduler"] = {
                "choices": names,
                "default": default if default in names else names[0],
            }
        return {
            "slug": self._slug.text().strip(),
            "name": self._name.text(),
            "price": round(self._price.value(), 6),
            "weights": self._weights.isChecked(),
            "family": self._base.family,
            "parameters": parameters,
        }

    def _range_of(self, row: Parameter) -> dict[str, Any]:
        """Return a range as the form shows it. A list of sizes stays a list if its ends are unchanged."""
        values: dict[str, Any] = {}
        for part in _PARTS:
            box = self._boxes[row.key, part]
            values[part] = box.value() if box.decimals() else round(box.value())
        if not row.key.startswith("img_"):
            return values
        sides = [choice.value for choice in row.choices if isinstance(choice.value, int)]
        if sides and (min(sides), max(sides)) == (values["minimum"], values["maximum"]):
            return {"choices": sides, "default": values["default"]}
        return {**values, "multiple": row.multiple or _STEP}

    # --- commands ---

    def _choose_file(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, self.tr("Open a description"), "", self.tr("JSON files (*.json);;All files (*)")
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Fill in the form from a file, which is read on a worker."""
        self._runner.run(lambda: _text_of(path), self.take_text, self._failed, lane=Lane.FILES, owner=self)

    def take_text(self, text: str) -> None:
        """Fill in the form from the text of a file, and say what is wrong in it."""
        read = read_model_file(text, self._engine.key)
        self._tell(read)
        if read.model is not None:
            self._base = read.model
            self._fill(read.model)

    def _failed(self, error: AppError) -> None:
        message = describe(error)
        self._problem.show_problem(message.title, message.sentence)

    def _add(self) -> None:
        read = read_model(self.record(), self._engine.key)
        self._tell(read)
        if read.model is None:
            self._slug.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not read.mistakes:
            self.model = read.model
            self.accept()

    def _tell(self, read: ModelFile) -> None:
        if read.mistakes:
            title = (
                self.tr("This model cannot be added")
                if read.model is None
                else self.tr("Some of it cannot be used")
            )
            self._problem.show_problem(title, mistake_words(read.mistakes))
        else:
            self._problem.hide()


def _text_of(path: Path) -> str:
    """Return the text of a small file. Raises AppError."""
    with file_errors(path), path.open("rb") as file:
        return file.read(LARGEST_FILE).decode("utf-8-sig", "replace")
