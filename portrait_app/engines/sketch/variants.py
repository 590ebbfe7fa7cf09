"""The drawn parts of Lorelei, told apart by looking at every one of them.

The style names its parts by number. Parts that are no face a person would ask for (dripping
mouths, hearts for eyes) are left out.
"""

from dataclasses import dataclass

from portrait_app.engines.sketch.traits import Expression, Eyewear, Gender, Length, Style, Texture


@dataclass(frozen=True, slots=True)
class Hair:
    """One of the 48 heads of hair."""

    variant: str
    length: Length
    texture: Texture = Texture.STRAIGHT
    style: Style = Style.LOOSE
    fringe: bool = False
    leans: Gender | None = None
    plain: bool = True  # it may be chosen unasked


_S, _M, _L = Length.SHORT, Length.MEDIUM, Length.LONG
_STRAIGHT, _WAVY, _CURLY = Texture.STRAIGHT, Texture.WAVY, Texture.CURLY
_LOOSE = Style.LOOSE
_MAN, _WOMAN = Gender.MAN, Gender.WOMAN

HAIR = (
    Hair("bald", Length.BALD, plain=False),  # added in `style`: variant34 without its tuft
    Hair("variant01", _S, leans=_MAN),
    Hair("variant02", _S, leans=_MAN),
    Hair("variant03", _S, _WAVY, leans=_MAN),
    Hair("variant04", _S, leans=_MAN),
    Hair("variant05", _S, _CURLY),
    Hair("variant06", _S, fringe=True),
    Hair("variant07", _S, fringe=True, leans=_MAN),
    Hair("variant08", _S, leans=_MAN),
    Hair("variant09", _S, _CURLY, leans=_MAN),
    Hair("variant10", _M, _WAVY, fringe=True),
    Hair("variant11", _S, fringe=True),
    Hair("variant12", _S, fringe=True, leans=_MAN),
    Hair("variant13", _M, fringe=True, leans=_WOMAN),
    Hair("variant14", _L, style=Style.BUN, fringe=True, leans=_WOMAN),
    Hair("variant15", _L, leans=_WOMAN),
    Hair("variant16", _L, fringe=True, leans=_WOMAN),
    Hair("variant17", _M, fringe=True),
    Hair("variant18", _M, _WAVY, fringe=True, leans=_WOMAN),
    Hair("variant19", _M, fringe=True, leans=_WOMAN),
    Hair("variant20", _M, _WAVY, leans=_MAN),
    Hair("variant21", _L, leans=_WOMAN),
    Hair("variant22", _S, _CURLY, leans=_MAN),
    Hair("variant23", _L, fringe=True, leans=_WOMAN),
    Hair("variant24", _M, _CURLY, leans=_WOMAN),
    Hair("variant25", Length.BALD, leans=_MAN, plain=False),  # hair at the back only
    Hair("variant26", _L, style=Style.BUNS, leans=_WOMAN, plain=False),
    Hair("variant27", _S, style=Style.MOHAWK, plain=False),
    Hair("variant28", Length.SHAVED, leans=_MAN),
    Hair("variant29", _L, _WAVY, Style.PONYTAIL, leans=_WOMAN),
    Hair("variant30", _L, style=Style.BRAIDS, fringe=True, leans=_WOMAN),
    Hair("variant31", _L, _WAVY, Style.PONYTAIL, leans=_WOMAN),
    Hair("variant32", _M, _CURLY, leans=_WOMAN),
    Hair("variant33", _L, style=Style.PONYTAIL, leans=_WOMAN),
    Hair("variant34", Length.BALD, plain=False),
    Hair("variant35", _L, _WAVY, leans=_WOMAN),
    Hair("variant36", _S, style=Style.PONYTAIL),
    Hair("variant37", _M, _WAVY, Style.BUN, leans=_WOMAN),
    Hair("variant38", _L, style=Style.BUN),
    Hair("variant39", _S, _CURLY, leans=_MAN),
    Hair("variant40", _L, fringe=True, leans=_WOMAN),
    Hair("variant41", _L, fringe=True, leans=_WOMAN),
    Hair("variant42", _L, _WAVY, Style.PONYTAIL, fringe=True, leans=_WOMAN),
    Hair("variant43", _S, fringe=True),
    Hair("variant44", _S, _CURLY, Style.BRAIDS),  # cornrows
    Hair("variant45", _L, style=Style.BUN, fringe=True, leans=_WOMAN),
    Hair("variant46", _L, style=Style.BUN, fringe=True, leans=_WOMAN),
    Hair("variant47", Length.SHAVED, leans=_MAN),
    Hair("variant48", _L, style=Style.PONYTAIL, fringe=True, leans=_WOMAN),
)


@dataclass(frozen=True, slots=True)
class Mien:
    """The parts of a face that together show an expression."""

    mouths: tuple[str, ...]
    brows: tuple[str, ...]
    eyes: tuple[str, ...]


_CALM_BROWS = ("variant02", "variant05", "variant07", "variant09", "variant12")
_OPEN_EYES = ("variant02", "variant04", "variant06", "variant11", "variant12", "variant14", "variant21")
_WIDE_EYES = ("variant02", "variant04", "variant21")
_NARROW_EYES = ("variant06", "variant08", "variant12")

MIENS = {
    Expression.SMILE: Mien(("happy01", "happy05", "happy06"), _CALM_BROWS, _OPEN_EYES),
    Expression.LAUGH: Mien(("happy16", "happy05"), _CALM_BROWS, ("variant01", "variant19", "variant21")),
    Expression.SERIOUS: Mien(("sad05", "happy10"), ("variant10", "variant12", "variant02"), _NARROW_EYES),
    Expression.SAD: Mien(("sad04", "sad09"), ("variant01",), ("variant12", "variant08", "variant24")),
    Expression.ANGRY: Mien(("sad06", "sad05"), ("variant13",), ("variant08", "variant06")),
    Expression.SURPRISED: Mien(("sad01",), ("variant05", "variant09"), _WIDE_EYES),
    Expression.WINK: Mien(("happy01", "happy05"), _CALM_BROWS, ("variant15", "variant18")),
    Expression.ASLEEP: Mien(("happy02", "happy14"), _CALM_BROWS, ("variant01", "variant19")),
}

GLASSES = {
    Eyewear.GLASSES: ("variant01", "variant03", "variant04"),
    Eyewear.SUNGLASSES: ("variant02",),
}
BEARDS = ("variant01", "variant02")
MOUSTACHE = "moustache"  # added in `style`
EARRINGS = ("variant01", "variant02", "variant03")
NOSES = ("variant01", "variant02", "variant03", "variant04", "variant05", "variant06")
HEADS = ("variant01", "variant02", "variant03", "variant04")
