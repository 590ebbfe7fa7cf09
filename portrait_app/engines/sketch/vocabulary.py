"""Tables of the English words that the Sketch engine draws. To add a word, write it into a row.

A *setting* is a field of `Traits` and its value. An adjective gives a setting together with its noun ("brown
hair", "brown eyes"). Other words give a setting alone.
"""

from collections.abc import Iterable, Mapping

from portrait_app.engines.sketch import palette
from portrait_app.engines.sketch.grammar import LEADERS, NOUNS, Noun, listed
from portrait_app.engines.sketch.traits import NONE, YES

Setting = tuple[str, str]

AGE_SUFFIX = "-year-old"  # ending of the term for an age in years
AGES_BELOW = (("child", 13), ("young", 30), ("adult", 45), ("middle", 60), ("old", 121))

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
}


def _settings(field: str, rows: Mapping[str, str]) -> dict[str, Setting]:
    """Return {word: (field, value)} from {value: "its, words"}."""
    return {word: (field, value) for value, cell in rows.items() for word in listed(cell)}


def _colours(field: str, names: Iterable[str]) -> dict[str, Setting]:
    """Return settings for colour adjectives, in each spelling and shade."""
    own = {name: name for name in names}
    spelt = own | {word: name for word, name in _SPELLINGS.items() if name in own}
    shades = {
        f"{shade} {word}": f"{shade} {name}" for shade in palette.SHADES for word, name in spelt.items()
    }
    return {word: (field, value) for word, value in (shades | spelt).items()}


_BLONDES = {
    "strawberry blonde": "strawberry blonde, strawberry blond",
    "dark blonde": "dark blonde, dark blond, dirty blonde, dirty blond, ash blonde, ash blond",
    "platinum": "platinum blonde, platinum blond",
}
_HAIR_COLOURS = _settings("hair_colour", _BLONDES) | _settings(
    "hair_colour",
    {
        "black": "black, jet black, raven, ebony",
        "dark brown": "dark brown, dark, deep brown, espresso, dark brunette",
        "brown": "brown, chocolate, medium brown, hazel, brownish",
        "brunette": "brunette, brunet",
        "light brown": "light brown, caramel, honey brown",
        "chestnut": "chestnut, mahogany",
        "auburn": "auburn, copper, dark red",
        "red": "red, redhead, fiery, bright red",
        "ginger": "ginger, orange, light red",
        "dark blonde": "sandy",
        "blonde": "blonde, blond, golden, fair, light, yellow, honey, light blonde, honey blonde",
        "platinum": "platinum, bleached",
        "grey": "grey, gray, greying, graying, salt and pepper, ashen, dark grey, dark gray",
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
_HAIR_SHAPES = (
    _settings(
        "hair_length",
        {
            "short": "short, cropped, very short, ear length",
            "medium": "medium, medium length, shoulder length, chin length, mid length",
            "long": "long, very long, waist length, flowing, long flowing",
            "shaved": "shaved, buzzed, buzz cut",
        },
    )
    | _settings(
        "hair_texture",
        {
            "straight": "straight, sleek, smooth, straightened",
            "wavy": "wavy, waved",
            "curly": "curly, curled, kinky, coily, frizzy",
        },
    )
    | _settings(
        "hair_finish",
        {
            "messy": "messy, tousled, unkempt, wild, dishevelled, disheveled",
            "neat": "neat, tidy, combed, groomed",
            "spiky": "spiky, spiked",
        },
    )
    | _settings(
        "hair_style",
        {
            "quiff": "slicked back, slicked, slick",
            "balding": "thinning, receding",
            "braids": "braided, plaited",
        },
    )
)
_BEARD_SHAPES = _settings(
    "beard",
    {
        "full": "long, full, big, bushy, thick, huge",
        "short": "short, trimmed, neat, groomed, light, boxed, small",
    },
)
_SKIN = _settings(
    "skin",
    {
        "pale": "pale, very pale, porcelain, ivory, white, snow white, alabaster",
        "fair": "fair, light, creamy, peach, rosy",
        "medium": "medium, beige, golden, warm",
        "olive": "olive, light brown, caramel",
        "tan": "tan, tanned, bronze, bronzed, sun kissed, sunkissed, suntanned",
        "brown": "brown, medium brown, honey",
        "dark": "dark, dark brown, deep brown, chocolate",
        "deep": "black, ebony, deep, very dark",
    },
)
_FEELINGS = _settings(
    "expression",
    {
        "smile": "happy, cheerful, joyful, friendly",
        "serious": "serious, stern, solemn, stoic, thoughtful, pensive, emotionless",
        "sad": "sad, melancholic, melancholy, unhappy, sorrowful, tearful, depressed, gloomy, heartbroken",
        "angry": "angry, furious, enraged, annoyed, irate",
        "surprised": "surprised, shocked, astonished, amazed, startled, scared, frightened",
        "smirk": "smug, mischievous, sly, cheeky",
        "sleepy": "sleepy, tired, drowsy",
    },
)
_FACES = _settings(
    "expression",
    {"smile": "smiling, warm", "serious": "neutral, calm, grave, blank", "angry": "mad", "sleepy": "bored"},
)
_FRECKLED = _settings("freckles", {YES: "freckled"})

ADJECTIVES: Mapping[Noun, Mapping[str, Setting]] = {
    Noun.HAIR: _HAIR_COLOURS | _HAIR_SHAPES,
    Noun.BEARD: {word: ("beard_colour", colour) for word, (_, colour) in _HAIR_COLOURS.items()}
    | _BEARD_SHAPES,
    Noun.SKIN: _SKIN | _FRECKLED,
    Noun.EYES: _settings(
        "eyes",
        {
            "blue": "blue, light blue, dark blue, bright blue, deep blue",
            "green": "green, light green, dark green, bright green, emerald",
            "hazel": "hazel",
            "brown": "brown, dark brown, light brown, deep brown, dark, chocolate",
            "grey": "grey, gray, light grey, light gray",
            "amber": "amber, golden",
            "black": "black",
        },
    )
    | _settings("expression", {"asleep": "closed, shut", "surprised": "wide", "sleepy": "sleepy, tired"}),
    Noun.LIPS: _settings(
        "lips",
        {
            "red": "red, dark red, bright red, deep red, scarlet, crimson",
            "pink": "pink, light pink, rose, rosy",
            "dark": "dark, burgundy",
            "coral": "coral, peach, orange",
            "purple": "purple, violet",
            "black": "black",
        },
    ),
    Noun.SMILE: _settings(
        "expression",
        {
            "grin": "big, broad, wide, deep, toothy, bright, huge, large, beaming, radiant",
            "slight smile": "slight, faint, subtle, soft, gentle, small, shy",
            "smirk": "crooked, wry, sly, smug, mischievous",
        },
    ),
    Noun.EXPRESSION: _FEELINGS | _FACES | _FRECKLED | _settings("skin", {"pale": "pale"}),
    Noun.EYEWEAR: _settings(
        "eyewear",
        {
            "round": "round, circular, big, large, oversized",
            "square": "square, rectangular, thick, nerdy, horn rimmed",
            "reading": "reading, half moon, small, thin",
            "sunglasses": "dark, sun, tinted, aviator",
        },
    ),
    Noun.PERSON: _settings(
        "age",
        {
            "young": "young, youthful, teenage",
            "middle": "middle aged, mature",
            "old": "old, elderly, aged, ancient, senior",
        },
    )
    | _settings("skin", {"deep": "black", "pale": "pale, white", "brown": "brown", "tan": "tan, tanned"}),
    Noun.CLOTHES: _colours("clothes", palette.PAINTS),
    Noun.BACKGROUND: _colours("background", palette.PAINTS)
    | _settings(
        "background", {"dark grey": "dark, dim, moody", "white": "light, bright", "light grey": "neutral"}
    ),
    Noun.OTHER: {},
}

ALONE: Mapping[str, Setting] = (
    _settings("hair_colour", _BLONDES)
    | _settings(
        "hair_colour",
        {
            "blonde": "blonde, blond, blondes",
            "brunette": "brunette, brunet, brunettes",
            "red": "redhead, redheaded, redheads",
            "ginger": "ginger",
        },
    )
    | _settings("hair_length", {"shaved": "buzz cut, buzzcut, crew cut, skinhead"})
    | _settings("hair_texture", {"curly": "curls, curly"})
    | _settings("fringe", {YES: "fringe, bangs", NONE: "swept back"})
    | _settings(
        "hair_style",
        {
            "bald": "bald, hairless, no hair, without hair, shaved head, shaven head",
            "balding": "balding, receding hairline",
            "bun": "bun, updo, chignon",
            "buns": "space buns, double buns, two buns, buns",
            "ponytail": "ponytail, ponytails, pony tail",
            "pigtails": "pigtails, pigtail, twintails, twin tails",
            "braids": "braid, braids, plait, plaits, dreadlocks, dreads, cornrows",
            "topknot": "topknot, top knot, man bun",
            "bob": "bob, bob cut",
            "pixie": "pixie, pixie cut",
            "mohawk": "mohawk",
            "afro": "afro",
            "quiff": "quiff, pompadour, undercut",
            "shag": "mullet, shag",
        },
    )
    | _settings(
        "beard",
        {
            YES: "beard, beards, bearded, facial hair, whiskers",
            "goatee": "goatee",
            "short": "stubble, stubbly, unshaven, five o'clock shadow",
            NONE: "clean shaven, cleanshaven, smooth shaven, beardless",
        },
    )
    | _settings("moustache", {YES: "moustache, moustaches, mustache, mustaches, moustached, mustached"})
    | _settings(
        "eyewear",
        {
            YES: "glasses, eyeglasses, spectacles, eyewear, bespectacled",
            "sunglasses": "sunglasses, sun glasses, dark glasses, wearing shades",
        },
    )
    | _settings("freckles", {YES: "freckles, freckled, freckle, freckly"})
    | _settings("earrings", {YES: "earrings, earring, ear rings, ear ring, ear studs, pierced ears"})
    | _settings("flowers", {YES: "flower, flowers, blossom, blossoms, flower crown, floral crown, daisies"})
    | _FEELINGS
    | _settings(
        "expression",
        {
            "smile": "smile, smiles, smiling, happily",
            "grin": "grin, grins, grinning, beaming",
            "laugh": "laugh, laughs, laughing, laughter, giggling",
            "sad": "crying, weeping, pouting, sadness",
            "angry": "scowl, scowling, frowning, shouting, glaring, anger",
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
            "child": (
                "child, children, kid, kids, toddler, baby, boy, little girl, little boy, young girl, "
                "young boy, schoolgirl, schoolboy"
            ),
            "young": "young, youthful, teenager, teenage, teen",
            "middle": "middle aged",
            "old": (
                "elderly, grandmother, grandma, granny, grandfather, grandpa, grandad, granddad, "
                "pensioner, wrinkled, wrinkles"
            ),
        },
    )
)

# Words that only influence the choice. They are not listed among the words that were understood.
NUDGES: Mapping[str, Setting] = _settings(
    "presentation",
    {
        "feminine": (
            "woman, women, girl, little girl, young girl, lady, female, feminine, she, her, mother, mom, "
            "mum, grandmother, grandma, granny, queen, princess, actress, witch, wife, sister, daughter, "
            "aunt, bride, girlfriend, businesswoman, goddess, schoolgirl, mrs, ms, miss"
        ),
        "masculine": (
            "man, men, boy, little boy, young boy, gentleman, male, masculine, he, him, his, father, dad, "
            "grandfather, grandpa, grandad, granddad, king, prince, actor, wizard, husband, brother, son, "
            "uncle, groom, boyfriend, businessman, guy, dude, schoolboy, monk, sir, mr, fisherman, man "
            "bun"
        ),
    },
)

ANY_ADJECTIVE = frozenset[str]().union(*ADJECTIVES.values())
_ALL = ANY_ADJECTIVE.union(NOUNS, LEADERS, ALONE, NUDGES)
PHRASES = frozenset(phrase for phrase in _ALL if " " in phrase)
LONGEST_PHRASE = max(phrase.count(" ") + 1 for phrase in PHRASES)  # number of words
