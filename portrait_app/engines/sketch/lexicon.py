"""The English that Sketch understands, as tables. A key may be a phrase of up to three words.

A modifier means something by the noun it stands with: "blue" is a colour of hair before "hair", of
the wall before "background". Nouns that only take a colour away from hair are listed too.
"""

from collections.abc import Mapping
from enum import StrEnum

from portrait_app.engines.sketch.traits import NO, YES, Fact


class Noun(StrEnum):
    """What a modifier can stand with. ALONE is the meaning it has with none of them."""

    HAIR = "hair"
    SKIN = "skin"
    PERSON = "person"
    EYES = "eyes"
    LIPS = "lips"
    BACKDROP = "backdrop"
    CLOTHES = "clothes"
    OTHER = "other"
    ALONE = "alone"


Meanings = Mapping[Noun, Fact]

NEGATORS = frozenset(
    "no not non without never minus nor isn aren wasn doesn hasn don didn lacking free-of".split()
)
JOINERS = frozenset({"or", "nor"})  # a negation goes on after them
BREAKS = frozenset(
    "with wearing wears having has but while who whose plus holding standing sitting near behind at by "
    "under over for from to beside before".split()
)
LINKS = frozenset("is are was were looks dyed coloured colored colour color".split())
PLACES = frozenset({"in", "of", "on"})  # they link hair and backdrops, as in "hair in a bun"
AGAINST = frozenset({"against", "backdrop of", "background of"})
DENIED: Mapping[Noun, Fact] = {Noun.HAIR: ("length", "bald")}  # "no hair"

# Refusing the first refuses the rest as well, unless the words ask for one of them.
IMPLIED: Mapping[Fact, tuple[Fact, ...]] = {
    ("expression", "smile"): (("expression", "laugh"),),
    ("eyewear", "glasses"): (("eyewear", "sunglasses"),),
    ("hair_colour", "blonde"): tuple(
        ("hair_colour", key) for key in ("dark blonde", "platinum", "strawberry")
    ),
    ("hair_colour", "red"): (("hair_colour", "ginger"), ("hair_colour", "auburn")),
    ("hair_colour", "brown"): tuple(
        ("hair_colour", key) for key in ("dark brown", "brunette", "light brown", "dark")
    ),
    ("hair_colour", "grey"): (("hair_colour", "silver"), ("hair_colour", "pepper")),
    ("length", "bald"): (("length", "shaved"),),
}


def _colour(
    paint: str = "", *, hair: str = "", eyes: str = "", lips: str = "", skin: str = "", person: str = ""
) -> Meanings:
    said: dict[Noun, Fact] = {
        Noun.HAIR: ("hair_colour", hair),
        Noun.EYES: ("eyes", eyes),
        Noun.LIPS: ("lips", lips),
        Noun.SKIN: ("skin", skin),
        Noun.PERSON: ("skin", person),
        Noun.BACKDROP: ("background", paint),
        Noun.CLOTHES: ("clothes", paint),
    }
    return {noun: fact for noun, fact in said.items() if fact[1]}


def _hair_only(colour: str) -> Meanings:
    """Return the meaning of a colour that is said of hair alone, as "blonde" is."""
    fact = ("hair_colour", colour)
    return {Noun.HAIR: fact, Noun.PERSON: fact, Noun.ALONE: fact}


def _skin(tone: str) -> Meanings:
    return {Noun.SKIN: ("skin", tone), Noun.PERSON: ("skin", tone)}


def _hair(trait: str, value: str, *, alone: bool = False) -> Meanings:
    fact = (trait, value)
    return {Noun.HAIR: fact} | ({Noun.PERSON: fact, Noun.ALONE: fact} if alone else {})


def _person(trait: str, value: str) -> Meanings:
    return {Noun.PERSON: (trait, value), Noun.ALONE: (trait, value)}


_MODIFIERS: tuple[tuple[str, Meanings], ...] = (
    ("black", _colour("black", hair="black", eyes="black", lips="black", skin="dark", person="dark")),
    ("jet black|raven", _colour("black", hair="black")),
    ("dark", _colour("dark", hair="dark", eyes="black", lips="brown", skin="dark")),
    ("brown|chestnut|chocolate", _colour("brown", hair="brown", eyes="brown", lips="brown", skin="brown")),
    ("dark brown", _colour("brown", hair="dark brown", eyes="brown", skin="deep")),
    ("light brown|hazelnut", _colour("beige", hair="light brown", eyes="hazel", skin="tan")),
    ("brunette|brunet", _hair_only("brunette")),
    ("blonde|blond|golden blonde|golden blond|flaxen", _hair_only("blonde")),
    ("dark blonde|dark blond|dirty blonde|dirty blond|sandy", _hair_only("dark blonde")),
    ("light blonde|light blond|platinum|platinum blonde|platinum blond", _hair_only("platinum")),
    ("strawberry blonde|strawberry blond", _hair_only("strawberry")),
    ("auburn|red brown|reddish brown", _hair_only("auburn")),
    ("ginger|copper|ginger haired", _hair_only("ginger")),
    ("salt and pepper|greying|graying", _hair_only("pepper")),
    ("red|scarlet|crimson|dark red", _colour("red", hair="red", eyes="red", lips="red")),
    ("orange", _colour("orange", hair="orange")),
    ("yellow|mustard", _colour("yellow", hair="yellow")),
    ("gold|golden", _colour("gold", hair="blonde", eyes="amber")),
    ("green|emerald", _colour("green", hair="green", eyes="green")),
    ("dark green|forest green", _colour("dark green", hair="green", eyes="green")),
    ("light green|mint|mint green|sage", _colour("light green", hair="green", eyes="green")),
    ("teal", _colour("teal", hair="teal", eyes="green")),
    ("turquoise|cyan|aqua", _colour("turquoise", hair="teal", eyes="blue")),
    ("blue", _colour("blue", hair="blue", eyes="blue")),
    ("dark blue|navy|navy blue|midnight blue", _colour("dark blue", hair="dark blue", eyes="blue")),
    (
        "light blue|sky blue|pale blue|pastel blue|baby blue",
        _colour("light blue", hair="light blue", eyes="blue"),
    ),
    ("purple|violet", _colour("purple", hair="purple", eyes="purple", lips="purple")),
    ("lavender|lilac", _colour("lavender", hair="purple", eyes="purple")),
    ("pink|rose|magenta|pastel pink|hot pink|light pink", _colour("pink", hair="pink", lips="pink")),
    ("beige", _colour("beige", skin="fair")),
    ("cream|ivory", _colour("cream", hair="platinum", skin="pale")),
    ("white|snow white", _colour("white", hair="white", skin="pale", person="pale")),
    ("grey|gray", _colour("grey", hair="grey", eyes="grey")),
    ("light grey|light gray", _colour("light grey", hair="silver", eyes="grey")),
    ("dark grey|dark gray|charcoal", _colour("dark grey", hair="pepper", eyes="grey")),
    ("silver|silvery", _colour("light grey", hair="silver", eyes="grey")),
    ("hazel", _colour(eyes="hazel")),
    ("amber", _colour("gold", eyes="amber")),
    ("light|bright|plain", _colour("light", hair="light brown", skin="fair")),
    ("fair", _colour(hair="blonde", skin="fair", person="fair")),
    ("pale|porcelain|alabaster|very pale", _skin("pale")),
    ("olive", _colour("green", skin="olive")),
    ("tan|tanned|bronze|bronzed|suntanned|golden brown", _skin("tan")),
    ("ebony|deep brown|very dark", _skin("deep")),
    ("african|nigerian|ghanaian|kenyan", _person("skin", "deep")),
    ("indian|pakistani|sri lankan|bengali", _person("skin", "brown")),
    ("latina|latino|hispanic|mexican|brazilian", _person("skin", "tan")),
    ("mediterranean|greek|italian", _person("skin", "olive")),
    ("nordic|scandinavian|swedish|irish|norwegian", _person("skin", "pale")),
    ("long|very long|waist length|flowing", _hair("length", "long")),
    ("short|cropped|close cropped|very short", _hair("length", "short")),
    ("medium|medium length|shoulder length|chin length|mid length", _hair("length", "medium")),
    ("straight|sleek", _hair("texture", "straight")),
    ("wavy", _hair("texture", "wavy", alone=True)),
    ("curly|coily|kinky|frizzy", _hair("texture", "curly", alone=True)),
    ("braided|plaited", _hair("style", "braids", alone=True)),
    ("loose", _hair("style", "loose")),
    ("spiky|spiked|punk", _hair("style", "mohawk")),
    ("shaved|shaven|buzzed", _hair("length", "shaved", alone=True)),
    ("bald|balding|hairless", _hair("length", "bald", alone=True)),
    ("old|aged|aging|ageing", _person("age", "old")),
    ("young|youthful|teenage", _person("age", "young")),
    ("middle aged", _person("age", "middle")),
)

_NOUNS: tuple[tuple[str, Noun, tuple[Fact, ...]], ...] = (
    ("hair|haired|hairs|hairstyle|haircut|locks|tresses|wig|head|mane", Noun.HAIR, ()),
    ("curls|ringlets", Noun.HAIR, (("texture", "curly"),)),
    ("waves|beach waves", Noun.HAIR, (("texture", "wavy"),)),
    ("afro|coils", Noun.HAIR, (("texture", "curly"), ("length", "short"))),
    ("bob|bob cut|bobbed hair|lob", Noun.HAIR, (("length", "medium"),)),
    ("pixie|pixie cut|crop|bowl cut", Noun.HAIR, (("length", "short"),)),
    ("crew cut|buzz cut|buzzcut|undercut|stubble hair", Noun.HAIR, (("length", "shaved"),)),
    ("bun|updo|chignon|topknot|top knot|messy bun", Noun.HAIR, (("style", "bun"),)),
    ("man bun", Noun.HAIR, (("style", "bun"), ("gender", "man"))),
    ("space buns|two buns|double buns|buns", Noun.HAIR, (("style", "buns"),)),
    ("ponytail|pony tail|ponytails", Noun.HAIR, (("style", "ponytail"),)),
    ("braid|braids|plait|plaits|pigtails|pigtail|cornrows", Noun.HAIR, (("style", "braids"),)),
    ("mohawk|mohican", Noun.HAIR, (("style", "mohawk"),)),
    ("fringe|bangs", Noun.HAIR, (("fringe", YES),)),
    ("redhead|red head|redheaded", Noun.HAIR, (("hair_colour", "red"),)),
    ("beard|beards|goatee|stubble", Noun.HAIR, (("beard", YES), ("gender", "man"))),
    ("bearded", Noun.OTHER, (("beard", YES), ("gender", "man"))),
    ("moustache|mustache|moustached|mustachioed", Noun.HAIR, (("moustache", YES), ("gender", "man"))),
    ("clean shaven|beardless|smooth shaven", Noun.OTHER, (("beard", NO), ("moustache", NO))),
    ("eyes|eye|eyed|iris|irises", Noun.EYES, ()),
    ("lips|lipstick|lip", Noun.LIPS, ()),
    ("skin|skinned|complexion|skin tone|complexioned", Noun.SKIN, ()),
    ("background|backdrop|backgrounds|wall|studio background", Noun.BACKDROP, ()),
    (
        "woman|lady|girlfriend|wife|mother|sister|queen|princess|actress|female|she|her",
        Noun.PERSON,
        (("gender", "woman"),),
    ),
    (
        "man|guy|gentleman|husband|father|brother|king|prince|actor|male|he|his|him",
        Noun.PERSON,
        (("gender", "man"),),
    ),
    ("person|people|american|european|model|human|adult|individual|face", Noun.PERSON, ()),
    ("girl|daughter", Noun.PERSON, (("gender", "woman"),)),
    ("boy|son", Noun.PERSON, (("gender", "man"), ("beard", NO))),
    ("teenager|teen|youth", Noun.PERSON, (("age", "young"),)),
    ("child|kid|baby|toddler|little girl|little boy|infant", Noun.PERSON, (("age", "child"),)),
    ("elderly|senior|pensioner|elder|centenarian", Noun.PERSON, (("age", "old"),)),
    (
        "grandmother|grandma|granny|old woman|old lady|elderly woman|elderly lady",
        Noun.PERSON,
        (("age", "old"), ("gender", "woman")),
    ),
    (
        "grandfather|grandpa|granddad|old man|elderly man|wizard",
        Noun.PERSON,
        (("age", "old"), ("gender", "man")),
    ),
    ("glasses|spectacles|eyeglasses|bespectacled|reading glasses", Noun.OTHER, (("eyewear", "glasses"),)),
    ("sunglasses|shades|sun glasses|dark glasses", Noun.OTHER, (("eyewear", "sunglasses"),)),
    ("freckles|freckled|freckle|freckly", Noun.OTHER, (("freckles", YES),)),
    ("earrings|earring|ear rings|ear studs", Noun.OTHER, (("earrings", YES),)),
    ("flower|flowers|flower crown|floral crown|daisies|daisy", Noun.OTHER, (("flowers", YES),)),
    (
        "smile|smiling|smiles|smiley|happy|cheerful|joyful|grin|grinning|friendly|beaming",
        Noun.OTHER,
        (("expression", "smile"),),
    ),
    (
        "laugh|laughing|laughs|laughter|giggling|big smile|toothy smile|broad smile",
        Noun.OTHER,
        (("expression", "laugh"),),
    ),
    (
        "serious|stern|solemn|neutral expression|neutral|pensive|thoughtful|calm|stoic|unsmiling",
        Noun.OTHER,
        (("expression", "serious"),),
    ),
    (
        "sad|unhappy|crying|melancholic|melancholy|sorrowful|gloomy|tearful|depressed",
        Noun.OTHER,
        (("expression", "sad"),),
    ),
    ("angry|furious|mad|scowling|scowl|frowning|rage|annoyed", Noun.OTHER, (("expression", "angry"),)),
    (
        "surprised|shocked|astonished|amazed|surprise|startled|gasping",
        Noun.OTHER,
        (("expression", "surprised"),),
    ),
    ("wink|winking|winks", Noun.OTHER, (("expression", "wink"),)),
    ("asleep|sleeping|eyes closed|closed eyes|sleepy|meditating", Noun.OTHER, (("expression", "asleep"),)),
    (
        "dress|shirt|t shirt|blouse|sweater|jumper|jacket|coat|suit|hoodie|top|clothes|clothing|uniform|vest|"
        "cardigan|robe|gown|turtleneck|pullover|armour|armor|kimono|sari",
        Noun.CLOTHES,
        (),
    ),
    (
        "hat|cap|scarf|tie|bow|ribbon|necklace|headband|hijab|veil|crown|gloves|shoes|trousers|jeans|skirt|"
        "photo|photograph|picture|painting|film|light|lighting|room|house|car|sky|wine|neck|nose|teeth|hand|"
        "hands|legs|arms|nails|sea|ocean|book|bird|cat|dog|horse|shot|lens|town|city|street|tree|trees|sun|hour",
        Noun.OTHER,
        (),
    ),
)

MODIFIERS: Mapping[str, Meanings] = {word: row for words, row in _MODIFIERS for word in words.split("|")}
NOUNS: Mapping[str, tuple[Noun, tuple[Fact, ...]]] = {
    word: (noun, facts) for words, noun, facts in _NOUNS for word in words.split("|")
}
PHRASES = frozenset(key for table in (MODIFIERS, NOUNS, AGAINST) for key in table if " " in key)
PHRASE_STARTS = frozenset(phrase.split()[0] for phrase in PHRASES)
