"""Whose work the bundle holds, and under which licence: found from the files that go into it.

Every file is one of ours, of Python, of an installed distribution, or of a package of this Linux system.
One that is nobody's stops the build. Where a licence's text belongs to what it covers (distributions,
Debian's copyright files) it is taken from there; Qt's wheels bring none, so that one is kept here.
"""

import json
import platform
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path

_HERE = Path(__file__).parents[1]
_TEXT = re.compile(r"(?i)\.dist-info/(licenses/.+|(.*/)?(licen[cs]e|copying|notice)[^/]*)$")
_KEPT = {"LGPL-3.0": ("LGPL-3.txt", "GPL-3.txt")}  # the one builds on the other
_ALWAYS = ("pyinstaller",)  # its start-up program is in every bundle


@dataclass(frozen=True)
class Part:
    """One work in the bundle."""

    name: str
    version: str
    licence: str
    home: str
    text: str


def parts_of(files: Iterable[str], root: Path) -> list[Part]:
    """Return whose work `files` are, by name. Raises SystemExit for a file that is nobody's."""
    owners = _owners()
    inside = {owner for owner in owners.values() if owner.name in _ALWAYS}
    others: set[str] = set()
    for file in {str(Path(file).resolve()) for file in files}:
        if file in owners:
            inside.add(owners[file])
        elif not Path(file).is_relative_to(root) and not _is_of_python(Path(file)):
            others.add(file)
    packages = _packages_of(others) if sys.platform == "linux" else {}
    if lost := others - set(packages):
        raise SystemExit("Nobody is known to own " + ", ".join(sorted(lost)))
    found = [_of_distribution(distribution) for distribution in inside]
    found += [_of_package(package) for package in set(packages.values())]
    return sorted({*found, _of_python(), *_art(files, root)}, key=lambda part: part.name.lower())


def write(parts: Iterable[Part], root: Path, folder: Path) -> None:
    """Write what the About box reads (licences.json), and the same for people (LICENCES.txt)."""
    rows = [Part("Portrait Studio", "", "MIT", "", (root / "LICENSE").read_text(encoding="utf-8")), *parts]
    table = json.dumps([asdict(part) for part in rows], ensure_ascii=False, indent=1)
    (folder / "licences.json").write_text(table + "\n", encoding="utf-8")
    lines = ["Portrait Studio, and the work of others that it comes with.", ""]
    lines += [f"  {part.name} {part.version}".rstrip() + f"  [{part.licence}]" for part in rows]
    for part in rows:
        lines += [
            "",
            "=" * 78,
            f"{part.name} {part.version}".rstrip(),
            part.licence,
            part.home,
            "",
            part.text.strip(),
        ]
    (folder / "LICENCES.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _owners() -> dict[str, Distribution]:
    """Return the installed distributions by each of their files."""
    return {
        str(Path(str(distribution.locate_file(file))).resolve()): distribution
        for distribution in distributions()
        for file in distribution.files or ()
    }


def _of_distribution(distribution: Distribution) -> Part:
    about = distribution.metadata
    licence = about.get("License-Expression") or about.get("License") or ""
    if not licence or "\n" in licence:
        licence = ", ".join(
            line.rpartition(" :: ")[2]
            for line in about.get_all("Classifier") or ()
            if line.startswith("License")
        )
    texts = [
        _text(Path(str(file.locate()))) for file in distribution.files or () if _TEXT.search(file.as_posix())
    ]
    for name, kept in _KEPT.items():
        if not texts and name in licence:
            texts = [(_HERE / "licences" / file).read_text(encoding="utf-8") for file in kept]
    if not texts:
        raise SystemExit(f"{distribution.name} brings no licence")
    home = about.get("Home-page") or next(
        (line.partition(", ")[2] for line in about.get_all("Project-URL") or ()), ""
    )
    return Part(distribution.name, distribution.version, licence or "see its text", home, "\n\n".join(texts))


def _text(file: Path) -> str:
    data = file.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:  # a file of OpenVINO's
        return data.decode("cp1252")


def _packages_of(files: Iterable[str]) -> dict[str, str]:
    """Return the Debian package of each file that is of one."""
    if shutil.which("dpkg-query") is None:
        return {}
    # /lib is a link to /usr/lib now, and packages are older than that.
    as_packed = {form: file for file in files for form in (file, file.removeprefix("/usr"))}
    asked = subprocess.run(
        ["dpkg-query", "--search", *as_packed], capture_output=True, text=True, check=False
    )
    found = (line.split(": ", 1) for line in asked.stdout.splitlines() if ": " in line)
    return {as_packed[file]: package for package, file in found if file in as_packed}


def _of_package(package: str) -> Part:
    shown = [
        "dpkg-query",
        "--show",
        "--showformat=${source:Package}\n${source:Version}\n${Homepage}",
        package,
    ]
    source, version, home = subprocess.run(shown, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    text = Path("/usr/share/doc", package.partition(":")[0], "copyright").read_text(encoding="utf-8")
    names = dict.fromkeys(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE))
    return Part(f"{source} (Debian)", version, ", ".join(names) or "see its text", home, text)


def _is_of_python(file: Path) -> bool:
    if sys.platform != "linux":
        return file.is_relative_to(Path(sys.base_prefix).resolve())
    # Not all of its prefix: that may be /usr.
    return file.is_relative_to(sysconfig.get_path("stdlib")) or file.name.startswith(("libpython", "python3"))


def _of_python() -> Part:
    places = [Path(folder, "LICENSE.txt") for folder in (sysconfig.get_path("stdlib"), sys.base_prefix)]
    text = next(place for place in places if place.is_file()).read_text(encoding="utf-8")
    return Part("Python", platform.python_version(), "PSF-2.0", "https://www.python.org", text)


def _art(files: Iterable[str], root: Path) -> list[Part]:
    """Return the works inside distributions and inside the program that have makers of their own."""
    makers = {"lorelei.json": _drawings, "clip_merges.txt.gz": _vocabulary}
    parts = [makers[Path(file).name](Path(file)) for file in files if Path(file).name in makers]
    font = next((Path(file) for file in files if Path(file).match("phosphor*.ttf")), None)
    return parts if font is None else [*parts, _font(font, root)]


def _drawings(file: Path) -> Part:
    meta = json.loads(file.read_text(encoding="utf-8"))["meta"]
    licence = meta["license"]
    return Part(
        f"{meta['source']['name']} by {meta['creator']['name']}",
        "",
        licence["name"],
        meta["source"]["url"],
        f"{licence['text']}\n{licence['url']}",
    )


def _vocabulary(file: Path) -> Part:
    text = file.with_name("CLIP-LICENCE.txt").read_text(encoding="utf-8")
    return Part("CLIP's vocabulary", "", "MIT", "https://github.com/openai/CLIP", text)


def _font(font: Path, root: Path) -> Part:
    names = _font_names(font.read_bytes())
    terms = (root / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2].partition("\n\n")[2]
    if names[13] != "MIT":
        raise SystemExit(f"{font.name} has another licence now: {names[13]}")
    text = f"{names[14]}\n\nCopyright {names[9]}\n\n{terms}"
    return Part(names[0], names[5].removeprefix("Version "), names[13], names[11], text)


def _font_names(data: bytes) -> dict[int, str]:
    """Return the texts of a TrueType font's name table by number: 9 its maker, 13 the licence."""
    (tables,) = struct.unpack_from(">H", data, 4)
    rows = (struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(tables))
    start = next(offset for tag, _sum, offset, _length in rows if tag == b"name")
    _format, count, texts = struct.unpack_from(">3H", data, start)
    names: dict[int, str] = {}
    for number in range(count):
        system, _encoding, _language, name, length, offset = struct.unpack_from(
            ">6H", data, start + 6 + 12 * number
        )
        text = data[start + texts + offset :][:length]
        names[name] = text.decode("utf-16-be" if system in (0, 3) else "latin-1")
    return names
