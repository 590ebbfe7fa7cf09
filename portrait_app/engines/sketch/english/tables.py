"""All words together, in the form that the reader of prompts needs."""

from collections.abc import Mapping

from portrait_app.engines.sketch.english import face, hair, people, places, wear
from portrait_app.engines.sketch.english.grammar import LEADERS, NOUNS, SILENT, Noun
from portrait_app.engines.sketch.english.settings import Setting

ADJECTIVES: Mapping[Noun, Mapping[str, Setting]] = {
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
    Noun.BACKGROUND: places.BACKGROUND,
    Noun.OTHER: {},
}
ALONE: Mapping[str, Setting] = (
    places.ALONE | hair.ALONE | face.ALONE | wear.ALONE | people.AGES | people.HERITAGE
)
SEX = people.SEX
PRONOUNS = people.PRONOUNS
ROLES = people.ROLES
SEVERAL = people.SEVERAL
NUMBERS = people.NUMBERS
GENERIC_HEADWEAR = wear.GENERIC_HEADWEAR

ANY_ADJECTIVE = frozenset[str]().union(*ADJECTIVES.values())
_ALL = ANY_ADJECTIVE.union(NOUNS, LEADERS, ALONE, SEX, PRONOUNS, ROLES, SEVERAL, SILENT)
PHRASES = frozenset(phrase for phrase in _ALL if " " in phrase)
LONGEST_PHRASE = max(phrase.count(" ") + 1 for phrase in PHRASES)  # number of words
