"""The text encoder of CLIP, which turns the tokens of a text into embeddings."""

from itertools import count

import numpy as np
import openvino as ov
from openvino import opset13 as op

from portrait_app.engines.local.graphs.layers import Layers, Tensors, attention

_HEAD = 64  # channels of one head of the attention
_STEEPNESS = np.float32(1.702)  # of the sigmoid in the "quick GELU" with which CLIP was trained
_HIDDEN = np.float32(-1e9)  # added to the scores of places that come later


def text_encoder(tensors: Tensors) -> ov.Model:
    """Return the graph for one chunk of tokens. Its output are the embeddings after the last layer."""
    layers = Layers(tensors)
    places = layers.channels("text_model.embeddings.position_embedding")
    width = layers.inputs("text_model.embeddings.position_embedding")
    tokens = op.parameter([1, places], np.int64, "tokens")
    x = op.add(
        op.gather(layers.tensor("text_model.embeddings.token_embedding.weight"), tokens, op.constant(0)),
        layers.tensor("text_model.embeddings.position_embedding.weight"),
    )
    mask = op.constant(np.triu(np.full((1, 1, places, places), _HIDDEN, np.float32), 1))
    for number in count():
        name = f"text_model.encoder.layers.{number}"
        if not layers.has(f"{name}.mlp.fc1"):
            break
        y = layers.layer_norm(f"{name}.layer_norm1", x)
        query, key, value = (layers.linear(f"{name}.self_attn.{part}_proj", y) for part in "qkv")
        y = attention(query, key, value, max(width // _HEAD, 1), mask)
        x = op.add(x, layers.linear(f"{name}.self_attn.out_proj", y))
        y = layers.linear(f"{name}.mlp.fc1", layers.layer_norm(f"{name}.layer_norm2", x))
        y = op.multiply(y, op.sigmoid(op.multiply(y, op.constant(_STEEPNESS))))
        x = op.add(x, layers.linear(f"{name}.mlp.fc2", y))
    return ov.Model([layers.layer_norm("text_model.final_layer_norm", x)], [tokens], "text_encoder")
