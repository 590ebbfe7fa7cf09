"""What a row of a table is: words, and the setting that they give."""

from collections.abc import Iterable, Mapping

from portrait_app.engines.sketch import palette
from portrait_app.engines.sketch.english.grammar import listed

Setting = tuple[str, str]  # a feature, and its value
Words = dict[str, Setting]  # what each word gives

_SPELLINGS = {
    "gray": "grey",
    "golden": "gold",
    "scarlet": "red",
    "maroon": "burgundy",
    "violet": "purple",
    "lilac": "lavender",
    "emerald": "green",
    "aqua": "turquoise",
    "fuchsia": "magenta",
    "ivory": "cream",
    "tan": "beige",
    "charcoal": "black",
    "amber": "orange",
    "rose": "pink",
    "mustard": "gold",
    "navy blue": "navy",
    "olive green": "olive",
    "mint green": "mint",
    "emerald green": "forest green",
    "lime green": "lime",
    "hot pink": "magenta",
    "ruby": "red",
    "cherry red": "red",
    "wine red": "burgundy",
    "azure": "sky blue",
    "baby blue": "sky blue",
    "cobalt": "royal blue",
    "cobalt blue": "royal blue",
    "sapphire": "royal blue",
    "ochre": "gold",
    "bronze": "gold",
    "copper": "rust",
    "salmon": "coral",
    "terracotta": "rust",
    "mauve": "lavender",
    "snow white": "white",
    "jet black": "black",
    "reddish": "red",
    "bluish": "blue",
    "greenish": "green",
    "silvery": "silver",
}


def settings(feature: str, rows: Mapping[str, str]) -> Words:
    """Return {word: (feature, value)} from {value: "its, words"}."""
    return {word: (feature, value) for value, cell in rows.items() for word in listed(cell)}


def colours(feature: str, names: Iterable[str] = palette.PAINTS) -> Words:
    """Return settings for colour adjectives, in each spelling and shade."""
    own = {name: name for name in names}
    spelt = own | {word: name for word, name in _SPELLINGS.items() if name in own}
    shades = {
        f"{shade} {word}": f"{shade} {name}" for shade in palette.SHADES for word, name in spelt.items()
    }
    return {word: (feature, value) for word, value in (shades | spelt).items()}
