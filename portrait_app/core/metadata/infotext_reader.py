"""Reads the "parameters" text that AUTOMATIC1111 writes, and so do Forge, SD.Next, Civitai and many others.

Every program adds pairs of its own, and some write lines behind the settings. So the settings are looked for
from the end of the text, and a pair that cannot be understood spoils no other.
"""

import json
import re
from dataclasses import dataclass

_NEGATIVE = "Negative prompt:"
_MARK = "\ufeff"  # a byte order mark at the beginning is no part of the text
_FEWEST = 3  # pairs of a line of settings, for a prompt may hold "eyes: blue, hair: red"
_FEWEST_KNOWN = 2  # of them with these names
_KNOWN = (
    "Steps|Sampler|Schedule type|Scheduler|CFG scale|CFG Scale|Guidance|Seed|Size|Model hash|Model|Version|"
    "Clip skip|Denoising strength|Distilled CFG Scale|Performance|RNG|Eta"
)
# A name begins with a letter and holds neither a comma nor a colon; names that are not well known have a
# blank or a bracket behind the colon, so that the time 03:04 is none.
_NAME = rf'(?:(?:{_KNOWN}):|[^\W\d_][^,:"{{}}\n]{{0,60}}:(?=[\s"{{\[]|$))'
_PAIR = re.compile(rf"[\s,]*(?P<name>{_NAME})\s*")
_NEXT = re.compile(rf",\s*(?={_NAME})")
_STARTS = re.compile(rf"\s*(?:{_KNOWN}):")
_IN_A_LINE = re.compile(r"(?<![\w])Steps: ?\d")
_NAMED_LINE = re.compile(r'[^\W\d_][^,:"{}\n]{0,60}:')
_MOST_LINES = 400  # that are looked at, from the end
_MOST_PAIRS = 500
_MOST_SHORT, _SHORT = 40, 500  # lines that have one setting each, and characters of such a line
_MOST_GUESSES = 20  # values that look like JSON and are none; each may be read to the end of the line
_JSON = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Infotext:
    """The three parts of a text; `pairs` are the settings as they are written, in order."""

    prompt: str
    negative_prompt: str
    pairs: dict[str, str]


def read_infotext(text: str) -> Infotext | None:
    """Return the parts of `text`; None for one without settings and negative prompt, such as a sentence."""
    text = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n").strip()
    prompts, pairs = _split(text)
    positive, found, negative = _parts(prompts)
    if not pairs and not found:
        return None
    return Infotext(positive.strip(), negative.strip(), pairs)


def _split(text: str) -> tuple[str, dict[str, str]]:
    """Return what is before the settings, and the settings."""
    position = len(text)
    behind: list[str] = []
    short: list[str] = []  # lines in a row that may have one setting each, as some programs write them
    block: tuple[str, dict[str, str]] | None = None
    for _line in range(_MOST_LINES):
        start = text.rfind("\n", 0, position) + 1
        line = text[start:position]
        begins = _STARTS.match(line) is not None
        if begins and block is None and _are_settings(pairs := _pairs(line)):
            return text[:start], {**_lines_behind([*short, *behind]), **pairs}
        if begins and len(line) < _SHORT and len(short) < _MOST_SHORT:
            short.insert(0, line)
            if _are_settings(pairs := _pairs(", ".join(short))):
                block = text[:start], {**_lines_behind(behind), **pairs}
        elif block is not None:
            return block
        else:
            behind = [line, *short, *behind]
            short = []
        if not start:
            break
        position = start - 1
    return block or _split_line(text)


def _split_line(text: str) -> tuple[str, dict[str, str]]:
    """Return the same of a text whose settings follow on the line of a prompt."""
    start = text.rfind("\n") + 1
    if found := _IN_A_LINE.search(text, start):
        pairs = _pairs(text[found.start() :])
        if _are_settings(pairs):
            return text[: found.start()].rstrip().removesuffix("."), pairs
    return text, {}


def _are_settings(pairs: dict[str, str]) -> bool:
    known = sum(_STARTS.match(f"{name}:") is not None for name in pairs)
    return len(pairs) >= _FEWEST and known >= _FEWEST_KNOWN


def _lines_behind(lines: list[str]) -> dict[str, str]:
    """Return what stands behind the settings, such as a template, by name; a line without one goes on."""
    found: dict[str, str] = {}
    name = "Text"
    for line in lines:
        match = _NAMED_LINE.match(line)
        name = match[0][:-1] if match else name
        rest = line[match.end() :].strip() if match else line
        if rest.strip():
            found[name] = f"{found[name]}\n{rest}" if name in found else rest
    return found


def _parts(prompts: str) -> tuple[str, bool, str]:
    """Return the prompt, whether there is a line of the negative one, and that."""
    if prompts.startswith(_NEGATIVE):
        return "", True, prompts.removeprefix(_NEGATIVE)
    positive, found, negative = prompts.partition(f"\n{_NEGATIVE}")
    if not found and "\n" not in prompts.strip():  # everything on one line
        positive, found, negative = prompts.partition(f" {_NEGATIVE}")
    return positive, bool(found), negative


def _pairs(line: str) -> dict[str, str]:
    """Return the names and values of a line of settings; what no name belongs to is left out."""
    pairs: dict[str, str] = {}
    position = guesses = 0
    for _pair in range(_MOST_PAIRS):
        match = _PAIR.match(line, position)
        if match is None:
            break
        name, start = match["name"][:-1].strip(), match.end()
        end = -1
        if line[start : start + 1] in {'"', "{", "["} and guesses < _MOST_GUESSES:
            end = _end_of_json(line, start)
            guesses += end < 0
        following = _NEXT.search(line, max(end, start))
        stop = len(line) if following is None else following.start()
        written = line[start:stop].strip(" ,")
        pairs[name] = _unquoted(written) if written.startswith('"') else written
        position = stop
    return pairs


def _end_of_json(line: str, start: int) -> int:
    """Return where a value in JSON ends, -1 for what only begins like one."""
    try:
        return _JSON.raw_decode(line, start)[1]
    except (ValueError, RecursionError):
        return -1


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(value))
    except (ValueError, RecursionError):
        return value
