"""Compiles the networks of a model for the processor."""

from collections.abc import Callable
from typing import Any

import numpy as np
import openvino as ov

from portrait_app.engines.local.arrays import Array

Run = Callable[..., Array]  # takes the inputs of a network, and returns its only output


class Compiler:
    """Compiles graphs. All of them calculate with the same precision and the same number of threads."""

    def __init__(self, threads: int, *, fast: bool) -> None:
        """`threads` is 0 for as many as the processor has cores. `fast` allows 16-bit floats."""
        self._core = ov.Core()
        self._options: dict[str, Any] = {
            "INFERENCE_PRECISION_HINT": "bf16" if fast else "f32",
            "PERFORMANCE_HINT": "LATENCY",
            "ENABLE_CPU_PINNING": False,  # the system may move the threads away from the window's
        }
        if threads:
            self._options["INFERENCE_NUM_THREADS"] = threads

    def compiled(self, graph: ov.Model) -> Run:
        """Compile a graph. Its memory is free when the returned function is gone."""
        request = self._core.compile_model(graph, "CPU", self._options).create_infer_request()

        def run(*inputs: "np.ndarray[Any, Any]") -> Array:
            request.infer(dict(enumerate(inputs)), share_inputs=True)
            return np.array(
                request.get_output_tensor(0).data, np.float32
            )  # a copy: the request reuses its memory

        return run
