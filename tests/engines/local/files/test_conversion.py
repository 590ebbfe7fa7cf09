"""Conversion of brought models into stored ones: the same weights, whole or not at all."""

import hashlib
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.files import record as stored
from portrait_app.engines.local.files.architecture import Architecture
from portrait_app.engines.local.files.conversion import convert
from portrait_app.engines.local.files.record import ModelRecord, read_record
from portrait_app.engines.local.files.stored import StoredModel, open_stored
from portrait_app.engines.local.files.tensor_file import TensorFile
from portrait_app.engines.local.text.vocabulary import clip_vocabulary, read_vocabulary
from tests.engines.local.files.making import (
    FULL,
    SMALL,
    TINY,
    UNET,
    Weights,
    bfloat16,
    networks,
    single_file,
    write_folder,
    write_weights,
)
from tests.engines.local.files.test_safetensors import file_of, tensor
from tests.engines.local.files.torch_writer import write_torch

if sys.platform != "win32":
    from tests.export.test_full_disk import no_file_beyond

Open = Callable[[StoredModel], TensorFile]
OPENED: dict[str, Open] = {
    stored.UNET: StoredModel.unet,
    stored.VAE: StoredModel.vae,
    stored.TEXT_ENCODER: StoredModel.text_encoder,
}


def converted(source: Path, target: Path) -> ModelRecord:
    return convert(source, target, lambda _done, _of: None, Cancel())


def assert_stored(folder: Path, expected: dict[str, Weights]) -> None:
    model = open_stored(folder)
    for name, weights in expected.items():
        with OPENED[name](model) as tensors:
            assert tensors.keys() == weights.keys()
            for tensor_name, array in weights.items():
                assert tensors[tensor_name].dtype == np.float16
                np.testing.assert_array_equal(tensors[tensor_name], array.astype(np.float16))


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("architecture", [TINY, SMALL, FULL])
def test_a_folder_is_converted(tmp_path: Path, architecture: Architecture) -> None:
    model = write_folder(tmp_path / "brought", architecture)
    record = converted(tmp_path / "brought", tmp_path / "stored")
    assert_stored(tmp_path / "stored", model)
    assert record == read_record(tmp_path / "stored")
    assert record.architecture == architecture
    assert record.source == "brought"
    for brought, name in zip(record.brought, OPENED, strict=True):
        data = (tmp_path / "brought" / name).read_bytes()
        assert (brought.name, brought.size) == (name, len(data))
        assert brought.sha256 == hashlib.sha256(data).hexdigest()
    assert record.short_hash == record.brought[0].sha256[:10]
    assert record.size == sum((tmp_path / "stored" / name).stat().st_size for name in OPENED)
    assert leftovers(tmp_path) == ["brought", "stored"]
    assert leftovers(tmp_path / "stored") == ["model.json", "text_encoder", "unet", "vae"]


@pytest.mark.parametrize("name", ["model.safetensors", "model.ckpt"])
@pytest.mark.parametrize("number", [np.float16, np.float32, np.float64])
def test_a_single_file_is_converted(tmp_path: Path, name: str, number: type[np.floating]) -> None:
    model = networks(FULL)
    weights = {
        key: array.astype(number) if array.dtype == np.float16 else array
        for key, array in single_file(model).items()
    }
    path = tmp_path / name
    if name.endswith(".ckpt"):
        write_torch(path, weights, training=True)
    else:
        write_weights(path, weights)
    record = converted(path, tmp_path / "stored")
    assert_stored(tmp_path / "stored", model)
    assert [brought.name for brought in record.brought] == [name]
    assert record.short_hash == hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def test_bfloat16_is_converted(tmp_path: Path) -> None:
    model = write_folder(tmp_path / "brought", TINY)
    header, data = {}, b""
    for name, array in model[stored.UNET].items():
        bits = bfloat16(array)
        header[name] = tensor(len(data), len(data) + bits.nbytes, list(bits.shape), "BF16")
        data += bits.tobytes()
        model[stored.UNET][name] = (bits.astype(np.uint32) << 16).view(np.float32)
    (tmp_path / "brought" / stored.UNET).write_bytes(file_of(header, data))
    converted(tmp_path / "brought", tmp_path / "stored")
    assert_stored(tmp_path / "stored", model)


def test_numbers_too_large_for_float16_keep_float32(tmp_path: Path) -> None:
    model = write_folder(tmp_path / "brought", TINY)
    unet = {name: array.astype(np.float32) for name, array in model[stored.UNET].items()}
    unet["conv_out.bias"][0] = 70_000
    write_weights(tmp_path / "brought" / stored.UNET, unet)
    converted(tmp_path / "brought", tmp_path / "stored")
    opened = open_stored(tmp_path / "stored")
    with opened.unet() as tensors, opened.vae() as vae:
        assert {tensors[name].dtype for name in tensors} == {np.dtype(np.float32)}
        np.testing.assert_array_equal(tensors["conv_out.bias"], unet["conv_out.bias"])
        assert vae["decoder.conv_in.bias"].dtype == np.float16


@pytest.mark.parametrize("wrong", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused(tmp_path: Path, wrong: float) -> None:
    model = write_folder(tmp_path / "brought", TINY)
    model[stored.VAE]["decoder.conv_out.bias"][1] = wrong
    write_weights(tmp_path / "brought" / stored.VAE, model[stored.VAE])
    with pytest.raises(ModelFileError) as refused:
        converted(tmp_path / "brought", tmp_path / "stored")
    assert refused.value.reason is Refusal.DAMAGED
    assert refused.value.facts["file"] == "diffusion_pytorch_model.safetensors"
    assert leftovers(tmp_path) == ["brought"]


def test_an_own_vocabulary_is_kept(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    ids = dict(clip_vocabulary().ids)
    ids["!"], ids['"'] = ids['"'], ids["!"]
    tokenizer = tmp_path / "brought/tokenizer"
    tokenizer.mkdir()
    (tokenizer / "vocab.json").write_text(json.dumps(ids), encoding="utf-8")
    lines = (" ".join(pair) for pair in clip_vocabulary().ranks)
    (tokenizer / "merges.txt").write_text("\n".join(lines), encoding="utf-8")
    record = converted(tmp_path / "brought", tmp_path / "stored")
    kept = read_vocabulary(tmp_path / "stored" / stored.VOCABULARY, tmp_path / "stored" / stored.MERGES)
    assert kept.ids == ids
    assert stored.VOCABULARY in record.sizes


def test_progress_is_reported_to_the_end(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    reports: list[tuple[int, int]] = []
    convert(tmp_path / "brought", tmp_path / "stored", lambda *report: reports.append(report), Cancel())
    assert len({of for _, of in reports}) == 1
    assert [done for done, _ in reports] == sorted(done for done, _ in reports)
    assert reports[-1][0] == reports[-1][1]
    assert len(reports) > 100


@pytest.mark.parametrize("after", [0, 1, 5, 100, 400])
def test_a_cancelled_conversion_leaves_nothing(tmp_path: Path, after: int) -> None:
    write_folder(tmp_path / "brought", TINY)
    cancel = Cancel()
    reports = 0

    def report(_done: int, _of: int) -> None:
        nonlocal reports
        reports += 1
        if reports > after:
            cancel.cancel()

    if not after:
        cancel.cancel()
    with pytest.raises(AppError) as stopped:
        convert(tmp_path / "brought", tmp_path / "stored", report, cancel)
    assert stopped.value.kind is ErrorKind.CANCELLED
    assert reports <= after + 1
    assert leftovers(tmp_path) == ["brought"]


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
@pytest.mark.parametrize("part", [0.1, 0.9, 0.999])
def test_a_full_disk_leaves_nothing(tmp_path: Path, part: float) -> None:
    write_folder(tmp_path / "brought", TINY)
    largest = max(converted(tmp_path / "brought", tmp_path / "whole").sizes.values())
    with no_file_beyond(int(largest * part)), pytest.raises(AppError) as failed:
        converted(tmp_path / "brought", tmp_path / "stored")
    assert failed.value.kind in {ErrorKind.DISK_FULL, ErrorKind.FILE_FAILED}
    assert leftovers(tmp_path) == ["brought", "whole"]


def test_too_little_room_is_said_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(tmp_path / "brought", TINY)
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(AppError) as failed:
        converted(tmp_path / "brought", tmp_path / "stored")
    assert failed.value.kind is ErrorKind.DISK_FULL
    assert failed.value.facts["free"] == 1000
    assert int(failed.value.facts["needed"]) > 1_000_000
    assert leftovers(tmp_path) == ["brought"]


def test_what_a_crash_left_behind_is_replaced(tmp_path: Path) -> None:
    model = write_folder(tmp_path / "brought", TINY)
    (tmp_path / "stored.part/unet").mkdir(parents=True)
    (tmp_path / "stored.part/unet/rest").write_bytes(b"x")
    converted(tmp_path / "brought", tmp_path / "stored")
    assert_stored(tmp_path / "stored", model)
    assert leftovers(tmp_path) == ["brought", "stored"]


def test_a_stored_model_is_not_overwritten(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    converted(tmp_path / "brought", tmp_path / "stored")
    with pytest.raises(AppError) as failed:
        converted(tmp_path / "brought", tmp_path / "stored")
    assert failed.value.kind is ErrorKind.FILE_FAILED
    open_stored(tmp_path / "stored")


def test_a_stored_model_can_be_brought_again(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    converted(tmp_path / "brought", tmp_path / "stored")
    assert converted(tmp_path / "stored", tmp_path / "again").architecture == TINY
    for name in OPENED:
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "stored" / name).read_bytes()


@pytest.mark.parametrize("name", list(OPENED))
@pytest.mark.parametrize("change", ["cut", "longer", "gone"])
def test_a_stored_file_that_has_changed_is_noticed(tmp_path: Path, name: str, change: str) -> None:
    write_folder(tmp_path / "brought", TINY)
    converted(tmp_path / "brought", tmp_path / "stored")
    path = tmp_path / "stored" / name
    data = path.read_bytes()
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(data[:-1] if change == "cut" else data + b"x")
    with pytest.raises(AppError) as refused:
        open_stored(tmp_path / "stored")
    if change != "gone":
        assert isinstance(refused.value, ModelFileError)
        assert (refused.value.reason, refused.value.facts["file"]) == (Refusal.CHANGED, name)


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"brought": []},
        {"brought": None},
        {"sizes": {}},
        {"sizes": {**dict.fromkeys(OPENED, 1), "../brought/unet": 1}},
        {"architecture": {}},
        {"architecture": None},
        {"of the architecture": {"spacing": "trailing"}},
        {"of the architecture": {"prediction": "sample"}},
    ],
)
def test_a_damaged_record_is_refused(tmp_path: Path, change: dict[str, Any]) -> None:
    write_folder(tmp_path / "brought", TINY)
    converted(tmp_path / "brought", tmp_path / "stored")
    path = tmp_path / "stored/model.json"
    value = json.loads(path.read_text())
    value["architecture"] |= change.pop("of the architecture", {})
    path.write_text(json.dumps({**value, **change}))
    with pytest.raises(ModelFileError) as refused:
        open_stored(tmp_path / "stored")
    assert refused.value.reason is Refusal.CHANGED
    path.write_text("[" * 100_000)
    with pytest.raises(ModelFileError):
        open_stored(tmp_path / "stored")


def test_two_conversions_of_one_model_are_equal(tmp_path: Path) -> None:
    write_weights(tmp_path / "model.safetensors", single_file(networks(TINY)))
    for name in ("first", "second"):
        converted(tmp_path / "model.safetensors", tmp_path / name)
    for name in (*OPENED, stored.RECORD):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_only_ordinary_names_are_needed_of_the_unet(tmp_path: Path) -> None:
    """Weights that were averaged in training stand beside the others, and are not used."""
    weights = single_file(networks(FULL))
    averaged = {
        "model_ema." + name.removeprefix("model.").replace(".", ""): np.zeros_like(array)
        for name, array in weights.items()
        if name.startswith(UNET)
    }
    write_weights(tmp_path / "model.safetensors", {**averaged, **weights})
    converted(tmp_path / "model.safetensors", tmp_path / "stored")
    assert_stored(tmp_path / "stored", networks(FULL))


def test_the_settings_of_a_model_are_in_its_record(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    (tmp_path / "brought/scheduler").mkdir()
    (tmp_path / "brought/scheduler/scheduler_config.json").write_text(
        '{"prediction_type": "v_prediction", "timestep_spacing": "linspace"}'
    )
    record = converted(tmp_path / "brought", tmp_path / "stored")
    assert (record.architecture.prediction, record.architecture.spacing) == ("v_prediction", "linspace")
    assert read_record(tmp_path / "stored") == record
