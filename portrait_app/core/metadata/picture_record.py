"""What an exported file says of its picture in this program's own words, so that it is read back whole.

It is JSON, as the value of one property in the file's XMP: `<portrait:record>` in RECORD_NAMESPACE. It holds
nothing about the library it comes from: no path, no cost, no id, nothing of the account.
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
from portrait_app.core.request import GenerationRequest
from portrait_app.core.tags import keep_tags, read_note

RECORD_NAMESPACE = "urn:portrait-studio:xmp:1.0/"
RECORD_PREFIX = "portrait"
RECORD_PROPERTY = "record"
VERSION = 1

_SHA256 = re.compile(r"(?:[0-9a-f]{64})?")  # empty where nobody knows
_LARGEST = 2**63 - 1  # of a whole number that a library can keep


@dataclass(frozen=True, slots=True)
class FileRecord:
    """What is known of the picture in a file."""

    request: GenerationRequest
    created: datetime  # UTC
    sha256: str  # of the original's bytes, which an export need not have
    seed: int | None = None  # really used
    sample: int = 0
    favourite: bool = False
    rating: int = 0
    tags: tuple[str, ...] = ()
    note: str = ""


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
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_record(text: str) -> FileRecord | None:
    """Return what `write_record` wrote; None for anything else, for the file may come from anybody."""
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
    )


def _request(known: Mapping[str, Any]) -> GenerationRequest:
    values: dict[str, Value] = {
        _of(str, key): value
        for key, value in _of(dict, known["values"]).items()
        if isinstance(value, str) or _is_kept(value)
    }
    return GenerationRequest(_of(str, known["endpoint"]), values)


def _is_kept(value: object) -> bool:
    """Say whether a value is a number that can be kept and shown."""
    return isinstance(value, int | float) and abs(value) <= _LARGEST


def _of(kind: type, value: Any) -> Any:
    """Return `value`, which has to be just of this kind: to JSON, true is no number."""
    if type(value) is not kind:
        raise TypeError(f"not {kind.__name__}")
    return value
