"""Models that users bring: what is recognised, and what is missing."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.conventions import Prediction
from portrait_app.engines.local.files import record as stored
from portrait_app.engines.local.files.architecture import Architecture, Layout
from portrait_app.engines.local.files.brought import open_brought
from portrait_app.engines.local.text.vocabulary import clip_vocabulary
from tests.engines.local.files.making import (
    FULL,
    SMALL,
    TEXT,
    TINY,
    UNET,
    VAE,
    networks,
    single_file,
    unet_name,
    write_folder,
    write_weights,
)
from tests.engines.local.files.torch_writer import write_torch

LAYOUTS = {Layout.TINY: TINY, Layout.SMALL: SMALL, Layout.FULL: FULL}


def refusal(path: Path) -> ModelFileError:
    with pytest.raises(ModelFileError) as refused, open_brought(path):
        pass
    return refused.value


def write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(json.dumps(value), encoding="utf-8")


def architecture(path: Path) -> Architecture:
    with open_brought(path) as model:
        return model.architecture


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_folder_tells_its_layout(tmp_path: Path, layout: Layout) -> None:
    write_folder(tmp_path / "portraits", LAYOUTS[layout])
    with open_brought(tmp_path / "portraits") as model:
        assert model.architecture == LAYOUTS[layout]
        assert model.architecture.unet.layout is layout
        assert model.name == "portraits"
        assert [path.parent.name for path in model.files] == ["unet", "vae", "text_encoder"]
        assert model.vocabulary is None
        sizes = sum(path.stat().st_size for path in model.files)
        assert sizes * 0.9 < model.stored_size < sizes


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_single_file_tells_its_layout(tmp_path: Path, layout: Layout) -> None:
    path = tmp_path / "Portraits v1.5.safetensors"
    write_weights(path, single_file(networks(LAYOUTS[layout])))
    with open_brought(path) as model:
        assert model.architecture == LAYOUTS[layout]
        assert model.name == "Portraits v1.5"
        assert model.files == (path,)


def test_blocks_without_gaps_in_their_numbers_are_read_too(tmp_path: Path) -> None:
    """With fewer blocks on a level, some programs leave gaps in the numbers and others do not."""
    model = networks(TINY)
    with_gaps = single_file(model)
    renamed = {UNET + unet_name(name, gap=2): array for name, array in model[stored.UNET].items()}
    assert renamed.keys() != {name for name in with_gaps if name.startswith(UNET)}
    path = tmp_path / "model.safetensors"
    write_weights(
        path, {**renamed, **{name: a for name, a in with_gaps.items() if not name.startswith(UNET)}}
    )
    with open_brought(path) as found:
        assert found.architecture == TINY
        for name, array in model[stored.UNET].items():
            np.testing.assert_array_equal(found.unet.file[found.unet.names[name]], array)


def test_a_checkpoint_of_a_training_program_is_read(tmp_path: Path) -> None:
    path = tmp_path / "model.ckpt"
    weights = single_file(networks(FULL))
    weights["model_ema.decay"] = np.array(0.999, np.float32)
    weights["model_ema.diffusion_modelinput_blocks00weight"] = np.zeros(3, np.float32)
    write_torch(path, weights, training=True)
    assert architecture(path) == FULL


def test_text_encoders_without_their_prefix_are_read(tmp_path: Path) -> None:
    path = tmp_path / "merge.safetensors"
    weights = single_file(networks(FULL))
    write_weights(path, {name.replace(f"{TEXT}text_model.", TEXT): array for name, array in weights.items()})
    assert architecture(path) == FULL


def test_names_of_transformers_5_are_read(tmp_path: Path) -> None:
    text = write_folder(tmp_path, TINY)[stored.TEXT_ENCODER]
    short = {name.removeprefix("text_model."): array for name, array in text.items()}
    write_weights(tmp_path / stored.TEXT_ENCODER, short)
    assert architecture(tmp_path) == TINY


def test_names_of_an_older_diffusers_are_read(tmp_path: Path) -> None:
    vae = write_folder(tmp_path, TINY)[stored.VAE]
    old = {"to_q": "query", "to_k": "key", "to_v": "value", "to_out.0": "proj_attn"}
    for new, name in old.items():
        vae = {
            key.replace(f"attentions.0.{new}.", f"attentions.0.{name}."): array for key, array in vae.items()
        }
    write_weights(tmp_path / stored.VAE, vae)
    assert architecture(tmp_path) == TINY


def test_a_vae_without_its_encoder_is_enough(tmp_path: Path) -> None:
    vae = write_folder(tmp_path, TINY)[stored.VAE]
    decoder = {
        name: array for name, array in vae.items() if name.startswith(("decoder.", "post_quant_conv."))
    }
    write_weights(tmp_path / stored.VAE, decoder)
    assert not architecture(tmp_path).vae.encoder


@pytest.mark.parametrize(
    ("names", "chosen"),
    [
        (("diffusion_pytorch_model.bin", "diffusion_pytorch_model.fp16.safetensors"), 1),
        (("diffusion_pytorch_model.fp16.bin", "diffusion_pytorch_model.bin"), 1),
        (("diffusion_pytorch_model.non_ema.safetensors", "diffusion_pytorch_model.bin"), 1),
        (("diffusion_pytorch_model.fp16.safetensors", "diffusion_pytorch_model.safetensors"), 1),
        (("diffusion_pytorch_model.non_ema.bin",), 0),
    ],
)
def test_the_best_file_of_a_network_is_used(tmp_path: Path, names: tuple[str, ...], chosen: int) -> None:
    unet = write_folder(tmp_path, TINY)[stored.UNET]
    (tmp_path / stored.UNET).unlink()
    for name in names:
        write = write_torch if name.endswith(".bin") else write_weights
        write(tmp_path / "unet" / name, unet)
    with open_brought(tmp_path) as model:
        assert model.files[0].name == names[chosen]
        assert model.architecture == TINY


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        (["unet"], "unet"),
        (["vae"], "vae"),
        (["vae", "text_encoder"], "vae\ntext_encoder"),
        (["unet", "text_encoder"], "unet\ntext_encoder"),
    ],
)
@pytest.mark.parametrize("part", [True, False])
def test_what_a_folder_lacks_is_named(tmp_path: Path, missing: list[str], named: str, part: bool) -> None:
    write_folder(tmp_path, TINY)
    for network in missing:
        for file in (tmp_path / network).iterdir():
            if part:  # of a download
                file.rename(file.with_name(file.name + ".part"))
            else:
                file.unlink()
                file.parent.rmdir()
                break
    error = refusal(tmp_path)
    assert (error.reason, error.facts["missing"]) == (Refusal.PARTS_MISSING, named)


def test_an_empty_folder_has_no_model(tmp_path: Path) -> None:
    assert refusal(tmp_path).reason is Refusal.NO_MODEL_INSIDE
    assert refusal(tmp_path / "nothing").reason is Refusal.NOTHING_THERE


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("model.onnx", "ONNX"),
        ("openvino_model.bin", "OpenVINO"),
        ("diffusion_flax_model.msgpack", "Flax"),
        ("diffusion_pytorch_model.safetensors.index.json", "a network in several files"),
    ],
)
def test_other_formats_of_a_folder_are_named(tmp_path: Path, file: str, name: str) -> None:
    write_folder(tmp_path, TINY)
    (tmp_path / stored.UNET).rename(tmp_path / "unet" / file)
    error = refusal(tmp_path)
    assert (error.reason, error.facts["format"]) == (Refusal.OTHER_FORMAT, name)


def test_missing_tensors_are_counted_and_named(tmp_path: Path) -> None:
    unet = write_folder(tmp_path, FULL)[stored.UNET]
    gone = [name for name in unet if name.startswith("up_blocks.1.resnets.2.")]
    write_weights(tmp_path / stored.UNET, {name: array for name, array in unet.items() if name not in gone})
    error = refusal(tmp_path)
    assert error.reason is Refusal.TENSORS_MISSING
    assert error.facts["count"] == len(gone)
    assert str(error.facts["missing"]).split("\n") == gone[:5]


@pytest.mark.parametrize("network", [stored.UNET, stored.VAE, stored.TEXT_ENCODER])
def test_any_one_missing_tensor_is_noticed(tmp_path: Path, network: str) -> None:
    weights = write_folder(tmp_path, TINY)[network]
    optional = {name for name in weights if name.startswith(("encoder.conv_in.weight",))}
    for name in sorted(weights.keys() - optional)[::23]:
        write_weights(tmp_path / network, {key: array for key, array in weights.items() if key != name})
        assert refusal(tmp_path).reason in {
            Refusal.TENSORS_MISSING,
            Refusal.UNKNOWN_LAYOUT,
            Refusal.WRONG_SHAPE,
        }


@pytest.mark.parametrize(
    ("network", "name"),
    [
        (stored.UNET, "up_blocks.0.resnets.0.conv1.weight"),
        (stored.VAE, "decoder.conv_out.bias"),
        (stored.TEXT_ENCODER, "text_model.encoder.layers.1.mlp.fc2.weight"),
    ],
)
def test_a_wrong_shape_is_named(tmp_path: Path, network: str, name: str) -> None:
    weights = write_folder(tmp_path, TINY)[network]
    weights[name] = np.zeros((*weights[name].shape, 2), np.float16)
    write_weights(tmp_path / network, weights)
    error = refusal(tmp_path)
    assert (error.reason, error.facts["tensor"]) == (Refusal.WRONG_SHAPE, name)
    assert error.facts["found"] == str(weights[name].shape)


@pytest.mark.parametrize(
    ("network", "name"),
    [
        (stored.UNET, "down_blocks.0.attentions.0.extra.weight"),
        (stored.UNET, "class_embedding.weight"),
        (stored.UNET, "down_blocks.77.resnets.0.conv1.weight"),
        (stored.UNET, "down_blocks.999999999.resnets.0.conv1.weight"),
        (stored.VAE, "decoder.conv_norm_out.extra"),
        (stored.TEXT_ENCODER, "text_model.encoder.layers.0.extra.weight"),
    ],
)
def test_layers_that_are_not_known_are_refused(tmp_path: Path, network: str, name: str) -> None:
    weights = write_folder(tmp_path, TINY)[network]
    weights[name] = np.zeros(32, np.float16)
    write_weights(tmp_path / network, weights)
    assert refusal(tmp_path).reason in {Refusal.UNKNOWN_LAYOUT, Refusal.TENSORS_MISSING}


def test_weights_must_be_fractions(tmp_path: Path) -> None:
    vae = write_folder(tmp_path, TINY)[stored.VAE]
    vae["decoder.conv_out.weight"] = np.ones((3, 32, 3, 3), np.int8)
    write_weights(tmp_path / stored.VAE, vae)
    error = refusal(tmp_path)
    assert (error.reason, error.facts["format"]) == (Refusal.NUMBER_FORMAT, "I8")
    assert error.facts["tensor"] == "decoder.conv_out.weight"


def test_the_text_encoder_must_fit_the_unet(tmp_path: Path) -> None:
    write_folder(tmp_path, TINY)
    other = Architecture(TINY.unet, TINY.vae, type(TINY.text)(128, 2, 128, 49408, 77))
    write_weights(tmp_path / stored.TEXT_ENCODER, networks(other)[stored.TEXT_ENCODER])
    error = refusal(tmp_path)
    assert (error.reason, error.facts["expected"], error.facts["found"]) == (Refusal.WRONG_SHAPE, "64", "128")


def test_a_text_encoder_of_fewer_tokens_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, TINY)
    other = Architecture(TINY.unet, TINY.vae, type(TINY.text)(64, 2, 128, 1000, 77))
    write_weights(tmp_path / stored.TEXT_ENCODER, networks(other)[stored.TEXT_ENCODER])
    assert refusal(tmp_path).reason is Refusal.WRONG_SHAPE


USUAL: dict[str, dict[str, Any]] = {
    "unet/config.json": {
        "act_fn": "silu",
        "attention_head_dim": 8,
        "sample_size": 64,
        "mid_block_type": None,
    },
    "vae/config.json": {"scaling_factor": 0.18215, "latent_channels": 4, "sample_size": 512},
    "text_encoder/config.json": {
        "hidden_act": "quick_gelu",
        "hidden_size": 64,
        "layer_norm_eps": 1e-05,
        "num_attention_heads": 1,
        "vocab_size": 49408,
    },
    "scheduler/scheduler_config.json": {
        "beta_end": 0.012,
        "beta_schedule": "scaled_linear",
        "beta_start": 0.00085,
        "num_train_timesteps": 1000,
        "prediction_type": "epsilon",
        "clip_sample": False,
    },
    "model_index.json": {"_class_name": "StableDiffusionPipeline"},
}


def test_the_usual_settings_are_read(tmp_path: Path) -> None:
    write_folder(tmp_path, TINY)
    for name, value in USUAL.items():
        write_json(tmp_path / name, value)
    assert architecture(tmp_path) == TINY


@pytest.mark.parametrize(
    ("file", "name", "value"),
    [
        ("unet/config.json", "attention_head_dim", 4),
        ("unet/config.json", "act_fn", "gelu"),
        ("unet/config.json", "num_attention_heads", 5),
        ("vae/config.json", "latent_channels", 16),
        ("vae/config.json", "scaling_factor", 0),
        ("vae/config.json", "scaling_factor", "much"),
        ("vae/config.json", "shift_factor", 0.1159),
        ("text_encoder/config.json", "hidden_act", "gelu"),
        ("text_encoder/config.json", "num_attention_heads", 2),
        ("scheduler/scheduler_config.json", "prediction_type", "sample"),
        ("scheduler/scheduler_config.json", "beta_schedule", "linear"),
        ("scheduler/scheduler_config.json", "rescale_betas_zero_snr", True),
        ("scheduler/scheduler_config.json", "timestep_spacing", "trailing"),
    ],
)
def test_settings_that_are_not_supported_are_named(
    tmp_path: Path, file: str, name: str, value: object
) -> None:
    write_folder(tmp_path, TINY)
    for usual, values in USUAL.items():
        write_json(tmp_path / usual, values)
    write_json(tmp_path / file, {**USUAL[file], name: value})
    error = refusal(tmp_path)
    assert error.reason is Refusal.OTHER_SETTINGS
    assert (error.facts["file"], error.facts["name"]) == (file, name)


@pytest.mark.parametrize("content", ["{", "[]", "[" * 100_000, " " * (2 << 20)])
@pytest.mark.parametrize("file", list(USUAL))
def test_damaged_settings_are_refused(tmp_path: Path, file: str, content: str) -> None:
    write_folder(tmp_path, TINY)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(content)
    assert refusal(tmp_path).reason in {Refusal.DAMAGED, Refusal.TOO_LARGE}


def test_a_folder_says_what_its_model_predicts(tmp_path: Path) -> None:
    write_folder(tmp_path, TINY)
    velocity = {"prediction_type": "v_prediction", "timestep_spacing": "leading"}
    write_json(tmp_path / "scheduler/scheduler_config.json", velocity)
    write_json(tmp_path / "vae/config.json", {"scaling_factor": 0.2})
    found = architecture(tmp_path)
    assert (found.prediction, found.spacing, found.scaling) == (Prediction.VELOCITY, "leading", 0.2)


@pytest.mark.parametrize("way", ["tensor", "metadata", "yaml"])
def test_a_single_file_says_that_it_predicts_velocity(tmp_path: Path, way: str) -> None:
    path = tmp_path / "model.safetensors"
    weights = single_file(networks(FULL))
    if way == "tensor":
        weights["v_pred"] = np.zeros(0, np.float32)
    write_weights(path, weights, {"modelspec.prediction_type": "v"} if way == "metadata" else None)
    if way == "yaml":
        path.with_suffix(".yaml").write_text('model:\n  params:\n    parameterization: "v"\n')
    assert architecture(path).prediction is Prediction.VELOCITY


def test_a_single_file_of_another_noise_schedule_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    write_weights(path, {**single_file(networks(FULL)), "ztsnr": np.zeros(0, np.float32)})
    error = refusal(path)
    assert (error.reason, error.facts["name"]) == (Refusal.OTHER_SETTINGS, "rescale_betas_zero_snr")


def write_tokenizer(folder: Path, ids: dict[str, int]) -> None:
    write_json(folder / "tokenizer/vocab.json", ids)
    lines = ["#version: 0.2", *(" ".join(pair) for pair in clip_vocabulary().ranks)]
    (folder / "tokenizer/merges.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_a_folder_keeps_its_own_vocabulary(tmp_path: Path) -> None:
    write_folder(tmp_path, TINY)
    ids = dict(clip_vocabulary().ids)
    write_tokenizer(tmp_path, ids)
    with open_brought(tmp_path) as model:
        assert model.vocabulary is None
    ids["!"], ids['"'] = ids['"'], ids["!"]
    write_tokenizer(tmp_path, ids)
    with open_brought(tmp_path) as model:
        assert model.vocabulary == (tmp_path / "tokenizer/vocab.json", tmp_path / "tokenizer/merges.txt")
    ids["<new>"] = 60_000
    write_tokenizer(tmp_path, ids)
    assert refusal(tmp_path).reason is Refusal.WRONG_SHAPE


def test_a_tokenizer_in_one_file_must_be_that_of_clip(tmp_path: Path) -> None:
    write_folder(tmp_path, TINY)
    write_json(tmp_path / "tokenizer/tokenizer.json", {"model": {"vocab": dict(clip_vocabulary().ids)}})
    assert architecture(tmp_path) == TINY
    write_json(tmp_path / "tokenizer/tokenizer.json", {"model": {"vocab": {"a": 0}}})
    assert refusal(tmp_path).reason is Refusal.OTHER_SETTINGS


def test_a_single_file_needs_all_its_networks_whole(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    weights = single_file(networks(FULL))
    del weights[f"{VAE}decoder.up.0.block.1.conv2.weight"]
    write_weights(path, weights)
    error = refusal(path)
    assert (error.reason, error.facts["missing"]) == (
        Refusal.TENSORS_MISSING,
        "decoder.up_blocks.3.resnets.1.conv2.weight",
    )
