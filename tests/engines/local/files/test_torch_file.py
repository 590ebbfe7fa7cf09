"""Files of PyTorch: real ones, damaged ones, and ones that want to do harm."""

import io
import os
import pickle
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.opening import open_tensors
from portrait_app.engines.local.files.tensor_file import TensorFile
from tests.engines.local.files.torch_writer import (
    ORDERED,
    PROTOCOL,
    Tensor,
    called,
    dictionary,
    function,
    integer,
    many,
    text,
    zip_bytes,
)

FIXTURES = Path(__file__).with_name("fixtures")
GOOD = Tensor("0", (2, 3), (3, 1), 6)
NUMBERS = np.arange(6, dtype=np.float32).tobytes()


def opened(tmp_path: Path, data: bytes, name: str = "model.bin") -> TensorFile:
    path = tmp_path / name
    path.write_bytes(data)
    return open_tensors(path)


def read_all(tmp_path: Path, data: bytes, name: str) -> None:
    with opened(tmp_path, data, name) as tensors:
        dict(tensors)


def refusal(tmp_path: Path, data: bytes, name: str = "model.bin") -> ModelFileError:
    with pytest.raises(ModelFileError) as refused:
        read_all(tmp_path, data, name)
    assert refused.value.facts["file"] == name
    return refused.value


@pytest.mark.parametrize("name", ["state.bin", "state_old.bin", "training.ckpt"])
def test_files_of_the_real_torch_are_read(name: str) -> None:
    expected: dict[str, tuple[str, object]] = {
        "float": ("float32", [[0, 1, 2], [3, 4, 5]]),
        "half": ("float16", [1.5, -2]),
        "brain": ("float32", [1.5, -2]),
        "double": ("float64", [1, 2]),
        "whole": ("int64", [0, 1, 2]),
        "truth": ("bool", [True, False]),
        "empty": ("float32", []),
        "single": ("float32", 5),
        "turned": ("float32", np.arange(12).reshape(3, 4).T.tolist()),
        "part": ("float32", [5, 6, 7, 8]),
        "steps": ("float32", [2, 4, 6]),
        "parameter": ("float32", [[1, 1], [1, 1]]),
    }
    with open_tensors(FIXTURES / name) as tensors:
        found = {key: (str(array.dtype), array.tolist()) for key, array in tensors.items()}
        assert found == expected
        assert tensors.shape("empty") == (0, 4)


@pytest.mark.parametrize(
    ("name", "reason", "fact"),
    [
        ("module.pt", Refusal.WANTS_CODE, ("name", "torch.nn.modules.linear.Linear")),
        ("script.pt", Refusal.OTHER_FORMAT, ("format", "TorchScript")),
    ],
)
def test_whole_programs_of_torch_are_refused(name: str, reason: Refusal, fact: tuple[str, str]) -> None:
    with pytest.raises(ModelFileError) as refused:
        open_tensors(FIXTURES / name)
    assert refused.value.reason is reason
    assert refused.value.facts[fact[0]] == fact[1]


class _Harm:
    """What a malicious file holds: its pickle calls a function."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4, 5])
def test_no_code_runs_and_the_function_is_named(tmp_path: Path, protocol: int) -> None:
    mark = tmp_path / "pwned"
    data = pickle.dumps({"weights": _Harm(os.mkdir, str(mark))}, protocol)
    for content, name in ((data, "bare.ckpt"), (zip_bytes(data.removesuffix(b"."), {}), "zip.ckpt")):
        error = refusal(tmp_path, content, name)
        if protocol > 0:
            assert error.reason is Refusal.WANTS_CODE
            assert error.facts["name"] == f"{os.mkdir.__module__}.mkdir"
        else:  # begins with a step that PyTorch never writes
            assert error.reason is Refusal.DAMAGED
        assert not mark.exists()
    pickle.loads(data)
    assert mark.exists()  # so the file was harmful


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        (b"cos\nsystem\n(X\x02\x00\x00\x00lstR", "os.system"),
        (b"cbuiltins\neval\n", "builtins.eval"),
        (text("os") + text("system") + b"\x93", "os.system"),
        (b"(ios\nsystem\n", "os.system"),
        (
            function("torch._utils", "_rebuild_meta_tensor_no_storage"),
            "torch._utils._rebuild_meta_tensor_no_storage",
        ),
        (function("torch._utils", "__import__"), "torch._utils.__import__"),
        (function("os", "_rebuild_tensor_v2"), "os._rebuild_tensor_v2"),
        (function("numpy", "load"), "numpy.load"),
        (function("torch", "load"), "torch.load"),
        (function("collections", "OrderedDict.fromkeys"), "collections.OrderedDict.fromkeys"),
        (function("torch.storage", "_load_from_bytes"), "torch.storage._load_from_bytes"),
    ],
)
def test_functions_that_are_not_known_are_named(tmp_path: Path, steps: bytes, name: str) -> None:
    error = refusal(tmp_path, zip_bytes(steps, {}))
    assert (error.reason, error.facts["name"]) == (Refusal.WANTS_CODE, name)


def changed(**facts: object) -> bytes:
    values = {"key": "0", "shape": (2, 3), "strides": (3, 1), "count": 6, "offset": 0, "kind": "FloatStorage"}
    return Tensor(**{**values, **facts}).pickled()  # type: ignore[arg-type] # wrong on purpose


@pytest.mark.parametrize(
    ("tensor", "reason"),
    [
        (changed(offset=1), Refusal.DAMAGED),
        (changed(offset=-1), Refusal.DAMAGED),
        (changed(offset=2**70), Refusal.DAMAGED),
        (changed(shape=(2, 4)), Refusal.DAMAGED),
        (changed(shape=(-2, -3)), Refusal.DAMAGED),
        (changed(shape=(2**40, 2**40)), Refusal.DAMAGED),
        (changed(shape=(2**40, 0)), None),  # no numbers at all
        (changed(strides=(-3, -1)), Refusal.DAMAGED),
        (changed(strides=(0, 0)), Refusal.DAMAGED),  # would become any size from one number
        (changed(shape=(4, 3), strides=(1, 1)), Refusal.DAMAGED),  # more numbers than the storage has
        (changed(strides=(2**62, 1)), Refusal.DAMAGED),
        (changed(shape=(6,), strides=(1, 1)), Refusal.DAMAGED),
        (changed(shape=(1,) * 9, strides=(1,) * 9), Refusal.DAMAGED),
        (changed(count=7), Refusal.DAMAGED),  # the member has 6
        (changed(count=5), Refusal.DAMAGED),
        (changed(count=-1), Refusal.DAMAGED),
        (changed(count=2**62), Refusal.DAMAGED),
        (changed(kind="HalfStorage"), Refusal.DAMAGED),
        (changed(kind="QInt8Storage"), Refusal.WANTS_CODE),
        (changed(key="1"), Refusal.TRUNCATED),  # no such member
        (changed(key="../../../etc/passwd"), Refusal.TRUNCATED),
        (changed(key="../data.pkl"), Refusal.TRUNCATED),
    ],
)
def test_tensors_stay_inside_their_storage(tmp_path: Path, tensor: bytes, reason: Refusal | None) -> None:
    data = zip_bytes(dictionary({"weight": tensor}), {"0": NUMBERS})
    if reason is None:
        with opened(tmp_path, data) as tensors:
            assert tensors["weight"].size == 0
    else:
        assert refusal(tmp_path, data).reason is reason


def test_a_storage_has_one_size(tmp_path: Path) -> None:
    tensors = dictionary({"a": changed(), "b": changed(kind="HalfStorage", count=12)})
    assert refusal(tmp_path, zip_bytes(tensors, {"0": NUMBERS})).reason is Refusal.DAMAGED


def nested(depth: int) -> bytes:
    return b"]" * depth + b"a" * (depth - 1)


BOMBS: dict[str, bytes] = {
    "deep lists": nested(100_000),
    "deep tuples": b")" + b"\x85" * 200_000,
    "doubled tuples as keys": b"}" + b")" + b"q\x00h\x00\x86" * 30_000 + b"Ns",
    "a memo with a huge number": b"]r\xff\xff\xff\xff",
    "endless": b"N0" * 300_000,
    "many objects": b"}" * 600_000,
    "a text that is not there": b"X\xff\xff\xff\xff" + b"a" * 100,
    "a text of eight bytes' length": b"\x8d" + b"\xff" * 8,
    "bytes that are not there": b"B\xff\xff\xff\xff",
    "a list in itself": b"]q\x00h\x00a",
    "many marks": b"(" * 200_000,
    "one dictionary a thousand million times": (
        b"}q\x01(" + b"".join(text(f"k{n}") + b"N" for n in range(1000)) + b"u0"
        b"}q\x02(" + b"".join(text(f"a{n}") + b"h\x01" for n in range(1000)) + b"u0"
        b"}(" + b"".join(text(f"b{n}") + b"h\x02" for n in range(1000)) + b"u"
    ),
    "one tensor a million times": (
        b"}q\x01(" + b"".join(text(f"k{n}") + changed() for n in range(300)) + b"u0"
        b"}q\x02(" + b"".join(text(f"a{n}") + b"h\x01" for n in range(1000)) + b"u0"
        b"}(" + b"".join(text(f"b{n}") + b"h\x02" for n in range(1000)) + b"u"
    ),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_end_soon_and_take_little_memory(tmp_path: Path, name: str) -> None:
    begun = time.process_time()
    data = zip_bytes(BOMBS[name], {"0": NUMBERS})
    tracemalloc.start()
    try:
        with opened(tmp_path, data) as tensors:
            assert len(tensors) <= 1000
    except ModelFileError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 500 << 20
    assert time.process_time() - begun < 60


@pytest.mark.parametrize(
    "steps",
    [
        b"R",
        b"(R",
        b"u",
        b"(u",
        b"}(" + text("a") + b"u",
        b"N)R",
        b"NNR",
        b"Nu",
        b"]" + text("a") + b"Ns",
        b"}Na",
        b"h\x05",
        b"q\x05",
        b"b",
        b"Q",
        text("storage") + b"Q",
        many(text("storage"), text("FloatStorage"), text("0"), text("cpu"), integer(6)) + b"Q",
        many(text("module"), function("torch", "FloatStorage"), text("0"), text("cpu"), integer(6)) + b"Q",
        called("torch._utils", "_rebuild_tensor_v2"),
        called("torch._utils", "_rebuild_tensor_v2", text("x"), integer(0), b")", b")"),
        called("collections", "OrderedDict", integer(3)),
        called("collections", "OrderedDict", b"](" + integer(3) + b"e"),
        text("a") + b"\x93",
        b"NN\x93",
        b"\xff",
        b"\x82\x01",  # from a registry of functions
        b"c" + b"a" * 3000,
        b"P0\n",
        b"",
        b"0",
        b"\x95" + b"\xff" * 8,
    ],
)
def test_senseless_steps_are_refused(tmp_path: Path, steps: bytes) -> None:
    error = refusal(tmp_path, zip_bytes(steps, {"0": NUMBERS}))
    assert error.reason in {Refusal.DAMAGED, Refusal.TRUNCATED}


def test_a_parameter_of_nothing_is_no_tensor(tmp_path: Path) -> None:
    with opened(tmp_path, zip_bytes(called("torch._utils", "_rebuild_parameter"), {})) as tensors:
        assert not tensors


def test_parameters_and_ordered_dictionaries_are_read(tmp_path: Path) -> None:
    parameter = called("torch._utils", "_rebuild_parameter", GOOD.pickled(), b"\x88", ORDERED)
    pairs = b"](" + b"](" + text("b") + parameter + b"ee"
    state = called("collections", "OrderedDict", pairs) + dictionary({"_metadata": ORDERED}) + b"b"
    with opened(tmp_path, zip_bytes(state, {"0": NUMBERS})) as tensors:
        assert tensors["b"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_tensors_in_inner_dictionaries_have_names_with_dots(tmp_path: Path) -> None:
    inner = dictionary({"*": GOOD.pickled()})
    data = zip_bytes(dictionary({"string_to_param": inner, "name": text("x")}), {"0": NUMBERS})
    with opened(tmp_path, data) as tensors:
        assert list(tensors) == ["string_to_param.*"]


@pytest.mark.parametrize("name", ["state.bin", "state_old.bin"])
def test_a_file_that_is_cut_anywhere_is_refused(tmp_path: Path, name: str) -> None:
    whole = (FIXTURES / name).read_bytes()
    for length in {*range(0, len(whole), 17), *range(len(whole) - 60, len(whole))}:
        error = refusal(tmp_path, whole[:length])
        assert error.reason in {Refusal.TRUNCATED, Refusal.DAMAGED, Refusal.UNKNOWN_FORMAT}


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_any_damage_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["state.bin", "state_old.bin", "training.ckpt"]))
    whole = bytearray((FIXTURES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "model.bin"
    path.write_bytes(whole)
    try:
        with open_tensors(path) as tensors:
            for tensor in tensors:
                tensors[tensor]
    except ModelFileError:
        pass


def zipped(compression: int, *members: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as file:
        for name, data in members:
            file.writestr(name, data)
    return target.getvalue()


STATE = PROTOCOL + dictionary({"weight": GOOD.pickled()}) + b"."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped(zipfile.ZIP_DEFLATED, ("a/data.pkl", STATE)), Refusal.OTHER_FORMAT),
        (
            zipped(zipfile.ZIP_DEFLATED, ("a/data.pkl", b"\0" * (64 << 20))),  # a bomb: 64 MB in 64 kB
            Refusal.TOO_LARGE,
        ),
        (zipped(zipfile.ZIP_STORED, ("a/data.pkl", STATE), ("b/data.pkl", STATE)), Refusal.UNKNOWN_FORMAT),
        (zipped(zipfile.ZIP_STORED, ("word/document.xml", b"")), Refusal.UNKNOWN_FORMAT),
        (zipped(zipfile.ZIP_STORED, ("a/data.pkl", STATE), ("a/byteorder", b"big")), Refusal.OTHER_FORMAT),
        (zipped(zipfile.ZIP_STORED, *((f"{n}", b"") for n in range(60_000))), Refusal.TOO_LARGE),
        (zipped(zipfile.ZIP_STORED, ("a/data.pkl", STATE))[:-22], Refusal.TRUNCATED),
        (zipped(zipfile.ZIP_STORED, ("a/data.pkl", STATE)) + b"more", Refusal.TRUNCATED),
        (b"PK\x05\x06" + bytes(18), Refusal.UNKNOWN_FORMAT),
    ],
)
def test_other_zip_files_are_refused(tmp_path: Path, data: bytes, reason: Refusal) -> None:
    path = tmp_path / "model.safetensors-or-not"
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as refused:
        open_tensors(path)
    assert refused.value.reason is reason


def test_a_member_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = zipped(zipfile.ZIP_STORED, ("a/data.pkl", STATE), ("a/data/0", NUMBERS), ("a/data/0", NUMBERS))
    assert refusal(tmp_path, data).reason is Refusal.DAMAGED


def test_the_directory_must_agree_with_the_members(tmp_path: Path) -> None:
    good = zip_bytes(dictionary({"weight": GOOD.pickled()}), {"0": NUMBERS})
    with opened(tmp_path, good) as tensors:
        assert tensors["weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
    other_name = good.replace(b"archive/data/0", b"archive/data/1", 1)  # in the local header only
    assert refusal(tmp_path, other_name).reason is Refusal.DAMAGED


def test_a_member_does_not_reach_into_the_directory(tmp_path: Path) -> None:
    """The file is long enough, but what the tensor would get is no longer its storage."""
    longer = 60  # numbers
    data = zip_bytes(dictionary({"weight": Tensor("0", (longer,), (1,), longer).pickled()}), {"0": NUMBERS})
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(b"archive/data/0"))
    sizes = struct.pack("<LL", 4 * longer, 4 * longer)
    assert refusal(tmp_path, data[: entry + 20] + sizes + data[entry + 28 :]).reason is Refusal.DAMAGED


def test_the_directory_ends_before_its_end(tmp_path: Path) -> None:
    good = zip_bytes(dictionary({"weight": GOOD.pickled()}), {"0": NUMBERS})
    length = struct.unpack_from("<L", good, len(good) - 10)[0]
    data = good[:-10] + struct.pack("<L", length + 1) + good[-6:]
    assert refusal(tmp_path, data).reason is Refusal.DAMAGED


def test_large_zip_files_are_read(tmp_path: Path) -> None:
    """Beyond 4 GB sizes and places stand in extra fields. The same entries are allowed in small files."""
    good = zip_bytes(dictionary({"weight": GOOD.pickled()}), {"0": NUMBERS})
    start = good.index(b"PK\x01\x02", good.index(b"PK\x01\x02") + 1)
    entry = good.rindex(b"PK\x01\x02", 0, good.index(b"archive/data/0", start))
    head = bytearray(good[entry : entry + 46])
    size, place = struct.unpack_from("<L", head, 24)[0], struct.unpack_from("<L", head, 42)[0]
    struct.pack_into("<LL", head, 20, 0xFFFFFFFF, 0xFFFFFFFF)
    struct.pack_into("<L", head, 42, 0xFFFFFFFF)
    extra = struct.pack("<HHQQQ", 1, 24, size, size, place)
    struct.pack_into("<H", head, 30, len(extra))
    name = b"archive/data/0"
    after = entry + 46 + len(name)
    end = bytearray(good[-22:])
    length, begin = struct.unpack_from("<LL", end, 12)
    struct.pack_into("<LL", end, 12, length + len(extra), 0xFFFFFFFF)
    body = good[:entry] + bytes(head) + name + extra + good[after:-22]
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 4, 4, length + len(extra), begin)
    place_64 = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body), 1)
    with opened(tmp_path, body + end_64 + place_64 + bytes(end)) as tensors:
        assert tensors["weight"].tolist() == [[0, 1, 2], [3, 4, 5]]
