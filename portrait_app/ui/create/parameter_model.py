"""The values of the next request: a Qt model of the current endpoint's parameters."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from portrait_app.core.catalog import Endpoint, Parameter
from portrait_app.core.field import FieldError, Problem, Value
from portrait_app.core.fitting import Change, fit, nearest
from portrait_app.core.request import GenerationRequest, build_request
from portrait_app.ui.kit.field_messages import field_text, number_text

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


class ParameterModel(QAbstractListModel):
    """One row per parameter of the endpoint, with its value in EditRole.

    What was asked for is remembered beside each value: another endpoint may allow it again.

    The model holds only values that the endpoint accepts, with one exception: a required text may be
    empty while the user types. `ProblemRole` then returns the error, and `request` raises it.
    """

    ParameterRole = _Role.UserRole + 1  # the Parameter, a row of the catalogue
    UsedRole = _Role.UserRole + 2  # False if the endpoint ignores the parameter
    ProblemRole = _Role.UserRole + 3  # a FieldError, or None
    TokenLimitRole = _Role.UserRole + 4  # number of tokens of the text that the endpoint reads, 0 for all

    endpoint_changed = Signal()

    def __init__(self, endpoint: Endpoint, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._endpoint = endpoint
        self._values = {parameter.key: parameter.default for parameter in endpoint.parameters}
        self._wanted: dict[str, object] = {}  # values for which the endpoint's nearest one was taken

    @property
    def endpoint(self) -> Endpoint:
        return self._endpoint

    def set_endpoint(self, endpoint: Endpoint) -> list[Change]:
        """Change the endpoint. Values stay; of those that the new endpoint refuses, it takes the nearest.

        Return the changes that have an effect.
        """
        if endpoint == self._endpoint:
            return []
        changes: list[Change] = []
        same_rows = endpoint.parameters == self._endpoint.parameters
        if not same_rows:
            self.beginResetModel()
        self._endpoint = endpoint
        if same_rows:
            self.dataChanged.emit(self.index(0), self.index(self.rowCount() - 1))
        else:
            changes = [change for row in endpoint.parameters if (change := self._adapt(row)) is not None]
            self.endResetModel()
        self.endpoint_changed.emit()
        return [change for change in changes if change.key not in endpoint.unused]

    def values(self) -> dict[str, Value]:
        """Return the value of every parameter of the endpoint, in the catalogue's order."""
        return {parameter.key: self._values[parameter.key] for parameter in self._endpoint.parameters}

    def set_values(self, values: Mapping[str, object]) -> dict[str, object]:
        """Set the values that are valid, and return the others. Parameters not named keep their values."""
        rows = {parameter.key: row for row, parameter in enumerate(self._endpoint.parameters)}
        return {
            key: value for key, value in values.items() if key not in rows or not self._set(rows[key], value)
        }

    def want(self, values: Mapping[str, object]) -> tuple[list[Change], list[str]]:
        """Set the values, or the nearest that the endpoint allows.

        Return what was changed, and the keys of values without a near one: those parameters stay as they are.
        """
        changes: list[Change] = []
        refused: list[str] = []
        rows = {parameter.key: row for row, parameter in enumerate(self._endpoint.parameters)}
        for key, value in values.items():
            found = nearest(self._endpoint.parameters[rows[key]], value) if key in rows else None
            if found is None:
                refused.append(key)
                continue
            self._set(rows[key], found)
            if found != value:
                self._wanted[key] = value
                changes.append(Change(key, value, found))
        unused = self._endpoint.unused
        return [change for change in changes if change.key not in unused], [
            key for key in refused if key not in unused
        ]

    def reset(self) -> None:
        """Reset every parameter to its default."""
        self.set_values({parameter.key: parameter.default for parameter in self._endpoint.parameters})

    def request(self) -> GenerationRequest:
        """Return the request with the current values. Raises InvalidRequest."""
        return build_request(self._endpoint, self._values)

    def record(self) -> str:
        """Return the values as JSON text for the settings. `restore` reads it back."""
        return json.dumps(self.values(), ensure_ascii=False)

    def restore(self, text: str) -> dict[str, object]:
        """Set values from `record`, as `set_values` does. Text that is not a record changes nothing."""
        try:
            values = json.loads(text)
        except (ValueError, RecursionError):
            return {}
        return self.set_values(values) if isinstance(values, dict) else {}

    # Called by Qt

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - an invalid index is a constant
        return 0 if parent.isValid() else len(self._endpoint.parameters)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        if not self._is_row(index):
            return None
        parameter = self._endpoint.parameters[index.row()]
        answer = _ANSWERS.get(role)
        return answer(self._endpoint, parameter, self._values[parameter.key]) if answer else None

    def setData(self, index: _Index, value: object, role: int = _Role.EditRole) -> bool:
        return role == _Role.EditRole and self._is_row(index) and self._set(index.row(), value)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not self._is_row(index):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren
        used = self._endpoint.parameters[index.row()].key not in self._endpoint.unused
        return flags | Qt.ItemFlag.ItemIsEnabled if used else flags

    def _adapt(self, parameter: Parameter) -> Change | None:
        """Take over a value from the former endpoint. Return the change if the value is not allowed."""
        if parameter.key not in self._values:
            self._values[parameter.key] = parameter.default
            return None
        former = self._values[parameter.key]
        wanted = self._wanted.pop(parameter.key, former)
        self._values[parameter.key] = found = fit(parameter, wanted)
        if found == wanted:
            return None
        self._wanted[parameter.key] = wanted
        return None if found == former else Change(parameter.key, wanted, found)

    def _is_row(self, index: _Index) -> bool:
        return index.isValid() and index.model() is self and index.row() < self.rowCount()

    def _set(self, row: int, value: object) -> bool:
        parameter = self._endpoint.parameters[row]
        try:
            held = _held(parameter, value)
        except FieldError:
            return False
        self._wanted.pop(parameter.key, None)
        if held != self._values[parameter.key]:
            self._values[parameter.key] = held
            self.dataChanged.emit(self.index(row), self.index(row))
        return True


def _held(parameter: Parameter, value: object) -> Value:
    """Return `value` as the model stores it: checked, or an empty required text. Raises FieldError."""
    try:
        return parameter.check(value)
    except FieldError as error:
        if error.problem is Problem.REQUIRED:
            return str(value)
        raise


def _problem(parameter: Parameter, value: Value) -> FieldError | None:
    try:
        parameter.check(value)
    except FieldError as error:
        return error
    return None


def _display_text(parameter: Parameter, value: Value) -> str:
    for choice in parameter.choices:
        if choice.value == value:
            return field_text(parameter, choice.label)
    if isinstance(value, str | bool):
        return str(value)
    return number_text(value)


# For each role, the function that returns its data
_ANSWERS: dict[int, Callable[[Endpoint, Parameter, Value], object]] = {
    _Role.EditRole: lambda _endpoint, _parameter, value: value,
    _Role.DisplayRole: lambda _endpoint, parameter, value: _display_text(parameter, value),
    _Role.ToolTipRole: lambda _endpoint, parameter, _value: field_text(parameter, parameter.help),
    _Role.AccessibleTextRole: lambda _endpoint, parameter, _value: field_text(parameter, parameter.label),
    ParameterModel.ParameterRole: lambda _endpoint, parameter, _value: parameter,
    ParameterModel.UsedRole: lambda endpoint, parameter, _value: parameter.key not in endpoint.unused,
    ParameterModel.ProblemRole: lambda _endpoint, parameter, value: _problem(parameter, value),
    ParameterModel.TokenLimitRole: lambda endpoint, parameter, _value: (
        parameter.token_limit if endpoint.cuts_text else 0
    ),
}
