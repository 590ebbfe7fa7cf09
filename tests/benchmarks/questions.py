"""All kinds of searches in every order: the CPU time of the first screenful, and of the whole result."""

from collections.abc import Sequence
from itertools import product

from portrait_app.core.ports.library import Library
from portrait_app.core.search.expression import parse_search
from portrait_app.core.search.query import FILTERS, ORDERS, Filter, LibraryQuery
from portrait_app.library.library import open_library
from portrait_app.ui.gallery.grid_query import SCREENFUL
from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import library
from tests.benchmarks.measuring import cpu, median, p95
from tests.support.clock import FixedClock
from tests.support.library_builder import EVERYWHERE, NOW, RARE

# Milliseconds for rare searches: the first screenful looks immediate, and all is found in a second. Frequent
# searches have the bounds 50 and 250 in `search`.
_FIRST = 100.0
_COMPLETE = 1000.0

_ANYWHERE = (EVERYWHERE, "golden", "steps:>30", f"{EVERYWHERE} steps:>30", "rating:>=4", "tag:client-a", "")
_AMONG_ALL = (
    *("date:2024", "date:2023-05..2024-02", "date:<2023", "date:2026-11-20", "is:favourite", "-is:favourite"),
    *("is:rated", "-is:rated", "is:tagged", "is:noted", "-tag:client", "engine:sketch", "engine:segmind"),
    *('scheduler:"Euler a"', "scheduler:e", "model:small", "steps:>98", "steps:>200", "guidance:7..9"),
    *("guidance:7.3", "size:256", "size:768x1024", "seed:531327", "seed:>1000000", "rating:5", "cost:>0.003"),
    *("-cost:>0", "study", RARE, f"woman {EVERYWHERE}", '"golden hour"', f"-{EVERYWHERE}", "blurry", "g"),
    *("date:2024 is:favourite", "date:2024 rating:>=4", "date:2024 engine:sketch", "tag:client-a date:2024"),
    *('scheduler:"Euler a" steps:>30', "is:tagged is:noted rating:5", "steps:>98 guidance:<0.3"),
    *(f"{EVERYWHERE} date:2024", f"{EVERYWHERE} is:favourite", f"{EVERYWHERE} tag:client-a"),
    *("golden date:2024", f"-{EVERYWHERE} steps:>30", f"{EVERYWHERE} guidance:7.3", "study rating:5"),
    *("golden steps:>98 guidance:<0.3", "note:print", f"{EVERYWHERE} rating:0 -is:tagged"),
)


# Alternatives, and what came later: figures of their own, so that the others stay comparable
_EITHER = (
    *("golden OR study", f"{EVERYWHERE} OR {RARE}", "(woman golden) OR (man study)", "-(woman OR man)"),
    *(
        "woman OR rating:5",
        f"{EVERYWHERE} OR steps:>98",
        f"{RARE} OR is:untagged",
        "(woman rating:5) OR -golden",
    ),
    *("is:untagged", "is:unrated", "no:note", "has:note", "is:missing", "-is:missing", "file:j000123"),
    *("file:portrait", "negative:blurry", f"negative:blurry {EVERYWHERE}", "(a OR b) (c OR -d) rating:..3"),
)


def questions(setting: Setting) -> list[Figure]:
    """Search the library directly, a few times for each question. Only this thread's CPU time counts."""
    kept = open_library(library(setting.cache, setting.large), FixedClock(NOW))
    asked = [*product(FILTERS, _ANYWHERE), *product(FILTERS[:1], _AMONG_ALL)]
    first, complete = _times(kept, setting, asked)
    either_first, either_complete = _times(kept, setting, [*product(FILTERS[:1], _EITHER)])
    kept.close()
    return [
        _figure("first screenful of every question and order, CPU: p95", first, _FIRST),
        _figure("all of every question and order, CPU: p95", complete, _COMPLETE),
        _figure("first screenful of alternatives and later fields, CPU: p95", either_first, _COMPLETE),
        _figure("all of alternatives and later fields, CPU: p95", either_complete, _COMPLETE),
    ]


_Times = list[tuple[float, str]]  # milliseconds, question


def _times(kept: Library, setting: Setting, asked: Sequence[tuple[Filter, str]]) -> tuple[_Times, _Times]:
    """Return the times of the first screenful and of the whole result, for each question and order."""
    first: _Times = []
    complete: _Times = []
    for (shown, typed), order in product(asked, ORDERS):
        query = LibraryQuery(shown, NOW.astimezone(), parse_search(typed), order)
        for limit, times in ((SCREENFUL, first), (0, complete)):
            spent = [cpu(lambda: kept.picture_ids(query, limit)) for _ in range(setting.turns(5))]  # noqa: B023 - called at once
            times.append((median(spent), f"{typed or shown.key}, {order.key}"))
    return first, complete


def _figure(what: str, times: _Times, bound: float) -> Figure:
    milliseconds = [spent for spent, _question in times]
    beyond = sorted((row for row in times if row[0] > bound), reverse=True)
    named = "".join(f"; {question}: {spent:.0f}" for spent, question in beyond[:5])
    note = f"median {median(milliseconds):.1f}, {len(beyond)} of {len(times)} above {bound:g} ms{named}"
    return Figure(what, p95(milliseconds), "ms", bound, note)
