"""The layers of a drawing as SVG, from back to front. Every part stands in a group that carries its name."""

from dicebear import Avatar

from portrait_app.engines.sketch import lorelei
from portrait_app.engines.sketch.art.face import AT_EYES, AT_MOUTH, MARKS
from portrait_app.engines.sketch.art.neck import NECKWEAR
from portrait_app.engines.sketch.art.part import svg
from portrait_app.engines.sketch.art.scenes import SCENES
from portrait_app.engines.sketch.builds import BUILDS, Move
from portrait_app.engines.sketch.casting import Appearance, Worn
from portrait_app.engines.sketch.palette import INK, TEETH, mix

_SPACE = 'xmlns="http://www.w3.org/2000/svg"'
_EYE_LINE, _MOUTH_LINE = (566, 454), (588, 590)  # what a young face's features are scaled about


def document(elements: str, box: str) -> str:
    return f'<svg {_SPACE} viewBox="{box}">{elements}</svg>'


def scene(look: Appearance) -> str:
    """Return the background as a document of 1000 x 1000."""
    part = SCENES[look.scene]
    return document(_drawn(Worn(part, look.background, part.accent), look, part.front), "0 0 1000 1000")


def behind(look: Appearance) -> str:
    """Return what lies behind head and shoulders."""
    worn = (look.garment, *look.parts)
    return "".join(_drawn(each, look, each.part.back) for each in worn if each.part.back)


def upon_clothes(look: Appearance) -> str:
    """Return what lies upon the clothes, and is cut off with them."""
    worn = (look.pattern, look.garment)
    return "".join(_drawn(each, look, each.part.body) for each in worn if each and each.part.body)


def over_neck(look: Appearance) -> str:
    """Return collars, and what is worn round the neck."""
    worn = (look.garment, *(each for each in look.parts if each.part.name in NECKWEAR))
    return "".join(_drawn(each, look, each.part.front) for each in worn if each.part.front)


def over_head(look: Appearance) -> str:
    """Return what lies in front of the face, the ears and the hair."""
    cheeks = _cheeks(look) if BUILDS[look.build].cheeks else ""
    worn = (each for each in look.parts if each.part.name not in NECKWEAR and each.part.front)
    return cheeks + "".join(_drawn(each, look, each.part.front) for each in worn)


def hides_crown(look: Appearance) -> bool:
    """Say whether a hat hides the top of the hair."""
    return any(each.part.cover == "crown" for each in look.parts)


def head(look: Appearance) -> str:
    """Return Lorelei's drawing of the head as a document."""
    style = lorelei.style(look.build)
    options: dict[str, object] = {"seed": "portrait"}  # has no effect: every option is set below
    for component in style.components():
        options[f"{component}Probability"] = 100 if component in look.variants else 0
    for component, variant in look.variants.items():
        options[f"{component}Variant"] = variant
    for name, stops in look.colours.items():
        options[f"{name}Color"] = list(stops)
        options[f"{name}ColorOrder"] = "fixed"
        options[f"{name}ColorFill"] = "linear" if len(stops) > 1 else "solid"
        options[f"{name}ColorAngle"] = 90
    return Avatar(style, options).to_string()


def _cheeks(look: Appearance) -> str:
    return f'<g id="cheeks">{svg(MARKS["blush"].front, _paints(look.garment, look))}</g>'


def _drawn(worn: Worn, look: Appearance, drawing: str) -> str:
    move = _move(worn, look)
    place = f' transform="{move}"' if move else ""
    return f'<g id="{worn.part.name}"{place}>{svg(drawing, _paints(worn, look))}</g>'


def _move(worn: Worn, look: Appearance) -> str:
    """Return where a young face has what is worn at the eyes or the mouth."""
    build, name = BUILDS[look.build], worn.part.name
    if name in AT_EYES or name == "irises":
        return _transform(build.eyes, *_EYE_LINE)
    if name in AT_MOUTH:
        return _transform(Move(0.86, build.nose.down / 2) if build.cheeks else Move(), *_MOUTH_LINE)
    return ""


def _transform(move: Move, x: int, y: int) -> str:
    if move == Move():
        return ""
    return (
        f"translate({x * (1 - move.scale) + move.right:.0f} {y * (1 - move.scale) + move.down:.0f}) "
        f"scale({move.scale})"
    )


def _paints(worn: Worn, look: Appearance) -> dict[str, str]:
    hair, skin = look.colours["hair"], look.colours["skin"]
    return {
        "c": worn.colour,
        "d": mix(worn.colour, INK, 0.24),
        "l": mix(worn.colour, "#ffffff", 0.42),
        "a": worn.accent,
        "b": mix(worn.accent, INK, 0.24),
        "k": INK,
        "w": TEETH,
        "g": "#e0b23c",
        "r": "#c0322f",
        "p": "#f3a3ba",
        "e": mix(skin[-1], "#e8402c", 0.34),
        "s": skin[-1],
        "t": look.colours["jawShadow"][0],
        "h": hair[-1],
        "j": look.colours["hairShade"][0],
        "B": look.colours["beard"][0],
        "D": mix(look.colours["beard"][0], INK, 0.25),
    }
