"""The figures that the program must reach: `python -m tests.benchmarks`."""
