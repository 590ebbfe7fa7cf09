"""A generation request: an immutable object that is validated, sent, stored and repeated."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from portrait_app.core.catalog import PARAMETERS, RANDOM_SEED, Endpoint, find_endpoint
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import FieldError, Value, Values
from portrait_app.core.model_records import read_short_record, short_record


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """What the user asked for: a model's slug, a value for each of its parameters, and the model if known."""

    endpoint: str
    values: Values = field(default_factory=dict)
    # The model that the request was built for, or that its record describes; None for a shipped model that is
    # named by its slug. The slug identifies the model, so requests are compared without it.
    carried: Endpoint | None = field(default=None, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __hash__(self) -> int:
        return hash((self.endpoint, tuple(self.values.items())))

    @property
    def model(self) -> Endpoint:
        """The model of the request.

        For a slug that this version does not know, and without a description in the record, a row without an
        engine is made up. It has a name and parameters, so that the picture's record can be read.
        """
        if self.carried is not None and self.carried.slug == self.endpoint:
            return self.carried
        known = find_endpoint(self.endpoint)
        return known or Endpoint(self.endpoint, self.endpoint, engine="", help="", parameters=PARAMETERS)

    @property
    def engine(self) -> str:
        """The key of the model's engine; empty if the model is not known."""
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
        record: dict[str, Any] = {"endpoint": self.endpoint, "values": dict(self.values)}
        if self.engine and find_endpoint(self.endpoint) is None:
            record["model"] = short_record(self.model)
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> "GenerationRequest":
        """Rebuild a stored request unchanged. Its values are not validated again."""
        slug = str(record["endpoint"])
        return cls(slug, dict(record["values"]), described_model(slug, record))


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
    return GenerationRequest(model.slug, checked, model)


def described_model(slug: str, record: Mapping[str, Any]) -> Endpoint | None:
    """Return the model that a request's record describes; None for a shipped model or no description."""
    return None if find_endpoint(slug) is not None else read_short_record(slug, record.get("model"))
