"""This program's own record of a picture in an exported file, from which the picture can be restored.

The record is JSON in one property of the file's XMP: `<portrait:record>` in RECORD_NAMESPACE. It contains
nothing about the library or the account: no path, no cost, no id.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portrait_app.core.field import Value
from portrait_app.core.moments import within_calendar
from portrait_app.core.picture import MOST_STARS, Picture
from portrait_app.core.request import GenerationRequest, described_model
from portrait_app.core.tags import keep_tags, read_note

RECORD_NAMESPACE = "urn:portrait-studio:xmp:1.0/"
RECORD_PREFIX = "portrait"
RECORD_PROPERTY = "record"
VERSION = 1

_SHA256 = re.compile(r"(?:[0-9a-f]{64})?")  # empty if it is not known
_LARGEST = 2**63 - 1  # the largest integer that SQLite can store


@dataclass(frozen=True, slots=True)
class FileRecord:
    """The content of a record."""

    request: GenerationRequest
    created: datetime  # UTC
    sha256: str  # of the original file, which may differ from the exported file
    seed: int | None = None  # the seed really used
    sample: int = 0
    favourite: bool = False
    rating: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""
    drawing: int = 0  # the version of the engine's drawing, see `EngineRow.drawing`


def write_record(picture: Picture, program: str) -> str:
    """Return the record of `picture` as JSON; `program` is this program's name and version."""
    return json.dumps(
        {
            "version": VERSION,
            "program": program,
            "request": picture.request.record(),
            "model": picture.request.model.name,
            "created": picture.created.isoformat(),
            "sha256": picture.sha256,
            "seed": picture.seed,
            "sample": picture.sample,
            "favourite": picture.favourite,
            "rating": picture.rating,
            "tags": list(picture.tags),
            "note": picture.note,
            **({"drawing": picture.drawing} if picture.drawing else {}),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_record(text: str) -> FileRecord | None:
    """Parse a record of `write_record`. Return None for anything else: the file is untrusted input."""
    try:
        known = json.loads(text)
        created = datetime.fromisoformat(known["created"])
        if created.tzinfo is None:
            return None
        record = FileRecord(
            _request(known["request"]),
            within_calendar(created),
            _of(str, known["sha256"]),
            None if known["seed"] is None else _of(int, known["seed"]),
            _of(int, known["sample"]),
            _of(bool, known["favourite"]),
            _of(int, known["rating"]),
            keep_tags(_of(str, tag) for tag in _of(list, known["tags"])),
            read_note(_of(str, known["note"])),
            _of(int, known.get("drawing", 0)),
        )
    except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError):
        return None
    return record if _is_sound(record) else None


def _is_sound(record: FileRecord) -> bool:
    return (
        _SHA256.fullmatch(record.sha256) is not None
        and abs(record.seed or 0) <= _LARGEST
        and 0 <= record.sample <= _LARGEST
        and 0 <= record.rating <= MOST_STARS
        and 0 <= record.drawing <= _LARGEST
    )


def _request(known: Mapping[str, Any]) -> GenerationRequest:
    values: dict[str, Value] = {
        _of(str, key): value
        for key, value in _of(dict, known["values"]).items()
        if isinstance(value, str) or _is_kept(value)
    }
    slug = _of(str, known["endpoint"])
    return GenerationRequest(slug, values, described_model(slug, known))


def _is_kept(value: object) -> bool:
    """Return whether `value` is a number that SQLite can store."""
    return isinstance(value, int | float) and abs(value) <= _LARGEST


def _of(kind: type, value: Any) -> Any:
    """Return `value` if its type is exactly `kind`, otherwise raise TypeError.

    `isinstance` would accept true as a number.
    """
    if type(value) is not kind:
        raise TypeError(f"not {kind.__name__}")
    return value
