"""Draws the program's icon from its SVG in the sizes that each system wants.

    icons.py SVG FOLDER

FOLDER/hicolor is laid out as a Linux icon theme; beside it are one .ico for Windows, one .icns for macOS.
"""

import os
import shutil
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

NAME = "portrait-studio"
SIDES = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def main(svg: Path, folder: Path) -> None:
    application = QGuiApplication(sys.argv[:1])
    art = QSvgRenderer(str(svg))
    if not art.isValid():
        raise SystemExit(f"{svg} is no drawing")
    for side in SIDES:
        image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        art.render(painter)
        painter.end()
        file = _of_size(folder, side)
        file.parent.mkdir(parents=True)
        if not image.save(str(file)):
            raise SystemExit(f"{file} could not be written")
    scalable = folder / "hicolor" / "scalable" / "apps" / f"{NAME}.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copyfile(svg, scalable)
    with Image.open(_of_size(folder, max(SIDES))) as largest:
        largest.save(folder / f"{NAME}.ico", sizes=[(side, side) for side in SIDES if side <= 256])
        largest.save(folder / f"{NAME}.icns")
    application.quit()


def _of_size(folder: Path, side: int) -> Path:
    return folder / "hicolor" / f"{side}x{side}" / "apps" / f"{NAME}.png"


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
