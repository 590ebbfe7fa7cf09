"""Tests that an engine needs only one row, its models and a package.

- Two engines, as a contributor adds them: `added_engines.py`, with the packages `engines/etching` and
  `engines/darkroom`. Their tests: `engine_works.py`.
- An engine with a key: `engine_with_a_key.py`. Its tests: `engine_with_a_key_works.py`.

The tables are read at the first import, so each runs in a separate process.
"""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.timeout(300)  # a program is started twenty times
@pytest.mark.parametrize("added", ["added_engines", "engine_with_a_key"])
def test_what_is_added_is_all_it_takes(added: str) -> None:
    works = {"added_engines": "engine_works"}.get(added, f"{added}_works")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-p", f"tests.one_place.{added}", f"tests/one_place/{works}.py"]
    ended = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=280)
    assert ended.returncode == 0, ended.stdout + ended.stderr
