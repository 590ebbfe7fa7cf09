"""All words together, in the form that the reader of prompts needs."""

from collections.abc import Mapping

from portrait_app.engines.sketch.english import face, hair, people, places, wear
from portrait_app.engines.sketch.english.grammar import LEADERS, SILENT, Noun
from portrait_app.engines.sketch.english.grammar import NOUNS as GRAMMAR_NOUNS
from portrait_app.engines.sketch.english.settings import Words
from portrait_app.engines.sketch.traits import MARK

# Whatever can be worn takes adjectives.
_WORN = {
    "headwear": Noun.HEADWEAR,
    "garment": Noun.CLOTHES,
    "neckwear": Noun.NECKWEAR,
    "earrings": Noun.EARRINGS,
    "eyewear": Noun.EYEWEAR,
    "mask": Noun.MARK,
    "in mouth": Noun.MARK,
}
NOUNS: Mapping[str, Noun] = {
    **{
        word: _WORN.get(feature, Noun.MARK)
        for word, (feature, _) in (wear.ALONE | face.ALONE).items()
        if (feature in _WORN or feature.startswith(MARK)) and not word.endswith("ed")
    },
    **GRAMMAR_NOUNS,
}
ADJECTIVES: Mapping[Noun, Words] = {
    Noun.HAIR: hair.ADJECTIVES,
    Noun.BEARD: hair.BEARD_ADJECTIVES,
    Noun.SKIN: face.SKIN,
    Noun.EYES: face.EYES,
    Noun.LIPS: face.LIPS,
    Noun.SMILE: face.SMILE,
    Noun.EXPRESSION: face.EXPRESSION_ADJECTIVES,
    Noun.EYEWEAR: wear.EYEWEAR,
    Noun.PERSON: people.AGE_ADJECTIVES,
    Noun.CLOTHES: wear.CLOTHES,
    Noun.HEADWEAR: wear.HEADWEAR,
    Noun.NECKWEAR: wear.NECKWEAR,
    Noun.EARRINGS: wear.EARRINGS,
    Noun.MARK: face.MARK_ADJECTIVES,
    Noun.BROWS: face.BROWS,
    Noun.BACKGROUND: places.BACKGROUND,
    Noun.OTHER: {},
}
ALONE: Words = places.ALONE | hair.ALONE | face.ALONE | wear.ALONE | people.AGES | people.HERITAGE
SEX = people.SEX
PRONOUNS = people.PRONOUNS
ROLES = people.ROLES
SEVERAL = people.SEVERAL
NUMBERS = people.NUMBERS
GENERIC = wear.GENERIC

ANY_ADJECTIVE = frozenset[str]().union(*ADJECTIVES.values())
_ALL = ANY_ADJECTIVE.union(NOUNS, LEADERS, ALONE, SEX, PRONOUNS, ROLES, SEVERAL, SILENT)
PHRASES = frozenset(phrase for phrase in _ALL if " " in phrase)
LONGEST_PHRASE = max(phrase.count(" ") + 1 for phrase in PHRASES)  # number of words
