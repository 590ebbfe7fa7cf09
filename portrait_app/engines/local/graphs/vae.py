"""The decoder of the VAE, which turns a latent image into a picture."""

from itertools import count

import numpy as np
import openvino as ov
from openvino import Node
from openvino import opset13 as op

from portrait_app.engines.local.graphs.layers import Layers, Tensors, as_image, as_sequence, attention

_EPSILON = 1e-6


def decoder(tensors: Tensors, height: int, width: int) -> ov.Model:
    """Return the graph for one latent of a size. Its output are colours from -1 to 1."""
    layers = Layers(tensors)
    latent = op.parameter([1, 4, height, width], np.float32, "latent")
    h = layers.convolution("decoder.conv_in", layers.convolution("post_quant_conv", latent))
    h = layers.resnet("decoder.mid_block.resnets.0", h, epsilon=_EPSILON)
    h = _attended(layers, "decoder.mid_block.attentions.0", h)
    h = layers.resnet("decoder.mid_block.resnets.1", h, epsilon=_EPSILON)
    for level in count():
        block = f"decoder.up_blocks.{level}"
        if not layers.has(f"{block}.resnets.0.conv1"):
            break
        for step in count():
            if not layers.has(f"{block}.resnets.{step}.conv1"):
                break
            h = layers.resnet(f"{block}.resnets.{step}", h, epsilon=_EPSILON)
        if layers.has(f"{block}.upsamplers.0.conv"):
            h = layers.enlarged(f"{block}.upsamplers.0.conv", h)
    colours = layers.normed_convolution("decoder.conv_norm_out", "decoder.conv_out", h, _EPSILON)
    return ov.Model([colours], [latent], "vae_decoder")


def _attended(layers: Layers, name: str, x: Node) -> Node:
    """Return the attention of all places to one another."""
    y = as_sequence(layers.group_norm(f"{name}.group_norm", x, _EPSILON))
    query, key, value = (layers.linear(f"{name}.{part}", y) for part in ("to_q", "to_k", "to_v"))
    return op.add(x, as_image(layers.linear(f"{name}.to_out.0", attention(query, key, value, 1)), x))
