"""Reads infotexts, the "parameters" text of this program, AUTOMATIC1111 and compatible tools."""

import json
import re
from dataclasses import dataclass

_NEGATIVE = "Negative prompt:"
_FEWEST = 3  # pairs in a line of settings: a prompt may also contain a few, such as "eyes: blue, hair: red"
# A name and a colon, then a JSON string or all text before the next comma. The end of each part of the
# pattern is unambiguous, so that backtracking cannot make matching slow for any text.
_PAIR = re.compile(r'\s*([\w][\w /-]*?):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)')


@dataclass(frozen=True, slots=True)
class Infotext:
    """The three parts of an infotext; `pairs` are the settings as written, in order."""

    prompt: str
    negative_prompt: str
    pairs: dict[str, str]


def read_infotext(text: str) -> Infotext | None:
    """Return the parts of `text`, or None if `text` is not an infotext."""
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
    """Return the names and values of a line of settings; an empty dict for any other line."""
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
