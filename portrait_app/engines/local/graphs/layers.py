"""The layers that the networks share, built from the tensors of a file.

Tensor names are those of the diffusers library. Tensors of half precision stay so in the graph, and are
converted when the graph is compiled.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
from openvino import Node
from openvino import opset13 as op

Tensors = Mapping[str, "np.ndarray[Any, Any]"]

_AXIS = np.int64
_FLOAT = "f32"


class Layers:
    """Builds layers. Every method takes the layer's name in the file and the node of its input."""

    def __init__(self, tensors: Tensors) -> None:
        self._tensors = tensors

    def has(self, name: str) -> bool:
        """Return whether the file has a layer with this name."""
        return f"{name}.weight" in self._tensors

    def channels(self, name: str) -> int:
        """Return the first dimension of the layer's weight: its output channels."""
        return int(self._tensors[f"{name}.weight"].shape[0])

    def inputs(self, name: str) -> int:
        """Return the second dimension of the layer's weight: its input channels."""
        return int(self._tensors[f"{name}.weight"].shape[1])

    def tensor(self, name: str, shape: tuple[int, ...] | None = None) -> Node:
        """Return a tensor of the file as a constant of 32-bit floats, in another shape if one is given."""
        values = self._tensors[name]
        if shape is not None:
            values = values.reshape(shape)
        constant = op.constant(values, shared_memory=True)  # not copied: the values stay in the mapped file
        return constant if values.dtype == np.float32 else op.convert(constant, _FLOAT)

    def convolution(self, name: str, x: Node, *, stride: int = 1) -> Node:
        """Convolve with a square kernel; the size stays the same, or is divided by `stride`."""
        weight = self._tensors[f"{name}.weight"]
        edge = [weight.shape[2] // 2] * 2
        y = op.convolution(x, self.tensor(f"{name}.weight"), [stride] * 2, edge, edge, [1, 1])
        return op.add(y, self.tensor(f"{name}.bias", (1, -1, 1, 1)))

    def linear(self, name: str, x: Node) -> Node:
        """Multiply by the layer's matrix, and add its bias if the file has one."""
        weight = self._tensors[f"{name}.weight"]
        # Older files keep some matrices as convolutions with a kernel of one pixel.
        y = op.matmul(x, self.tensor(f"{name}.weight", weight.shape[:2]), transpose_a=False, transpose_b=True)
        return op.add(y, self.tensor(f"{name}.bias")) if f"{name}.bias" in self._tensors else y

    def group_norm(self, name: str, x: Node, epsilon: float) -> Node:
        """Normalise 32 groups of channels."""
        weight, bias = self.tensor(f"{name}.weight"), self.tensor(f"{name}.bias")
        return op.group_normalization(x, weight, bias, 32, epsilon)

    def layer_norm(self, name: str, x: Node) -> Node:
        """Normalise the last axis."""
        y = op.mvn(x, integers(-1), normalize_variance=True, eps=1e-5, eps_mode="INSIDE_SQRT")
        return op.add(op.multiply(y, self.tensor(f"{name}.weight")), self.tensor(f"{name}.bias"))

    def normed_convolution(self, norm: str, name: str, x: Node, epsilon: float) -> Node:
        """Normalise, apply SiLU, and convolve."""
        return self.convolution(name, op.swish(self.group_norm(norm, x, epsilon)))

    def resnet(self, name: str, x: Node, *, epsilon: float, time: Node | None = None) -> Node:
        """Return a residual block, which also gets the embedding of the time if there is one."""
        h = self.normed_convolution(f"{name}.norm1", f"{name}.conv1", x, epsilon)
        if time is not None:
            shift = self.linear(f"{name}.time_emb_proj", op.swish(time))
            h = op.add(h, op.unsqueeze(shift, integers(2, 3)))
        h = self.normed_convolution(f"{name}.norm2", f"{name}.conv2", h, epsilon)
        shortcut = f"{name}.conv_shortcut"
        return op.add(self.convolution(shortcut, x) if self.has(shortcut) else x, h)

    def enlarged(self, name: str, x: Node) -> Node:
        """Double the size by repeating pixels, and convolve."""
        factors = op.constant(np.array([2, 2], np.float32))
        x = op.interpolate(
            x,
            factors,
            "nearest",
            "scales",
            coordinate_transformation_mode="asymmetric",
            nearest_mode="floor",
            axes=integers(2, 3),
        )
        return self.convolution(name, x)


def integers(*values: int) -> Node:
    """Return a constant of axes or sizes."""
    return op.constant(np.array(values, _AXIS))


def attention(query: Node, key: Node, value: Node, heads: int, mask: Node | None = None) -> Node:
    """Return the attention of several heads; the inputs have the axes batch, place, channel."""
    parts = [_with_heads(x, heads) for x in (query, key, value)]
    y = op.scaled_dot_product_attention(*parts, *([] if mask is None else [mask]))
    return op.reshape(op.transpose(y, integers(0, 2, 1, 3)), integers(0, 0, -1), True)


def _with_heads(x: Node, heads: int) -> Node:
    """Split the channels among the heads: batch, place, channel becomes batch, head, place, channel."""
    return op.transpose(op.reshape(x, integers(0, 0, heads, -1), True), integers(0, 2, 1, 3))


def as_sequence(x: Node) -> Node:
    """Turn an image into a sequence: batch, channel, height, width into batch, place, channel."""
    return op.transpose(op.reshape(x, integers(0, 0, -1), True), integers(0, 2, 1))


def as_image(x: Node, like: Node) -> Node:
    """Turn a sequence back into an image with the height and width of `like`."""
    height, width = list(like.get_output_shape(0))[2:]
    channels = x.get_output_shape(0)[2]
    return op.reshape(op.transpose(x, integers(0, 2, 1)), integers(0, channels, height, width), True)
