"""The models that can be downloaded from their publishers. A further model needs a row here.

A revision is pinned: what is downloaded today is what was looked at. The sizes are rounded, for the question
before the download. The exact ones, and the hashes, come from the host. The memory of Tiny-SD was measured;
that of Small-SD is computed from its number of weights.
"""

from portrait_app.core.model_store import PublishedModel
from portrait_app.core.text import QT_TRANSLATE_NOOP
from portrait_app.engines.local.store.licences import OPENRAIL_M

# The files of a model in the layout of diffusers. Everything else of a repository is not needed.
FILES = (
    "model_index.json",
    "scheduler/scheduler_config.json",
    "tokenizer/merges.txt",
    "tokenizer/special_tokens_map.json",
    "tokenizer/tokenizer_config.json",
    "tokenizer/vocab.json",
    "text_encoder/config.json",
    "unet/config.json",
    "vae/config.json",
    "text_encoder/pytorch_model.bin",
    "vae/diffusion_pytorch_model.bin",
    "unet/diffusion_pytorch_model.bin",
)


def _segmind(
    name: str, repository: str, revision: str, size: int, memory: int, summary: str
) -> PublishedModel:
    return PublishedModel(
        id=f"{repository}-{revision[:7]}",
        name=name,
        summary=summary,
        publisher="Segmind",
        source=f"segmind/{repository}",
        page=f"https://huggingface.co/segmind/{repository}",
        revision=revision,
        licence=OPENRAIL_M,
        download_size=size,
        memory=memory,
    )


PUBLISHED = (
    _segmind(
        "Portrait Tiny-SD",
        "portrait-finetuned",
        "cac4664146c521261314635d4fd703c62db72860",
        1_062_000_000,
        3_300_000_000,
        QT_TRANSLATE_NOOP(
            "published_models", "Portraits. The weights of the model with which Segmind’s service began."
        ),
    ),
    _segmind(
        "Tiny-SD",
        "tiny-sd",
        "cad0bd7495fa6c4bcca01b19a723dc91627fe84f",
        1_062_000_000,
        3_300_000_000,
        QT_TRANSLATE_NOOP("published_models", "Any subject, as fast as the one for portraits."),
    ),
    _segmind(
        "Small-SD",
        "small-sd",
        "563a592cf678c19e51c23173c20c8857ea878520",
        1_570_000_000,
        4_300_000_000,
        QT_TRANSLATE_NOOP("published_models", "Any subject, in more detail, slower."),
    ),
)
