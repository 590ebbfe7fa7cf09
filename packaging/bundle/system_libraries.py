"""Which shared libraries of this Linux system the bundle needs, found by asking the files themselves."""

import re
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

# Always the system's: the parts of glibc only work with one another, and every desktop has the compiler's.
_ALWAYS_THERE = re.compile(
    r"(linux-vdso|ld-linux.*|lib(c|m|dl|rt|pthread|util|resolv|anl|stdc\+\+|gcc_s))\.so\.\d+"
)
_PLACES = ("/lib", "/usr/lib")


def is_of_the_system(file: str) -> bool:
    """Say whether a file lies where this system's packages put libraries."""
    return file.startswith(tuple(f"{place}{end}" for place in _PLACES for end in ("/", "32/", "64/")))


@cache
def needed_by(file: str) -> tuple[str, ...]:
    """Return the sonames that a file names itself as needing."""
    said = subprocess.run(["objdump", "-p", file], capture_output=True, text=True, check=True).stdout
    return tuple(re.findall(r"^\s*NEEDED\s+(\S+)$", said, re.MULTILINE))


@cache
def _resolved(file: str) -> Mapping[str, str]:
    """Return where the system's loader finds what a file needs, directly or by way of others."""
    said = subprocess.run(["ldd", file], capture_output=True, text=True, check=True).stdout
    return dict(re.findall(r"^\s*(\S+) => (not found|\S+)", said, re.MULTILINE))


def system_libraries(files: Iterable[str]) -> dict[str, str]:
    """Return the system's libraries that `files` need in the end, as paths by soname.

    Raises:
        SystemExit: one of them is not installed here, so that the bundle could not carry it.
    """
    found: dict[str, str] = {}
    missing: set[str] = set()
    for file in files:
        for soname, path in _resolved(file).items():
            if path == "not found":
                missing.add(f"{soname} (for {Path(file).name})")
            elif is_of_the_system(path) and not _ALWAYS_THERE.fullmatch(soname):
                found[soname] = path
    if missing:
        raise SystemExit("These libraries are not installed: " + ", ".join(sorted(missing)))
    return dict(sorted(found.items()))


def reachable(roots: Iterable[str], libraries: Mapping[str, str]) -> set[str]:
    """Return the names of `libraries` that `roots` need, directly or by way of one another."""
    reached: set[str] = set()
    waiting = list(roots)
    while waiting:
        for soname in needed_by(waiting.pop()):
            if soname in libraries and soname not in reached:
                reached.add(soname)
                waiting.append(libraries[soname])
    return reached


def in_loading_order(libraries: Mapping[str, str]) -> list[str]:
    """Return the sonames so that each comes after those it needs."""
    ordered: list[str] = []

    def add(soname: str) -> None:
        if soname in libraries and soname not in ordered:
            for other in needed_by(libraries[soname]):
                add(other)
            ordered.append(soname)

    for soname in libraries:
        add(soname)
    return ordered
