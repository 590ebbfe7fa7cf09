"""The engine that makes photographic portraits on this computer, with Stable Diffusion 1.x models."""
