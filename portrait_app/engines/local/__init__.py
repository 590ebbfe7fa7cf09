"""The engine "This computer": portraits like photographs, by models of the kind Stable Diffusion 1.x.

numpy and openvino are imported only in the child process that makes the pictures (`child`).
"""
