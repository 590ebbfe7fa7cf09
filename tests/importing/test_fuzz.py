"""Files with mutated structures: reading any of them ends soon, takes little memory, raises only AppError.

The mutations are of real structure: chunks of PNG, segments of JPEG, directories of EXIF, packets of XMP,
objects of JSON. FUZZ_EXAMPLES in the environment is the number of examples a test: 5000 make a long run.
"""

import json
import os
import random
import struct
import time
import tracemalloc
import zlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portrait_app.core.errors import AppError
from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.imaging.carriers import texts_in
from portrait_app.imaging.reading import check_image
from portrait_app.importing.others import read_others
from portrait_app.importing.own import read_own
from portrait_app.importing.photo import photo_facts
from portrait_app.importing.reader import PictureFileReader
from tests.support.foreign import FILES, GRAPH, chunk, comment, exif, image, jpeg_with, png_with, segment, xmp

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60"))
MOST_SECONDS = 2.0 * 10  # ten times what the reader may take alone: other processes share the machine
MOST_MEMORY = 300 << 20  # bytes

fuzzed = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

ODD_TEXTS = st.one_of(
    st.text(),
    st.text(alphabet='{}[]",:\\ \n\r\t0123456789.eE-+stepsSeedModlr\ufeff\ud800\0', max_size=300),
    st.sampled_from(
        [
            "Steps: 1, ",
            "Negative prompt:",
            "[" * 2000,
            '{"a":' * 500,
            "\n",
            "Steps: 30, Seed: 1e999",
            "9" * 5000,
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(), st.integers(-5, 70_000), st.floats(), st.sampled_from([2**63, -(2**63), 10**400, 1e308])
)
JSON_VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), NUMBERS, ODD_TEXTS, st.sampled_from([["3", 0], ["6", 1], [3, "x"], ["3"]])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(ODD_TEXTS, inner, max_size=4)),
    max_leaves=12,
)
PLACES = st.sampled_from(
    [
        "parameters",
        "prompt",
        "workflow",
        "UserComment",
        "Comment",
        "invokeai_metadata",
        "sd-metadata",
        "Dream",
        "Description",
        "XML:com.adobe.xmp",
        "JPEG comment",
        "EXIF ImageDescription",
        "EXIF Rating",
        "num_inference_steps",
    ]
)


@fuzzed
@given(st.dictionaries(PLACES, ODD_TEXTS, max_size=4))
def test_no_texts_raise(texts: dict[str, str]) -> None:
    read_others(texts)
    read_own(texts)
    photo_facts(texts)


@fuzzed
@given(ODD_TEXTS, ODD_TEXTS, ODD_TEXTS)
def test_nothing_moves_into_another_field(before: str, name: str, value: str) -> None:
    """However odd a pair is, the prompts and the pairs that are sound stay what they are."""
    odd = " ".join(f"{name}: {value}".split())
    text = read_infotext(
        f"a face\nNegative prompt: blur\nSteps: 30, Sampler: Euler a, Seed: 42, {odd}, Size: 1x1"
    )
    assert text is not None
    assert (text.prompt, text.negative_prompt) == ("a face", "blur")
    assert {"Steps", "Sampler", "Seed"} <= text.pairs.keys()
    read_infotext(before)


@st.composite
def records(draw: st.DrawFn) -> str:
    """Return a record of a program with some of its values replaced, left out or added."""
    known = json.loads(draw(st.sampled_from(RECORDS)))
    for _change in range(draw(st.integers(1, 4))):
        place = known
        while isinstance(place, dict) and place:
            key = draw(st.sampled_from(sorted(place)))
            if draw(st.booleans()) or not isinstance(place[key], dict):
                place[key] = draw(JSON_VALUES)
                break
            place = place[key]
    return json.dumps(known)


RECORDS = [
    json.dumps(GRAPH),
    *sorted({text for file in FILES for text in texts_in(file.data).values() if text.startswith("{")}),
]


@fuzzed
@given(PLACES, records())
def test_no_mutated_record_raises(place: str, record: str) -> None:
    read_others({place: record})


def _mutated(data: bytes, dice: random.Random) -> bytes:
    """Return a file with bytes changed, left out, doubled or put in, mostly where its structure is."""
    changed = bytearray(data)
    for _change in range(dice.randint(1, 6)):
        place = dice.randrange(len(changed))
        match dice.randrange(5):
            case 0:
                changed[place] = dice.choice([0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)])
            case 1:
                del changed[place : place + dice.randint(1, 40)]
            case 2:
                changed[place:place] = changed[place : place + dice.randint(1, 200)]
            case 3:
                changed[place : place + 4] = struct.pack(
                    dice.choice("<>") + "I", dice.choice([0, 1, 2**31 - 1, 2**32 - 1])
                )
            case 4:
                changed[place:place] = dice.randbytes(dice.randint(1, 20))
        if not changed:
            return b""
    return bytes(changed)


def _read(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    reader = PictureFileReader(check_image)
    for work in (reader.read, reader.written):
        try:
            work(path)
        except AppError:
            continue


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.program}, {file.carrier}")
def test_no_mutated_file_raises(tmp_path: Path, file: Any) -> None:
    for seed in range(max(EXAMPLES // 6, 4)):
        _read(tmp_path / "file", _mutated(file.data, random.Random(seed)))


def _many_directories() -> bytes:
    """Return EXIF whose directories lead to one another in a circle."""
    entries = b"".join(struct.pack(">HHII", tag, 4, 1, 8) for tag in (0x8769, 0x8825, 0xA005, 0x014A))
    return b"MM\0*" + struct.pack(">I", 8) + struct.pack(">H", 4) + entries + struct.pack(">I", 8)


def _huge() -> dict[str, bytes]:
    """Return files of up to 40 MB, or that unpack to that, each against a bound of its own."""
    text = "a face\nNegative prompt: blur\n"
    bomb = zlib.compress(b"A" * 40_000_000, 9)
    pairs = ", ".join(f"Key {number}: value {number}" for number in range(150_000))
    deep = json.dumps({"1": {"class_type": "KSampler", "inputs": {}}})[:-1] + ',"x":' + "[" * 100_000
    chain = {
        f"c{n}": {"class_type": "T", "inputs": {"text": [f"c{n + 1}", 0], "a": [f"c{n + 7}", 0]}}
        for n in range(1_900)
    }
    wide = {
        f"w{n}": {"class_type": "SaveImage", "inputs": {f"image{m}": [f"w{n + m + 1}", 0] for m in range(10)}}
        for n in range(1_900)
    }
    return {
        "settings of megabytes": png_with(
            chunk(b"tEXt", f"parameters\0{text}Steps: 30, Sampler: x, {pairs}".encode())
        ),
        "lines": png_with(chunk(b"tEXt", b"parameters\0" + b"Steps: 1\n" * 440_000)),
        "blanks": png_with(chunk(b"tEXt", b'Dream\0"a"' + b" " * 3_900_000 + b"x")),
        "texts that unpack": png_with(
            *[chunk(b"zTXt", f"t{n}".encode() + b"\0\0" + bomb) for n in range(60)]
        ),
        "many small texts": png_with(*[chunk(b"tEXt", f"t{n}".encode() + b"\0x") for n in range(90_000)]),
        "raw profile of blanks": png_with(
            chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 9\n" + b" " * 3_900_000 + b"g")
        ),
        "deep": png_with(chunk(b"tEXt", b"prompt\0" + deep.encode())),
        "chain": png_with(
            chunk(b"tEXt", b"prompt\0" + json.dumps({**GRAPH, **chain, "6": chain["c1"]}).encode())
        ),
        "wide": png_with(chunk(b"tEXt", b"prompt\0" + json.dumps({**GRAPH, **wide}).encode())),
        "objects": png_with(chunk(b"tEXt", b"prompt\0" + b'{"a":[' + b"{}," * 600_000 + b"{}]}")),
        "prompt of 4 million": png_with(chunk(b"tEXt", b"parameters\0" + b"x" * 3_999_000)),
        "elements": jpeg_with(
            *[segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp("<dc:x/>" * 9_000))] * 3
        ),
        "attributes": png_with(
            chunk(
                b"iTXt",
                b"XML:com.adobe.xmp\0\0\0\0\0"
                + xmp("").replace(b'rdf:about=""', b" ".join(b'a%d=""' % n for n in range(300_000))),
            )
        ),
        "one text of XMP": png_with(
            chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(f"<dc:x>{'y' * 3_900_000}</dc:x>"))
        ),
        "EXIF of fractions": png_with(chunk(b"eXIf", exif(own=((0x9999, 5, b"\1\2\3\4" * 9_000_000),)))),
        "EXIF of fewer fractions": png_with(chunk(b"eXIf", exif(own=((0x9999, 5, b"\1\2\3\4" * 490_000),)))),
        "EXIF of numbers": image("WEBP", exif=exif(own=((0x9999, 3, b"\1\2" * 18_000_000),))),
        "EXIF in a circle": jpeg_with(segment(0xE1, b"Exif\0\0" + _many_directories())),
        "EXIF segments": jpeg_with(*[segment(0xE1, b"Exif\0\0" + comment(b"x" * 60_000))] * 600),
        "comments": jpeg_with(*[segment(0xFE, b"Steps: 1, " * 6_000)] * 600),
        "EXIF tags": jpeg_with(
            segment(0xE1, b"Exif\0\0" + exif(tuple((tag, 2, b"abcdefgh\0") for tag in range(0x9000, 0x9700))))
        ),
        "noise behind": image("PNG") + random.Random(1).randbytes(30_000_000),
    }


HUGE = _huge()


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", HUGE)
def test_no_huge_file_takes_long_or_much(tmp_path: Path, name: str) -> None:
    assert len(HUGE[name]) <= 40_000_000
    path = tmp_path / "file"
    began = time.process_time()
    _read(path, HUGE[name])
    seconds = time.process_time() - began
    tracemalloc.start()
    try:
        _read(path, HUGE[name])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    print(f"MEASURED {name}: {seconds:.2f} s, {peak / 2**20:.0f} MB")
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEMORY
