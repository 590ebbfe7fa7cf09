"""The nouns that adjectives can describe, and the small words that connect a clause."""

from collections.abc import Mapping
from enum import Enum, auto


class Noun(Enum):
    """The things that adjectives can describe."""

    HAIR = auto()
    BEARD = auto()
    SKIN = auto()
    EYES = auto()
    LIPS = auto()
    SMILE = auto()
    EXPRESSION = auto()
    EYEWEAR = auto()
    PERSON = auto()
    CLOTHES = auto()
    BACKGROUND = auto()
    OTHER = auto()  # uses up its adjectives, but is not drawn


def listed(text: str) -> tuple[str, ...]:
    """Return the comma-separated words or phrases of a table's cell."""
    return tuple(phrase.strip() for phrase in text.split(","))


def _nouns(rows: Mapping[Noun, str]) -> dict[str, Noun]:
    return {word: noun for noun, cell in rows.items() for word in listed(cell)}


NOUNS: Mapping[str, Noun] = _nouns(
    {
        Noun.HAIR: (
            "hair, hairs, haired, hairstyle, haircut, hairdo, locks, tresses, curls, bob, bob cut, bun, "
            "ponytail, ponytails, pigtails, braid, braids, plait, plaits, dreadlocks, afro, mohawk, "
            "pixie, pixie cut, fringe, bangs, strands"
        ),
        Noun.BEARD: (
            "beard, beards, bearded, goatee, stubble, facial hair, whiskers, moustache, moustaches, "
            "mustache, mustaches, moustached, mustached"
        ),
        Noun.SKIN: "skin, skinned, complexion, complexioned, skintone, skin tone",
        Noun.EYES: "eyes, eye, eyed, iris, irises",
        Noun.LIPS: "lips, lipped, lipstick, lip",
        Noun.SMILE: "smile, smiles, smiling",
        Noun.EXPRESSION: "expression, face, faced, look, mood",
        Noun.EYEWEAR: "glasses, eyeglasses, spectacles, eyewear, frames, sunglasses",
        Noun.PERSON: (
            "woman, women, man, men, girl, boy, lady, gentleman, gentlemen, guy, dude, person, people, "
            "human, male, female, american, european, mother, father, sailor, fisherman, farmer, king, "
            "queen, prince, princess, wizard, witch, soldier, knight, doctor, nurse, teacher, professor, "
            "scientist, artist, painter, musician, singer, actor, actress, model, dancer, warrior, monk, "
            "priest, pirate, worker, student, child, kid, teenager, adult, businessman, businesswoman, "
            "chef, pilot, elf, poet, writer, couple, character, grandmother, grandfather"
        ),
        Noun.CLOTHES: (
            "shirt, t shirt, tshirt, blouse, dress, jacket, coat, sweater, jumper, pullover, hoodie, "
            "suit, top, vest, cardigan, turtleneck, gown, robe, tunic, uniform, clothes, clothing, "
            "outfit, kimono, sari, blazer, polo, sweatshirt, attire, armour, armor"
        ),
        Noun.BACKGROUND: "background, backgrounds, backdrop, bg, wall",
        Noun.OTHER: (
            "neck, nose, nosed, ear, ears, arm, arms, hand, hands, finger, fingers, leg, legs, limb, "
            "limbs, foot, feet, body, head, chin, jaw, cheek, cheeks, teeth, eyebrow, eyebrows, brow, "
            "brows, lash, lashes, eyelashes, nail, nails, hat, cap, scarf, tie, bow tie, belt, shoes, "
            "boots, gloves, necklace, earring, earrings, flower, flowers, ring, lighting, sky, photo, "
            "photograph, photography, picture, painting, film, movie, camera, lens, cat, dog, horse, "
            "bird, car, house, room, tree, trees, sun, moon, smoke, shadow, shadows, tears, makeup, "
            "eyeshadow, bow, ribbon, headband, crown, tattoo, skirt, trousers, jeans, hour, year old, "
            "years old, month old, months old"
        ),
    }
)

# Only an adjective follows these words: "against teal", "dressed in red".
LEADERS: Mapping[str, Noun] = _nouns(
    {Noun.BACKGROUND: "against", Noun.CLOTHES: "dressed, wearing, wears, clad"}
)

NEGATORS = frozenset(
    listed(
        "no, not, non, without, never, nor, isn't, isnt, doesn't, doesnt, don't, dont, hasn't, hasnt, "
        "lacking, lacks, minus"
    )
)
ARTICLES = frozenset(listed("a, an, the, his, her, their, its"))
# Words that may stand between an adjective and its noun.
FILLERS = ARTICLES | frozenset(
    listed(
        "very, really, quite, slightly, somewhat, extremely, bit, any, and, or, natural, naturally, "
        "beautiful, pretty, nice, lovely, thick, thin, fine, shiny, glossy, silky, healthy, voluminous, "
        "loose, vibrant, solid, simple, plain, dyed, coloured, colored, tone, toned, color, colour, "
        "style, styled, leather, wool, silk, cotton, denim, knitted, linen, velvet, studio, blurred, "
        "blurry"
    )
)
# Words that may stand between a negation and what it negates.
DENIED_OVER = FILLERS | frozenset(
    listed("wearing, wears, wear, has, have, having, even, with, visible, sign, signs, of")
)
# Words that may stand between a noun and its adjective: "her hair is long", "hair dyed blue".
COPULAS = frozenset(
    listed("is, are, was, were, being, in, of, dyed, coloured, colored, color, colour, very, and, a")
)
# Words that end the search for a noun, and the reach of a negation.
ENDS = frozenset(
    listed(
        "with, but, while, who, whose, which, that, on, at, by, from, behind, under, over, near, wearing, "
        "wears, dressed, against, has, having, portrait"
    )
)
