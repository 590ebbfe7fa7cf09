"""The engine "This computer": photographic portraits from Stable Diffusion 1.x models, on the CPU.

numpy and openvino are imported only in the child process that makes the pictures (`child`).
"""
