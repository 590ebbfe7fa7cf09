"""A generation request: an immutable object that is validated, sent, stored and repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from portrait_app.core.catalog import ENDPOINTS, PARAMETERS, RANDOM_SEED, Endpoint
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import FieldError, Value, Values


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """What the user asked for: an endpoint's slug, and a value for each of its parameters."""

    endpoint: str
    values: Values = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.endpoint, tuple(self.values.items())))

    @property
    def model(self) -> Endpoint:
        """The endpoint's row in the catalogue.

        For an endpoint that this version does not know, a row without an engine is made up. It has a name
        and parameters, so that the picture's record can be read.
        """
        known = next((row for row in ENDPOINTS if row.slug == self.endpoint), None)
        return known or Endpoint(self.endpoint, self.endpoint, engine="", help="", parameters=PARAMETERS)

    @property
    def engine(self) -> str:
        """The key of the endpoint's engine; empty if this version does not know the endpoint."""
        return self.model.engine

    @property
    def prompt(self) -> str:
        return str(self.values.get("prompt", ""))

    @property
    def negative_prompt(self) -> str:
        return str(self.values.get("negative_prompt", ""))

    @property
    def samples(self) -> int:
        return int(self.values.get("samples", 1))

    @property
    def seed(self) -> int:
        """The seed of the request; -1 lets the engine choose."""
        return int(self.values.get("seed", RANDOM_SEED))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return int(self.values.get("img_width", 512)), int(self.values.get("img_height", 512))

    def with_values(self, **values: Value) -> "GenerationRequest":
        """Return the same request with some values replaced."""
        return replace(self, values={**self.values, **values})

    def record(self) -> dict[str, Any]:
        """Return the request as plain data for JSON; `from_record` reads it back."""
        return {"endpoint": self.endpoint, "values": dict(self.values)}

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "GenerationRequest":
        """Rebuild a stored request unchanged. Its values are not validated again."""
        return cls(endpoint=str(record["endpoint"]), values=dict(record["values"]))


class InvalidRequest(AppError):
    """A request that cannot be sent, with one error for each invalid field."""

    def __init__(self, problems: tuple[FieldError, ...]) -> None:
        super().__init__(ErrorKind.INVALID_REQUEST, "; ".join(map(str, problems)))
        self.problems = problems


def build_request(model: Endpoint, values: Mapping[str, object]) -> GenerationRequest:
    """Validate `values` and build a request for `model`. A missing value gets its default.

    Raises:
        InvalidRequest: lists every field whose value is refused.
    """
    checked: dict[str, Value] = {}
    problems: list[FieldError] = []
    for parameter in model.parameters:
        try:
            checked[parameter.key] = parameter.check(values.get(parameter.key, parameter.default))
        except FieldError as problem:
            problems.append(problem)
    if problems:
        raise InvalidRequest(tuple(problems))
    return GenerationRequest(model.slug, checked)
