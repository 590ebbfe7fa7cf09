"""From the publisher's host to a model that can be opened, with the real conversion of files."""

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.core.model_store import InstalledModel, Progress, Stage
from portrait_app.engines.local.child import program
from portrait_app.engines.local.files.record import RECORD
from portrait_app.engines.local.files.stored import open_stored
from portrait_app.engines.local.installed import InstalledModels
from portrait_app.engines.local.store.conversion import BroughtFiles
from portrait_app.engines.local.store.published import FILES
from portrait_app.engines.local.store.store import LocalModelStore
from portrait_app.engines.local.text.vocabulary import clip_vocabulary
from portrait_app.engines.local.trial_model import TINY, reduced, write_trial_model
from tests.engines.local.conftest import Steps, files_below
from tests.support.model_host import ModelHostService
from tests.support.model_store import AGREEMENT, PATIENT

TRIAL = replace(reduced(TINY), text=replace(reduced(TINY).text, vocabulary=49408))


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model with random weights, in the layout in which publishers have it."""
    folder = tmp_path_factory.mktemp("trial") / "model"
    write_trial_model(folder, TRIAL, seed=1)
    (folder / RECORD).unlink()
    return folder


@pytest.fixture
def publisher(host: ModelHostService, trial: Path) -> ModelHostService:
    vocabulary = clip_vocabulary()
    pairs = sorted(vocabulary.ranks, key=lambda pair: vocabulary.ranks[pair])
    host.files |= dict.fromkeys((path for path in FILES if path.endswith(".json")), b"{}")
    host.files["tokenizer/vocab.json"] = json.dumps(dict(vocabulary.ids)).encode()
    host.files["tokenizer/merges.txt"] = "\n".join(["#version: 0.2", *map(" ".join, pairs)]).encode()
    for path in FILES:
        if path.endswith(".bin"):  # the first bytes tell the format, not the name
            host.files[path] = next((trial / path).parent.glob("*.safetensors")).read_bytes()
    return host


@pytest.fixture
def store(publisher: ModelHostService, folder: Path) -> LocalModelStore:
    return LocalModelStore(
        lambda: folder,
        BroughtFiles(program.command),
        address=lambda: publisher.address,
        published=(publisher.model(),),
        pauses=(0.0,),
        patience=PATIENT,
    )


def fetch(store: LocalModelStore) -> InstalledModel:
    return store.download(store.published[0], AGREEMENT, Steps(), Cancel())


def test_a_downloaded_model_can_be_opened_and_is_offered(store: LocalModelStore, folder: Path) -> None:
    model = fetch(store)
    assert (model.name, model.architecture) == ("Tiny", "Tiny-SD")
    assert open_stored(model.folder).record.architecture.unet == TRIAL.unet
    (row,) = InstalledModels(lambda: folder).models(Cancel())
    assert (row.name, row.slug) == ("Tiny", f"local:{model.id}")
    assert {path.name for path in folder.iterdir()} == {".locks", model.id}


def test_the_same_model_has_the_same_hash_everywhere(
    store: LocalModelStore, publisher: ModelHostService, tmp_path: Path
) -> None:
    first = fetch(store)
    other = LocalModelStore(
        lambda: tmp_path / "elsewhere",
        BroughtFiles(program.command),
        address=lambda: publisher.address,
        published=(publisher.model(),),
    )
    assert fetch(other).sha256 == first.sha256


def test_weights_of_another_kind_are_refused_by_name(
    store: LocalModelStore, publisher: ModelHostService, folder: Path
) -> None:
    publisher.files["model_index.json"] = b'{"_class_name": "StableDiffusionXLPipeline"}'
    with pytest.raises(ModelFileError) as caught:
        fetch(store)
    assert (caught.value.reason, caught.value.facts["family"]) == (Refusal.OTHER_FAMILY, "SDXL")
    assert store.contents().models == ()


def test_a_folder_on_a_stick_is_added_and_stays(store: LocalModelStore, trial: Path, folder: Path) -> None:
    before = files_below(trial)
    model = store.add(store.inspect(trial), AGREEMENT, Steps(), Cancel())
    assert open_stored(model.folder).record.source == trial.name
    assert files_below(trial) == before
    assert store.contents().models == (model,)


def test_half_a_folder_is_refused_and_leaves_nothing(
    store: LocalModelStore, trial: Path, folder: Path, tmp_path: Path
) -> None:
    half = tmp_path / "half"
    shutil.copytree(trial / "unet", half / "unet")
    with pytest.raises(ModelFileError) as caught:
        store.inspect(half)
    assert caught.value.reason is Refusal.PARTS_MISSING
    assert not folder.exists()


def test_a_stick_that_is_pulled_out_leaves_nothing(
    store: LocalModelStore, trial: Path, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    shutil.copytree(trial, stick)
    found = store.inspect(stick)
    shutil.rmtree(stick)
    with pytest.raises(AppError) as caught:
        store.add(found, AGREEMENT, Steps(), Cancel())
    assert caught.value.kind in (ErrorKind.MODEL_REFUSED, ErrorKind.FILE_FAILED)
    assert files_below(folder) == set()


def test_a_cancelled_conversion_ends_at_once_and_leaves_nothing(
    store: LocalModelStore, trial: Path, folder: Path
) -> None:
    cancel = Cancel()

    def stop(progress: Progress) -> None:
        if progress.stage is Stage.CONVERTING:
            cancel.cancel()

    with pytest.raises(AppError) as caught:
        store.add(store.inspect(trial), AGREEMENT, stop, cancel)
    assert caught.value.kind is ErrorKind.CANCELLED
    assert files_below(folder) == set()
    assert [path.name for path in folder.iterdir()] == [".locks"]


def test_the_program_itself_does_not_read_what_is_brought(store: LocalModelStore, trial: Path) -> None:
    """Only the child has the libraries for it, and only the child cannot do any harm."""
    script = (
        "import sys; from pathlib import Path;"
        "from portrait_app.engines.local.child import program;"
        "from portrait_app.engines.local.store.conversion import BroughtFiles;"
        f"print(BroughtFiles(program.command).inspect(Path({str(trial)!r})).architecture);"
        "print([name for name in ('numpy', 'openvino') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["Tiny-SD", "[]"]
