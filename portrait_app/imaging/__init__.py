"""Reads and writes image files with Pillow, for all adapters: formats, limits and typed errors."""
