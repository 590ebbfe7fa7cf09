"""The English words that the Sketch engine knows, as tables: to teach it one more, add a row.

A *setting* is the field of `Traits` a word settles and its value. An adjective settles something
only through the noun it belongs to ("brown hair", "brown eyes"); some words settle it alone.
"""

from collections.abc import Iterable, Mapping
from enum import Enum, auto

from portrait_app.engines.sketch import palette
from portrait_app.engines.sketch.traits import NONE, YES

Setting = tuple[str, str]


class Noun(Enum):
    """What adjectives can belong to."""

    HAIR = auto()
    BEARD = auto()
    MOUSTACHE = auto()
    SKIN = auto()
    EYES = auto()
    LIPS = auto()
    SMILE = auto()
    EXPRESSION = auto()
    EYEWEAR = auto()
    PERSON = auto()
    CLOTHES = auto()
    BACKGROUND = auto()
    OTHER = auto()  # takes its adjectives with it, and nothing is drawn of either


def _words(text: str) -> tuple[str, ...]:
    """Split a table cell into its phrases, which commas part."""
    return tuple(phrase.strip() for phrase in text.split(","))


def _nouns(rows: Mapping[Noun, str]) -> dict[str, Noun]:
    return {word: noun for noun, cell in rows.items() for word in _words(cell)}


def _settings(field: str, rows: Mapping[str, str]) -> dict[str, Setting]:
    """Return {word: (field, value)} from {value: its words}."""
    return {word: (field, value) for value, cell in rows.items() for word in _words(cell)}


def _named(field: str, names: Iterable[str]) -> dict[str, Setting]:
    """Return a colour table's own names, with spellings and shades, as adjectives."""
    plain = dict.fromkeys(names)
    spelt = {alias: name for alias, name in _SPELLINGS.items() if name in plain} | {n: n for n in plain}
    shades = {
        f"{shade} {word}": f"{shade} {name}" for shade in palette.SHADES for word, name in spelt.items()
    }
    return {word: (field, value) for word, value in (shades | spelt).items()}


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
    "sky blue": "light blue",
    "mustard": "gold",
}

NOUNS: Mapping[str, Noun] = _nouns(
    {
        Noun.HAIR: "hair, hairs, haired, hairstyle, haircut, hairdo, locks, tresses, curls, waves, bob, bun, "
        "ponytail, ponytails, pigtails, braid, braids, plait, plaits, dreadlocks, afro, mohawk, pixie, "
        "fringe, bangs, strands",
        Noun.BEARD: "beard, beards, bearded, goatee, stubble, facial hair, whiskers",
        Noun.MOUSTACHE: "moustache, moustaches, mustache, mustaches, moustached, mustached",
        Noun.SKIN: "skin, skinned, complexion, skintone, skin tone",
        Noun.EYES: "eyes, eye, eyed, iris, irises, gaze",
        Noun.LIPS: "lips, lipped, lipstick, lip",
        Noun.SMILE: "smile, smiles, smiling",
        Noun.EXPRESSION: "expression, face, look, mood, faced",
        Noun.EYEWEAR: "glasses, eyeglasses, spectacles, eyewear, frames, sunglasses",
        Noun.PERSON: "woman, women, man, men, girl, boy, lady, gentleman, gentlemen, guy, dude, person, people, "
        "human, male, female, american, european, grandmother, grandfather, mother, father, sailor, "
        "fisherman, farmer, king, queen, prince, princess, wizard, witch, soldier, knight, doctor, nurse, "
        "teacher, professor, scientist, artist, painter, musician, singer, actor, actress, model, dancer, "
        "warrior, monk, priest, pirate, worker, student, child, kid, teenager, adult, businessman, "
        "businesswoman, chef, pilot, elf, poet, writer, couple, character, subject",
        Noun.CLOTHES: "shirt, t-shirt, tshirt, blouse, dress, jacket, coat, sweater, jumper, pullover, hoodie, "
        "suit, top, vest, cardigan, turtleneck, gown, robe, tunic, uniform, clothes, clothing, outfit, "
        "kimono, sari, blazer, polo, sweatshirt, attire",
        Noun.BACKGROUND: "background, backdrop, bg, wall, backgrounds",
        Noun.OTHER: "neck, nose, nosed, ear, ears, arm, arms, hand, hands, finger, fingers, leg, legs, limb, limbs, "
        "foot, feet, body, head, chin, jaw, cheek, cheeks, teeth, eyebrow, eyebrows, brow, brows, lash, "
        "lashes, eyelashes, nail, nails, hat, cap, scarf, tie, belt, shoes, boots, gloves, necklace, "
        "earring, earrings, flower, flowers, rose, roses, ring, light, lighting, sky, photo, photograph, picture, "
        "painting, film, movie, camera, lens, cat, dog, car, house, tree, sun, moon, smoke, shadow, "
        "shadows, tears, makeup, eyeshadow, bow, ribbon, headband, crown, bow tie, tattoo, horse, room",
    }
)

# Words that only an adjective after them belongs to: "against teal", "dressed in red".
LEADERS: Mapping[str, Noun] = _nouns(
    {Noun.BACKGROUND: "against", Noun.CLOTHES: "dressed, wearing, wears, clad"}
)

_FABRIC = _named("clothes", palette.PAINTS)
_BACKGROUND = _named("background", palette.PAINTS) | _settings(
    "background",
    {"dark grey": "dark, dim, moody", "white": "light, bright, clean, plain white", "light grey": "neutral"},
)
_HAIR_COLOURS = _settings(
    "hair_colour",
    {
        "black": "black, jet black, raven, ebony",
        "dark brown": "dark brown, dark, deep brown, espresso, dark brunette",
        "brown": "brown, chocolate, medium brown, hazel, brown-ish, brownish",
        "brunette": "brunette, brunet",
        "light brown": "light brown, caramel, honey brown",
        "chestnut": "chestnut, mahogany",
        "auburn": "auburn, copper, dark red",
        "red": "red, redhead, fiery, bright red",
        "ginger": "ginger, orange, light red",
        "strawberry blonde": "strawberry blonde, strawberry blond",
        "dark blonde": "dark blonde, dark blond, dirty blonde, dirty blond, ash blonde, ash blond, sandy",
        "blonde": "blonde, blond, golden, fair, light, yellow, honey, honey blonde, golden blonde, light blonde",
        "platinum": "platinum, platinum blonde, platinum blond, bleached",
        "grey": "grey, gray, greying, graying, salt and pepper, ash, ashen, dark grey, dark gray",
        "silver": "silver, silvery, light grey, light gray",
        "white": "white, snow white, snowy",
        "blue": "blue, dark blue, light blue, navy, bright blue",
        "green": "green, dark green, light green, bright green, emerald",
        "teal": "teal, turquoise, aqua, cyan",
        "pink": "pink, light pink, pastel pink, bright pink, magenta, rose",
        "purple": "purple, violet, dark purple, indigo",
        "lavender": "lavender, lilac, light purple, pastel purple",
    },
)
_SKIN = _settings(
    "skin",
    {
        "pale": "pale, porcelain, ivory, white, snow white, very pale, alabaster, light pale",
        "fair": "fair, light, creamy, peach, rosy",
        "medium": "medium, beige, golden, warm",
        "olive": "olive, light brown, caramel",
        "tan": "tan, tanned, bronze, bronzed, sun-kissed, sunkissed, suntanned",
        "brown": "brown, medium brown, honey",
        "dark": "dark, dark brown, deep brown, chocolate",
        "deep": "black, ebony, deep, very dark",
    },
)
_OLD = "old, elderly, aged, ancient, senior"
_AGES = {
    "child": "little",
    "young": "young, youthful, teenage",
    "middle": "middle aged, mature",
    "old": _OLD,
}
_FEELINGS = _settings(
    "expression",
    {
        "smile": "happy, cheerful, joyful, friendly, warm",
        "serious": "serious, stern, neutral, solemn, stoic, thoughtful, pensive, calm, grave, emotionless",
        "sad": "sad, melancholic, melancholy, unhappy, sorrowful, tearful, depressed, gloomy, heartbroken",
        "angry": "angry, furious, mad, enraged, annoyed, irate",
        "surprised": "surprised, shocked, astonished, amazed, startled, scared, frightened",
        "smirk": "smug, mischievous, sly, cheeky",
        "sleepy": "sleepy, tired, bored, drowsy",
    },
)

ADJECTIVES: Mapping[Noun, Mapping[str, Setting]] = {
    Noun.HAIR: _HAIR_COLOURS
    | _settings(
        "hair_length",
        {
            "short": "short, cropped, close cropped, very short, ear length",
            "medium": "medium, medium length, shoulder length, chin length, mid length, shoulder",
            "long": "long, very long, waist length, flowing, longer, long flowing",
            "shaved": "shaved, buzzed, buzz cut, buzz",
        },
    )
    | _settings(
        "hair_texture",
        {
            "straight": "straight, sleek, smooth, straightened",
            "wavy": "wavy, waved",
            "curly": "curly, curled, kinky, coily, frizzy, afro",
        },
    )
    | _settings(
        "hair_style",
        {"messy": "messy, tousled, unkempt, wild, dishevelled, disheveled", "spiky": "spiky, spiked"}
        | {
            "quiff": "slicked back, slicked, slick",
            "balding": "thinning, receding",
            "braids": "braided, plaited",
        },
    ),
    Noun.BEARD: _settings(
        "beard_colour",
        {v: v for v in palette.HAIR} | {"grey": "grey, gray, greying", "blonde": "blonde, blond"},
    )
    | _settings(
        "beard",
        {
            "full": "long, full, big, bushy, thick, huge, large",
            "short": "short, trimmed, neat, groomed, light, stubble, boxed, small, thin",
        },
    ),
    Noun.MOUSTACHE: _settings("beard_colour", {v: v for v in palette.HAIR} | {"grey": "grey, gray"}),
    Noun.SKIN: _SKIN | _settings("freckles", {YES: "freckled"}),
    Noun.EYES: _settings(
        "eyes",
        {v: v for v in palette.EYES}
        | {"grey": "grey, gray", "blue": "blue, light blue, dark blue, bright blue"},
    )
    | _settings(
        "eyes", {"green": "green, light green, emerald", "brown": "brown, dark brown, light brown, dark"}
    )
    | _settings("expression", {"asleep": "closed, shut", "surprised": "wide"}),
    Noun.LIPS: _settings(
        "lips",
        {v: v for v in palette.LIPS}
        | {"red": "red, dark red, scarlet, crimson, bright red", "pink": "pink, rose, rosy, light pink"},
    ),
    Noun.SMILE: _settings(
        "expression",
        {
            "grin": "big, broad, wide, deep, toothy, bright, huge, large, beaming, radiant",
            "slight smile": "slight, faint, subtle, soft, gentle, small, shy, little, mona lisa",
            "smirk": "crooked, wry, sly, smug, mischievous",
        },
    ),
    Noun.EXPRESSION: _FEELINGS
    | _settings("freckles", {YES: "freckled"})
    | _settings("expression", {"smile": "smiling"}),
    Noun.EYEWEAR: _settings(
        "eyewear",
        {
            "round": "round, circular, big, large, oversized",
            "square": "square, rectangular, thick, nerdy, horn rimmed, hipster",
            "reading": "reading, half moon, small, thin",
            "sunglasses": "dark, sun, shaded, tinted, aviator",
        },
    ),
    Noun.PERSON: _settings("age", _AGES)
    | _settings("skin", {"deep": "black", "pale": "pale, white", "brown": "brown", "tan": "tan, tanned"}),
    Noun.CLOTHES: _FABRIC,
    Noun.BACKGROUND: _BACKGROUND,
    Noun.OTHER: {},
}

ALONE: Mapping[str, Setting] = (
    _settings(
        "hair_colour",
        {
            "blonde": "blonde, blond, blondes, blondie",
            "brunette": "brunette, brunet, brunettes",
            "red": "redhead, redheaded, redheads",
            "ginger": "ginger",
            "strawberry blonde": "strawberry blonde, strawberry blond",
            "platinum": "platinum blonde, platinum blond",
            "dark blonde": "dark blonde, dark blond, dirty blonde, dirty blond, ash blonde, ash blond",
        },
    )
    | _settings("hair_texture", {"curly": "curls, curly", "wavy": "waves", "straight": "straightened"})
    | _settings(
        "hair_style",
        {
            "bald": "bald, hairless, no hair, without hair, bald headed, bald head, shaved head, shaven head",
            "balding": "balding, receding hairline, half bald",
            "bun": "bun, hair bun, messy bun, top bun, chignon, updo, hair up",
            "buns": "space buns, double buns, two buns, buns",
            "ponytail": "ponytail, pony tail, ponytails, high ponytail, low ponytail",
            "pigtails": "pigtails, pigtail, twintails, twin tails",
            "braids": "braid, braids, plait, plaits, dreadlocks, dreads, cornrows",
            "topknot": "topknot, top knot, man bun",
            "bob": "bob, bob cut, bobbed",
            "pixie": "pixie, pixie cut",
            "mohawk": "mohawk",
            "afro": "afro",
            "quiff": "quiff, pompadour, undercut",
            "shag": "mullet, shag",
        },
    )
    | _settings("hair_length", {"shaved": "buzz cut, buzzcut, crew cut, skinhead, buzzed"})
    | _settings("fringe", {YES: "fringe, bangs", NONE: "swept back"})
    | _settings(
        "beard",
        {
            YES: "beard, beards, bearded, facial hair, whiskers",
            "goatee": "goatee",
            "short": "stubble, stubbly, unshaven, five o'clock shadow",
            NONE: "clean shaven, beardless, cleanshaven, smooth shaven",
        },
    )
    | _settings("moustache", {YES: "moustache, moustaches, mustache, mustaches, moustached, mustached"})
    | _settings(
        "eyewear",
        {
            YES: "glasses, eyeglasses, spectacles, eyewear, bespectacled, spectacled",
            "sunglasses": "sunglasses, shades, sun glasses",
        },
    )
    | _settings("freckles", {YES: "freckles, freckled, freckle, freckly"})
    | _settings("earrings", {YES: "earrings, earring, ear rings, ear ring, ear studs, pierced ears"})
    | _settings(
        "flowers",
        {YES: "flowers, flower, blossom, blossoms, floral crown, flower crown, rose in hair, daisies"},
    )
    | _FEELINGS
    | _settings(
        "expression",
        {
            "smile": "smile, smiles, smiling, happy, cheerful, joyful, happiness",
            "grin": "grin, grins, grinning, beaming",
            "laugh": "laugh, laughs, laughing, laughter, giggling, giggle",
            "sad": "crying, weeping, sadness, pouting, cries, frown",
            "angry": "anger, rage, scowl, scowling, frowning, shouting, screaming, glaring",
            "surprised": "surprise, astonishment, gasping, open mouthed",
            "serious": "unsmiling, straight faced, expressionless",
            "smirk": "smirk, smirking",
            "wink": "wink, winks, winking",
            "asleep": "asleep, sleeping, eyes closed, closed eyes, meditating",
            "love": "in love, heart eyes, lovestruck",
        },
    )
    | _settings(
        "age",
        {
            "child": "child, children, kid, kids, toddler, boy, little girl, little boy, young girl, young boy, "
            "schoolgirl, schoolboy, baby",
            "young": "young, teenager, teen, youthful, teenage",
            "middle": "middle aged",
            "old": "elderly, grandmother, grandma, granny, grandfather, grandpa, grandad, granddad, pensioner, "
            "wrinkled, wrinkles, octogenarian, crone, grandparent, old age",
        },
    )
)

# They settle nothing by themselves, so they are not among the words a picture lists as understood.
NUDGES: Mapping[str, Setting] = _settings(
    "presentation",
    {
        "feminine": "woman, women, girl, lady, female, she, her, mother, mom, mum, grandmother, grandma, granny, "
        "queen, princess, actress, witch, feminine, wife, sister, daughter, aunt, bride, girlfriend, "
        "businesswoman, goddess, schoolgirl, crone, waitress, mrs, ms, miss",
        "masculine": "man, men, boy, gentleman, male, he, him, his, father, dad, grandfather, grandpa, grandad, "
        "granddad, king, prince, actor, wizard, masculine, husband, brother, son, uncle, groom, boyfriend, "
        "businessman, guy, dude, schoolboy, monk, sir, mr, fisherman",
    },
)

NEGATORS = frozenset(
    "no not without never nor isn't isnt doesn't doesnt don't dont lacking lacks hasn't hasnt minus".split()
)
# Adjectives reach their noun over these, and negations what they deny.
FILLERS = frozenset(
    "a an the very really quite slightly somewhat extremely bit of some any and or with natural naturally "
    "beautiful pretty nice lovely thick thin fine shiny glossy soft silky healthy voluminous loose "
    "vibrant solid simple plain deep dyed coloured colored her his their its "
    "wearing wears has have having is are was looks tone toned color colour style styled leather wool "
    "silk cotton denim knitted linen velvet studio blurred blurry".split()
)
# They part what is before them from what is after.
STOPS = frozenset("but while who whose which on at by from behind under over near beside except".split())
ARTICLES = frozenset({"a", "an", "the", "his", "her", "their"})
# "her hair is long", "hair dyed blue", "dressed in red": an adjective may come after its noun over these.
COPULAS = frozenset("is are was were in of dyed coloured colored being and very a the with a".split())
