"""The names and shapes of all tensors of a network with a given layout, in the names of diffusers."""

from portrait_app.engines.local.files.architecture import TextLayout, UnetLayout, VaeLayout

Shapes = dict[str, tuple[int, ...]]

LATENT = 4  # channels of a latent image
COLOURS = 3
_KERNEL = 3


def unet_shapes(layout: UnetLayout) -> Shapes:
    """Return the tensors of a U-Net."""
    channels, first = layout.channels, layout.channels[0]
    time = 4 * first
    shapes = _convolution("conv_in", first, LATENT)
    shapes |= _linear("time_embedding.linear_1", time, first) | _linear("time_embedding.linear_2", time, time)
    inputs = first
    for level, width in enumerate(channels):
        block = f"down_blocks.{level}"
        for step in range(layout.blocks):
            shapes |= _resnet(f"{block}.resnets.{step}", width, inputs, time)
            inputs = width
            if layout.attention[level]:
                shapes |= _transformer(f"{block}.attentions.{step}", width, layout.context)
        if level < len(channels) - 1:
            shapes |= _convolution(f"{block}.downsamplers.0.conv", width, width)
    if layout.middle:
        width = channels[-1]
        shapes |= _resnet("mid_block.resnets.0", width, width, time)
        shapes |= _transformer("mid_block.attentions.0", width, layout.context)
        shapes |= _resnet("mid_block.resnets.1", width, width, time)
    shapes |= _way_up(layout, time)
    return shapes | _norm("conv_norm_out", first) | _convolution("conv_out", LATENT, first)


def _way_up(layout: UnetLayout, time: int) -> Shapes:
    """Return the blocks on the way up, which get what the blocks on the way down made too."""
    shapes: Shapes = {}
    levels = list(reversed(layout.channels))
    inputs = levels[0]
    for level, width in enumerate(levels):
        block = f"up_blocks.{level}"
        finer = levels[min(level + 1, len(levels) - 1)]
        for step in range(layout.blocks + 1):
            skipped = finer if step == layout.blocks else width
            shapes |= _resnet(f"{block}.resnets.{step}", width, inputs + skipped, time)
            inputs = width
            if layout.attention[len(levels) - 1 - level]:
                shapes |= _transformer(f"{block}.attentions.{step}", width, layout.context)
        if level < len(levels) - 1:
            shapes |= _convolution(f"{block}.upsamplers.0.conv", width, width)
    return shapes


def vae_shapes(layout: VaeLayout) -> Shapes:
    """Return the tensors of a VAE: of its decoder, and of its encoder if the layout has one."""
    widest = layout.channels[-1]
    shapes = _convolution("post_quant_conv", LATENT, LATENT, 1)
    shapes |= _convolution("decoder.conv_in", widest, LATENT) | _vae_middle("decoder", widest)
    shapes |= _vae_blocks(
        "decoder.up_blocks", tuple(reversed(layout.channels)), layout.blocks + 1, "upsamplers"
    )
    shapes |= _norm("decoder.conv_norm_out", layout.channels[0])
    shapes |= _convolution("decoder.conv_out", COLOURS, layout.channels[0])
    if layout.encoder:
        shapes |= _convolution("quant_conv", 2 * LATENT, 2 * LATENT, 1)
        shapes |= _convolution("encoder.conv_in", layout.channels[0], COLOURS)
        shapes |= _vae_middle("encoder", widest)
        shapes |= _vae_blocks("encoder.down_blocks", layout.channels, layout.blocks, "downsamplers")
        shapes |= _norm("encoder.conv_norm_out", widest)
        shapes |= _convolution("encoder.conv_out", 2 * LATENT, widest)
    return shapes


def _vae_blocks(name: str, channels: tuple[int, ...], blocks: int, resize: str) -> Shapes:
    shapes: Shapes = {}
    inputs = channels[0]
    for level, width in enumerate(channels):
        for step in range(blocks):
            shapes |= _resnet(f"{name}.{level}.resnets.{step}", width, inputs)
            inputs = width
        if level < len(channels) - 1:
            shapes |= _convolution(f"{name}.{level}.{resize}.0.conv", width, width)
    return shapes


def _vae_middle(name: str, width: int) -> Shapes:
    shapes = _resnet(f"{name}.mid_block.resnets.0", width, width)
    shapes |= _norm(f"{name}.mid_block.attentions.0.group_norm", width)
    for part in ("to_q", "to_k", "to_v", "to_out.0"):
        shapes |= _linear(f"{name}.mid_block.attentions.0.{part}", width, width)
    return shapes | _resnet(f"{name}.mid_block.resnets.1", width, width)


def text_shapes(layout: TextLayout) -> Shapes:
    """Return the tensors of a text encoder."""
    width = layout.width
    shapes: Shapes = {
        "text_model.embeddings.token_embedding.weight": (layout.vocabulary, width),
        "text_model.embeddings.position_embedding.weight": (layout.places, width),
    }
    for number in range(layout.layers):
        layer = f"text_model.encoder.layers.{number}"
        for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
            shapes |= _linear(f"{layer}.self_attn.{part}", width, width)
        shapes |= _norm(f"{layer}.layer_norm1", width) | _norm(f"{layer}.layer_norm2", width)
        shapes |= _linear(f"{layer}.mlp.fc1", layout.hidden, width)
        shapes |= _linear(f"{layer}.mlp.fc2", width, layout.hidden)
    return shapes | _norm("text_model.final_layer_norm", width)


def _resnet(name: str, outputs: int, inputs: int, time: int = 0) -> Shapes:
    shapes = _norm(f"{name}.norm1", inputs) | _convolution(f"{name}.conv1", outputs, inputs)
    if time:
        shapes |= _linear(f"{name}.time_emb_proj", outputs, time)
    shapes |= _norm(f"{name}.norm2", outputs) | _convolution(f"{name}.conv2", outputs, outputs)
    if inputs != outputs:
        shapes |= _convolution(f"{name}.conv_shortcut", outputs, inputs, 1)
    return shapes


def _transformer(name: str, width: int, context: int) -> Shapes:
    shapes = _norm(f"{name}.norm", width) | _convolution(f"{name}.proj_in", width, width, 1)
    block = f"{name}.transformer_blocks.0"
    for attention, inputs in (("attn1", width), ("attn2", context)):
        for part, source in (("to_q", width), ("to_k", inputs), ("to_v", inputs)):
            shapes[f"{block}.{attention}.{part}.weight"] = (width, source)
        shapes |= _linear(f"{block}.{attention}.to_out.0", width, width)
    for number in (1, 2, 3):
        shapes |= _norm(f"{block}.norm{number}", width)
    shapes |= _linear(f"{block}.ff.net.0.proj", 8 * width, width)
    shapes |= _linear(f"{block}.ff.net.2", width, 4 * width)
    return shapes | _convolution(f"{name}.proj_out", width, width, 1)


def _linear(name: str, outputs: int, inputs: int) -> Shapes:
    return {f"{name}.weight": (outputs, inputs), f"{name}.bias": (outputs,)}


def _convolution(name: str, outputs: int, inputs: int, kernel: int = _KERNEL) -> Shapes:
    return {f"{name}.weight": (outputs, inputs, kernel, kernel), f"{name}.bias": (outputs,)}


def _norm(name: str, width: int) -> Shapes:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}
