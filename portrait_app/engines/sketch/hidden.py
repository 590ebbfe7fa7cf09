"""Which features a drawing cannot show, because something worn is in front of them."""

from collections.abc import Mapping

from portrait_app.engines.sketch.art.clothes import GARMENTS
from portrait_app.engines.sketch.art.headwear import HEADWEAR
from portrait_app.engines.sketch.faces import WITHOUT_IRIS
from portrait_app.engines.sketch.hairdressing import HERITAGES

_HAIR = frozenset(
    {"hair_colour", "hair_length", "hair_texture", "hair_style", "hair_finish", "fringe", "flowers"}
)
# Hair that stands where a hat sits.
_HIGH = frozenset(
    {"mohawk", "bun", "buns", "topknot", "big afro", "quiff", "balding", "tuft", "spiky", "tonsure"}
)
_MASKS = frozenset({"face mask", "ninja mask"})  # over mouth and chin
_BEHIND_MASKS = frozenset({"lips", "beard", "beard_colour", "moustache"})


def hidden(values: Mapping[str, str]) -> frozenset[str]:
    """Return the features among `values` that nobody would see."""
    return frozenset(_hidden(values)) & values.keys()


def _hidden(values: Mapping[str, str]) -> set[str]:
    unseen: set[str] = set()
    worn = HEADWEAR.get(values.get("headwear", ""))
    if worn and worn.cover == "all":
        unseen |= _HAIR
    elif worn and worn.cover == "crown":
        unseen |= {"fringe", "hair_finish"}
        if values.get("hair_style") in _HIGH:
            unseen.add("hair_style")
    if values.get("hair_style") == "bald" and not values.get("beard"):
        unseen |= _HAIR - {"hair_style"}
    if values.get("mask") in _MASKS:
        unseen |= _BEHIND_MASKS
    if values.get("garment") in GARMENTS and GARMENTS[values["garment"]].neck == "bare":
        unseen.add("pattern")
    if values.get("eyewear") == "sunglasses" or values.get("expression") in WITHOUT_IRIS:
        unseen.add("eyes")
    heritage = HERITAGES.get(values.get("heritage", ""))
    if heritage and "skin" in values and values["skin"] not in heritage.skins:
        unseen.add("heritage")
    return unseen
