"""Makes one portrait from a model's real weights, and prints what to compare.

    first_portrait.py MODEL [OUT.png]

MODEL is a folder in diffusers' layout, or a .safetensors or .ckpt file. The authors had no access to real
weights: pictures from random weights equal those of diffusers, but nobody has looked at a portrait yet.
Whoever has the weights can do this. It needs 3 GB on the disk for some minutes.
"""

import argparse
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from statistics import median

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.engines.local.child import program
from portrait_app.engines.local.child.frames import FrameKind
from portrait_app.engines.local.child.process import ChildProcess
from portrait_app.engines.local.child.work import Work
from portrait_app.engines.local.files.record import RECORD, ModelRecord, read_record
from portrait_app.engines.local.memory import memory_needed
from portrait_app.engines.local.store.conversion import BroughtFiles
from portrait_app.engines.local.trial import Unattended

_PROMPT = "portrait of a smiling woman, long brunette hair, soft light"
_NEGATIVE = "blurry, deformed"
_SIDE = 512
_STEPS = 25
_GUIDANCE = 7.5
_SEED = 7

_DIFFUSERS = """\
import torch
from diffusers import DDIMScheduler, StableDiffusionPipeline
pipe = StableDiffusionPipeline.{load}({path!r}, torch_dtype=torch.float16, safety_checker=None)
pipe = pipe.to(torch.float32)
pipe.scheduler = DDIMScheduler.from_config(pipe.scheduler.config)
made = pipe(
    {prompt!r},
    negative_prompt={negative!r},
    width={side},
    height={side},
    num_inference_steps={steps},
    guidance_scale={guidance},
    generator=torch.Generator("cpu").manual_seed({seed}),
)
made.images[0].save("diffusers.png")
"""
_COMPARE = """\
1. Look at the picture: is it the portrait of the prompt, with natural colours and without tiles or noise?
2. Make it again: the SHA-256 must be the same on the same computer.
3. Make it with diffusers (pip install torch diffusers transformers), where the weights are rounded as here:

{diffusers}
   With random weights no colour differed by more than 2 of 255. To compare, with ImageMagick:
   compare -metric PAE {out} diffusers.png null:
4. Please report all of the above with the two pictures."""


def main() -> int:
    parser = argparse.ArgumentParser(description="Make one portrait from real weights.")
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=Path("first-portrait.png"))
    arguments = parser.parse_args()
    try:
        with _stored(arguments.model) as folder:
            _make(folder, arguments.out)
    except AppError as error:
        print(f"{error.kind}: {error.detail} {dict(error.facts)}", file=sys.stderr)
        return 1
    is_folder = arguments.model.is_dir()
    diffusers = _DIFFUSERS.format(
        load="from_pretrained" if is_folder else "from_single_file",
        path=str(arguments.model),
        prompt=_PROMPT,
        negative=_NEGATIVE,
        side=_SIDE,
        steps=_STEPS,
        guidance=_GUIDANCE,
        seed=_SEED,
    )
    print(_COMPARE.format(diffusers=diffusers, out=arguments.out))
    return 0


@contextmanager
def _stored(model: Path) -> Iterator[Path]:
    """Yield the folder of the stored model, which is converted from `model` unless `model` is one."""
    if (model / RECORD).is_file():
        yield model
        return
    with tempfile.TemporaryDirectory(prefix="portrait-studio-", dir=Path.cwd()) as scratch:
        began = time.monotonic()
        BroughtFiles(program.command).convert(
            model, Path(scratch, "model"), lambda _done, _all: None, Cancel()
        )
        print(f"converted in      {time.monotonic() - began:.0f} s")
        yield Path(scratch, "model")


def _make(folder: Path, out: Path) -> None:
    record = read_record(folder)
    _tell_model(record)
    work = Work(
        folder=str(folder),
        width=_SIDE,
        height=_SIDE,
        prompt=_PROMPT,
        negative_prompt=_NEGATIVE,
        scheduler="DDIM",
        steps=_STEPS,
        guidance=_GUIDANCE,
        seed=_SEED,
    )
    child = ChildProcess(program.command, lambda: 60.0)
    began, most = time.monotonic(), 0
    paces: list[float] = []
    try:
        for frame in child.make(work, Unattended()):
            most = max(most, child.memory)
            if frame.kind is FrameKind.STEP and frame.facts["seconds"]:
                paces.append(float(frame.facts["seconds"]))
                print(f"step {frame.facts['step']} of {_STEPS}", file=sys.stderr)
            elif frame.kind is FrameKind.PICTURE:
                out.write_bytes(frame.data)
                print(f"picture           {out}, SHA-256 {hashlib.sha256(frame.data).hexdigest()}")
    finally:
        child.close()
    print(f"seconds           {time.monotonic() - began:.0f} in all, {median(paces):.2f} a step")
    needed = memory_needed(record.architecture, _SIDE, _SIDE, fast=False)
    print(f"memory            at least {most >> 20} MB, {needed >> 20} MB expected")


def _tell_model(record: ModelRecord) -> None:
    numbers = ", ".join(f"{name} {version(name)}" for name in ("numpy", "openvino"))
    print(f"model             {record.source}, SHA-256 {record.sha256}")
    print(f"architecture      {record.architecture.unet.layout}")
    print(f"libraries         Python {sys.version.split()[0]}, {numbers}, {os.cpu_count()} processors")
    print(f"prompt            {_PROMPT}")
    print(f"negative prompt   {_NEGATIVE}")
    print(f"settings          {_SIDE} x {_SIDE}, DDIM, {_STEPS} steps, guidance {_GUIDANCE}, seed {_SEED}")


if __name__ == "__main__":
    raise SystemExit(main())
