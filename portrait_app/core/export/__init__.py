"""Exports, as data: plans, formats, presets, names and pages."""
