"""Benchmarks, with the figures that the program must reach: `python -m tests.benchmarks`."""
