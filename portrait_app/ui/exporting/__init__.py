"""Exporting pictures: the dialog, presets, running exports, and dragging files out."""
