"""Puts together, before the bundle is made, what it needs and the checkout does not hold."""

import shutil
import subprocess
import sys
from pathlib import Path

# Screenshots stay behind.
_RESOURCES = ("icons", "translations")


def prepare(root: Path, folder: Path) -> None:
    """Lay out the resources of the bundle and the drawn icons in `folder`, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run([sys.executable, str(root / "packaging" / "translations.py"), "release"], check=True)
    for name in _RESOURCES:
        if (root / "resources" / name).is_dir():
            shutil.copytree(
                root / "resources" / name, folder / "resources" / name, ignore=shutil.ignore_patterns("*.ts")
            )
    svg = root / "resources" / "icons" / "portrait-studio.svg"
    # In a process of its own: it starts Qt.
    icons = Path(__file__).with_name("icons.py")
    subprocess.run([sys.executable, str(icons), str(svg), str(folder)], check=True)
