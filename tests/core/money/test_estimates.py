"""What a request is expected to cost, and from what."""

from decimal import Decimal

import pytest

from portrait_app.core.money.amounts import usd
from portrait_app.core.money.estimates import Basis, PastCost, estimate, past_cost
from portrait_app.core.request import GenerationRequest
from tests.support.fake_library import SKETCH_MODEL, a_request


def paid(cost: float, **values: int) -> PastCost:
    return past_cost(a_request().with_values(**values), usd(cost))


def of(request: GenerationRequest, *past: PastCost) -> tuple[Decimal, Basis, int]:
    guess = estimate(request, past)
    return guess.amount, guess.basis, guess.jobs


def test_floats_become_the_decimals_that_they_were_written_as() -> None:
    assert sum((usd(amount) for amount in (0.1, 0.2)), Decimal(0)) == Decimal("0.3")
    assert str(usd(0.0184)) == "0.0184"


def test_the_same_settings_cost_what_they_cost() -> None:
    past = [paid(0.004), paid(0.003), paid(0.9), paid(0.1, num_inference_steps=50), paid(0.1, samples=4)]
    assert of(a_request(), *past) == (Decimal("0.004"), Basis.SAME, 3)


def test_only_the_newest_count() -> None:
    past = [paid(0.002)] * 5 + [paid(0.009)] * 20
    assert of(a_request(), *past) == (Decimal("0.002"), Basis.SAME, 5)


@pytest.mark.parametrize("what", ["seed", "guidance_scale"])
def test_what_costs_nothing_makes_no_difference(what: str) -> None:
    assert of(a_request("another prompt").with_values(**{what: 9}), paid(0.003))[1] is Basis.SAME


def test_other_samples_are_scaled() -> None:
    past = [paid(0.5, img_width=1024), paid(0.006, samples=2), paid(0.003)]
    assert of(a_request(samples=4), *past) == (Decimal("0.012"), Basis.OTHER_SAMPLES, 2)


def test_other_steps_and_sizes_are_better_than_nothing() -> None:
    past = [paid(0.008, samples=2, num_inference_steps=90), paid(0.006, img_height=1024)]
    assert of(a_request(samples=3), *past) == (Decimal("0.015"), Basis.OTHER_SETTINGS, 2)


def test_without_any_cost_the_documentation_is_asked() -> None:
    assert of(a_request(samples=4)) == (Decimal("0.012"), Basis.DOCUMENTED, 0)
    assert of(a_request(model=SKETCH_MODEL))[0] == 0
