"""The matrix of faults of the service and the network: the effect on jobs, money and key."""

import gc
from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from tests.matrices import (
    fault_answers,
    fault_classes,
    fault_history,
    fault_outage,
    fault_proof,
    fault_queued,
    fault_replies,
    fault_ways,
)
from tests.matrices.fault_classes import Classified, classified
from tests.matrices.fault_world import Case, Row, play

CASES: tuple[Case, ...] = (
    *fault_ways.cases(),
    *fault_replies.cases(),
    *fault_answers.cases(),
    *fault_proof.cases(),
    *fault_history.cases(),
    *fault_classes.cases(),
    *fault_queued.cases(),
    *fault_outage.cases(),
)


def rows(every: int = 1) -> Iterator[Row | Classified]:
    """Yield a row for each case, or for every `every`-th, and the rows of the generated answers."""
    if QCoreApplication.instance() is None:
        QCoreApplication([])
    for case in CASES[::every]:
        # Else garbage collections look at what all earlier cases left, and stall this case's window.
        gc.collect()
        gc.freeze()
        yield play(case)
    yield from classified()


HEAD = (
    f"{'case':44} {'':6} {'in the end':15} {'billed':>6} {'sent':>4} {'again':>5} {'pict.':>5} {'found':>5} "
    f"{'waited':>6} {'stall':>5} {'of it queued':>12}  what a person reads"
)


def line(row: Row | Classified) -> str:
    if isinstance(row, Classified):
        return str(row)
    again = max(row.posts - (len(row.case.prompts) or row.case.jobs), 0)
    counts = f"{row.billed:6} {row.posts:4} {again:5} {row.pictures:5} {row.found:5}"
    counts += f" {row.waited:5.0f}s {row.stall:5.0f}"
    wrong = f"[{'; '.join(row.wrong)}] " if row.wrong else ""
    what = f"{row.case.name:44} {row.case.delivery:6} {row.state:15}"
    return f"{what} {counts} {row.queued:12.0f}  {wrong}{row.sentence}"
