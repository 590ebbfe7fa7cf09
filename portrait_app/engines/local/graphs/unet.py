"""The U-Net, which predicts the noise in a latent image. The layout is told from the tensors' names.

Full, small and tiny layouts differ in the number of levels, of blocks at a level, and in the middle block.
"""

from itertools import count

import numpy as np
import openvino as ov
from openvino import Node
from openvino import opset13 as op

from portrait_app.engines.local.graphs.layers import (
    Layers,
    Tensors,
    as_image,
    as_sequence,
    attention,
    integers,
)

HEADS = 8  # of each attention, in every model of the kind 1.x
_EPSILON = 1e-5
_LONGEST_PERIOD = 10_000  # of the waves that encode the time


def unet(tensors: Tensors, height: int, width: int, rows: int) -> ov.Model:
    """Return the graph for `rows` latents of a size, and for texts of any length.

    Its inputs are the latents, the timestep and the texts.
    """
    layers = Layers(tensors)
    sample = op.parameter([rows, 4, height, width], np.float32, "sample")
    moment = op.parameter([1], np.float32, "timestep")
    width_of_text = layers.inputs("down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k")
    text = op.parameter([rows, -1, width_of_text], np.float32, "text")
    noise = _Unet(layers, _time(layers, moment), text).noise(sample)
    return ov.Model([noise], [sample, moment, text], "unet")


def _time(layers: Layers, moment: Node) -> Node:
    """Return the embedding of the time: waves of rising periods, and two layers."""
    half = layers.inputs("time_embedding.linear_1") // 2
    rates = np.exp(-np.log(np.float32(_LONGEST_PERIOD)) * np.arange(half, dtype=np.float32) / half)
    angles = op.multiply(op.unsqueeze(moment, integers(1)), op.constant(rates[None].astype(np.float32)))
    waves = op.concat([op.cos(angles), op.sin(angles)], 1)
    return layers.linear("time_embedding.linear_2", op.swish(layers.linear("time_embedding.linear_1", waves)))


class _Unet:
    """Builds the blocks, which all get the embedding of the time and the text."""

    def __init__(self, layers: Layers, time: Node, text: Node) -> None:
        self._layers = layers
        self._time = time
        self._text = text

    def noise(self, sample: Node) -> Node:
        layers = self._layers
        h = layers.convolution("conv_in", sample)
        skipped = [h]
        for level in count():
            block = f"down_blocks.{level}"
            if not layers.has(f"{block}.resnets.0.conv1"):
                break
            for step in self._steps(block):
                h = self._step(block, step, h)
                skipped.append(h)
            if layers.has(f"{block}.downsamplers.0.conv"):
                h = layers.convolution(f"{block}.downsamplers.0.conv", h, stride=2)
                skipped.append(h)
        h = self._middle(h)
        for level in count():
            block = f"up_blocks.{level}"
            if not layers.has(f"{block}.resnets.0.conv1"):
                break
            for step in self._steps(block):
                h = self._step(block, step, op.concat([h, skipped.pop()], 1))
            if layers.has(f"{block}.upsamplers.0.conv"):
                h = layers.enlarged(f"{block}.upsamplers.0.conv", h)
        return layers.normed_convolution("conv_norm_out", "conv_out", h, _EPSILON)

    def _steps(self, block: str) -> range:
        return range(
            next(number for number in count() if not self._layers.has(f"{block}.resnets.{number}.conv1"))
        )

    def _step(self, block: str, step: int, h: Node) -> Node:
        """Return a residual block, followed by a transformer if the level has them."""
        h = self._layers.resnet(f"{block}.resnets.{step}", h, epsilon=_EPSILON, time=self._time)
        transformer = f"{block}.attentions.{step}"
        return self._transformer(transformer, h) if self._layers.has(f"{transformer}.norm") else h

    def _middle(self, h: Node) -> Node:
        """Return the middle block, which the small and the tiny layout lack."""
        if not self._layers.has("mid_block.resnets.0.conv1"):
            return h
        for step in self._steps("mid_block"):
            h = self._step("mid_block", step, h)
        return h

    def _transformer(self, name: str, x: Node) -> Node:
        """Return a transformer: attention to itself, attention to the text, and two layers."""
        layers = self._layers
        y = layers.group_norm(f"{name}.norm", x, 1e-6)
        y = layers.linear(f"{name}.proj_in", as_sequence(y))
        block = f"{name}.transformer_blocks.0"
        own = layers.layer_norm(f"{block}.norm1", y)
        y = op.add(y, self._attention(f"{block}.attn1", own, own))
        y = op.add(y, self._attention(f"{block}.attn2", layers.layer_norm(f"{block}.norm2", y), self._text))
        gated = layers.linear(f"{block}.ff.net.0.proj", layers.layer_norm(f"{block}.norm3", y))
        values, gate = op.split(gated, op.constant(2), 2).outputs()
        y = op.add(y, layers.linear(f"{block}.ff.net.2", op.multiply(values, op.gelu(gate, "erf"))))
        return op.add(as_image(layers.linear(f"{name}.proj_out", y), x), x)

    def _attention(self, name: str, x: Node, context: Node) -> Node:
        linear = self._layers.linear
        y = attention(
            linear(f"{name}.to_q", x), linear(f"{name}.to_k", context), linear(f"{name}.to_v", context), HEADS
        )
        return linear(f"{name}.to_out.0", y)
