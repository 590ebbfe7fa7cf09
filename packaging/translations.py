#!/usr/bin/env python3
"""Finds the strings of the window, and makes what Qt loads of their translations.

    translations.py update    write the strings of the code into every .ts of resources/translations
    translations.py add de    begin a language
    translations.py release   make the .qm that are missing or older than their .ts
    translations.py check     fail where a .ts lacks a string, or a translation is unfinished

English has a .ts too, for its plurals alone: a source says "%Ln picture(s)".
"""

import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import PySide6

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
ENGLISH = FOLDER / "portrait_studio_en.ts"


def tool(name: str) -> str:
    """Return the path of one of Qt's programs, which PySide6 carries."""
    folder = Path(PySide6.__file__).parent
    found = next((folder / file for file in (name, f"{name}.exe") if (folder / file).is_file()), None)
    if found is None:
        raise SystemExit(f"PySide6 has no {name} in {folder}")
    return str(found)


def extract(ts: Path, *options: str) -> None:
    """Bring a .ts up to date with the code; what is translated in it stays."""
    subprocess.run(
        [
            *(tool("lupdate"), "-silent", "-extensions", "py", "-no-obsolete", "-locations", "none"),
            *(*options, str(ROOT / "portrait_app"), "-ts", str(ts)),
        ],
        check=True,
        cwd=ROOT,  # which names of files in a .ts are relative to
    )


def update(folder: Path = FOLDER) -> None:
    """Write the strings of the code into every .ts."""
    for ts in sorted(folder.glob("*.ts")):
        extract(ts, *(["-pluralonly"] if ts.name == ENGLISH.name else []))


def add(language: str, folder: Path = FOLDER) -> None:
    """Begin a language with all its strings, none of them translated yet."""
    extract(folder / f"portrait_studio_{language}.ts", "-target-language", language)


def release(folder: Path = FOLDER) -> None:
    """Make the .qm that are missing or older than their .ts, whole at once: a program may be loading them."""
    for ts in sorted(folder.glob("*.ts")):
        qm = ts.with_suffix(".qm")
        if qm.exists() and qm.stat().st_mtime >= ts.stat().st_mtime:
            continue
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            made = Path(scratch, qm.name)
            subprocess.run(
                [tool("lrelease"), "-silent", "-nounfinished", str(ts), "-qm", str(made)], check=True
            )
            os.replace(made, qm)


def _root(ts: Path) -> ET.Element:
    return ET.parse(ts).getroot()  # noqa: S314 - a file of this repository


def unfinished(ts: Path) -> list[str]:
    """Return the sources of a .ts that are not translated, or of which a plural form is empty."""
    return [
        message.findtext("source", "")
        for message in _root(ts).iter("message")
        if (translation := message.find("translation")) is None
        or translation.get("type") == "unfinished"
        or not all(form.text for form in translation.findall("numerusform"))
        or not (translation.text or translation.findall("numerusform"))
    ]


def problems(folder: Path = FOLDER) -> list[str]:
    """Return what is wrong with the .ts of a folder, a line for each."""
    found = []
    for ts in sorted(folder.glob("*.ts")):
        found += [f"{ts.name}: not translated: {source}" for source in unfinished(ts)]
        with tempfile.TemporaryDirectory() as scratch:
            fresh = Path(scratch, ts.name)
            fresh.write_bytes(ts.read_bytes())
            extract(fresh, *(["-pluralonly"] if ts.name == ENGLISH.name else []))
            if messages(fresh) != messages(ts):
                found.append(f"{ts.name}: not the strings of the code; run translations.py update")
    return found


def messages(ts: Path) -> set[tuple[str, str, str, bool]]:
    """Return context, source, disambiguation and whether it is a plural, of each message of a .ts."""
    return {
        (
            context.findtext("name", ""),
            message.findtext("source", ""),
            message.findtext("comment", ""),
            message.get("numerus") == "yes",
        )
        for context in _root(ts).iter("context")
        for message in context.iter("message")
    }


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            update()
        case ["add", language]:
            add(language)
        case ["release"]:
            release()
        case ["check"]:
            found = problems()
            print("\n".join(found) or "Every .ts is up to date and whole.")
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
