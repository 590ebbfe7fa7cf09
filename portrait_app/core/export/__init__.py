"""Data about exports: plans, formats, presets, file names and contact sheets."""
