"""Downloads of models: whole or nothing, and nothing that has arrived is loaded twice."""

import os
import shutil
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_store import FoundModel, Progress, Stage, Strangeness
from portrait_app.engines.local.store import download, locks
from portrait_app.engines.local.store.published import FILES, PUBLISHED
from portrait_app.engines.local.store.store import LocalModelStore
from portrait_app.net.streaming import Patience
from tests.engines.local.conftest import Steps, files_below
from tests.matrices import disk
from tests.support.model_host import (
    Answering,
    Mishap,
    ModelHostService,
    as_usual,
    cut,
    other_bytes,
    redirect,
    reset,
    silent,
    slow,
    status,
    web_page,
)
from tests.support.model_store import AGREEMENT, CopiedFiles, make_store

UNET = "unet/diffusion_pytorch_model.bin"
ID = "tiny-0123456"
WHOLE = {
    f"{ID}/{name}"
    for name in ("manifest.json", "text_encoder.safetensors", "unet.safetensors", "vae.safetensors")
}


def fetch(store: LocalModelStore, steps: Steps | None = None, cancel: Cancel | None = None) -> None:
    store.download(store.published[0], AGREEMENT, steps or Steps(), cancel or Cancel())


def fails(store: LocalModelStore) -> AppError:
    with pytest.raises(AppError) as caught:
        fetch(store)
    assert store.contents().models == ()
    return caught.value


def test_a_download_is_installed_with_its_agreement_and_hashes(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    steps = Steps()
    fetch(store, steps)
    (model,) = store.contents().models
    assert (model.id, model.name, model.source, model.agreement) == (ID, "Tiny", "publisher/tiny", AGREEMENT)
    assert (model.folder / "unet.safetensors").read_bytes() == host.files[UNET]
    assert files_below(folder) == WHOLE
    assert host.all_sent == host.total
    assert [stage for stage in Stage if stage in {seen.stage for seen in steps.seen}] == list(Stage)[:-1]
    loading = [seen for seen in steps.seen if seen.stage is Stage.DOWNLOADING]
    assert loading[-1] == Progress(Stage.DOWNLOADING, host.total, host.total)
    assert [seen.done for seen in loading] == sorted(seen.done for seen in loading)


def test_nothing_private_is_sent(store: LocalModelStore, host: ModelHostService) -> None:
    fetch(store)
    sent = {name for asked in host.asked for name in asked.headers}
    assert sent <= {"host", "accept-encoding", "connection", "user-agent"}


def test_a_model_that_is_there_is_not_loaded_again(store: LocalModelStore, host: ModelHostService) -> None:
    fetch(store)
    asked = len(host.asked)
    fetch(store)
    assert len(host.asked) == asked


@pytest.mark.parametrize("place", range(20))
def test_a_cut_loses_at_most_what_was_under_way(
    store: LocalModelStore, host: ModelHostService, folder: Path, place: int
) -> None:
    """The body that crosses the place is cut there, and the rest comes afterwards."""
    at = host.total * place // 20
    passed = 0
    mishaps: list[Mishap] = []
    for path in sorted(FILES, key=lambda path: len(host.files[path])):
        size = len(host.files[path])
        if passed <= at < passed + size:
            mishaps.append(cut(at - passed))
            break
        mishaps.append(as_usual)
        passed += size
    host.next(*mishaps)
    fetch(store)
    assert files_below(folder) == WHOLE
    assert host.all_sent == host.total  # no byte twice
    assert len(host.bodies) == len(FILES) + 1


def test_a_reset_connection_is_gone_on_with(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    host.next(*[as_usual] * 11, reset(200_000), reset(0))
    fetch(store)
    assert files_below(folder) == WHOLE


def test_many_cuts_in_one_file(store: LocalModelStore, host: ModelHostService, folder: Path) -> None:
    small = [as_usual] * (len(FILES) - 3)
    host.next(*small, *[cut(10_000)] * 20)
    fetch(store)
    assert files_below(folder) == WHOLE
    assert host.all_sent == host.total


def test_a_cancelled_download_goes_on_where_it_was(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    cancel = Cancel()

    def stop(progress: Progress) -> None:
        if progress.done > 400_000:
            cancel.cancel()

    with pytest.raises(AppError) as caught:
        store.download(store.published[0], AGREEMENT, stop, cancel)
    assert caught.value.kind is ErrorKind.CANCELLED
    (begun,) = store.contents().unfinished
    assert (begun.id, begun.name, begun.total, begun.is_busy) == (ID, "Tiny", host.total, False)
    assert 400_000 < begun.done < host.total
    sent = host.all_sent
    steps = Steps()
    model = make_store(host, folder).resume(ID, steps, Cancel())
    assert model.agreement == AGREEMENT
    assert host.all_sent - sent == host.total - begun.done
    loading = [seen.done for seen in steps.seen if seen.stage is Stage.DOWNLOADING]
    assert loading[0] > begun.done
    assert files_below(folder) == WHOLE


def test_what_has_begun_can_be_discarded(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    host.next(*[cut(0)] * 9)
    assert fails(store).kind is ErrorKind.MODEL_DOWNLOAD_CUT
    assert store.contents().unfinished
    store.discard(ID)
    assert store.contents().unfinished == ()
    assert files_below(folder) == set()


def test_a_host_without_ranges_sends_the_whole_file_again(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    host.honours_range = False
    host.next(*[as_usual] * 11, cut(200_000))
    fetch(store)
    assert files_below(folder) == WHOLE
    assert host.sent[UNET] == 200_000 + len(host.files[UNET])


def test_a_range_that_is_refused_starts_anew(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    host.next(*[as_usual] * 11, cut(200_000), status(416))
    fetch(store)
    assert files_below(folder) == WHOLE
    assert [asked.start for asked in host.bodies[-3:]] == [0, 200_000, 0]


@pytest.mark.parametrize("knows_conditions", [True, False])
def test_a_file_that_has_changed_starts_anew(
    store: LocalModelStore, host: ModelHostService, folder: Path, *, knows_conditions: bool
) -> None:
    """A host that knows If-Range sends the whole file; another one sends the rest, with another ETag."""

    def changed(answering: Answering) -> None:
        host.etag = '"two"'
        answering.send_file(honours_if_range=knows_conditions)

    host.next(*[as_usual] * 11, cut(200_000), changed)
    fetch(store)
    assert files_below(folder) == WHOLE
    starts = [asked.start for asked in host.bodies[11:]]
    assert starts == ([0, 200_000] if knows_conditions else [0, 200_000, 0])
    assert host.bodies[12].headers["if-range"] == '"one"'


def test_a_host_that_knows_no_head_is_asked_otherwise(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    host.answers_head = False
    fetch(store)
    assert files_below(folder) == WHOLE


def test_a_wrong_hash_is_said_and_the_file_is_deleted(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    host.next(*[as_usual] * 11, other_bytes())
    error = fails(store)
    assert (error.kind, error.facts["file"]) == (ErrorKind.MODEL_FILE_WRONG, UNET)
    assert not [name for name in files_below(folder) if "unet/diff" in name]
    fetch(store)  # the other files are kept
    assert host.sent[UNET] == len(host.files[UNET])
    assert files_below(folder) == WHOLE


def test_a_wrong_small_file_is_found_too(store: LocalModelStore, host: ModelHostService) -> None:
    host.next(other_bytes())
    assert fails(store).kind is ErrorKind.MODEL_FILE_WRONG


@pytest.mark.parametrize(
    ("mishap", "kind"),
    [
        (status(401), ErrorKind.MODEL_HOST_REFUSED),
        (status(403), ErrorKind.MODEL_HOST_REFUSED),
        (status(404), ErrorKind.MODEL_NOT_THERE),
        (status(410), ErrorKind.MODEL_NOT_THERE),
        (status(429), ErrorKind.MODEL_HOST_BUSY),
        (status(500), ErrorKind.MODEL_HOST_BUSY),
        (status(503, Retry_After="0"), ErrorKind.MODEL_HOST_BUSY),
        (status(418), ErrorKind.MODEL_HOST_ODD),
        (web_page(), ErrorKind.MODEL_HOST_ODD),
    ],
)
@pytest.mark.parametrize("when", ["asked", "loading"])
def test_each_failure_has_a_kind_and_installs_nothing(
    store: LocalModelStore, host: ModelHostService, folder: Path, mishap: Mishap, kind: ErrorKind, when: str
) -> None:
    (host.before if when == "asked" else host.next)(*[mishap] * 9)
    assert fails(store).kind is kind
    host.forget()
    fetch(store)
    assert files_below(folder) == WHOLE


def test_a_busy_host_is_asked_again(store: LocalModelStore, host: ModelHostService) -> None:
    host.before(status(429), status(503))
    host.next(status(500))
    fetch(store)
    assert store.contents().models


def test_another_revision_is_refused(store: LocalModelStore, host: ModelHostService) -> None:
    host.commit = "f" * 40
    assert fails(store).kind is ErrorKind.MODEL_HOST_ODD


@pytest.mark.parametrize(
    "to", ["http://192.168.1.1/file", "http://models.example.org/file", "file:///etc/passwd", "http://["]
)
def test_a_redirect_to_an_unsafe_address_is_not_followed(
    store: LocalModelStore, host: ModelHostService, to: str
) -> None:
    host.next(redirect(to))
    assert fails(store).kind is ErrorKind.MODEL_HOST_ODD


def test_endless_redirects_end(store: LocalModelStore, host: ModelHostService) -> None:
    host.next(*[redirect(f"{host.address}/x")] * 9)
    assert fails(store).kind is ErrorKind.MODEL_HOST_ODD


def test_a_silent_host_is_left_and_asked_again(host: ModelHostService, folder: Path) -> None:
    store = make_store(host, folder, patience=Patience(connect=5, data=0.5))
    host.next(*[as_usual] * 11, silent(100_000))
    fetch(store)
    assert host.all_sent == host.total


def test_a_slow_host_is_waited_for(host: ModelHostService, folder: Path) -> None:
    """The body takes longer than the patience, and something arrives within it."""
    store = make_store(host, folder, patience=Patience(connect=5, data=1), pauses=())
    host.next(*[as_usual] * 11, slow(10, 0.2))
    fetch(store)
    assert store.contents().models


def test_a_cancel_ends_a_silent_wait_at_once(store: LocalModelStore, host: ModelHostService) -> None:
    host.next(silent(0))
    cancel = Cancel()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    started = time.monotonic()
    with pytest.raises(AppError) as caught:
        fetch(store, cancel=cancel)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert time.monotonic() - started < 4
    timer.join()


def test_too_little_space_is_said_before_anything_is_loaded(
    store: LocalModelStore, host: ModelHostService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "free_space", lambda _folder: 1_000_000)
    error = fails(store)
    assert error.kind is ErrorKind.MODEL_NO_SPACE
    assert error.facts["needed"] == 2 * host.total + download.MARGIN
    assert error.facts["free"] == 1_000_000
    assert host.all_sent == 0


@pytest.mark.skipif(sys.platform == "win32", reason="limits of files")
def test_a_disk_that_fills_at_nine_tenths_keeps_what_it_has(
    store: LocalModelStore, host: ModelHostService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno  # noqa: PLC0415 - only here
    from io import FileIO  # noqa: PLC0415 - only here

    room = [host.total * 9 // 10]
    real_open = Path.open

    class Filling:
        def __init__(self, file: FileIO) -> None:
            self._file = file

        def write(self, data: bytes) -> int:
            if len(data) > room[0]:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            room[0] -= len(data)
            return self._file.write(data)

        def __enter__(self) -> "Filling":
            return self

        def __exit__(self, *_: object) -> None:
            self._file.close()

    def opened(path: Path, mode: str = "r", *rest: object, **more: object) -> object:
        file = real_open(path, mode, *rest, **more)  # type: ignore[call-overload]  # passed on as it came
        return Filling(file) if path.name.endswith(".part") and mode in ("ab", "wb") else file

    monkeypatch.setattr(Path, "open", opened)
    error = fails(store)
    assert error.kind is ErrorKind.MODEL_NO_SPACE
    (begun,) = store.contents().unfinished
    assert host.total * 0.5 < begun.done <= host.total * 0.9
    monkeypatch.undo()
    sent = host.all_sent
    fetch(store)
    assert host.all_sent - sent == host.total - begun.done
    assert files_below(folder) == WHOLE


@pytest.mark.skipif(not disk.has_small_disks(), reason="a disk of one's own")
def test_a_real_disk_that_fills_up(host: ModelHostService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "MARGIN", 0)
    with disk.small_disk() as place:
        store, filler = make_store(host, place / "models"), place / "filler"

        def fill(progress: Progress) -> None:
            """Leave room for nine tenths of the model."""
            if progress.stage is Stage.DOWNLOADING and not filler.exists():
                left = host.total * 9 // 10 - progress.done
                filler.write_bytes(b"0" * (shutil.disk_usage(place).free - left))

        with pytest.raises(AppError) as caught:
            store.download(store.published[0], AGREEMENT, fill, Cancel())
        assert caught.value.kind is ErrorKind.MODEL_NO_SPACE
        assert int(caught.value.facts["free"]) < host.total
        (begun,) = store.contents().unfinished
        assert begun.done > host.total // 2
        filler.unlink()
        sent = host.all_sent
        fetch(store)
        assert host.all_sent - sent == host.total - begun.done
        assert files_below(place / "models") == WHOLE


def test_a_full_disk_while_converting_installs_nothing(
    store: LocalModelStore, host: ModelHostService, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise AppError(ErrorKind.DISK_FULL, "no space")

    monkeypatch.setattr(CopiedFiles, "convert", full)
    assert fails(store).kind is ErrorKind.MODEL_NO_SPACE
    monkeypatch.undo()
    sent = host.all_sent
    fetch(store)
    assert host.all_sent == sent
    assert files_below(folder) == WHOLE


def test_a_killed_program_goes_on_where_it_was(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    """Another process downloads, and is killed in the middle of a large file."""
    host.next(*[as_usual] * 11, silent(150_000))
    child = subprocess.Popen([sys.executable, "-c", _CHILD, str(folder), host.address])
    try:
        until = time.monotonic() + 60
        while not (begun := store.contents().unfinished) or begun[0].done < host.total - 150_000:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert begun[0].is_busy
        with pytest.raises(AppError) as caught:
            fetch(store)
        assert caught.value.kind is ErrorKind.MODEL_IN_USE
    finally:
        child.kill()
        child.wait()
    assert not store.contents().unfinished[0].is_busy
    fetch(store)
    assert host.all_sent == host.total
    assert files_below(folder) == WHOLE


_CHILD = textwrap.dedent(
    """
    import sys
    from pathlib import Path
    from portrait_app.core.cancel import Cancel
    from portrait_app.engines.local.store.store import LocalModelStore
    from tests.support.model_store import AGREEMENT, CopiedFiles
    from tests.support.model_host import REVISION, SOURCE
    from portrait_app.core.model_store import PublishedModel
    from portrait_app.engines.local.store.licences import OPENRAIL_M

    folder, address = sys.argv[1:]
    model = PublishedModel(id="tiny-0123456", name="Tiny", summary="", publisher="P", source=SOURCE, page="",
        revision=REVISION, licence=OPENRAIL_M, download_size=1, memory=1)
    store = LocalModelStore(
        lambda: Path(folder), CopiedFiles(), address=lambda: address
    )
    store.download(model, AGREEMENT, lambda _: None, Cancel())
    """
)


def test_two_programs_share_a_folder(store: LocalModelStore, host: ModelHostService, folder: Path) -> None:
    other = make_store(host, folder)
    fetch(store)
    assert other.contents().models == store.contents().models
    assert other.remove(ID) > 0
    assert store.contents().models == ()


def test_a_lock_is_free_when_its_holder_ends(folder: Path) -> None:
    folder.mkdir()
    with locks.locked(folder, "a"):
        assert locks.is_locked(folder, "a")
        assert not locks.is_locked(folder, "b")
        with pytest.raises(AppError) as caught, locks.locked(folder, "a"):
            pass
        assert caught.value.kind is ErrorKind.MODEL_IN_USE
    assert not locks.is_locked(folder, "a")


def test_removing_frees_what_it_says(store: LocalModelStore, folder: Path) -> None:
    fetch(store)
    (model,) = store.contents().models
    assert store.remove(model.id) == model.size
    assert files_below(folder) == set()
    with pytest.raises(AppError):
        store.remove(model.id)


def test_what_is_strange_is_named_and_left_alone(store: LocalModelStore, folder: Path) -> None:
    fetch(store)
    (folder / "mine").mkdir()
    (folder / "mine" / "notes.txt").write_text("mine")
    (folder / "brought.ckpt").write_bytes(b"weights")
    (folder / "readme.txt").write_text("no model")
    (folder / "newer").mkdir()
    (folder / "newer" / "manifest.json").write_text('{"format": 2}')
    (folder / "odd.download").mkdir()
    (folder / "odd.download" / "download.json").write_text("[")
    (folder / ID / "unet.safetensors").write_bytes(b"cut")
    before = files_below(folder)
    seen = store.contents()
    assert seen.models == ()
    assert {(stranger.name, stranger.reason, stranger.detail) for stranger in seen.strangers} == {
        ("mine", Strangeness.NO_MANIFEST, ""),
        ("brought.ckpt", Strangeness.NO_MANIFEST, ""),
        ("newer", Strangeness.UNREADABLE, ""),
        ("odd.download", Strangeness.UNREADABLE, ""),
        (ID, Strangeness.INCOMPLETE, "unet.safetensors"),
    }
    assert files_below(folder) == before


@pytest.mark.parametrize("path", ["../outside", "/etc/passwd", "a/../../b", "a\\b", ""])
def test_a_manifest_cannot_name_files_elsewhere(store: LocalModelStore, folder: Path, path: str) -> None:
    fetch(store)
    manifest = folder / ID / "manifest.json"
    text = manifest.read_text().replace('"unet.safetensors"', f'"{path}"'.replace("\\", "\\\\"))
    manifest.write_text(text)
    assert store.contents().strangers[0].reason is Strangeness.UNREADABLE


def test_what_stands_in_the_place_of_a_model_is_kept(
    store: LocalModelStore, host: ModelHostService, folder: Path
) -> None:
    fetch(store)
    (folder / ID / "unet.safetensors").unlink()
    (folder / ID / "notes.txt").write_text("mine")
    fetch(store)
    assert [model.id for model in store.contents().models] == [ID]
    (stranger,) = store.contents().strangers
    assert (folder / stranger.name / "notes.txt").read_text() == "mine"


def test_what_a_killed_program_left_is_tidied_away(store: LocalModelStore, folder: Path) -> None:
    for name in (".adding-mine", ".adding-mine.part", ".removed-old", ".adding-busy"):
        (folder / name).mkdir(parents=True)
        (folder / name / "weights").write_bytes(b"half")
    with locks.locked(folder, "busy"):
        fetch(store)
    assert files_below(folder) == WHOLE | {".adding-busy/weights"}


def test_a_file_of_the_user_is_added_and_stays(store: LocalModelStore, folder: Path, tmp_path: Path) -> None:
    brought = tmp_path / "My Model (v1).bin"
    brought.write_bytes(b"weights" * 1000)
    found = store.inspect(brought)
    model = store.add(found, AGREEMENT, Steps(), Cancel())
    assert model.id.startswith("my-model-v1-")
    assert brought.exists()
    assert store.contents().models == (model,)
    assert store.add(found, AGREEMENT, Steps(), Cancel()).id == model.id  # the same model is there once
    assert len(files_below(folder)) == 2


def test_adding_that_is_stopped_leaves_nothing(store: LocalModelStore, folder: Path, tmp_path: Path) -> None:
    brought = tmp_path / "model.bin"
    brought.write_bytes(b"weights")
    cancel = Cancel()
    cancel.cancel()
    with pytest.raises(AppError) as caught:
        store.add(store.inspect(brought), AGREEMENT, Steps(), cancel)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert files_below(folder) == set()
    assert brought.exists()


def test_an_empty_place_is_an_empty_folder(store: LocalModelStore, folder: Path) -> None:
    seen = store.contents()
    assert (seen.models, seen.unfinished, seen.strangers) == ((), (), ())
    assert seen.free > 0
    assert not folder.exists()


def test_the_published_models_are_pinned() -> None:
    for model in PUBLISHED:
        assert len(model.revision) == 40
        assert model.id.endswith(model.revision[:7])
        assert model.licence.limits
    assert len({model.id for model in PUBLISHED}) == len(PUBLISHED)


def test_a_found_model_says_its_size(tmp_path: Path) -> None:
    brought = tmp_path / "model.bin"
    brought.write_bytes(b"12345")
    assert CopiedFiles().inspect(brought) == FoundModel(
        path=brought, name="model", architecture="tiny", size=5
    )
