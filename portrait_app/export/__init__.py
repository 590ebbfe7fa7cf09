"""Exports pictures as files: formats, file names and metadata."""
