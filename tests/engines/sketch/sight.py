"""Look at a drawing: which pixels show a part, and which colours they have.

A part is found by drawing the same picture without it, or with it in another colour, and comparing the two.
Nothing here reads the words of a prompt. Coordinates are those of the art's canvas, see `art.part`.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageChops

from portrait_app.engines.sketch.casting import Appearance, Worn
from portrait_app.engines.sketch.draw import _SUBJECT, draw

SIZE = 256
_SCALE = SIZE / _SUBJECT.height()
_LEFT = _SUBJECT.center().x() - _SUBJECT.height() / 2
_MARKER = "#ff00ff"
_CHANGED = 24  # the least difference of a channel that counts

Colour = tuple[int, int, int]


def rendered(look: Appearance) -> Image.Image:
    return Image.open(BytesIO(draw(look, SIZE, SIZE))).convert("RGB")


@dataclass(frozen=True)
class Mask:
    """Pixels of a picture, as canvas coordinates: (x, y, colour)."""

    pixels: Sequence[tuple[float, float, Colour]]

    @property
    def area(self) -> float:
        """Return the area in units of 1000 square canvas units."""
        return len(self.pixels) / _SCALE**2 / 1000

    def within(self, left: float, top: float, right: float, bottom: float) -> "Mask":
        return Mask([p for p in self.pixels if left <= p[0] <= right and top <= p[1] <= bottom])

    @cached_property
    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom, without the outermost hundredth of the pixels."""
        if not self.pixels:
            return 0, 0, 0, 0
        xs, ys = sorted(p[0] for p in self.pixels), sorted(p[1] for p in self.pixels)
        cut = len(xs) // 100
        return xs[cut], ys[cut], xs[-1 - cut], ys[-1 - cut]

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    def share(self, wanted: Callable[[Colour], bool]) -> float:
        """Return the share of the pixels whose colour is wanted."""
        return sum(wanted(p[2]) for p in self.pixels) / len(self.pixels) if self.pixels else 0.0

    def mean_y(self, left: float, right: float) -> float:
        """Return the mean height of the pixels between two shares of the width."""
        start, width = self.box[0], self.width
        ys = [y for x, y, _ in self.pixels if start + left * width <= x <= start + right * width]
        return sum(ys) / len(ys) if ys else 0.0

    @property
    def mean(self) -> Colour:
        count = max(1, len(self.pixels))
        red, green, blue = (sum(p[2][channel] for p in self.pixels) // count for channel in range(3))
        return red, green, blue


class Seen:
    """A drawn picture, and the pixels of its parts."""

    def __init__(self, look: Appearance) -> None:
        self.look = look
        self.image = rendered(look)

    def changed(self, other: Appearance) -> Mask:
        """Return the pixels that look different in another picture."""
        channels = ImageChops.difference(self.image, rendered(other)).split()
        most = functools.reduce(ImageChops.lighter, channels).tobytes()
        colours = self.image.tobytes()
        return Mask(
            [
                (
                    at % SIZE / _SCALE + _LEFT,
                    at // SIZE / _SCALE + _SUBJECT.top(),
                    (colours[3 * at], colours[3 * at + 1], colours[3 * at + 2]),
                )
                for at, difference in enumerate(most)
                if difference >= _CHANGED
            ]
        )

    # --- the pixels of one thing ---

    def part(self, *names: str) -> Mask:
        """Return the pixels of what this program draws under these names."""
        kept = tuple(worn for worn in self.look.parts if worn.part.name not in names)
        return self.changed(replace(self.look, parts=kept))

    def variant(self, *components: str) -> Mask:
        """Return the pixels of parts of Lorelei."""
        kept = {name: value for name, value in self.look.variants.items() if name not in components}
        return self.changed(replace(self.look, variants=kept))

    def painted(self, *colours: str) -> Mask:
        """Return the pixels that have these of Lorelei's colours."""
        other = {**self.look.colours, **dict.fromkeys(colours, (_MARKER,))}
        return self.changed(replace(self.look, colours=other))

    @cached_property
    def hair(self) -> Mask:
        return self.painted("hair", "hairShade")

    @cached_property
    def skin(self) -> Mask:
        return self.painted("skin")

    @cached_property
    def beard(self) -> Mask:
        return self.painted("beard")

    @cached_property
    def eyes(self) -> Mask:
        return self.variant("eyes")

    @cached_property
    def brows(self) -> Mask:
        return self.variant("eyebrows")

    @cached_property
    def mouth(self) -> Mask:
        lips = [worn for worn in self.look.parts if worn.part.name.endswith("lips")]
        return self.part(*(worn.part.name for worn in lips)) if lips else self.variant("mouth")

    @cached_property
    def clothes(self) -> Mask:
        garment = self.look.garment
        return self.changed(replace(self.look, garment=Worn(garment.part, _MARKER, garment.accent)))

    @cached_property
    def scene(self) -> Mask:
        return self.changed(replace(self.look, scene="")) if self.look.scene else Mask([])

    @cached_property
    def pattern(self) -> Mask:
        return self.changed(replace(self.look, pattern=None))


def contact_sheet(items: Sequence[tuple[str, Appearance]], out: Path, columns: int = 6) -> None:
    """Save the drawings beneath one another, without their words."""
    rows = -(-len(items) // columns)
    sheet = Image.new("RGB", (columns * SIZE, rows * SIZE), "white")
    for number, (_, look) in enumerate(items):
        sheet.paste(rendered(look), (number % columns * SIZE, number // columns * SIZE))
    sheet.save(out)
