"""Why the files of a model are refused, as data. The window makes the sentences for the user."""

from enum import StrEnum

from portrait_app.core.errors import AppError, ErrorKind


class Refusal(StrEnum):
    """Why a file or folder cannot be used as a model. The names of the facts stand beside each reason.

    `file` is always a name, without its folder.
    """

    NOTHING_THERE = "nothing there"  # path: neither a file nor a folder
    NO_MODEL_INSIDE = "no model inside"  # path: a folder without any of the parts of a model
    UNKNOWN_FORMAT = "unknown format"  # file
    OTHER_FORMAT = "other format"  # file, format: a known format that is not read, such as GGUF
    TRUNCATED = "truncated"  # file; expected and found (bytes) if they are known
    DAMAGED = "damaged"  # file: the bytes contradict one another
    WANTS_CODE = "wants code"  # file, name: reading the file the usual way would run this function
    TOO_LARGE = "too large"  # file: a header or a list in it is far beyond any real model's
    NUMBER_FORMAT = "number format"  # file, tensor, format: such as F8_E4M3, of a model that was squeezed
    OTHER_FAMILY = "other family"  # file, family (a `Family`): a whole model, of another kind
    ONLY_A_PART = "only a part"  # file, part (a `ModelPart`): not a whole model
    PARTS_MISSING = "parts missing"  # path, missing: names of folders or files, one a line
    TENSORS_MISSING = "tensors missing"  # file, missing: the first names, one a line; count
    WRONG_SHAPE = "wrong shape"  # file, tensor, expected, found
    UNKNOWN_LAYOUT = "unknown layout"  # file, tensor: a model like 1.x with layers that 1.x does not have
    OTHER_SETTINGS = "other settings"  # file, name, value: a setting of the model that is not supported
    CHANGED = "changed"  # file: a stored model whose files are not those that were stored


class Family(StrEnum):
    """Whole models that are recognised, but cannot be used."""

    SD_2 = "Stable Diffusion 2"
    SD_3 = "Stable Diffusion 3"
    SDXL = "SDXL"
    SDXL_REFINER = "SDXL refiner"
    FLUX = "FLUX"
    PIXART = "PixArt"
    CASCADE = "Stable Cascade"
    KANDINSKY = "Kandinsky"
    AURAFLOW = "AuraFlow"
    CHROMA = "Chroma"
    LUMINA = "Lumina"  # Z-Image too, which has the same layers
    QWEN_IMAGE = "Qwen-Image"
    HUNYUAN = "Hunyuan"
    INPAINTING = "inpainting"
    INSTRUCT_PIX2PIX = "InstructPix2Pix"
    DEPTH = "depth to image"
    LATENT_CONSISTENCY = "latent consistency"
    VIDEO = "video"
    LANGUAGE = "language model"
    UPSCALER = "upscaler"


class ModelPart(StrEnum):
    """Files that belong to a model, but are not one."""

    LORA = "LoRA"
    EMBEDDING = "embedding"
    CONTROLNET = "ControlNet"
    IP_ADAPTER = "IP-Adapter"
    MOTION_MODULE = "motion module"
    UNET = "U-Net"
    VAE = "VAE"
    TEXT_ENCODER = "text encoder"


class ModelFileError(AppError):
    """The files of a model are refused. `kind` is MODEL_REFUSED; `facts` has the `reason` and its facts."""

    def __init__(self, reason: Refusal, detail: str = "", **facts: str | int | float) -> None:
        super().__init__(ErrorKind.MODEL_REFUSED, detail or str(reason), reason=str(reason), **facts)
        self.reason = reason
