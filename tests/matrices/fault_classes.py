"""Cases of one answer of each class in `answers`, and a check of the classifier with all answers."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from portrait_app.core.errors import ErrorKind
from portrait_app.engines.segmind.statuses import Proof
from tests.matrices.answers import Answer, Body, answers, classes
from tests.matrices.fault_world import FAILED, LOST, Case, answered


def cases() -> Iterator[Case]:
    yield from map(_case, classes())


def _case(answer: Answer) -> Case:
    name = f"any {answer.status}: {answer.body}{', with a cost' if answer.has_cost else ''}"
    prepare = answered("post", answer.give)
    if answer.proof is Proof.UNKNOWN:
        return Case(name, prepare, answer.delivery, said=LOST, found=True)
    if answer.proof is Proof.DELIVERED:
        is_there = answer.body in (Body.PICTURE, Body.TICKET)
        said = () if is_there else (ErrorKind.REPLY_UNREADABLE,)
        return Case(name, prepare, answer.delivery, said=said, found=not is_there)
    if answer.status == 503:
        return Case(name, prepare, answer.delivery, said=(ErrorKind.SERVICE_UNAVAILABLE,), posts=2)
    return Case(name, prepare, answer.delivery, FAILED, (ErrorKind.BAD_REQUEST,), 0)


@dataclass
class Classified:
    """All answers of one form, and how the classifier judges them."""

    form: str
    proofs: Counter[Proof] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)

    @property
    def is_bad(self) -> bool:
        return bool(self.mistakes)

    def __str__(self) -> str:
        counts = ", ".join(f"{self.proofs[proof]} {proof.value}" for proof in Proof)
        return f"every status, {self.form:40} {counts}  {'; '.join(self.mistakes[:3])}"


def classified() -> Iterator[Classified]:
    """Yield how the classifier judges all answers, by delivery, body and cost."""
    rows: dict[str, Classified] = {}
    for answer in answers():
        form = f"{answer.delivery}, {answer.body}{', with a cost' if answer.has_cost else ''}"
        row = rows.setdefault(form, Classified(form))
        row.proofs[answer.proof] += 1
        row.mistakes += answer.mistakes
    yield from rows.values()
