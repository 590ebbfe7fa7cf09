"""Editors for numbers: a spin box, a slider with a spin box, or a row of buttons."""

from collections.abc import Callable

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QFont, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QSlider, QWidget

from portrait_app.core.field import Field, Kind, Value
from portrait_app.ui.kit.field_editor import FieldEditor, in_a_row
from portrait_app.ui.kit.field_messages import field_text, number_text
from portrait_app.ui.kit.segmented_row import SegmentedRow

_FEW = 6  # the most values that fit side by side as buttons
_SCALE = 300  # the most steps that a slider can distinguish
_DECIMALS = 4
# Qt's own NoButtons leaves a styled spin box no room for its text.
_NO_BUTTONS = "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }"
_INSET = 6  # pixels between border and text, as in a line edit
_LARGEST = 2**53  # above this, a double cannot hold every integer


def number_editor(field: Field, parent: QWidget | None = None) -> FieldEditor:
    """Return an editor that suits the range: buttons for few values, a slider for a scale, else a spin box.

    A number with a unit is always typed, never set with a slider.
    """
    if field.multiple:
        return MultipleEditor(field, parent)
    steps = (field.maximum - field.minimum) / field.step
    if field.kind is Kind.INTEGER and steps < _FEW:
        return SegmentEditor(field, parent)
    if steps <= _SCALE and not field.unit:
        return SliderEditor(field, parent)
    return SpinEditor(field, parent)


def tabular_font() -> QFont:
    """Return the default font with figures of equal width."""
    font = QFont()
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


class NumberBox(QDoubleSpinBox):
    """A spin box without arrow buttons that rejects typed values outside the range."""

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        locale = self.locale()
        locale.setNumberOptions(
            QLocale.NumberOption.OmitGroupSeparator | QLocale.NumberOption.RejectGroupSeparator
        )
        self.setLocale(locale)
        self.setDecimals(0 if field.kind is Kind.INTEGER else _DECIMALS)
        self.setRange(max(field.minimum, -_LARGEST), min(field.maximum, _LARGEST))
        self.setSingleStep(field.step)
        self.setStyleSheet(_NO_BUTTONS)
        self.lineEdit().setTextMargins(_INSET, 0, _INSET, 0)
        self.setFont(tabular_font())
        if field.unit:
            self.setSuffix(f" {field_text(field, field.unit)}")

    def sizeHint(self) -> QSize:
        # Use the same minimum width for every field, so that the sliders of a form have the same length.
        usual = self.fontMetrics().horizontalAdvance("000.00") + 4 * _INSET
        return super().sizeHint().expandedTo(QSize(usual, 0))

    def textFromValue(self, value: float) -> str:
        return number_text(value)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        # Accept both point and comma as the decimal separator in every locale.
        point = self.locale().decimalPoint()
        if not self.decimals() and ("." in text or "," in text):
            return QValidator.State.Invalid, text, position
        return super().validate(text.replace(".", point).replace(",", point), position)


class SpinEditor(FieldEditor):
    """Lets the user type a number."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._box = NumberBox(field, self)
        self._box.valueChanged.connect(self._on_typed)
        self._install(self._body(), *self._inputs())

    def settle(self) -> None:
        self._box.interpretText()

    def _body(self) -> QWidget:
        return in_a_row(self, self._box)

    def _inputs(self) -> tuple[QWidget, ...]:
        return (self._box,)

    def _show(self, value: Value) -> None:
        self._box.setValue(float(value))

    def _on_typed(self, value: float) -> None:
        self._take(round(value) if self.field.kind is Kind.INTEGER else value)


class MultipleEditor(SpinEditor):
    """Lets the user type a number; the nearest allowed multiple is taken when the user leaves the box."""

    def _body(self) -> QWidget:
        self._box.setKeyboardTracking(False)  # while the user types, most numbers are no multiples
        return super()._body()

    def _on_typed(self, value: float) -> None:
        allowed = self.field.nearest_number(value)
        if allowed != value:
            self._box.setValue(allowed)  # comes here again
        else:
            super()._on_typed(value)


class SliderEditor(SpinEditor):
    """A slider for rough values and a spin box for exact ones."""

    def _body(self) -> QWidget:
        self._slider = QSlider(Qt.Orientation.Horizontal, self)
        self._slider.setRange(0, round((self.field.maximum - self.field.minimum) / self.field.step))
        self._slider.setPageStep(max(1, self._slider.maximum() // 10))
        self._slider.valueChanged.connect(self._on_slid)
        self._box.setAlignment(Qt.AlignmentFlag.AlignRight)
        return in_a_row(self, self._slider, self._box, wide=self._slider)

    def _inputs(self) -> tuple[QWidget, ...]:
        return self._box, self._slider

    def _show(self, value: Value) -> None:
        super()._show(value)
        self._slider.setValue(round((float(value) - self.field.minimum) / self.field.step))

    def _on_typed(self, value: float) -> None:
        super()._on_typed(value)
        self._follow(lambda: self._slider.setValue(round((value - self.field.minimum) / self.field.step)))

    def _on_slid(self, position: int) -> None:
        if self._showing:
            return
        value = round(self.field.minimum + position * self.field.step, _DECIMALS)
        self._follow(lambda: self._box.setValue(value))
        super()._on_typed(value)

    def _follow(self, move: Callable[[], None]) -> None:
        """Move the other control, and do not take its rounded value for an edit by the user."""
        showing, self._showing = self._showing, True
        move()
        self._showing = showing


class SegmentEditor(FieldEditor):
    """A row of buttons, one for each possible number."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._row = SegmentedRow(self)
        numbers = range(int(field.minimum), int(field.maximum) + 1, int(field.step))
        self._row.set_segments([(n, number_text(n)) for n in numbers], field_text(field, field.label))
        self._row.chosen.connect(self._take)
        self._install(self._row, self._row)

    def _show(self, value: Value) -> None:
        self._row.set_current(value)
