"""Locales for processes that tests start, made where the system has only their sources."""

import shutil
import subprocess
from pathlib import Path

# What differs: how i is capitalised, the decimal mark, the digits and the direction of text, the script.
LOCALES = ("tr_TR", "de_DE", "ar_EG", "ja_JP", "C")
_SOURCES = Path(
    "/usr/share/i18n/locales"
)  # of the package `locales` on Debian, glibc-locale-source on Fedora


def why_not(name: str) -> str:
    """Return why there can be no locale of that name here; "" if there can."""
    if name == "C":
        return ""
    if shutil.which("localedef") is None or not (_SOURCES / name).is_file():
        return f"no source of the locale {name} is installed (the package is called locales)"
    return ""


def environment(name: str, folder: Path) -> dict[str, str]:
    """Return the variables of a user with that locale, which is made in `folder`."""
    if name == "C":
        return {"LANG": "C", "LC_ALL": "C"}
    full = f"{name}.UTF-8"
    subprocess.run(["localedef", "-i", name, "-f", "UTF-8", folder / full], check=True, capture_output=True)
    return {"LANG": full, "LC_ALL": full, "LOCPATH": str(folder)}
