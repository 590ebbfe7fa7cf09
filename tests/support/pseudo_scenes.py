"""The English words that are left in a language nobody speaks: `python -m tests.support.pseudo_scenes [OUT]`.

    --scene NAME    of this scene alone; as often as wanted

Each scene is played in a process of its own; with OUT, a folder, its picture is kept there.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.scenes import SCENES


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--scene", choices=SCENES, action="append")
    wishes = parser.parse_args()
    found = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = wishes.folder or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for scene in wishes.scene or SCENES:
            command = [
                sys.executable,
                "-m",
                "tests.support.showcase",
                str(folder / f"{scene}.png"),
                "--pseudo",
            ]
            ended = subprocess.run([*command, "--scene", scene], capture_output=True, text=True, check=False)
            words = ended.stdout.splitlines()
            found += len(words) + (ended.returncode != 0)
            print(f"{scene:14} {'failed: ' + ended.stderr[-300:] if ended.returncode else len(words)}")
            print("".join(f"    {line}\n" for line in words), end="", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
