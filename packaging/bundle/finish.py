"""The last touch to the Linux bundle, and the measure of it.

    finish.py BUNDLE MAX_MB

Takes out what the build machine left in it (debug symbols of its Python, search paths, times), then
fails on what must not be there, and prints its size and the oldest glibc that it runs on.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

_ELF = b"\x7fELF"
_TESTS = re.compile(r"(^|/)(tests?|testing|benchmarks)/")


def main(bundle: Path, limit: int) -> None:
    shared = [file for file in sorted(bundle.rglob("*")) if _is_shared_library(file)]
    for file in shared:
        _strip(file)
        _forget_the_build_machine(file)
    problems = list(_problems(bundle, shared))
    size = sum(file.lstat().st_size for file in bundle.rglob("*")) / 1e6
    if size > limit:
        problems.append(f"it has {size:.1f} MB, more than {limit}")
    for name, amount in _largest(bundle):
        print(f"  {amount / 1e6:6.1f} MB  {name}")
    print(f"  {size:6.1f} MB  in all, of {limit}; glibc {_glibc(bundle, shared)} or newer")
    if problems:
        raise SystemExit("The bundle is not right:\n" + "\n".join(problems))
    _set_times(bundle)


def _is_shared_library(file: Path) -> bool:
    """Say whether a file is one. The start-up program is none: what PyInstaller put behind it must stay."""
    if file.is_symlink() or not file.is_file() or ".so" not in file.name:
        return False
    with file.open("rb") as stream:
        return stream.read(4) == _ELF


def _strip(file: Path) -> None:
    """Take the symbols for debuggers out of Python, if it was built here. All others come without."""
    if "lib-dynload" in file.parts or file.name.startswith("libpython"):
        subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)


def _forget_the_build_machine(file: Path) -> None:
    if any(not place.startswith("$ORIGIN") for place in _search_path(file)):
        subprocess.run(["patchelf", "--remove-rpath", str(file)], check=True)


def _search_path(file: Path) -> list[str]:
    said = subprocess.run(
        ["patchelf", "--print-rpath", str(file)], capture_output=True, text=True, check=True
    )
    return [place for place in said.stdout.strip().split(":") if place]


def _problems(bundle: Path, shared: list[Path]) -> "list[str]":
    found = [
        f"{file}: looks for libraries in {place}"
        for file in shared
        for place in _search_path(file)
        if not place.startswith("$ORIGIN")
    ]
    for file in sorted(bundle.rglob("*")):
        name = file.relative_to(bundle).as_posix()
        if file.is_symlink() and not file.exists():
            file.unlink()  # PyInstaller's, to a library that was left out
        elif "gtk" in file.name.lower() or _TESTS.search(name):
            found.append(f"{name}: it does not belong here")
    return found


def _largest(bundle: Path) -> list[tuple[str, int]]:
    """Return the ten largest parts, by the first two folders that they are in."""
    parts: Counter[str] = Counter()
    for file in bundle.rglob("*"):
        if file.is_file() and not file.is_symlink():
            parts["/".join(file.relative_to(bundle).parts[:3][1:] or (file.name,))] += file.stat().st_size
    return parts.most_common(10)


def _glibc(bundle: Path, shared: list[Path]) -> str:
    """Return the newest version that is asked for, but by the fallbacks: those are not always loaded."""
    always = [file for file in shared if "fallback-libs" not in file.parts]
    asked: set[tuple[int, ...]] = set()
    for file in [*always, bundle / bundle.name]:
        said = subprocess.run(["objdump", "-T", str(file)], capture_output=True, text=True, check=True).stdout
        asked |= {tuple(map(int, version.split("."))) for version in re.findall(r"GLIBC_(\d[\d.]*)", said)}
    newest = ".".join(map(str, max(asked)))
    (bundle.parent / f"{bundle.name}.glibc").write_text(f"{newest}\n", encoding="ascii")  # for its Depends
    return newest


def _set_times(bundle: Path) -> None:
    """Give everything the time of the commit, so that two builds are the same."""
    moment = int(os.environ["SOURCE_DATE_EPOCH"])
    for file in [*bundle.rglob("*"), bundle]:
        os.utime(file, (moment, moment), follow_symlinks=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
