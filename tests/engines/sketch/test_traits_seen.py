import pytest

from portrait_app.engines.sketch.casting import cast
from portrait_app.engines.sketch.traits import Traits
from tests.engines.sketch.score import TABLES, judged
from tests.engines.sketch.sight import Seen
from tests.engines.sketch.traits_seen import shows

_ENOUGH = 0.9  # of the traits of a table


@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", TABLES)
def test_the_traits_of_the_tables_are_seen_in_the_drawings(name: str) -> None:
    results = list(judged(name, seed=1))
    unseen = [f"{trait} in {prompt!r}" for prompt, trait, seen in results if not seen]
    assert len(unseen) <= (1 - _ENOUGH) * len(results), unseen


@pytest.mark.parametrize(
    "trait",
    [
        "age:child",
        "age:old",
        "hair:black",
        "hair:bald",
        "hair:braids",
        "skin:dark",
        "beard:full",
        "moustache:",
        "mood:laughing",
        "mood:crying",
        "headwear:hat",
        "glasses:sunglasses",
        "earrings:hoops",
        "neckwear:tie",
        "clothes:red",
        "pattern:striped",
        "background:blue",
        "scene:forest",
        "eyepatch",
        "scar",
        "piercing:nose",
    ],
)
def test_the_checks_can_fail(trait: str) -> None:
    """A young blonde woman in a green shirt shows none of these."""
    values = {
        "presentation": "feminine",
        "age": "young",
        "skin": "fair",
        "hair_colour": "blonde",
        "hair_length": "medium",
        "beard": "none",
        "expression": "serious",
        "eyewear": "none",
        "earrings": "none",
        "garment": "shirt",
        "clothes": "green",
        "background": "yellow",
        "pattern": "none",
    }
    assert not shows(Seen(cast(Traits(values), 3)), (), trait)
