"""Thumbnails for the grid: read from the store, or made from the files, in batches."""
