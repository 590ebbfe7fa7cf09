"""What the file of an imported picture says of how the picture was made, in its program's own words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_NAME = 200  # characters of a setting's name
LONGEST_VALUE = 20_000  # characters of a setting's value
MOST_PAIRS = 300

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """Settings that the catalogue has no place for. An empty one is false.

    The file itself stays in the library byte for byte, with everything that is written in it.

    Attributes:
        tool: the program that wrote the file, such as "ComfyUI"; empty if the file does not say.
        model: the model's name as the file has it, perhaps with a folder and a file's suffix.
        pairs: name and value of each setting, the model's among them.
    """

    tool: str = ""
    model: str = ""
    pairs: Pairs = ()

    def __bool__(self) -> bool:
        return bool(self.tool or self.model or self.pairs)


NO_ORIGIN = Origin()


def bounded(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return the first pairs, each with at most so many characters as a library keeps."""
    kept = []
    for name, value in pairs:
        kept.append((name[:LONGEST_NAME], value[:LONGEST_VALUE]))
        if len(kept) == MOST_PAIRS:
            break
    return tuple(kept)


def write_origin(origin: Origin) -> str:
    """Return `origin` as JSON; `read_origin` reads it back. An empty text for an empty one."""
    if not origin:
        return ""
    return json.dumps({"tool": origin.tool, "model": origin.model, "pairs": origin.pairs})


def read_origin(text: str) -> Origin:
    """Return what `write_origin` wrote, an empty origin for anything else."""
    if not text:
        return NO_ORIGIN
    try:
        known = json.loads(text)
        pairs = [(str(name), str(value)) for name, value in known["pairs"]]
        return Origin(str(known["tool"]), str(known["model"]), bounded(pairs))
    except (ValueError, TypeError, LookupError, RecursionError):
        return NO_ORIGIN
