"""What goes into the bundle of the second package, and what stays out of it. Its spec reads this table."""

import re
from collections.abc import Iterable
from pathlib import Path

import PIL

# Libraries of OpenVINO's wheel, without "lib" and what follows the name. Some are loaded by name, so that
# PyInstaller does not see that they are needed.
_CPU_PLUGINS = ("openvino_intel_cpu_plugin", "openvino_arm_cpu_plugin")  # one of them
_LIBRARIES = (
    "openvino",
    "tbb",
    "tbbmalloc",
    "tbbbind_2_5",  # tells fast cores from slow ones
    "hwloc",  # for tbbbind
)
HIDDEN = ["secrets"]  # imported by numpy.random, which is compiled
_PICTURES = {"JpegImagePlugin", "PngImagePlugin"}  # finished pictures are PNG, previews are JPEG

# Modules by what brings them in, and why pictures are made without them
_LEFT_OUT = {
    "reports what is done to OpenVINO's makers": ["openvino_telemetry"],
    "converts models of other libraries: OpenVINO tries to import it": ["openvino.tools"],
    "OpenVINO's bridges to other libraries": [
        *(f"openvino.frontend.{name}" for name in ("jax", "onnx", "paddle", "pytorch", "tensorflow")),
        "openvino.torch",
        "torch",
    ],
    "numpy's own tests and compilers": ["numpy.distutils", "numpy.f2py", "numpy.testing"],
    "other image formats, and Pillow's bridges to windows": [
        *(f"PIL.{name}" for name in PIL._plugins if name not in _PICTURES),  # noqa: SLF001 - listed nowhere else
        "PIL.ImageQt",
        "PIL.ImageTk",
        "PIL._avif",
        "PIL._imagingcms",
        "PIL._imagingft",
        "PIL._imagingmath",
        "PIL._imagingtk",
        "PIL._webp",
        "tkinter",
    ],
    "the window's": ["PySide6", "shiboken6"],
    "the network, which the process does without": [
        "asyncio",
        "ftplib",
        "requests",
        "smtplib",
        "ssl",
        "urllib3",
        "xmlrpc",
    ],
    "stands in for _decimal, which is there": ["_pydecimal"],
    "for tests, terminals, databases and installers": [
        "_pytest",
        "curses",
        "distutils",
        "lib2to3",
        "pip",
        "pkg_resources",
        "pydoc_data",
        "pytest",
        "readline",
        "setuptools",
        "sqlite3",
        "test",
    ],
}
LEFT_OUT = [module for modules in _LEFT_OUT.values() for module in modules]

_METADATA = re.compile(r"\.dist-info/(?!METADATA$)")


def is_library(file: str) -> bool:
    """Say whether a file is one of OpenVINO's libraries that the bundle needs."""
    return _name_of(file) in (*_CPU_PLUGINS, *_LIBRARIES)


def is_wanted(name: str) -> bool:
    """Say whether a file that PyInstaller found belongs in the bundle.

    Of OpenVINO's files that is less than half: plugins for other processors, and readers of other libraries'
    models, are not needed.
    """
    if name.startswith("openvino/libs/"):
        return is_library(name)
    return not _METADATA.search(name)


def missing_libraries(names: Iterable[str]) -> list[str]:
    """Return the needed libraries of OpenVINO that are not among the bundle's files."""
    there = {_name_of(name) for name in names}
    missing = sorted(set(_LIBRARIES) - there)
    return missing if there.intersection(_CPU_PLUGINS) else [*missing, "a plugin for the processor"]


def _name_of(file: str) -> str:
    found = re.fullmatch(r"lib(\w+)\.so[.\d]*", Path(file).name)
    return found[1] if found else ""
