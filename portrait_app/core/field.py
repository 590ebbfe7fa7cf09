"""A field: one value the user can set, with its allowed values. Parameters and settings are fields."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | bool
Values = Mapping[str, Value]


class Kind(StrEnum):
    """The type of a field's value. `ui` has one editor for each kind."""

    TEXT = "text"
    PROMPT = "prompt"  # several lines, with a token estimate
    ADDRESS = "address"  # an http or https address
    FOLDER = "folder"  # a path, empty for the default
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    SEED = "seed"  # -1 for random
    BOOLEAN = "boolean"


class Problem(StrEnum):
    """Why a value was refused."""

    REQUIRED = "required"
    WRONG_TYPE = "wrong type"
    OUT_OF_RANGE = "out of range"
    NOT_A_CHOICE = "not a choice"
    NOT_A_MULTIPLE = "not a multiple"
    NOT_AN_ADDRESS = "not an address"


class FieldError(ValueError):
    """A value that a field refuses. `ui.shell.messages` makes the sentence for the user."""

    def __init__(self, field: "Field", problem: Problem) -> None:
        super().__init__(f"{field.key}: {problem}")
        self.field = field
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Choice:
    """One allowed value of a CHOICE field, and the label that the user sees."""

    value: Value
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One row of a table of fields. Labels and help are English; `ui` translates them."""

    key: str
    label: str
    kind: Kind
    default: Value
    help: str = ""
    unit: str = ""
    minimum: float = -math.inf
    maximum: float = math.inf
    step: float = 1  # of the arrow keys; every value of the range is allowed
    multiple: int = 0  # an INTEGER must be a multiple of this number; 0 for any
    choices: tuple[Choice, ...] = ()
    required: bool = False

    def check(self, value: object) -> Value:
        """Validate `value` and return it in the field's type.

        Raises:
            FieldError: the value is missing, of another type, out of range or not a choice.
        """
        match self.kind:
            case Kind.TEXT | Kind.PROMPT | Kind.FOLDER | Kind.ADDRESS:
                return self._check_text(value)
            case Kind.BOOLEAN:
                if isinstance(value, bool):
                    return value
                raise FieldError(self, Problem.WRONG_TYPE)
            case Kind.CHOICE:
                return self._check_choice(value)
            case Kind.INTEGER | Kind.SEED | Kind.NUMBER:
                return self._check_number(value)

    def allows(self, value: object) -> bool:
        """Return whether `check` accepts a value. An empty text counts, even if the field is required."""
        try:
            self.check(value)
        except FieldError as error:
            return error.problem is Problem.REQUIRED
        return True

    def nearest_number(self, value: float) -> int | float:
        """Return the number nearest to `value` that an INTEGER or NUMBER field allows."""
        bounded = min(max(value, self.minimum), self.maximum)
        if self.kind is Kind.NUMBER:
            return bounded
        multiple = self.multiple or 1
        nearest = round(bounded / multiple) * multiple
        if nearest > self.maximum:
            return nearest - multiple
        return nearest if nearest >= self.minimum else nearest + multiple

    def _check_text(self, value: object) -> str:
        if not isinstance(value, str) or not _is_unicode(value):
            raise FieldError(self, Problem.WRONG_TYPE)
        if self.required and not value.strip():
            raise FieldError(self, Problem.REQUIRED)
        if self.kind is Kind.ADDRESS and not value.startswith(("https://", "http://")):
            raise FieldError(self, Problem.NOT_AN_ADDRESS)
        return value

    def _check_choice(self, value: object) -> Value:
        for choice in self.choices:
            if choice.value == value and type(choice.value) is type(value):
                return choice.value
        raise FieldError(self, Problem.NOT_A_CHOICE)

    def _check_number(self, value: object) -> int | float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise FieldError(self, Problem.WRONG_TYPE)
        if not _is_finite(value) or not self.minimum <= value <= self.maximum:
            raise FieldError(self, Problem.OUT_OF_RANGE)
        if self.kind is Kind.NUMBER:
            return float(value)
        if value != int(value):
            raise FieldError(self, Problem.WRONG_TYPE)
        if self.multiple and int(value) % self.multiple:
            raise FieldError(self, Problem.NOT_A_MULTIPLE)
        return int(value)


def _is_unicode(text: str) -> bool:
    """Return whether `text` can be encoded as UTF-8. JSON input may contain half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer that is too large for a float
        return False
