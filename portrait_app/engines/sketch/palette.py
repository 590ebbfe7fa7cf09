"""All colours of the Sketch engine, by their names in prompts."""

from collections.abc import Mapping

INK = "#1e1a20"
TEETH = "#fffaf3"

HAIR: Mapping[str, str] = {
    "black": "#2a2830",
    "dark brown": "#452c22",
    "brown": "#6f452d",
    "brunette": "#5c3826",
    "light brown": "#99683f",
    "chestnut": "#7f4226",
    "auburn": "#8f3a24",
    "red": "#b5432a",
    "ginger": "#cc6a2e",
    "strawberry blonde": "#dc9a68",
    "dark blonde": "#b58a4a",
    "blonde": "#e3b964",
    "platinum": "#efe2c0",
    "grey": "#97979d",
    "silver": "#c2c6cd",
    "white": "#ecebe6",
    "blue": "#3a6ea8",
    "green": "#4f8f5f",
    "teal": "#2f8a8a",
    "pink": "#e389a6",
    "purple": "#7a56a0",
    "lavender": "#b7a3d6",
}

SKIN: Mapping[str, str] = {
    "pale": "#fae0d2",
    "fair": "#f5cfb2",
    "medium": "#e6b48c",
    "olive": "#d3a578",
    "tan": "#c98f62",
    "brown": "#a06c48",
    "dark": "#7d5135",
    "deep": "#66402b",
}

# Skin of beings that no human is.
ODD_SKIN: Mapping[str, str] = {
    "green": "#8fb573",
    "blue": "#7fa6cf",
    "red": "#c4564a",
    "purple": "#a58cc4",
    "grey": "#a9acb0",
}

# Colours that a prompt can name for clothes and backgrounds.
PAINTS: Mapping[str, str] = {
    "red": "#b8403a",
    "crimson": "#9c2c38",
    "burgundy": "#6f2a3a",
    "orange": "#d9803c",
    "peach": "#f0b08c",
    "coral": "#e07a62",
    "yellow": "#e5bd4f",
    "gold": "#c99a3c",
    "beige": "#d9c6a5",
    "cream": "#efe5cd",
    "brown": "#7d5a41",
    "green": "#5b8c5a",
    "olive": "#7f8148",
    "mint": "#9fd0b5",
    "teal": "#2f8583",
    "turquoise": "#45b3b0",
    "cyan": "#63c0d0",
    "blue": "#4574ae",
    "navy": "#27395f",
    "indigo": "#454a8c",
    "purple": "#75549b",
    "lavender": "#b4a2d4",
    "pink": "#e08fa9",
    "magenta": "#b8437f",
    "black": "#2b2a30",
    "white": "#f6f4ef",
    "grey": "#8c8d92",
    "silver": "#b9bdc4",
    "sky blue": "#8fc3e8",
    "royal blue": "#2f55b8",
    "forest green": "#2f6144",
    "sage": "#a3b394",
    "lime": "#a9c93f",
    "khaki": "#a89a68",
    "rust": "#a8502c",
    "plum": "#6b3560",
}

EYES: Mapping[str, str] = {
    "blue": "#3f86cc",
    "green": "#3f9a5a",
    "hazel": "#94692f",
    "brown": "#7a4526",
    "grey": "#8795a3",
    "amber": "#d08a24",
    "black": INK,
    "red": "#d0302c",
    "purple": "#8455b8",
    "gold": "#e8b830",
    "pink": "#e06a9a",
    "white": "#f4f4f0",
}

LIPS: Mapping[str, str] = {
    "red": "#a81e2b",
    "pink": "#c04a6b",
    "dark": "#5b1f2c",
    "coral": "#c9503f",
    "purple": "#6b2b63",
    "black": INK,
    "blue": "#3a5aa8",
    "green": "#3f7a4f",
    "brown": "#8a4a36",
    "gold": "#c99a3c",
    "nude": "#b8786a",
}

# Colours of backgrounds and clothes that the prompt does not name.
BACKGROUNDS = (
    "#cfdcd8",
    "#dccbc0",
    "#c9d3e2",
    "#e6d6b4",
    "#d8c6d3",
    "#bccfc0",
    "#e3c2b2",
    "#b7c6cf",
    "#d5d0c4",
)
CLOTHES = ("#34506b", "#8c4a45", "#4f6b57", "#c9a15a", "#5d4a6b", "#e9e2d4", "#2f3640", "#b56a52", "#6f8f9e")

_SHADES = {
    "dark": ("#17151c", 0.45),
    "deep": ("#17151c", 0.3),
    "light": ("#ffffff", 0.5),
    "pale": ("#ffffff", 0.6),
    "pastel": ("#ffffff", 0.5),
    "soft": ("#ffffff", 0.35),
    "bright": ("#ffffff", 0.1),
}
SHADES = tuple(_SHADES)


def skin(name: str) -> str:
    return SKIN.get(name) or ODD_SKIN[name]


def mix(colour: str, other: str, share: float) -> str:
    """Return `colour` mixed with `other`; `share` is the part of `other`, from 0 to 1."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def shaded(name: str, table: Mapping[str, str]) -> str:
    """Return the colour of a name, which may begin with a shade: "dark blue"."""
    if name in table:
        return table[name]
    shade, _, base = name.partition(" ")
    other, share = _SHADES[shade]
    return mix(table[base], other, share)


def distance(colour: str, other: str) -> float:
    """Return how different two colours look: 0 if they are equal, about 765 for black and white."""
    weights = (2, 4, 3)  # the eye distinguishes greens best
    pairs = zip(_channels(colour), _channels(other), weights, strict=True)
    return float(sum(weight * (a - b) ** 2 for a, b, weight in pairs) ** 0.5)


def lightness(colour: str) -> float:
    """Return the lightness of a colour, from 0 to 1."""
    red, green, blue = _channels(colour)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
