"""The child process that runs third-party parsers.

Such a parser may need minutes or gigabytes for a small file, and a regular expression cannot be interrupted.
So the process limits its own time and memory. If it exceeds a limit, it ends, and the parent goes on without.
"""

import contextlib
import faulthandler
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sd_parsers.exceptions import ParserError
from sd_parsers.parsers import FooocusParser, InvokeAIParser

from portrait_app.importing.parser_protocol import SECONDS

if sys.platform != "win32":
    import resource

_MOST_MEMORY = (
    200 << 20
)  # bytes of address space, beside what the program and its libraries take at the start
_STATUS = Path("/proc/self/statm")  # begins with the pages of address space in use

Found = dict[str, Any]


def serve() -> int:
    """Answer requests until the parent closes the pipe or ends. Return the exit code."""
    _limit_memory()
    requests, answers = (
        os.fdopen(0, "rb"),
        os.fdopen(1, "wb"),
    )  # without a console, sys.stdin is None on Windows
    with Path(os.devnull).open("w", encoding="ascii") as nowhere:
        while line := requests.readline():
            # The timer is a C thread, so it ends the process even while a parser holds the GIL.
            faulthandler.dump_traceback_later(SECONDS, exit=True, file=nowhere)
            answer = json.dumps(_answer(line)).encode("ascii")
            faulthandler.cancel_dump_traceback_later()
            answers.write(answer + b"\n")
            answers.flush()
    return 0


def _limit_memory() -> None:
    if sys.platform != "win32":
        with contextlib.suppress(OSError, ValueError):  # only Linux enforces the limit
            most = int(_STATUS.read_text().split()[0]) * resource.getpagesize() + _MOST_MEMORY
            resource.setrlimit(resource.RLIMIT_AS, (most, most))
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(line: bytes) -> Found | None:
    request = json.loads(line)
    return parsed(request["tool"], request["texts"])


def parsed(tool: str, texts: Mapping[str, str]) -> Found | None:
    """Return the prompts and the settings that the parser of a tool finds, or None."""
    parser = {"InvokeAI": InvokeAIParser, "Fooocus": FooocusParser}[tool]()
    try:
        info = parser.parse(dict(texts))
        if not info.samplers:
            return None
        sampler = info.samplers[0]
        pairs = {"Sampler": sampler.name, **sampler.parameters}
        if sampler.model is not None:
            pairs["Model"] = str(sampler.model)
        for name, value in info.metadata.items():
            pairs.setdefault(str(name), value)
        return {
            "prompt": _joined(sampler.prompts),
            "negative": _joined(sampler.negative_prompts),
            "pairs": [[str(name), _text(value)] for name, value in _with_size(pairs).items()],
        }
    except (ParserError, ValueError, TypeError, LookupError, AttributeError, RecursionError, MemoryError):
        return None


def _joined(prompts: Iterable[object]) -> str:
    return ", ".join(dict.fromkeys(map(str, prompts)))


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _with_size(pairs: dict[str, Any]) -> dict[str, Any]:
    """Return the pairs with the size under "Size", as infotexts have it."""
    if "width" in pairs and "height" in pairs:
        pairs["Size"] = f"{pairs.pop('width')}x{pairs.pop('height')}"
    elif match := re.fullmatch(r"\((\d{1,5}), (\d{1,5})\)", str(pairs.get("resolution", ""))):  # Fooocus
        del pairs["resolution"]
        pairs["Size"] = f"{match[1]}x{match[2]}"
    return pairs


if __name__ == "__main__":
    sys.exit(serve())
