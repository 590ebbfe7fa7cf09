"""The nouns that adjectives can describe, and the small words of a clause."""

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
    HEADWEAR = auto()
    NECKWEAR = auto()
    EARRINGS = auto()
    MARK = auto()  # something on a face, such as a bindi
    BROWS = auto()
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
            "hair, hairs, haired, hairstyle, haircut, hairdo, locks, tresses, curls, ringlets, bob, bob cut, "
            "bun, buns, topknot, ponytail, ponytails, pigtails, braid, braids, plait, plaits, dreadlocks, "
            "dreads, cornrows, afro, mohawk, pixie, pixie cut, fringe, bangs, strands, mullet, quiff, tuft, "
            "mane"
        ),
        Noun.BEARD: (
            "beard, beards, bearded, goatee, stubble, facial hair, whiskers, moustache, moustaches, "
            "mustache, mustaches, moustached, mustached, sideburns"
        ),
        Noun.SKIN: "skin, skinned, complexion, complexioned, skintone, skin tone",
        Noun.EYES: "eyes, eye, eyed, iris, irises",
        Noun.LIPS: "lips, lipped, lipstick, lip",
        Noun.SMILE: "smile, smiles, smiling, grin",
        Noun.EXPRESSION: "expression, face, faced, look, looking, mood, gaze, stare",
        Noun.EYEWEAR: (
            "glasses, eyeglasses, spectacles, specs, eyewear, frames, sunglasses, goggles, shades, monocle"
        ),
        Noun.PERSON: (
            "woman, women, man, men, girl, boy, lady, gentleman, gentlemen, guy, dude, person, people, "
            "human, male, female, mother, father, sailor, fisherman, farmer, king, queen, prince, princess, "
            "wizard, witch, soldier, knight, doctor, nurse, teacher, professor, scientist, artist, painter, "
            "musician, singer, actor, actress, model, dancer, warrior, monk, priest, pirate, worker, student, "
            "child, kid, teenager, teen, adult, businessman, businesswoman, chef, pilot, elf, poet, writer, "
            "character, grandmother, grandfather, grandma, grandpa, granny, american, european, couple"
        ),
        Noun.CLOTHES: (
            "shirt, t shirt, tshirt, tee, blouse, dress, sundress, jacket, coat, trench coat, raincoat, "
            "overcoat, sweater, jumper, pullover, hoodie, suit, tuxedo, top, tank top, vest, waistcoat, "
            "cardigan, turtleneck, polo neck, roll neck, gown, evening gown, ball gown, wedding dress, robe, "
            "robes, tunic, uniform, clothes, clothing, outfit, kimono, yukata, hanfu, sari, saree, blazer, "
            "polo, polo shirt, sweatshirt, attire, armour, armor, pyjamas, pajamas, pjs, cape, cloak, apron, "
            "overalls, dungarees, lab coat, scrubs, jersey, bathrobe, dressing gown, space suit, spacesuit, "
            "leather jacket, denim jacket, garment, costume"
        ),
        Noun.HEADWEAR: (
            "hat, sun hat, straw hat, bucket hat, bowler, bowler hat, cowboy hat, stetson, sombrero, top hat, "
            "pirate hat, tricorn, witch hat, wizard hat, pointed hat, pointy hat, party hat, cap, baseball "
            "cap, nurse cap, peaked cap, sailor hat, sailor cap, beret, beanie, knit cap, woolly hat, bobble "
            "hat, winter hat, santa hat, christmas hat, nightcap, sleeping cap, chef hat, toque, helmet, hard "
            "hat, viking helmet, fedora, trilby, panama hat, hijab, veil, hood, headscarf, head scarf, head "
            "wrap, headwrap, kerchief, babushka, bandana, bandanna, turban, crown, tiara, diadem, headband, "
            "hairband, bow, hair bow, ribbon, flower crown, floral crown, wreath, halo, horns, cat ears, bunny "
            "ears, graduation cap, mortarboard, fez, kippah, skullcap, headphones, earmuffs, chador, niqab"
        ),
        Noun.NECKWEAR: (
            "tie, necktie, bow tie, bowtie, scarf, shawl, necklace, pearls, pearl necklace, chain, choker, "
            "medal, ruff, neckerchief, pendant, beads, collar"
        ),
        Noun.EARRINGS: "earrings, earring, ear rings, ear ring, studs, ear studs, hoops",
        Noun.MARK: (
            "eyepatch, eye patch, bindi, face mask, surgical mask, mask, domino mask, face paint, war paint, "
            "eyeshadow, eye shadow, tattoo, face tattoo, pipe, lollipop"
        ),
        Noun.BROWS: "eyebrows, eyebrow, brows, brow, browed",
        Noun.BACKGROUND: "background, backgrounds, backdrop, bg, wall",
        Noun.OTHER: (
            "neck, nose, nosed, ear, ears, arm, arms, hand, hands, finger, fingers, leg, legs, limb, limbs, "
            "foot, feet, body, head, chin, jaw, cheek, cheeks, teeth, nail, nails, belt, shoes, boots, gloves, flower, flowers, ring, rings, "
            "lighting, light, sky, photo, photograph, photography, picture, painting, film, movie, camera, "
            "lens, cat, dog, horse, bird, parrot, car, house, tree, trees, sun, moon, smoke, shadow, shadows, "
            "tears, makeup, skirt, trousers, jeans, hour, year old, years old, month old, months old, cane, "
            "sword, robot, guitar, book, phone, cup, drink, food, wine, apple, ball"
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
        "beautiful, pretty, nice, lovely, handsome, cute, thick, thin, fine, large, small, big, little, huge, "
        "tiny, shiny, glossy, silky, healthy, voluminous, "
        "loose, vibrant, solid, simple, plain, dyed, coloured, colored, tone, toned, color, colour, "
        "style, styled, leather, wool, silk, cotton, denim, knitted, linen, velvet, studio, blurred, "
        "blurry, deep, rich, classic, elegant, old fashioned, two, pair, of, round, pointed, wide, brimmed, shining, starry"
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

# Words that ask for nothing, or for what is in every picture: never listed as not understood.
SILENT = (
    ARTICLES
    | FILLERS
    | NEGATORS
    | COPULAS
    | ENDS
    | frozenset(
        listed(
            "i, he, she, they, it, him, them, himself, herself, you, we, me, my, your, our, this, that, these, "
            "those, there, here, to, for, as, into, onto, through, around, about, like, so, then, than, also, "
            "too, just, only, some, each, both, all, be, been, am, do, does, did, had, having, wearing, wears, "
            "wear, dressed, clad, holding, up, down, out, off, its, one, single, full, front, side, background, "
            "backgrounds, backdrop, bg, wall, hair, hairs, haired, hairstyle, haircut, hairdo, locks, tresses, strands, "
            "skin, skinned, complexion, skintone, skin tone, eyes, eye, eyed, lips, lipped, lip, lipstick, "
            "expression, face, faced, eyebrow, eyebrows, brow, brows, look, looks, looking, mood, gaze, stare, person, people, human, adult, "
            "someone, somebody, character, portrait, portraits, portraiture, closeup, close, close up, headshot, "
            "head, shoulders, shoulder, shot, picture, image, illustration, illustrated, drawing, drawn, sketch, avatar, "
            "cartoon, clothes, clothing, outfit, attire, garment, costume, uniform, top, cheek, cheeks, forehead, "
            "left, right, upper, lower, tall, year, years, age, aged, old, bright, please, make, draw, show, "
            "shows, showing, featuring, whose, who, by, at, s, t, frames, eyewear, "
            "viewer, among, between, amid, beside, behind, style, color, colour, colors, colours, dyed, coloured, colored, facing, towards, made, "
            "early, late, mid, his, her"
        )
    )
)
