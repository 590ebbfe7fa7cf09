"""Screens of Qt's offscreen platform, whose own is 800 x 800 pixels."""

import json
from pathlib import Path


def offscreen(file: Path, width: int = 1920, height: int = 1200, scale: float = 1) -> str:
    """Return the name of a platform with one screen of this size in pixels, which is described in `file`."""
    screen = {
        "name": "screen",
        "x": 0,
        "y": 0,
        "width": round(width / scale),
        "height": round(height / scale),
        "logicalDpi": 96,
        "logicalBaseDpi": 96,
        "dpr": scale,
    }
    document = {"synchronousWindowSystemEvents": False, "windowFrameMargins": True, "screens": [screen]}
    file.write_text(json.dumps(document), encoding="utf-8")
    return f"offscreen:configfile={file}"
