"""Parse a stranger's JSON without blocking the other threads, and so the window, for long.

Python's parser holds the GIL until it is done, and four large pictures in base64 are 22 MB of text. So long
texts are cut out of a large body first, and put back into the parsed rest.
"""

import codecs
import json
import re
import secrets
from collections.abc import Iterator
from typing import Any

MEGABYTE = 1 << 20
_MOST_PARTS = 100_000  # commas and brackets of a body; a full page of the history has some 20,000
_LONG = 4 * 1024  # bytes: longer texts are cut out
_MOST_BESIDE = 4 * MEGABYTE  # bytes of a body without its long texts
# A piece of a text that cuts neither an escape nor a pair of escapes for one character.
_PIECE = re.compile(
    r"(?:[^\\]{1,1000}|\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.){1,1000}", re.DOTALL | re.ASCII
)


def parse_json(body: bytes) -> Any:
    """Return the content of a JSON body; None if it is invalid, or made to crash or stall the parser.

    A line break within a text is accepted, so that it does not cost a picture. A large body must be UTF-8.
    """
    if _has_too_many_parts(body):
        return None
    try:
        return json.loads(body, strict=False) if len(body) <= MEGABYTE else _parse_large(body)
    except (ValueError, RecursionError):  # ValueError: not JSON, not UTF-8, or a number of 5,000 digits
        return None


def _has_too_many_parts(body: bytes) -> bool:
    """Say whether a body has far more parts than any real answer. Pictures are few, long texts.

    Counts one megabyte at a time, so that other threads can run in between.
    """
    parts = quotes = 0
    for start in range(0, len(body), MEGABYTE):
        parts += sum(body.count(mark, start, start + MEGABYTE) for mark in b",[{")
        quotes += body.count(b'"', start, start + MEGABYTE)
        if parts > _MOST_PARTS or quotes > 4 * _MOST_PARTS:  # two quotes for a name, and two for its value
            return True
    return False


def _parse_large(body: bytes) -> Any:
    texts: dict[str, str] = {}
    name = secrets.token_hex(8)  # unguessable, so that no text of the body looks like a placeholder
    beside = bytearray()
    done = 0
    for start, end in _long_texts(body):
        stand_in = f"{name} {len(texts)}"
        texts[stand_in] = _text(body, start, end)
        beside += body[done:start] + json.dumps(stand_in).encode()
        done = end
        _check(len(beside))
    _check(len(beside) + len(body) - done)
    beside += body[done:]
    return _put_back(json.loads(beside, strict=False), texts)


def _check(size: int) -> None:
    if size > _MOST_BESIDE:
        raise ValueError(f"{size} bytes beside long texts")


def _long_texts(body: bytes) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each long text, including its quotes."""
    end = 0
    while (start := body.find(b'"', end)) >= 0:
        end = _end_of_text(body, start)
        if end - start > _LONG:
            yield start, end


def _end_of_text(body: bytes, start: int) -> int:
    """Return the end of the text whose first quote is at `start`. Raises ValueError if it does not end."""
    end = start
    while True:
        end = body.index(b'"', end + 1)
        before = end - 1
        while body[before] == ord("\\"):
            before -= 1
        if (end - before) % 2:  # an even number of backslashes, so the quote is not escaped
            return end + 1


def _text(body: bytes, start: int, end: int) -> str:
    """Return the text between `start` and `end`, which include its quotes."""
    has_escapes = body.find(b"\\", start, end) >= 0
    start, end = start + 1, end - 1
    pieces = (body[at : min(at + MEGABYTE, end)] for at in range(start, end, MEGABYTE))
    text = "".join(codecs.iterdecode(pieces, "utf-8", "surrogatepass"))
    return "".join(_without_escapes(text)) if has_escapes else text


def _without_escapes(text: str) -> Iterator[str]:
    return (json.loads(f'"{piece[0]}"', strict=False) for piece in _PIECE.finditer(text))


def _put_back(data: Any, texts: dict[str, str]) -> Any:
    if isinstance(data, str):
        return texts.get(data, data)
    if isinstance(data, list):
        return [_put_back(one, texts) for one in data]
    if isinstance(data, dict):
        return {_put_back(name, texts): _put_back(value, texts) for name, value in data.items()}
    return data
