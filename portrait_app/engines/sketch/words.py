"""Read traits from a prompt and a negative prompt: whole words and simple grammar, without guessing.

A text is split into clauses, and a clause into terms: known phrases and single words. An adjective belongs to
the next noun on its right ("long brunette hair"), or else to the noun on its left ("her hair is long"). The
first mention of a feature wins. Negated words, and words of the negative prompt, switch features off.
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

_REACH = 6  # most terms between an adjective and its noun, or between a negation and what it negates
# Nouns that an adjective may follow: "her hair is long". Others are left out, because of "a man in black".
_FOLLOWED = frozenset({Noun.HAIR, Noun.BEARD, Noun.EYES, Noun.LIPS, Noun.SKIN, Noun.BACKGROUND})
# Negating one of these chooses "none", instead of only excluding one value.
_SWITCHES = frozenset({"beard", "moustache", "freckles", "earrings", "flowers", "fringe"})
# "no glasses and beard" negates both; "no glasses and smiling" negates only the first.
_DENIED_TOGETHER = _SWITCHES | {"eyewear"}
_SMILES = frozenset({"smile", "grin", "slight smile", "laugh"})


@dataclass(frozen=True, slots=True)
class _Finding:
    """A setting, the words it is shown by (empty for NUDGES), and whether it was negated."""

    setting: Setting
    label: str
    denied: bool


def understand(prompt: str, negative_prompt: str = "") -> Understanding:
    """Return the traits of both texts. The same texts always give the same traits."""
    said = list(_findings(prompt))
    wanted: dict[str, _Finding] = {}
    for finding in said:
        if not finding.denied:
            wanted.setdefault(finding.setting[0], finding)
    denials = [finding for finding in said if finding.denied] + list(_findings(negative_prompt))
    values = {field: finding.setting[1] for field, finding in wanted.items()}
    for finding in denials:
        _switch_off(finding.setting, values)
    # A word may have been overruled: then the drawing does not show it, and it is not listed.
    kept = [finding.label for field, finding in wanted.items() if values.get(field) == finding.setting[1]]
    words = [*filter(None, kept), *(_denial(finding.label) for finding in denials if finding.label)]
    without = frozenset(finding.setting for finding in denials)
    return Understanding(Traits(**values, without=without), tuple(dict.fromkeys(words)))


def _denial(label: str) -> str:
    return f"not {label}" if label in ANY_ADJECTIVE else f"no {label}"


def _switch_off(setting: Setting, values: dict[str, str]) -> None:
    """Remove a negated setting from `values`, or choose its opposite if it has one."""
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
    """Return the setting of the term at `index`, and the words to show for it; None for an unknown term."""
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
    """Return the index of the noun that an adjective precedes; None if there is none."""
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
    """Return the noun that an adjective follows ("her hair is long", "against teal"), or None."""
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
    """Return the words to show for an adjective: with its noun, unless it is clear alone."""
    if noun is Noun.HAIR and (adjective in ALONE or ADJECTIVES[noun][adjective][0] != "hair_colour"):
        return adjective
    return f"{adjective} {word or noun.name.lower()}"


def _denied_terms(clause: Sequence[str]) -> frozenset[int]:
    """Return the indexes of the terms of a clause that "no", "without" and the like negate."""
    starts = (index + 1 for index, term in enumerate(clause) if term in NEGATORS)
    return frozenset(at for start in starts for at in _denied_from(clause, start))


def _denied_from(clause: Sequence[str], start: int) -> Iterator[int]:
    """Yield the indexes that a negation before `start` negates: to the next known word, or on after "or"."""
    at, end, strangers = start, min(start + _REACH, len(clause)), 0
    while at < end:
        term = clause[at]
        if term in NEGATORS:  # the next negation is handled on its own
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
    """Say whether the word at index `at` extends a negation to the following words."""
    if at + 1 >= len(clause):
        return False
    follower = ALONE.get(clause[at + 1])
    together = clause[at] == "and" and follower is not None and follower[0] in _DENIED_TOGETHER
    return together or clause[at] == "or"
