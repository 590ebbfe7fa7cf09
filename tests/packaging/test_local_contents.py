"""What goes into the bundle of the second package, and that the first one does without it."""

import subprocess
import sys
from importlib.metadata import files

import pytest

from tests.packaging.scripts import ROOT, script

contents = script("bundle/contents.py")
local = script("bundle/local_contents.py")


def library_names() -> list[str]:
    """The libraries of the installed wheel of OpenVINO, as PyInstaller names them."""
    names = [file.as_posix() for file in files("openvino") or ()]
    return [name for name in names if name.startswith("openvino/libs/")]


@pytest.mark.skipif(sys.platform != "linux", reason="the second package is made on Linux")
def test_openvino_has_the_libraries_that_the_bundle_needs_and_the_others_stay_out() -> None:
    kept = [name for name in library_names() if local.is_wanted(name)]
    assert not local.missing_libraries(kept)
    words = ("gpu", "npu", "frontend", "auto", "hetero", "cache", "openvino_c.")
    assert not [name for name in kept if any(word in name for word in words)]


def test_a_library_that_is_missing_is_named() -> None:
    kept = [
        f"openvino/libs/lib{name}.so" for name in ("openvino", "tbb", "tbbmalloc", "tbbbind_2_5", "hwloc")
    ]
    assert local.missing_libraries(kept) == ["a plugin for the processor"]
    assert not local.missing_libraries([*kept, "openvino/libs/libopenvino_arm_cpu_plugin.so"])
    assert local.missing_libraries(["libopenvino_intel_cpu_plugin.so", *kept[1:]]) == ["openvino"]


def test_a_part_of_the_wheel_that_is_no_library_goes_in() -> None:
    assert local.is_wanted("numpy-2.4.6.dist-info/METADATA")
    assert not local.is_wanted("numpy-2.4.6.dist-info/RECORD")
    assert local.is_wanted("openvino/_pyopenvino.cpython-311-x86_64-linux-gnu.so")


def test_the_first_package_has_neither_numpy_nor_openvino() -> None:
    assert {"numpy", "openvino"} <= set(contents.LEFT_OUT)


def run(program: str) -> str:
    """Run a Python program below the checkout, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_process_works_without_the_modules_that_are_left_out() -> None:
    """A cheap part of what the build does: the modules of the child, with the excluded ones out of reach."""
    assert run(
        "import sys\n"
        f"sys.modules.update(dict.fromkeys({local.LEFT_OUT!r}))\n"
        "from portrait_app.engines.local.child import serve\n"
        "import numpy as np, openvino as ov\n"
        "from portrait_app.engines.local import pictures\n"
        "data = pictures.png(np.zeros((3, 8, 8), np.float32))\n"
        "np.random.RandomState(1)\n"
        "print(data[1:4].decode(), ov.Core().available_devices)"
    ).startswith("PNG ['CPU'")


def test_the_program_opens_the_engine_without_numpy_and_openvino() -> None:
    """As in the first package, which has neither."""
    assert run(
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['numpy', 'openvino']))\n"
        "import portrait_app.engines.local.factory\n"
        "print('opened')"
    ).startswith("opened")
