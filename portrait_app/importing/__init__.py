"""Reads image files that are imported, and the settings in them."""
