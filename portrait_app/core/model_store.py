"""What the folder of models on this computer contains, and what can be added to it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLicence:
    """The licence of a model, with its limits in plain words. The user agrees before a model is added."""

    name: str
    address: str  # web page with the full text
    limits: tuple[str, ...]  # in English; `ui` translates them in the context "model_licences"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedModel:
    """A model that can be downloaded from its publisher."""

    id: str  # also the name of its folder, and a part of the records of its pictures: never rename
    name: str  # not translated
    summary: str  # in English; `ui` translates it in the context "published_models"
    publisher: str
    source: str  # owner and name of the publisher's repository
    page: str  # web page of the model
    revision: str  # the full id of the one version that is downloaded
    licence: ModelLicence
    download_size: int  # bytes, rounded; the publisher's host says exactly
    memory: int  # bytes that making a picture of 512 by 512 takes, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundModel:
    """A model in a file or folder of the user, as recognised before it is added."""

    path: Path
    name: str
    architecture: str
    size: int  # bytes it will take in the model folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The user's agreement to a licence. It is kept with the model."""

    licence: str  # the licence's name; empty for a file whose licence the program does not know
    address: str
    agreed: datetime  # UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A complete model in the model folder."""

    id: str
    name: str
    architecture: str
    source: str  # the publisher's repository, or the name of the user's file or folder
    revision: str  # empty for the user's own file
    agreement: Agreement | None
    added: datetime  # UTC
    size: int  # bytes of its files
    sha256: str  # one hash over the hashes of all its files: it stands in the record of each picture
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfinishedModel:
    """A download that has begun. It can be continued, also after a restart of the program."""

    id: str
    name: str
    done: int  # bytes on disk
    total: int  # bytes
    is_busy: bool  # a program is working on it now: this one or another


class Strangeness(StrEnum):
    """Why something in the model folder is not used. Nothing of it is changed."""

    NO_MANIFEST = "no manifest"  # not from this program
    UNREADABLE = "unreadable"  # the manifest is damaged, or from a newer version
    INCOMPLETE = "incomplete"  # a file is missing, or has another size than the manifest says


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """Something in the model folder that is not used."""

    name: str
    reason: Strangeness
    detail: str = ""  # the file that is missing


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFolder:
    """The model folder at one moment."""

    path: Path
    free: int  # bytes free on its disk
    models: tuple[InstalledModel, ...] = ()
    unfinished: tuple[UnfinishedModel, ...] = ()
    strangers: tuple[Stranger, ...] = ()


class Stage(StrEnum):
    """The steps of adding a model, in order."""

    ASKING = "asking"  # the host is asked for sizes and hashes
    DOWNLOADING = "downloading"
    CHECKING = "checking"  # hashes are compared
    CONVERTING = "converting"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a step is: bytes done, of all."""

    stage: Stage
    done: int = 0
    total: int = 0


Report = Callable[[Progress], None]  # called on the worker, often
