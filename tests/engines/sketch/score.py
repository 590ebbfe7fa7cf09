"""Draw each prompt of the tables, and count the traits that the drawings show.

    python -m tests.engines.sketch.score [--sheet FOLDER] [--seed NUMBER]

`given.json` has the prompts of the issue, and `own.json` sixty more. --sheet saves all drawings as pictures.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from tests.engines.sketch.sight import contact_sheet
from tests.engines.sketch.traits_seen import drawn, shows

TABLES = ("given", "own")
_HERE = Path(__file__).parent


def table(name: str) -> list[tuple[str, list[str]]]:
    """Return the prompts of a table with their traits."""
    rows = json.loads((_HERE / f"{name}.json").read_text("utf-8"))
    return [(row["prompt"], row["traits"]) for row in rows]


def judged(name: str, seed: int) -> Iterator[tuple[str, str, bool]]:
    """Yield each prompt, trait and whether the drawing shows it. Each prompt has a seed of its own."""
    for number, (prompt, traits) in enumerate(table(name)):
        seen, missed = drawn(prompt, seed + number)
        for trait in traits:
            yield prompt, trait, shows(seen, missed, trait)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--sheet", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in TABLES:
        results = list(judged(name, options.seed))
        for prompt, trait, seen in results:
            if not seen:
                print(f"not seen: {trait:32} {prompt}")
        good = sum(seen for *_, seen in results)
        print(f"{name}: {good} of {len(results)} traits are seen, {good / len(results):.1%}")
        if options.sheet:
            rows = [
                (prompt, drawn(prompt, options.seed + number)[0].look)
                for number, (prompt, _) in enumerate(table(name))
            ]
            contact_sheet(rows, options.sheet / f"sketch-{name}.png")


if __name__ == "__main__":
    main()
