"""Pictures handed over: the dialog, presets, dragging out, the line of exports."""
