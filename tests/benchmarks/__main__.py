"""Prints the table of figures, and exits with 1 if a figure exceeds its bound.

`--short` runs everything with small libraries and without bounds: it only shows that the benchmarks still
work. For a ratio, both sides are measured in turns within one run.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks import (
    export,
    first_paint,
    grid,
    local_engine,
    memory,
    peers,
    questions,
    search,
    stalls,
    starts,
)
from tests.benchmarks.figures import Benchmark, Figure, Setting
from tests.benchmarks.measuring import alone

BENCHMARKS = (
    Benchmark("first-paint", first_paint.first_paint),
    Benchmark("starts", starts.starts),
    Benchmark("steps", grid.steps),
    Benchmark("frames", grid.frames),
    Benchmark("typing", search.typing),
    Benchmark("complete", search.complete),
    Benchmark("questions", questions.questions),
    Benchmark("thumbnails", peers.thumbnails),
    Benchmark("export", export.export),
    Benchmark("memory", memory.memory),
    Benchmark("stalls", stalls.stalls),
    Benchmark("local-engine", local_engine.local_engine),
)
_WIDTH = 66  # characters of the first column


def main() -> int:
    arguments = _arguments()
    cache = arguments.cache
    cache.mkdir(parents=True, exist_ok=True)
    setting = Setting(cache.resolve(), arguments.short, arguments.peers)
    chosen = [row for row in BENCHMARKS if row.key in (arguments.names or [row.key])]
    short = 0
    with tempfile.TemporaryDirectory() as home:
        _leave_the_person_alone(Path(home))
        print(f"{'':{_WIDTH}} {'measured':>12} {'at most':>12}")
        for benchmark in chosen:
            start = perf_counter()
            figures = alone(benchmark.run, setting)
            print(f"{benchmark.key} ({perf_counter() - start:.0f} s)")
            for figure in figures:
                print(_line(figure, arguments.short), flush=True)
                short += figure.falls_short
    return 1 if short and not arguments.short else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    keys = [row.key for row in BENCHMARKS]
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(keys)}")
    parser.add_argument("--short", action="store_true", help="small libraries, no bounds, under a minute")
    parser.add_argument("--peers", action="store_true", help="fail where the programs to compare are missing")
    parser.add_argument(
        "--cache",
        type=Path,
        metavar="DIR",
        default=Path(tempfile.gettempdir()) / "portrait-studio-benchmarks",
        help="where libraries are kept between runs",
    )
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(keys):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(keys)}")
    return arguments


def _leave_the_person_alone(home: Path) -> None:
    """Give this process and its children an empty home, an offscreen display, and no keychain."""
    for name in [name for name in os.environ if name.startswith(("XDG_", "QT_", "SEGMIND_"))]:
        del os.environ[name]
    os.environ |= {
        "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "DBUS_SESSION_BUS_ADDRESS": f"unix:path={home / 'no-bus'}",
        "LC_ALL": "C.UTF-8",
    }


def _line(figure: Figure, short: bool) -> str:
    measured = "not measured" if figure.measured is None else f"{figure.measured:.2f} {figure.unit}"
    bound = "" if figure.bound is None else f"{figure.bound:g} {figure.unit}"
    verdict = "" if short or figure.bound is None else "FAIL" if figure.falls_short else "pass"
    note = f"  ({figure.note})" if figure.note else ""
    return f"  {figure.what:{_WIDTH - 2}} {measured:>12} {bound:>12}  {verdict:4}{note}"


if __name__ == "__main__":
    sys.exit(main())
