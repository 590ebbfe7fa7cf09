"""The panel on the left: engine, model, parameters, and the Generate button."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QKeyCombination, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from portrait_app.core.catalog import Endpoint
from portrait_app.core.field import Value
from portrait_app.core.request import InvalidRequest
from portrait_app.ui.create.form import FIELD_GAP, ParameterForm
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.create.vertical_scroll import VerticalScroll
from portrait_app.ui.kit.compact_combo_box import CompactComboBox
from portrait_app.ui.kit.field_editor import FieldEditor
from portrait_app.ui.kit.icons import icon
from portrait_app.ui.kit.segmented_row import SegmentedRow
from portrait_app.ui.kit.theme import SPACE, set_role
from portrait_app.ui.kit.wheel_guard import WheelGuard

_PADDING = 2 * SPACE
_MIN_WIDTH = 280
_MOST_IN_A_LINE = 3  # engines; the names of more do not fit


class ParameterPanel(QWidget):
    """A view of a ParameterModel. To change the endpoint, it only emits signals."""

    engine_chosen = Signal(str)
    endpoint_chosen = Signal(str)
    generate_requested = Signal()
    setup_requested = Signal(str)  # key of an engine that cannot make pictures yet

    def __init__(
        self,
        model: ParameterModel,
        models_of: Callable[[str], Sequence[Endpoint]],
        parent: QWidget | None = None,
    ) -> None:
        """`models_of` returns the models that are offered for an engine."""
        super().__init__(parent)
        self._models_of = models_of
        self._is_ready = True
        self.setObjectName("parameters")
        set_role(self, "panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._model = model
        self._engine_names: dict[str, str] = {}
        self._before_reset: dict[str, Value] | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        self._form = ParameterForm(model, self)
        self._scroll = VerticalScroll(self._form, self)
        column.addWidget(self._scroll, 1)
        column.addWidget(self._footer())
        model.endpoint_changed.connect(self._show_endpoint)
        model.dataChanged.connect(self._forget_reset)
        self._show_endpoint()

    def set_engines(self, engines: Sequence[tuple[str, str]]) -> None:
        """Offer engines, as pairs of key and displayed name."""
        self._engine_names = dict(engines)
        #: noun: what makes the pictures, a service or a program
        columns = 2 if len(engines) > _MOST_IN_A_LINE else 0
        self._engines.set_segments(engines, self.tr("Engine"), columns)
        self._show_endpoint()

    def set_ready(self, ready: bool) -> None:
        """Enable or disable Generate: it needs an open session."""
        self._is_ready = ready
        self._generate.setEnabled(ready and self.can_generate)

    @property
    def can_generate(self) -> bool:
        """Whether the engine has a model and can use it."""
        return bool(self._model.endpoint.slug) and self._setup.isHidden()

    def show_setup(self) -> None:
        """Bring the button that makes the engine ready to the user's attention."""
        self._set_up.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_models(self) -> None:
        """Show the models of the engine anew, because its list has changed."""
        self._show_endpoint()

    def set_missing(self, text: str) -> None:
        """Say why the engine cannot make pictures yet, with a button to its settings. Empty: it can."""
        self._missing.setText(text)
        self._setup.setVisible(bool(text))
        self.set_ready(self._is_ready)

    def set_cost_text(self, text: str, why: str = "") -> None:
        """Show below the button what Generate costs. `why` is the tool tip: the basis of the estimate."""
        self._cost.setText(text)
        self._cost.setToolTip(why)
        self._cost.setAccessibleDescription(why)

    def set_forecast_text(self, text: str) -> None:
        """Show below the cost what making the picture takes on this computer; nothing for other engines."""
        self._forecast.setText(text)
        self._forecast.setVisible(bool(text))

    def editor(self, key: str) -> FieldEditor:
        """Return the editor of a parameter. Raises KeyError."""
        return self._form.editor(key)

    def settle(self) -> None:
        """Commit half-typed text as values."""
        self._form.settle()

    def show_problems(self, invalid: InvalidRequest) -> None:
        """Show each problem at its field, and scroll to the first. Editing a field clears its problem."""
        first = self._form.show_problems(invalid.problems)
        if first is not None:
            self._scroll.show_whole(first)

    def reset(self) -> None:
        """Reset every parameter to its default. The button then offers to undo the reset."""
        before = self._model.values()
        self._model.reset()
        self._before_reset = before
        self._show_reset()

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(_MIN_WIDTH, 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        # Not a focus proxy: that would make Tab skip the header.
        self._form.focus_first(event.reason())

    # Parts of the panel

    def _header(self) -> QWidget:
        header = QWidget(self)
        self._engines = SegmentedRow(header)
        self._engines.chosen.connect(self._on_engine)
        self._model_row = QWidget(header)
        #: noun: the AI model
        label = QLabel(self.tr("Model"), self._model_row)
        self._models = CompactComboBox(self._model_row)
        self._models.setAccessibleName(label.text())
        label.setBuddy(self._models)
        row = QHBoxLayout(self._model_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(FIELD_GAP)
        row.addWidget(label)
        row.addWidget(self._models, 1)
        self._models.activated.connect(self._on_model)
        WheelGuard(self).watch(self._models)
        self._help = QLabel(header)
        self._help.setWordWrap(True)
        set_role(self._help, "tone", "caption")
        column = QVBoxLayout(header)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, FIELD_GAP)
        column.setSpacing(SPACE)
        column.addWidget(self._engines)
        column.addWidget(self._model_row)
        column.addWidget(self._help)
        column.addWidget(self._setup_box(header))
        return header

    def _setup_box(self, header: QWidget) -> QWidget:
        self._setup = QWidget(header)
        self._missing = QLabel(self._setup)
        self._missing.setWordWrap(True)
        self._missing.setTextFormat(Qt.TextFormat.PlainText)
        self._set_up = QPushButton(self._setup)
        self._set_up.setIcon(icon("gear"))
        self._set_up.clicked.connect(lambda: self.setup_requested.emit(self._model.endpoint.engine))
        column = QVBoxLayout(self._setup)
        column.setContentsMargins(0, SPACE // 2, 0, 0)
        column.setSpacing(SPACE)
        column.addWidget(self._missing)
        column.addWidget(self._set_up, 0, Qt.AlignmentFlag.AlignLeft)
        self._setup.hide()
        return self._setup

    def _footer(self) -> QWidget:
        footer = QWidget(self)
        self._generate = _GenerateButton(footer)
        self._generate.clicked.connect(self._on_generate)
        self._cost = QLabel(footer)
        self._cost.setWordWrap(True)
        set_role(self._cost, "tone", "caption")
        self._forecast = QLabel(footer)
        self._forecast.setWordWrap(True)
        set_role(self._forecast, "tone", "caption")
        self._forecast.hide()
        self._reset = QToolButton(footer)
        self._reset.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._reset.clicked.connect(self._on_reset)
        self._show_reset()
        line = QHBoxLayout()
        line.addWidget(self._cost, 1)
        line.addWidget(self._reset)
        column = QVBoxLayout(footer)
        column.setContentsMargins(_PADDING, FIELD_GAP, _PADDING, SPACE)
        column.setSpacing(SPACE // 2)
        column.addWidget(self._generate)
        column.addLayout(line)
        column.addWidget(self._forecast)
        return footer

    # Events

    def _show_endpoint(self) -> None:
        endpoint = self._model.endpoint
        self._engines.set_current(endpoint.engine)
        siblings = self._models_of(endpoint.engine)
        self._models.clear()
        for row in siblings:
            self._models.addItem(row.name, row.slug)
        if endpoint.slug and all(row.slug != endpoint.slug for row in siblings):
            self._models.addItem(endpoint.name, endpoint.slug)  # hidden, but in use
        self._models.setCurrentIndex(self._models.findData(endpoint.slug))
        self._model_row.setVisible(self._models.count() > 1)
        self._help.setText(QCoreApplication.translate("catalog", endpoint.help) if endpoint.help else "")
        self._help.setVisible(bool(endpoint.help))
        engine = self._engine_names.get(endpoint.engine, endpoint.name)
        #: button, verb: opens the settings in which an engine is made ready
        self._set_up.setText(self.tr("Set up {engine}…").format(engine=engine))
        self._models.setAccessibleDescription(self._help.text())
        self._form.set_engine_name(engine)
        self.set_ready(self._is_ready)

    def _on_engine(self, key: object) -> None:
        self.engine_chosen.emit(str(key))
        self._show_endpoint()  # the receiver may have kept the old engine

    def _on_model(self, place: int) -> None:
        self.endpoint_chosen.emit(self._models.itemData(place))
        self._show_endpoint()

    def _on_generate(self) -> None:
        self.settle()
        self.generate_requested.emit()

    def _on_reset(self) -> None:
        if self._before_reset is None:
            self.reset()
        else:
            self._model.set_values(self._before_reset)
            self._forget_reset()

    def _forget_reset(self) -> None:
        if self._before_reset is not None:
            self._before_reset = None
            self._show_reset()

    def _show_reset(self) -> None:
        undo = self._before_reset is not None
        self._reset.setText(
            self.tr("Undo reset") if undo else self.tr("Reset", "button, verb: sets all parameters back")
        )
        self._reset.setIcon(icon("arrow-u-up-left" if undo else "arrow-counter-clockwise"))
        self._reset.setToolTip(
            self.tr("Bring back the previous settings")
            if undo
            else self.tr("Reset all settings to their defaults")
        )


class _GenerateButton(QPushButton):
    """The only filled button of the window. It shows its shortcut in smaller text at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        #: button, verb: makes pictures
        self.setText(self.tr("Generate"))
        set_role(self, "accent", True)
        keys = QKeySequence(QKeyCombination(Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Enter))
        self.setStyleSheet("QPushButton { text-align: left; }")
        self._hint = hint = QLabel(keys.toString(QKeySequence.SequenceFormat.NativeText), self)
        hint.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        hint.setForegroundRole(QPalette.ColorRole.HighlightedText)
        line = QHBoxLayout(self)
        line.setContentsMargins(_PADDING, 0, _PADDING, 0)
        line.addStretch(1)
        line.addWidget(hint)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            roles = QPalette.ColorRole
            self._hint.setForegroundRole(roles.HighlightedText if self.isEnabled() else roles.PlaceholderText)

    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._hint.sizeHint().width() + _PADDING, 0)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()
