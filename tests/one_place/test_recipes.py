"""Runs each recipe in a separate process: its row alone must be enough for its tests."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPES = sorted(
    path.name
    for path in Path(__file__).parent.glob("*.py")
    if "add_row(" in path.read_text("utf-8") and path.stem not in {"adding", Path(__file__).stem}
)


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_row_is_enough(recipe: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    done = subprocess.run(
        [*command, f"tests/one_place/{recipe}"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_recipe_is_passed_over() -> None:
    assert len(RECIPES) >= 8
