"""Safetensors files: written and read, damaged, and malicious."""

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files.opening import open_tensors
from portrait_app.engines.local.files.safetensors import open_safetensors, write_safetensors
from portrait_app.engines.local.files.tensor_file import Array, Number
from tests.engines.local.files.making import bfloat16, write_weights

WEIGHTS: dict[str, Array] = {
    "half": np.arange(6, dtype=np.float16).reshape(2, 3),
    "single": np.array([1.5, -2], np.float32),
    "double": np.array([1.5], np.float64),
    "whole": np.arange(3),
    "none": np.zeros((0, 4), np.float32),
    "scalar": np.array(5, np.float32),
    "odd": np.array([1, 2, 3], np.uint8),  # what follows is not aligned
    "after": np.array([7], np.float32),
}


def file_of(header: object, data: bytes = b"", length: int | None = None) -> bytes:
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(
    begin: int, end: int, shape: object = (2,), number: str = "F16", **more: object
) -> dict[str, object]:
    return {"dtype": number, "shape": shape, "data_offsets": [begin, end], **more}


def refusal(tmp_path: Path, data: bytes) -> ModelFileError:
    path = tmp_path / "model.safetensors"
    path.write_bytes(data)
    with pytest.raises(ModelFileError) as refused:
        open_tensors(path)
    assert refused.value.facts["file"] == path.name
    return refused.value


@pytest.mark.parametrize("mapped", [False, True])
def test_what_is_written_is_read(tmp_path: Path, mapped: bool) -> None:
    path = tmp_path / "model.safetensors"
    write_weights(path, WEIGHTS, {"format": "pt"})
    with open_safetensors(path, mapped=mapped) as tensors:
        assert list(tensors) == list(WEIGHTS)
        assert tensors.metadata == {"format": "pt"}
        for name, array in WEIGHTS.items():
            assert tensors[name].dtype == array.dtype
            assert tensors.shape(name) == array.shape
            np.testing.assert_array_equal(tensors[name], array)
            assert tensors[name].flags.aligned


def test_a_view_of_a_mapped_file_outlives_the_file(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_weights(path, WEIGHTS)
    with open_safetensors(path, mapped=True) as tensors:
        view = tensors["half"]
    assert not view.flags.owndata
    np.testing.assert_array_equal(view, WEIGHTS["half"])
    whole = path.read_bytes()
    view[:] = 0
    assert path.read_bytes() == whole


def test_bfloat16_becomes_float32(tmp_path: Path) -> None:
    values = np.array([1.5, -2, 3.140625, 1e30, np.inf], np.float32)
    path = tmp_path / "model.safetensors"
    path.write_bytes(file_of({"a": tensor(0, 10, (5,), "BF16")}, bfloat16(values).tobytes()))
    with open_safetensors(path) as tensors:
        found = tensors["a"]
        assert found.dtype == np.float32
        assert found[:3].tolist() == [1.5, -2, 3.140625]
        assert found[3] == pytest.approx(1e30, rel=0.01)
        assert found[4] == np.inf


@pytest.mark.parametrize("length", [0x80, 0x450, 0x4B50])
def test_the_length_of_the_header_is_not_taken_for_another_format(tmp_path: Path, length: int) -> None:
    header = json.dumps({"a": tensor(0, 4)}).encode()
    path = tmp_path / "model.safetensors"
    path.write_bytes(file_of(header.ljust(length), b"1234"))
    with open_tensors(path) as tensors:
        assert list(tensors) == ["a"]


def test_the_writer_takes_only_what_was_announced(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file, pytest.raises(ValueError, match="instead of"):
        list(write_safetensors(file, {"a": (Number.F16, (2,))}, [np.zeros(2, np.float32)]))


@pytest.mark.parametrize("number", ["F8_E4M3", "F8_E5M2", "C64X", "F4"])
def test_numbers_of_squeezed_models_are_refused(tmp_path: Path, number: str) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(file_of({"a": tensor(0, 2, (2,), number)}, b"12"))
    with pytest.raises(ModelFileError) as refused, open_tensors(path) as tensors:
        assert tensors["a"].size
    assert refused.value.reason is Refusal.NUMBER_FORMAT
    assert refused.value.facts["format"] == number
    assert refused.value.facts["tensor"] == "a"


GOOD = file_of({"a": tensor(0, 4), "b": tensor(4, 8)}, b"12345678")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Refusal.TRUNCATED),
        (GOOD[:5], Refusal.TRUNCATED),
        (GOOD[:30], Refusal.TRUNCATED),
        (GOOD[:-1], Refusal.TRUNCATED),
        (GOOD + b"x", Refusal.DAMAGED),
        (file_of(b"{", length=2**63), Refusal.TOO_LARGE),
        (file_of(b"{", length=26 << 20), Refusal.TOO_LARGE),
        (file_of(b"{}", length=20 << 20), Refusal.TRUNCATED),
        (file_of(b"[]"), Refusal.DAMAGED),
        (file_of(b"{"), Refusal.DAMAGED),
        (file_of(b"{\xff}"), Refusal.DAMAGED),
        (file_of(b'{"a":' + b"[" * 200_000), Refusal.DAMAGED),
        (file_of(b'{"a":' + b'{"a":' * 200_000), Refusal.DAMAGED),
        (file_of(b'{"a":NaN}'), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4), "b": tensor(2, 6)}, b"123456"), Refusal.DAMAGED),  # overlap
        (file_of({"a": tensor(0, 4), "b": tensor(0, 4)}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4), "b": tensor(6, 10)}, b"1234567890"), Refusal.DAMAGED),  # a gap
        (file_of({"a": tensor(4, 8)}, b"12345678"), Refusal.DAMAGED),
        (file_of({"a": tensor(4, 0)}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 2**70, (2**69,))}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 2**39, (2**38,))}, b"1234"), Refusal.TRUNCATED),
        (file_of({"a": tensor(0, 4, (3,))}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, (2,), "F32")}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, (-1, -2))}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, (True, 2))}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, (2.0,))}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, (2, *[1] * 8))}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, "2")}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, None)}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": tensor(0, 4, more=1)}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": {"dtype": "F16", "shape": [2]}}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": {"dtype": "F16", "shape": [2], "data_offsets": [0]}}, b"1234"), Refusal.DAMAGED),
        (file_of({"a": 1}), Refusal.DAMAGED),
        (file_of(b'{"a":%s,"a":%s}' % ((json.dumps(tensor(0, 4)).encode(),) * 2), b"1234"), Refusal.DAMAGED),
        (file_of({"__metadata__": []}), Refusal.DAMAGED),
        (file_of({"__metadata__": {"format": 1}}), Refusal.DAMAGED),
        (file_of({f"t{n}": tensor(0, 0, (0,)) for n in range(100_001)}), Refusal.TOO_LARGE),
    ],
)
def test_a_wrong_header_is_refused(tmp_path: Path, data: bytes, reason: Refusal) -> None:
    assert refusal(tmp_path, data).reason is reason


def test_a_cut_file_says_how_much_is_missing(tmp_path: Path) -> None:
    facts = refusal(tmp_path, GOOD[:-3]).facts
    assert (facts["expected"], facts["found"]) == (len(GOOD), len(GOOD) - 3)


def test_a_file_that_is_cut_anywhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "whole.safetensors"
    write_weights(path, WEIGHTS)
    whole = path.read_bytes()
    for length in range(len(whole)):
        assert refusal(tmp_path, whole[:length]).reason is Refusal.TRUNCATED


def test_a_file_that_is_cut_while_it_is_open_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_weights(path, WEIGHTS)
    with open_safetensors(path) as tensors:
        path.write_bytes(path.read_bytes()[:-4])
        with pytest.raises(ModelFileError) as refused:
            tensors["after"]
    assert refused.value.reason is Refusal.TRUNCATED


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_any_damage_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    path = tmp_path_factory.mktemp("damaged") / "model.safetensors"
    write_weights(path, WEIGHTS)
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    try:
        with open_tensors(path) as tensors:
            dict(tensors)
    except ModelFileError:
        pass


@pytest.mark.parametrize(
    ("beginning", "format_name"),
    [
        (b"GGUF\x03", "GGUF"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:abc\n", "Git LFS pointer"),
        (b"<!DOCTYPE html><title>Sign in", "web page"),
        (b"\0" * 257 + b"ustar\0", "tar"),
    ],
)
def test_other_formats_are_named(tmp_path: Path, beginning: bytes, format_name: str) -> None:
    error = refusal(tmp_path, beginning + bytes(600))
    assert (error.reason, error.facts["format"]) == (Refusal.OTHER_FORMAT, format_name)


def test_any_other_file_is_of_an_unknown_format(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader,")
    with pytest.raises(ModelFileError) as refused:
        open_tensors(path)
    assert refused.value.reason is Refusal.UNKNOWN_FORMAT


def test_a_missing_file_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(AppError) as failed:
        open_tensors(tmp_path / "none.safetensors")
    assert failed.value.kind is ErrorKind.FILE_FAILED
