"""From a prompt and a negative prompt to traits: whole words, simple grammar, no guessing.

A text is cut into clauses, a clause into terms: known phrases and single words. An adjective looks
for its noun to the right ("long brunette hair") and, where none stands there, to the left ("her hair
is long"). What is said first wins; what is denied or stands in the negative prompt is switched off.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from portrait_app.engines.sketch.clauses import clauses_of
from portrait_app.engines.sketch.grammar import (
    ARTICLES,
    COPULAS,
    DENIED_OVER,
    ENDS,
    FILLERS,
    LEADERS,
    NEGATORS,
    NOUNS,
    Noun,
)
from portrait_app.engines.sketch.traits import NONE, Traits, Understanding
from portrait_app.engines.sketch.vocabulary import (
    ADJECTIVES,
    AGE_SUFFIX,
    AGES_BELOW,
    ALONE,
    ANY_ADJECTIVE,
    NUDGES,
    Setting,
)

_REACH = 6  # terms between an adjective and its noun, or a negation and what it denies
# What an adjective may come after: "her hair is long", but not "a man in black".
_FOLLOWED = frozenset({Noun.HAIR, Noun.BEARD, Noun.EYES, Noun.LIPS, Noun.SKIN, Noun.BACKGROUND})
# Denying one of these settles the opposite instead of merely ruling one value out.
_SWITCHES = frozenset({"beard", "moustache", "freckles", "earrings", "flowers", "fringe"})
# "no glasses and beard" denies both, "no glasses and smiling" does not.
_DENIED_TOGETHER = _SWITCHES | {"eyewear"}
_SMILES = frozenset({"smile", "grin", "slight smile", "laugh"})


@dataclass(frozen=True, slots=True)
class _Finding:
    """One setting, the words to call it by (none for a mere nudge), and whether it was denied."""

    setting: Setting
    label: str
    denied: bool


def understand(prompt: str, negative_prompt: str = "") -> Understanding:
    """Read both texts. The same texts give the same traits, whatever they hold."""
    said = list(_findings(prompt))
    wanted: dict[str, _Finding] = {}
    for finding in said:
        if not finding.denied:
            wanted.setdefault(finding.setting[0], finding)
    denials = [finding for finding in said if finding.denied] + list(_findings(negative_prompt))
    values = {field: finding.setting[1] for field, finding in wanted.items()}
    for finding in denials:
        _switch_off(finding.setting, values)
    # A word that was overruled was read, but the picture does not show it.
    kept = [finding.label for field, finding in wanted.items() if values.get(field) == finding.setting[1]]
    words = [*filter(None, kept), *(_denial(finding.label) for finding in denials if finding.label)]
    without = frozenset(finding.setting for finding in denials)
    return Understanding(Traits(**values, without=without), tuple(dict.fromkeys(words)))


def _denial(label: str) -> str:
    return f"not {label}" if label in ANY_ADJECTIVE else f"no {label}"


def _switch_off(setting: Setting, values: dict[str, str]) -> None:
    """Take a denied setting out of `values`, or settle its opposite where it has one."""
    field, value = setting
    if field in _SWITCHES or (field == "eyewear" and value != "sunglasses"):
        values[field] = NONE
    elif field == "expression" and value in _SMILES:
        if values.get(field) in {None, *_SMILES}:
            values[field] = "serious"
    elif values.get(field) == value:
        del values[field]


def _findings(text: str) -> Iterator[_Finding]:
    for clause in clauses_of(text):
        denied = _denied_terms(clause)
        for index, term in enumerate(clause):
            found = _setting_of(clause, index)
            if found:
                yield _Finding(*found, denied=index in denied)
            if term in NUDGES:
                yield _Finding(NUDGES[term], "", denied=index in denied)


def _setting_of(clause: Sequence[str], index: int) -> tuple[Setting, str] | None:
    """Return what the term at `index` settles, and the words to call it by."""
    term = clause[index]
    if term.endswith(AGE_SUFFIX):
        years = int(term.removesuffix(AGE_SUFFIX))
        return ("age", next(name for name, below in AGES_BELOW if years < below)), term
    if term in ANY_ADJECTIVE:
        at = _noun_after(clause, index)
        noun = NOUNS[clause[at]] if at is not None else _noun_before(clause, index)
        if noun and term in ADJECTIVES[noun]:
            return ADJECTIVES[noun][term], _label(term, noun, clause[at] if at is not None else "")
    if term in ALONE:
        return ALONE[term], term
    return None


def _noun_after(clause: Sequence[str], index: int) -> int | None:
    """Return where the noun is that an adjective stands before."""
    strangers = 0
    for at in range(index + 1, min(index + 1 + _REACH, len(clause))):
        term = clause[at]
        if term in NOUNS:
            another = at > index + 1 and (clause[at - 1] in {"and", "or"} or clause[at - 1] in ARTICLES)
            return None if another else at
        if term in ANY_ADJECTIVE or term in FILLERS:
            continue
        strangers += 1
        if strangers > 1 or term in ENDS:
            return None
    return None


def _noun_before(clause: Sequence[str], index: int) -> Noun | None:
    """Return the noun that an adjective follows: "her hair is long", "against teal"."""
    for at in range(index - 1, max(index - 1 - _REACH, -1), -1):
        term = clause[at]
        if term in LEADERS:
            return LEADERS[term]
        if term in NOUNS:
            return NOUNS[term] if NOUNS[term] in _FOLLOWED else None
        if term not in ANY_ADJECTIVE and term not in COPULAS:
            return None
    return None


def _label(adjective: str, noun: Noun, word: str) -> str:
    """Return how to call an adjective: by itself where that says enough, else with its noun."""
    if noun is Noun.HAIR and (adjective in ALONE or ADJECTIVES[noun][adjective][0] != "hair_colour"):
        return adjective
    return f"{adjective} {word or noun.name.lower()}"


def _denied_terms(clause: Sequence[str]) -> frozenset[int]:
    """Return which terms of a clause are denied, by "no", "without" and the like."""
    starts = (index + 1 for index, term in enumerate(clause) if term in NEGATORS)
    return frozenset(at for start in starts for at in _denied_from(clause, start))


def _denied_from(clause: Sequence[str], start: int) -> Iterator[int]:
    """Yield what a negation before `start` denies: the next thing named, and what is joined to it."""
    at, end, strangers = start, min(start + _REACH, len(clause)), 0
    while at < end:
        term = clause[at]
        if term in NEGATORS:  # it denies for itself
            return
        yield at
        at += 1
        if term in ALONE or term in NOUNS:
            if not _joins(clause, at):
                return
            at, end, strangers = at + 1, min(at + 1 + _REACH, len(clause)), 0
        elif term not in ANY_ADJECTIVE and term not in DENIED_OVER:
            strangers += 1
            if strangers > 1 or term in ENDS:
                return


def _joins(clause: Sequence[str], at: int) -> bool:
    """Say whether the word at `at` carries a negation on to what follows it."""
    if at + 1 >= len(clause):
        return False
    follower = ALONE.get(clause[at + 1])
    together = clause[at] == "and" and follower is not None and follower[0] in _DENIED_TOGETHER
    return together or clause[at] == "or"
