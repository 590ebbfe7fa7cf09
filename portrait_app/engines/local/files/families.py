"""Recognise models of other families, and files that are only a part of a model, to refuse them by name."""

import re
from collections.abc import Iterable

from portrait_app.core.model_files import Family, ModelFileError, ModelPart, Refusal
from portrait_app.engines.local.files.tensor_file import TensorFile

_Kind = Family | ModelPart

# Any tensor with a name like this tells the kind; the first row that fits counts. The rows of parts come
# first, because a part has the names of the model that it belongs to.
_SIGNS: tuple[tuple[_Kind, str], ...] = (
    (
        ModelPart.LORA,
        (
            r"lora_(up|down|A|B)\b|lora_(unet|te\d?)_|[._]lora\.(up|down)\."
            r"|\.hada_w1_a$|\.lokr_w[12]|\.oft_blocks$|\.dora_scale$"
        ),
    ),
    (ModelPart.EMBEDDING, r"^string_to_param\.|^emb_params$"),
    (
        ModelPart.CONTROLNET,
        (
            r"^control_model\.|controlnet_(cond_embedding|down_blocks|mid_block)\.|input_hint_block\."
            r"|^lllite_unet|^adapter\.body\.|^(controlnet|control)_blocks\."
        ),
    ),
    (ModelPart.IP_ADAPTER, r"^ip_adapter\.|^image_proj\."),
    (
        Family.VIDEO,
        (
            r"\.time_stack\.|\.time_mixer\.|temporal_transformer_block|\.temp_(convs|attentions)\.|transformer_in\."
            r"|(^|\.)patchify_proj\.|(^|\.)head\.modulation$|individual_token_refiner|(^|\.)img_attn_qkv\."
            r"|vae\.per_channel_statistics"
        ),
    ),
    (Family.CHROMA, r"(^|\.)distilled_guidance_layer\."),
    (Family.FLUX, r"(^|\.)double_blocks\.\d+\.|(^|\.)single_transformer_blocks\.\d+\."),
    (Family.SD_3, r"(^|\.)joint_blocks\.\d+\.|(^|\.)transformer_blocks\.\d+\.attn\.add_q_proj\."),
    (Family.AURAFLOW, r"(^|\.)double_layers\.\d+\.|(^|\.)joint_transformer_blocks\.\d+\."),
    (Family.QWEN_IMAGE, r"(^|\.)transformer_blocks\.\d+\.img_mod\."),
    (Family.LUMINA, r"(^|\.)(noise|context)_refiner\.\d+\."),
    (Family.HUNYUAN, r"(^|\.)mlp_t5\.\d|(^|\.)text_states_proj\."),
    (Family.PIXART, r"(^|\.)t_block\.1\.|(^|\.)adaln_single\."),
    (Family.CASCADE, r"(^|\.)clip_txt_(pooled_)?mapper\.|(^|\.)effnet_mapper\."),
    (Family.KANDINSKY, r"(^|\.)encoder_hid_proj\.image_embeds\.|(^|\.)add_embedding\.image_"),
    (Family.SDXL, r"^conditioner\.embedders\.1\."),
    (Family.SDXL_REFINER, r"^conditioner\.embedders\.0\."),
    (Family.SDXL, r"(^|\.)label_emb\.0\.|^add_embedding\.linear_1\."),
    (Family.SD_2, r"^cond_stage_model\.model\."),
    (Family.LATENT_CONSISTENCY, r"(^|\.)time_embed(ding)?\.cond_proj\."),
    (
        Family.LANGUAGE,
        r"^lm_head\.|^model\.(embed_tokens|layers\.\d+)\.|^transformer\.wte\.|^shared\.weight$",
    ),
    (Family.UPSCALER, r"\.(rdb|RDB)1\.conv1\.|^(params(_ema)?\.)?conv_first\.|^params(_ema)?\."),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _SIGNS)

_MOTION = re.compile(r"\.motion_modules\.")
_NETWORKS = (
    (ModelPart.UNET, re.compile(r"(^|\.)(input_blocks\.0\.0|conv_in)\.weight$")),
    (ModelPart.VAE, re.compile(r"^(first_stage_model\.)?(decoder|encoder)\.")),
    (ModelPart.TEXT_ENCODER, re.compile(r"(^|\.)(text_model|encoder)\.(encoder\.)?layers\.\d+\.")),
)
_CHANNELS = {9: Family.INPAINTING, 8: Family.INSTRUCT_PIX2PIX, 5: Family.DEPTH}
_CONTEXTS = {1024: Family.SD_2, 2048: Family.SDXL, 1280: Family.SDXL_REFINER}
_FEW = 3

# The beginnings of `_class_name` in a folder's model_index.json
_PIPELINES: tuple[tuple[str, Family], ...] = (
    ("StableDiffusionXL", Family.SDXL),
    ("StableDiffusion3", Family.SD_3),
    ("StableDiffusionInpaint", Family.INPAINTING),
    ("StableDiffusionInstructPix2Pix", Family.INSTRUCT_PIX2PIX),
    ("StableDiffusionDepth2Img", Family.DEPTH),
    ("StableDiffusionUpscale", Family.UPSCALER),
    ("StableDiffusionLatentUpscale", Family.UPSCALER),
    ("StableVideo", Family.VIDEO),
    ("StableCascade", Family.CASCADE),
    ("Wuerstchen", Family.CASCADE),
    ("LatentConsistency", Family.LATENT_CONSISTENCY),
    ("Flux", Family.FLUX),
    ("Chroma", Family.CHROMA),
    ("PixArt", Family.PIXART),
    ("Kandinsky", Family.KANDINSKY),
    ("AuraFlow", Family.AURAFLOW),
    ("Lumina", Family.LUMINA),
    ("ZImage", Family.LUMINA),
    ("QwenImage", Family.QWEN_IMAGE),
    ("HunyuanDiT", Family.HUNYUAN),
    ("HunyuanImage", Family.HUNYUAN),
)
_VIDEO_PIPELINE = re.compile(r"Video|^(Wan|LTX|AnimateDiff|Mochi|Allegro|Latte|I2VGenXL|Cosmos)")


def refuse_pipeline(class_name: str, folder: str) -> None:
    """Refuse a folder whose `model_index.json` names another kind of model. Raises ModelFileError."""
    for beginning, family in _PIPELINES:
        if class_name.startswith(beginning):
            raise _other(family, folder)
    if _VIDEO_PIPELINE.search(class_name):
        raise _other(Family.VIDEO, folder)


def refuse_others(tensors: TensorFile) -> None:
    """Refuse a file of another family, or of a part of a model. Raises ModelFileError."""
    kind = _by_names(tensors)
    if kind is None and len(tensors) <= _FEW and _is_embedding(tensors):
        kind = ModelPart.EMBEDDING
    if kind is not None:
        raise _other(kind, tensors.path.name)


def refuse_inputs(channels: int, context: int | None, file: str) -> None:
    """Refuse a U-Net by the channels that it takes and by the width of its text's embedding.

    `channels` is 4 for a model that makes pictures from text alone. Raises ModelFileError.
    """
    family = _CHANNELS.get(channels) or _CONTEXTS.get(context or 0)
    if family is not None:
        raise _other(family, file)


def only_network(names: Iterable[str]) -> ModelPart | None:
    """Return which one network the names belong to; None if they belong to several, or to none."""
    found = {part for name in names for part, pattern in _NETWORKS if pattern.search(name)}
    return found.pop() if len(found) == 1 else None


def _by_names(names: Iterable[str]) -> _Kind | None:
    found = list(names)
    if any(_MOTION.search(name) for name in found):
        return ModelPart.MOTION_MODULE if all(_MOTION.search(name) for name in found) else Family.VIDEO
    return next(
        (kind for kind, pattern in _PATTERNS if any(pattern.search(name) for name in found)),
        None,
    )


def _is_embedding(tensors: TensorFile) -> bool:
    """Whether the file has nothing but a few vectors as wide as CLIP's."""
    widths = {768, 1024, 1280}
    return all(
        len(placed.shape) in {1, 2} and placed.shape[-1] in widths for placed in tensors.tensors.values()
    )


def _other(kind: _Kind, file: str) -> ModelFileError:
    if isinstance(kind, Family):
        return ModelFileError(Refusal.OTHER_FAMILY, str(kind), file=file, family=str(kind))
    return ModelFileError(Refusal.ONLY_A_PART, str(kind), file=file, part=str(kind))
