"""Models of other kinds, and parts of models, are refused by name."""

from pathlib import Path

import numpy as np
import pytest

from portrait_app.core.model_files import Family, ModelFileError, ModelPart, Refusal
from portrait_app.engines.local.files.brought import open_brought
from portrait_app.engines.local.files.tensor_file import Array
from tests.engines.local.files.making import (
    FULL,
    TEXT,
    UNET,
    VAE,
    networks,
    single_file,
    write_folder,
    write_weights,
)
from tests.engines.local.files.torch_writer import write_torch

# Names that each kind of file really has
OTHERS: dict[str, Family | ModelPart] = {
    "conditioner.embedders.1.model.ln_final.weight": Family.SDXL,
    "conditioner.embedders.0.model.ln_final.weight": Family.SDXL_REFINER,
    "model.diffusion_model.label_emb.0.0.weight": Family.SDXL,
    "add_embedding.linear_1.weight": Family.SDXL,
    "cond_stage_model.model.ln_final.weight": Family.SD_2,
    "model.diffusion_model.joint_blocks.0.x_block.attn.qkv.weight": Family.SD_3,
    "transformer_blocks.0.attn.add_q_proj.weight": Family.SD_3,
    "model.diffusion_model.double_blocks.0.img_attn.qkv.weight": Family.FLUX,
    "double_blocks.0.img_attn.qkv.weight": Family.FLUX,
    "single_transformer_blocks.0.attn.to_q.weight": Family.FLUX,
    "distilled_guidance_layer.in_proj.weight": Family.CHROMA,
    "model.diffusion_model.double_layers.0.attn.w1k.weight": Family.AURAFLOW,
    "model.diffusion_model.noise_refiner.0.attention.qkv.weight": Family.LUMINA,
    "transformer_blocks.0.img_mod.1.weight": Family.QWEN_IMAGE,
    "mlp_t5.0.weight": Family.HUNYUAN,
    "t_block.1.weight": Family.PIXART,
    "clip_txt_pooled_mapper.weight": Family.CASCADE,
    "model.diffusion_model.time_embed.cond_proj.weight": Family.LATENT_CONSISTENCY,
    "time_embedding.cond_proj.weight": Family.LATENT_CONSISTENCY,
    "model.diffusion_model.input_blocks.1.1.time_stack.0.norm1.weight": Family.VIDEO,
    "model.diffusion_model.head.modulation": Family.VIDEO,
    "patchify_proj.weight": Family.VIDEO,
    "down_blocks.0.temp_convs.0.conv1.0.weight": Family.VIDEO,
    "model.layers.0.self_attn.q_proj.weight": Family.LANGUAGE,
    "lm_head.weight": Family.LANGUAGE,
    "model.1.sub.0.RDB1.conv1.0.weight": Family.UPSCALER,
    "params_ema.conv_first.weight": Family.UPSCALER,
    "body.0.rdb1.conv1.weight": Family.UPSCALER,
    "lora_unet_down_blocks_0_attentions_0_proj_in.lora_down.weight": ModelPart.LORA,
    "lora_te_text_model_encoder_layers_0_mlp_fc1.alpha": ModelPart.LORA,
    "unet.down_blocks.0.attentions.0.proj_in.lora_A.weight": ModelPart.LORA,
    "down_blocks.0.attentions.0.attn1.to_q.lora.up.weight": ModelPart.LORA,
    "down_blocks.0.attentions.0.processor.to_q_lora.down.weight": ModelPart.LORA,
    "lora_unet_mid_block.hada_w1_a": ModelPart.LORA,
    "unet_mid_block.lokr_w1": ModelPart.LORA,
    "emb_params": ModelPart.EMBEDDING,
    "string_to_param.*": ModelPart.EMBEDDING,
    "control_model.input_blocks.0.0.weight": ModelPart.CONTROLNET,
    "controlnet_cond_embedding.conv_in.weight": ModelPart.CONTROLNET,
    "input_hint_block.0.weight": ModelPart.CONTROLNET,
    "ip_adapter.1.to_k_ip.weight": ModelPart.IP_ADAPTER,
    "down_blocks.0.motion_modules.0.temporal_transformer.norm.weight": ModelPart.MOTION_MODULE,
    "model.diffusion_model.input_blocks.0.0.weight": ModelPart.UNET,
    "conv_in.weight": ModelPart.UNET,
    "first_stage_model.decoder.conv_in.bias": ModelPart.VAE,
    "decoder.up_blocks.0.resnets.0.conv1.weight": ModelPart.VAE,
    "text_model.encoder.layers.0.mlp.fc1.weight": ModelPart.TEXT_ENCODER,
}
SOMETHING = np.zeros((32, 4), np.float16)


def refusal(path: Path) -> ModelFileError:
    with pytest.raises(ModelFileError) as refused, open_brought(path):
        pass
    return refused.value


def assert_named(error: ModelFileError, kind: Family | ModelPart) -> None:
    if isinstance(kind, Family):
        assert (error.reason, error.facts.get("family")) == (Refusal.OTHER_FAMILY, kind)
    else:
        assert (error.reason, error.facts.get("part")) == (Refusal.ONLY_A_PART, kind)


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_refused_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / "other.safetensors"
    write_weights(path, {name: SOMETHING})
    error = refusal(path)
    assert error.facts["file"] == path.name
    assert_named(error, OTHERS[name])


@pytest.mark.parametrize("name", [name for name, kind in OTHERS.items() if isinstance(kind, Family)])
def test_they_are_recognised_among_the_tensors_of_a_whole_model(tmp_path: Path, name: str) -> None:
    path = tmp_path / "other.safetensors"
    write_weights(
        path, {f"{UNET}out.0.weight": SOMETHING, f"{VAE}decoder.conv_in.bias": SOMETHING, name: SOMETHING}
    )
    assert_named(refusal(path), OTHERS[name])


@pytest.mark.parametrize("shape", [(768,), (3, 768), (8, 1024)])
def test_an_embedding_is_told_by_its_shape(tmp_path: Path, shape: tuple[int, ...]) -> None:
    path = tmp_path / "learned_embeds.bin"
    write_torch(path, {"<token>": np.zeros(shape, np.float32)})
    assert_named(refusal(path), ModelPart.EMBEDDING)


def test_a_model_with_motion_modules_is_a_video_model(tmp_path: Path) -> None:
    path = tmp_path / "video.safetensors"
    write_weights(
        path, {"conv_in.weight": SOMETHING, "down_blocks.0.motion_modules.0.norm.weight": SOMETHING}
    )
    assert_named(refusal(path), Family.VIDEO)


@pytest.mark.parametrize(
    ("channels", "family"), [(9, Family.INPAINTING), (8, Family.INSTRUCT_PIX2PIX), (5, Family.DEPTH)]
)
@pytest.mark.parametrize("single", [True, False])
def test_the_inputs_tell_what_else_a_model_needs(
    tmp_path: Path, channels: int, family: Family, single: bool
) -> None:
    if single:
        path = tmp_path / "model.safetensors"
        weights = single_file(networks(FULL))
        weights[f"{UNET}input_blocks.0.0.weight"] = np.zeros((32, channels, 3, 3), np.float16)
        write_weights(path, weights)
    else:
        path = tmp_path / "model"
        unet = write_folder(path, FULL)["unet/diffusion_pytorch_model.safetensors"]
        unet["conv_in.weight"] = np.zeros((32, channels, 3, 3), np.float16)
        write_weights(path / "unet/diffusion_pytorch_model.safetensors", unet)
    assert_named(refusal(path), family)


@pytest.mark.parametrize(("width", "family"), [(1024, Family.SD_2), (2048, Family.SDXL)])
def test_the_width_of_the_text_tells_the_family(tmp_path: Path, width: int, family: Family) -> None:
    unet = write_folder(tmp_path, FULL)["unet/diffusion_pytorch_model.safetensors"]
    wide: dict[str, Array] = {
        name: np.zeros((array.shape[0], width), np.float16) if ".attn2.to_k" in name else array
        for name, array in unet.items()
    }
    write_weights(tmp_path / "unet/diffusion_pytorch_model.safetensors", wide)
    assert_named(refusal(tmp_path), family)


@pytest.mark.parametrize(
    ("class_name", "family"),
    [
        ("StableDiffusionXLPipeline", Family.SDXL),
        ("StableDiffusion3Pipeline", Family.SD_3),
        ("FluxPipeline", Family.FLUX),
        ("StableDiffusionInpaintPipeline", Family.INPAINTING),
        ("StableVideoDiffusionPipeline", Family.VIDEO),
        ("HunyuanVideoPipeline", Family.VIDEO),
        ("WanImageToVideoPipeline", Family.VIDEO),
        ("LTXPipeline", Family.VIDEO),
        ("PixArtSigmaPipeline", Family.PIXART),
        ("QwenImageEditPipeline", Family.QWEN_IMAGE),
        ("ZImagePipeline", Family.LUMINA),
        ("LatentConsistencyModelPipeline", Family.LATENT_CONSISTENCY),
    ],
)
def test_the_index_of_a_folder_names_the_family(tmp_path: Path, class_name: str, family: Family) -> None:
    (tmp_path / "model_index.json").write_text(f'{{"_class_name": "{class_name}"}}')
    assert_named(refusal(tmp_path), family)


def test_a_second_text_encoder_means_sdxl(tmp_path: Path) -> None:
    write_folder(tmp_path, FULL)
    (tmp_path / "text_encoder_2").mkdir()
    assert_named(refusal(tmp_path), Family.SDXL)
    (tmp_path / "text_encoder_3").mkdir()
    assert_named(refusal(tmp_path), Family.SD_3)


def test_tensors_of_nothing_known_are_no_model(tmp_path: Path) -> None:
    path = tmp_path / "other.safetensors"
    write_weights(path, {f"layer.{number}": SOMETHING for number in range(5)})
    assert refusal(path).reason is Refusal.NO_MODEL_INSIDE


def test_the_parts_that_a_single_file_lacks_are_named(tmp_path: Path) -> None:
    path = tmp_path / "pruned.safetensors"
    whole = single_file(networks(FULL))
    write_weights(path, {name: array for name, array in whole.items() if not name.startswith(VAE)})
    error = refusal(path)
    assert (error.reason, error.facts["missing"]) == (Refusal.PARTS_MISSING, "vae")
    write_weights(path, {name: array for name, array in whole.items() if name.startswith(TEXT)})
    assert_named(refusal(path), ModelPart.TEXT_ENCODER)
