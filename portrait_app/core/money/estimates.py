"""Estimates the cost of a request from the real costs of the same or similar requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from statistics import median

from portrait_app.core.field import Value
from portrait_app.core.money.amounts import NOTHING
from portrait_app.core.request import GenerationRequest

REMEMBERED = 200  # newest real costs of a model that an estimate searches
# An estimate is the median of this many newest matching costs. Prices change, so older costs do not count;
# the median is robust against a single outlier.
_LATEST = 5


class Basis(StrEnum):
    """The data an estimate is based on, the best first."""

    FREE = "free"  # the engine costs nothing
    SAME = "same"  # real costs with the same settings
    OTHER_SAMPLES = "other samples"  # real costs with the same settings, but another number of samples
    OTHER_SETTINGS = "other settings"  # real costs of this model with other steps or another size
    DOCUMENTED = "documented"  # the price in the service's documentation


@dataclass(frozen=True, slots=True)
class PastCost:
    """The real cost of a request in USD, with the values that the cost may depend on."""

    shape: tuple[Value, ...]  # values of the parameters with `shapes_cost`: steps, width and height
    samples: int
    cost: Decimal

    @property
    def of_a_sample(self) -> Decimal:
        return self.cost / max(self.samples, 1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """The expected cost of a request in USD."""

    amount: Decimal
    basis: Basis
    jobs: int = 0  # number of real costs that the estimate is based on


FREE = Estimate(NOTHING, Basis.FREE)


def past_cost(request: GenerationRequest, cost: Decimal) -> PastCost:
    """Return the cost of a request in the form that `estimate` takes."""
    return PastCost(_shape(request), request.samples, cost)


def estimate(request: GenerationRequest, past: Sequence[PastCost]) -> Estimate:
    """Estimate the cost of a request. `past` are the real costs of its model, newest first."""
    shape, samples = _shape(request), request.samples
    same = _latest(one.cost for one in past if (one.shape, one.samples) == (shape, samples))
    if same:
        return Estimate(median(same), Basis.SAME, len(same))
    # It is unknown how the cost grows with steps and size, so costs of other settings count unchanged.
    for basis, alike in (
        (Basis.OTHER_SAMPLES, [one for one in past if one.shape == shape]),
        (Basis.OTHER_SETTINGS, past),
    ):
        if latest := _latest(one.of_a_sample for one in alike):
            return Estimate(median(latest) * samples, basis, len(latest))
    return Estimate(request.model.about_cost * samples, Basis.DOCUMENTED)


def _latest(costs: Iterable[Decimal]) -> list[Decimal]:
    return list(islice(costs, _LATEST))


def _shape(request: GenerationRequest) -> tuple[Value, ...]:
    rows = request.model.parameters
    return tuple(request.values.get(row.key, row.default) for row in rows if row.shapes_cost)
