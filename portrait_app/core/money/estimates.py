"""What a request will cost, before it is sent: from what the same or similar ones really cost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import islice
from statistics import median

from portrait_app.core.field import Value
from portrait_app.core.money.amounts import NOTHING
from portrait_app.core.request import GenerationRequest

REMEMBERED = 200  # newest real costs of a model that estimates are made from
_LATEST = 5  # of those that fit: prices change, and one odd bill must not count


class Basis(StrEnum):
    """What an estimate rests on, the best first."""

    FREE = "free"  # it costs nothing
    SAME = "same"  # what the same settings cost
    OTHER_SAMPLES = "other samples"  # what the same settings cost with another number of samples
    OTHER_SETTINGS = "other settings"  # what a picture of this model cost with other steps or another size
    DOCUMENTED = "documented"  # what the service's documentation says


@dataclass(frozen=True, slots=True)
class PastCost:
    """What a request really cost, in USD, and what that may depend on."""

    shape: tuple[Value, ...]  # of the parameters that the catalogue says so of: steps, width and height
    samples: int
    cost: Decimal

    @property
    def of_a_sample(self) -> Decimal:
        return self.cost / max(self.samples, 1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a request is expected to cost, in USD, from how many real costs."""

    amount: Decimal
    basis: Basis
    jobs: int = 0


FREE = Estimate(NOTHING, Basis.FREE)


def past_cost(request: GenerationRequest, cost: Decimal) -> PastCost:
    """Return what there is to learn from the cost of a request."""
    return PastCost(_shape(request), request.samples, cost)


def estimate(request: GenerationRequest, past: Sequence[PastCost]) -> Estimate:
    """Return what a request will cost, from the costs of its model, newest first."""
    shape, samples = _shape(request), request.samples
    same = _latest(one.cost for one in past if (one.shape, one.samples) == (shape, samples))
    if same:
        return Estimate(median(same), Basis.SAME, len(same))
    # Nothing says how a cost grows with steps and size: pictures of other settings are taken as they are.
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
