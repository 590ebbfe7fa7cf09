"""Evaluates the U-Net with diffusers once for each line of the input, and prints the processor time.

    python -m tests.benchmarks.diffusers_evaluation MODEL SIDE

`local_engine` starts it with the Python of an environment that has diffusers.
"""

import sys
import time
from pathlib import Path

import torch

from portrait_app.engines.local.files.record import read_record
from tests.engines.local.make_picture_references import load


def main() -> None:
    """Load the model, warm up, and answer."""
    folder, side = Path(sys.argv[1]), int(sys.argv[2]) // 8
    architecture = read_record(folder).architecture
    unet = load(folder, architecture).unet
    generator = torch.Generator("cpu").manual_seed(1)
    latents = torch.randn((2, 4, side, side), generator=generator)
    texts = torch.randn((2, architecture.text.places, architecture.unet.context), generator=generator)
    with torch.inference_mode():
        unet(latents, 500, texts)
        for _line in sys.stdin:
            began = time.process_time()
            unet(latents, 500, texts)
            print(time.process_time() - began, flush=True)


if __name__ == "__main__":
    main()
