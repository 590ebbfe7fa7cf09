"""Prints a matrix, and exits with 1 where anything was lost: `python -m tests.matrices crash`, or disk."""

import argparse
import logging

from tests.matrices import crash, disk, faults, monkey, soak, two

MATRICES = {"crash": crash, "disk": disk, "faults": faults, "monkey": monkey, "soak": soak, "two": two}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.matrices", description=__doc__)
    parser.add_argument("matrix", choices=MATRICES)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each Nth moment")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)  # which are many, and are what was asked for
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
