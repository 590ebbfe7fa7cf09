"""Read traits from a prompt and a negative prompt: whole words and simple grammar, without guessing.

A text is split into clauses, and a clause into terms: known phrases and single words. An adjective belongs to
the next noun on its right ("long brunette hair"), or else to the noun on its left ("her hair is long"). The
first mention of a feature wins. Negated words, and words of the negative prompt, switch features off. A role
("a pirate") settles what no other word does. Every word that the drawing does not show is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from portrait_app.engines.sketch.clauses import clauses_of
from portrait_app.engines.sketch.english.grammar import (
    ARTICLES,
    COPULAS,
    DENIED_OVER,
    ENDS,
    FILLERS,
    LEADERS,
    NEGATORS,
    SILENT,
    Noun,
)
from portrait_app.engines.sketch.english.people import AGE_SUFFIX, AGES_BELOW
from portrait_app.engines.sketch.english.settings import Setting
from portrait_app.engines.sketch.english.tables import (
    ADJECTIVES,
    ALONE,
    ANY_ADJECTIVE,
    GENERIC,
    NOUNS,
    PRONOUNS,
    ROLES,
    SEVERAL,
    SEX,
)
from portrait_app.engines.sketch.hidden import hidden
from portrait_app.engines.sketch.traits import MARK, NONE, Traits, Understanding

_REACH = 6  # most terms between an adjective and its noun, or between a negation and what it negates
_MOST_MISSED = 40  # words that are told as not understood
# Nouns that an adjective may follow: "her hair is long". Others are left out, because of "a man in black".
_FOLLOWED = frozenset({Noun.HAIR, Noun.BEARD, Noun.EYES, Noun.LIPS, Noun.SKIN, Noun.BACKGROUND})
# Negating one of these chooses "none", instead of only excluding one value.
_SWITCHES = frozenset(
    {"beard", "moustache", "freckles", "earrings", "flowers", "fringe", "headwear", "neckwear"}
)
# "no glasses and beard" negates both; "no glasses and smiling" negates only the first.
_DENIED_TOGETHER = _SWITCHES | {"eyewear"}
_BEARDS = frozenset({"beard", "beard_colour", "moustache"})  # a child who plays a pirate has none
_SIZES = frozenset({"big", "large", "small", "little", "huge", "tiny"})
_SMILES = frozenset({"smile", "grin", "slight smile", "laugh"})
# Expressions that one face can show together, so that neither word is a contradiction.
_ALIKE = (
    _SMILES | {"proud", "love", "shy", "smirk"},
    frozenset({"serious", "calm", "thoughtful", "proud", "bored", "sleepy"}),
    frozenset({"sad", "crying", "worried"}),
    frozenset({"angry", "shouting", "serious", "evil", "disgusted"}),
    frozenset({"surprised", "scared"}),
)
_AGES_ALIKE = (
    frozenset({"young", "teenager"}),
    frozenset({"young", "adult"}),
    frozenset({"adult", "middle"}),
)


@dataclass(frozen=True, slots=True)
class _Finding:
    """A setting, the words it is shown by (empty: it is not shown), and whether it was negated."""

    setting: Setting
    label: str
    denied: bool = False


@dataclass(slots=True)
class _Reading:
    """What one text says."""

    findings: list[_Finding] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def understand(prompt: str, negative_prompt: str = "") -> Understanding:
    """Return the traits of both texts. The same texts always give the same traits."""
    said, refused = _read(prompt), _read(negative_prompt)
    wanted: dict[str, _Finding] = {}
    for finding in said.findings:
        if not finding.denied:
            wanted.setdefault(finding.setting[0], finding)
    denials = [finding for finding in said.findings if finding.denied] + refused.findings
    values = {feature: finding.setting[1] for feature, finding in wanted.items()}
    for finding in denials:
        _switch_off(finding.setting, values)
    without = frozenset(finding.setting for finding in denials)
    told_roles = _play(said.roles, values, without)
    unseen = hidden(values)
    words: list[str] = []
    missed = list(said.unknown)
    refusals = {finding.setting[0] for finding in denials}
    for finding in said.findings:
        feature = finding.setting[0]
        if finding.label and not finding.denied:
            if _is_shown(finding.setting, values) and feature not in unseen:
                words.append(finding.label)
            elif feature not in refusals:
                missed.append(finding.label)
    words += told_roles
    missed += [role for role in said.roles if role not in told_roles and role not in SEX]
    words += [_denial(finding.label) for finding in denials if finding.label]
    for feature in unseen:
        values.pop(feature, None)
    return Understanding(Traits(values, without), _distinct(words), _distinct(missed)[:_MOST_MISSED])


def _is_shown(setting: Setting, values: Mapping[str, str]) -> bool:
    """Say whether the drawing shows a setting: it does not if another word said otherwise."""
    feature, value = setting
    chosen = values.get(feature)
    alike = _ALIKE if feature == "expression" else _AGES_ALIKE if feature == "age" else ()
    generic = value in GENERIC.get(feature, ()) and chosen not in {None, NONE}
    return chosen == value or generic or any({chosen, value} <= group for group in alike)


def _play(roles: Sequence[str], values: dict[str, str], without: frozenset[Setting]) -> list[str]:
    """Settle what the roles bring with them, where nothing else does; return the roles that are seen."""
    seen: list[str] = []
    young = values.get("age") in {"baby", "child", "teenager"}
    for role in roles:
        brings = dict(ROLES[role])
        for feature, value in brings.items():
            if values.get(feature) in GENERIC.get(feature, ()):
                values[feature] = value
            if (feature, value) not in without and not (young and feature in _BEARDS):
                values.setdefault(feature, value)
        if any(
            values.get(feature) == value
            for feature, value in brings.items()
            if feature not in {"presentation"}
        ):
            seen.append(role)
    return seen


def _distinct(labels: Sequence[str]) -> tuple[str, ...]:
    """Return the labels once each, without those that end another one: "hat" beside "brown hat"."""
    once = list(dict.fromkeys(labels))
    return tuple(label for label in once if not any(other.endswith(f" {label}") for other in once))


def _denial(label: str) -> str:
    return f"not {label}" if label in ANY_ADJECTIVE else f"no {label}"


def _switch_off(setting: Setting, values: dict[str, str]) -> None:
    """Remove a negated setting from `values`, or choose its opposite if it has one."""
    feature, value = setting
    if feature in _SWITCHES or feature.startswith(MARK) or (feature == "eyewear" and value != "sunglasses"):
        values[feature] = NONE
    elif feature == "expression" and value in _SMILES:
        if values.get(feature) in {None, *_SMILES}:
            values[feature] = "serious"
    elif values.get(feature) == value:
        del values[feature]


def _read(text: str) -> _Reading:
    reading = _Reading()
    for clause in clauses_of(text):
        _read_clause(clause, reading)
    return reading


def _read_clause(clause: Sequence[str], reading: _Reading) -> None:
    denied = _denied_terms(clause)
    used: set[int] = set()
    described: dict[int, set[str]] = {}  # the features that adjectives gave to each noun
    for index, term in enumerate(clause):
        found = _described(clause, index)
        if found:
            setting, label, noun = found
            used.update({index} if noun is None else {index, noun})
            if noun is not None:
                described.setdefault(noun, set()).add(setting[0])
            reading.findings.append(_Finding(setting, label, index in denied))
            continue
        for setting, label in _alone(term):
            if term not in SEVERAL:
                used.add(index)
            if setting[0] not in described.get(index, ()):
                reading.findings.append(_Finding(setting, label, index in denied))
        if term in ROLES and index not in denied:
            used.add(index)
            reading.roles.append(term)
    reading.unknown += _unknown(clause, used | denied)


def _alone(term: str) -> Iterator[tuple[Setting, str]]:
    """Yield the settings that a term gives without a noun, and the words to show for each."""
    if term.endswith(AGE_SUFFIX):
        years = int(term.removesuffix(AGE_SUFFIX))
        yield ("age", next(name for name, below in AGES_BELOW if years < below)), term
    for table in (ALONE, SEX):
        if term in table:
            yield table[term], term
    if term in PRONOUNS:
        yield PRONOUNS[term], ""


def _described(clause: Sequence[str], index: int) -> tuple[Setting, str, int | None] | None:
    """Return the setting of an adjective, its label, and the index of its noun if that follows."""
    term = clause[index]
    if term not in ANY_ADJECTIVE:
        return None
    at = _noun_after(clause, index)
    noun = NOUNS[clause[at]] if at is not None else _noun_before(clause, index)
    if noun and term in ADJECTIVES[noun]:
        return ADJECTIVES[noun][term], _label(term, noun, clause[at] if at is not None else ""), at
    return None


def _unknown(clause: Sequence[str], used: set[int]) -> Iterator[str]:
    """Yield the words that say nothing to this engine, those that stand together as one."""
    run: list[str] = []
    for index, term in enumerate((*clause, "")):
        strange = index not in used and term not in SILENT and not term.isdecimal() and len(term) > 1
        if strange and term in SEVERAL:
            yield f"{term} ({SEVERAL[term]})"
            continue
        if strange:
            before = clause[index - 1] if index else ""
            run += [before, term] if not run and before in _SIZES else [term]
            continue
        if run:
            follows = term in NOUNS and index not in used
            yield " ".join((*run, term) if follows else run)
            run = []


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


def _denied_terms(clause: Sequence[str]) -> set[int]:
    """Return the indexes of the terms of a clause that "no", "without" and the like negate."""
    starts = (index + 1 for index, term in enumerate(clause) if term in NEGATORS)
    return {at for start in starts for at in _denied_from(clause, start)}


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
