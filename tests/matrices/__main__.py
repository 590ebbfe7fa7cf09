"""Prints a matrix, and exits with 1 if any row is bad: `python -m tests.matrices crash`, for example."""

import argparse
import logging

from tests.matrices import crash, disk, faults, soak, two

MATRICES = {"crash": crash, "disk": disk, "faults": faults, "soak": soak, "two": two}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.matrices", description=__doc__)
    parser.add_argument("matrix", choices=MATRICES)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth moment")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # the matrices cause many on purpose
    matrix = MATRICES[arguments.matrix]
    print(matrix.HEAD)
    bad = total = 0
    for row in matrix.rows(arguments.every):
        print(matrix.line(row), "<-- BAD" if row.is_bad else "", flush=True)
        bad += row.is_bad
        total += 1
    print(f"{total} rows, {bad} bad")
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
