"""Prints a matrix, and exits with 1 where anything was lost: `python -m tests.matrices crash`."""

import argparse

from tests.matrices import crash


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.matrices", description=__doc__)
    parser.add_argument("matrix", choices=["crash"])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth moment")
    arguments = parser.parse_args()
    print(crash.HEAD)
    bad = total = 0
    for row in crash.rows(arguments.every):
        print(crash.line(row), "<-- BAD" if row.is_bad else "", flush=True)
        bad += row.is_bad
        total += 1
    print(f"{total} crashes, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
