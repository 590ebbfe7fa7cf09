"""The networks of a Stable Diffusion 1.x model, built as OpenVINO graphs from the tensors of its files."""
