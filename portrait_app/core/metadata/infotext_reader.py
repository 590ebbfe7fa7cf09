"""Reads the "parameters" text of this program, AUTOMATIC1111 and those who follow it."""

import json
import re
from dataclasses import dataclass

_NEGATIVE = "Negative prompt:"
_FEWEST = 3  # pairs that make a line one of settings: a prompt may well hold "eyes: blue, hair: red"
# A name, then a text in quotes as JSON has them or whatever stands before the next comma. Each part
# begins where the one before must end, so that no text takes longer than its length.
_PAIR = re.compile(r'\s*([\w][\w /-]*?):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')


@dataclass(frozen=True, slots=True)
class Infotext:
    """The three parts of a text; `pairs` are the settings as they stand there, in order."""

    prompt: str
    negative_prompt: str
    pairs: dict[str, str]


def read_infotext(text: str) -> Infotext | None:
    """Return the parts of `text`; None for one that is no infotext, such as a plain sentence."""
    lines = text.replace("\r\n", "\n").strip().split("\n")
    pairs = _pairs(lines[-1])
    if len(pairs) >= _FEWEST:
        lines.pop()
    else:
        pairs = {}
    first = next((number for number, line in enumerate(lines) if line.startswith(_NEGATIVE)), len(lines))
    if not pairs and first == len(lines):
        return None
    negative = "\n".join(lines[first:]).removeprefix(_NEGATIVE)
    return Infotext("\n".join(lines[:first]).strip(), negative.strip(), pairs)


def _pairs(line: str) -> dict[str, str]:
    """Return the names and values of a line that holds nothing else; none of any other."""
    pairs: dict[str, str] = {}
    position = 0
    while position < len(line):
        match = _PAIR.match(line, position)
        if match is None:
            return {}
        pairs[match[1].strip()] = _unquoted(match[2].strip())
        position = match.end()
    return pairs


def _unquoted(value: str) -> str:
    if not value.startswith('"'):
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        return value
