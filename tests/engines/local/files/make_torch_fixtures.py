"""Make the files in `fixtures` with the real PyTorch. Not part of the tests:

python -m tests.engines.local.files.make_torch_fixtures
"""

from pathlib import Path

import torch

FIXTURES = Path(__file__).with_name("fixtures")


def main() -> None:
    base = torch.arange(20, dtype=torch.float32)
    state = {
        "float": torch.arange(6, dtype=torch.float32).reshape(2, 3),
        "half": torch.tensor([1.5, -2.0], dtype=torch.float16),
        "brain": torch.tensor([1.5, -2.0], dtype=torch.bfloat16),
        "double": torch.tensor([1.0, 2.0], dtype=torch.float64),
        "whole": torch.arange(3),
        "truth": torch.tensor([True, False]),
        "empty": torch.zeros(0, 4),
        "single": torch.tensor(5.0),
        "turned": torch.arange(12, dtype=torch.float32).reshape(3, 4).t(),
        "part": base[5:9],
        "steps": base[::2][1:4],
        "parameter": torch.nn.Parameter(torch.ones(2, 2)),
    }
    training = {
        "state_dict": state,
        "epoch": 3,
        "optimizer_states": [
            {"state": {0: {"momentum": torch.ones(2)}}, "param_groups": [{"betas": (0.9, 0.99)}]}
        ],
        "more": {"list": [1, 2.5, None, True, "é"] * 10, "large": 2**70, "set": {1, 2}, "bytes": b"abc"},
        "size": torch.Size([1, 2]),
        "type": torch.float16,
    }
    torch.save(state, FIXTURES / "state.bin")
    torch.save(state, FIXTURES / "state_old.bin", _use_new_zipfile_serialization=False)
    torch.save(training, FIXTURES / "training.ckpt")
    torch.save(torch.nn.Linear(2, 3), FIXTURES / "module.pt")
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 3)), FIXTURES / "script.pt")


if __name__ == "__main__":
    main()
