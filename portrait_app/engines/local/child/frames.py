"""The frames that the program and the child exchange over the child's standard input and output.

A frame is a JSON object, with a picture behind it in some frames. Two 32-bit numbers in front say how long
they are.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import IO, Any

_HEAD = struct.Struct(">II")
_MOST_FACTS = 4 << 20  # bytes; prompts are the longest facts
_MOST_DATA = 256 << 20  # bytes; a picture


class FrameKind(StrEnum):
    """What a frame says."""

    # From the program
    LOAD = "load"  # load a model for a size, so that the next picture begins sooner
    MAKE = "make"  # make pictures
    INSPECT = "inspect"  # recognise the model in a file or folder
    CONVERT = "convert"  # convert it into the stored form
    # From the child
    BEGUN = "begun"  # the request has arrived
    LOADED = "loaded"  # the model is loaded
    STEP = "step"  # the model was evaluated; with a preview in some frames
    PICTURE = "picture"  # a finished picture
    DONE = "done"  # all pictures are finished, or the model is converted
    FOUND = "found"  # what a file or folder contains
    ADVANCED = "advanced"  # how far a conversion is
    FAILED = "failed"  # the request has failed, and the child is ready for the next one


class BadFrame(ValueError):
    """What was read is not a frame."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message, with the bytes of a picture or none."""

    kind: FrameKind
    facts: Mapping[str, Any] = field(default_factory=dict)
    data: bytes = field(default=b"", repr=False)


def write_frame(stream: IO[bytes], frame: Frame) -> None:
    """Write a frame. Raises OSError, if nobody reads any more."""
    facts = json.dumps({"kind": frame.kind, **frame.facts}).encode("ascii")
    stream.write(_HEAD.pack(len(facts), len(frame.data)) + facts + frame.data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Frame | None:
    """Read a frame; None if the stream has ended. Raises BadFrame or OSError."""
    head = stream.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    facts_size, data_size = _HEAD.unpack(head)
    if facts_size > _MOST_FACTS or data_size > _MOST_DATA:
        raise BadFrame(f"a frame of {facts_size} and {data_size} bytes")
    text, data = stream.read(facts_size), stream.read(data_size)
    if len(text) < facts_size or len(data) < data_size:
        return None
    try:
        facts = json.loads(text)
        return Frame(FrameKind(facts.pop("kind")), facts, data)
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise BadFrame(repr(text[:80])) from error
