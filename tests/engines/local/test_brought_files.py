"""Models are recognised and converted by a real child process."""

import os
import pickle
import signal
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_files import Family, ModelFileError, Refusal
from portrait_app.engines.local.child.program import command
from portrait_app.engines.local.files.stored import open_stored
from portrait_app.engines.local.store.conversion import BroughtFiles
from tests.engines.local.files.making import SMALL, TINY, networks, single_file, write_folder, write_weights
from tests.engines.local.files.torch_writer import zip_bytes

pytestmark = pytest.mark.timeout(300)  # other processes run beside the tests


def nothing(_done: int, _of: int) -> None:
    pass


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_model_is_found_and_converted(tmp_path: Path) -> None:
    brought = tmp_path / "Älteres Modell"
    write_folder(brought, SMALL)
    files = BroughtFiles(command)
    found = files.inspect(brought)
    assert (found.path, found.name, found.architecture) == (brought, "Älteres Modell", "Small-SD")
    reports: list[tuple[int, int]] = []
    files.convert(brought, tmp_path / "stored", lambda *report: reports.append(report), Cancel())
    record = open_stored(tmp_path / "stored").record
    assert record.architecture == SMALL
    assert record.size == pytest.approx(found.size, rel=0.05)
    assert reports == sorted(reports)
    assert reports[-1][0] == reports[-1][1]
    assert leftovers(tmp_path) == ["stored", "Älteres Modell"]


def test_a_refusal_arrives_with_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "big.safetensors"
    weights = single_file(networks(TINY))
    weights["conditioner.embedders.1.model.ln_final.weight"] = weights["betas"]
    write_weights(path, weights)
    for refused in (
        lambda: BroughtFiles(command).inspect(path),
        lambda: BroughtFiles(command).convert(path, tmp_path / "stored", nothing, Cancel()),
    ):
        with pytest.raises(ModelFileError) as error:
            refused()
        assert error.value.reason is Refusal.OTHER_FAMILY
        assert error.value.facts == {"reason": "other family", "file": path.name, "family": Family.SDXL}
    assert leftovers(tmp_path) == [path.name]


class _Harm:
    def __init__(self, mark: Path) -> None:
        self._mark = str(mark)

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self._mark,)


def test_code_in_a_file_does_not_run(tmp_path: Path) -> None:
    mark, path = tmp_path / "mark", tmp_path / "model.ckpt"
    path.write_bytes(zip_bytes(pickle.dumps(_Harm(mark), 2)[2:-1], {}))
    with pytest.raises(ModelFileError) as refused:
        BroughtFiles(command).inspect(path)
    assert refused.value.reason is Refusal.WANTS_CODE
    assert not mark.exists()


def test_a_missing_disk_is_an_error_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError) as refused:
        BroughtFiles(command).inspect(tmp_path / "gone.safetensors")
    assert refused.value.reason is Refusal.NOTHING_THERE


def test_cancelling_ends_the_conversion_at_once(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    cancel = Cancel()
    stopped_at = 0.0

    def stop(_done: int, _of: int) -> None:
        nonlocal stopped_at
        if not stopped_at:
            stopped_at = time.monotonic()
            cancel.cancel()

    with pytest.raises(AppError) as stopped:
        BroughtFiles(command).convert(tmp_path / "brought", tmp_path / "stored", stop, cancel)
    assert stopped.value.kind is ErrorKind.CANCELLED
    assert time.monotonic() - stopped_at < 5
    assert leftovers(tmp_path) == ["brought"]


@pytest.mark.skipif(sys.platform != "linux", reason="finds the child in /proc")
def test_a_child_that_is_killed_leaves_nothing(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)

    def kill(_done: int, _of: int) -> None:
        for child in Path("/proc/self/task").glob("*/children"):
            for pid in child.read_text().split():
                if b"portrait_app.engines.local.child" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    os.kill(int(pid), signal.SIGKILL)

    with pytest.raises(AppError) as failed:
        BroughtFiles(command).convert(tmp_path / "brought", tmp_path / "stored", kill, Cancel())
    assert failed.value.kind is ErrorKind.OUT_OF_MEMORY  # the system kills like that if memory runs out
    assert leftovers(tmp_path) == ["brought"]


def test_a_program_that_does_not_start_is_a_failure(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    broken = BroughtFiles(lambda: [sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(AppError) as failed:
        broken.inspect(tmp_path / "brought")
    assert failed.value.kind is ErrorKind.ENGINE_CRASHED


def test_two_models_are_converted_at_the_same_time(tmp_path: Path) -> None:
    write_folder(tmp_path / "brought", TINY)
    threads = [
        Thread(
            target=BroughtFiles(command).convert,
            args=(tmp_path / "brought", tmp_path / name, nothing, Cancel()),
        )
        for name in ("first", "second")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert open_stored(tmp_path / "first").record == open_stored(tmp_path / "second").record
