"""A download that is not complete yet: a folder beside the models, with a file that says what is to come.

Nothing in the folder counts as a model. A file that is being downloaded ends in `.part`, until its size and
its hash are right.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from portrait_app.core.model_store import Agreement
from portrait_app.engines.local.store.files import write_whole
from portrait_app.engines.local.store.host import RemoteFile
from portrait_app.engines.local.store.manifest import (
    FORMAT,
    ManifestError,
    agreement_from_json,
    agreement_to_json,
    is_safe_path,
    read_object,
    size_of,
    text_of,
)

SUFFIX = ".download"  # of the folder
NAME = "download.json"
PART = ".part"


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingFile:
    """A file that is to be downloaded."""

    remote: RemoteFile | None = None  # None until the host was asked
    etag: str = ""  # of the answer that brought the first bytes

    @property
    def size(self) -> int:
        return 0 if self.remote is None else self.remote.size


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """What is to be downloaded, from where, and under which agreement."""

    name: str
    source: str
    revision: str
    agreement: Agreement
    files: Mapping[str, PendingFile]  # by path

    @property
    def total(self) -> int:
        return sum(file.size for file in self.files.values())

    def with_etag(self, path: str, etag: str) -> "Pending":
        return replace(self, files={**self.files, path: replace(self.files[path], etag=etag)})

    def done(self, folder: Path) -> int:
        """Return how many bytes of the files are in `folder`."""
        return sum(min(bytes_of(folder / path), file.size) for path, file in self.files.items())

    def save(self, folder: Path) -> None:
        """Write this into `folder`, once the host has described each file. Raises AppError."""
        data = {
            "format": FORMAT,
            "name": self.name,
            "source": self.source,
            "revision": self.revision,
            **agreement_to_json(self.agreement),
            "files": {
                path: _to_json(file.remote, file.etag) for path, file in self.files.items() if file.remote
            },
        }
        write_whole(folder / NAME, json.dumps(data, indent=1, ensure_ascii=False).encode())


def work_folder(folder: Path, model_id: str) -> Path:
    """Return the folder in which a model is downloaded."""
    return folder / f"{model_id}{SUFFIX}"


def load(folder: Path) -> Pending:
    """Read what is to be downloaded into `folder`. Raises ManifestError; OSError if there is no such file."""
    data = read_object((folder / NAME).read_bytes())
    try:
        agreement = agreement_from_json(data)
        files = {str(path): _file(record) for path, record in dict(data["files"]).items()}
        if agreement is None or not files or not all(map(is_safe_path, files)):
            raise ManifestError("agreement or files")
        return Pending(
            name=text_of(data, "name"),
            source=text_of(data, "source"),
            revision=text_of(data, "revision"),
            agreement=agreement,
            files=files,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestError(str(error)) from error


def part_of(path: Path) -> Path:
    """Return the name of a file while it is being downloaded."""
    return path.with_name(f"{path.name}{PART}")


def bytes_of(path: Path) -> int:
    """Return how many bytes of a file are there."""
    for place in (path, part_of(path)):
        try:
            return place.stat().st_size
        except OSError:
            continue
    return 0


def _to_json(remote: RemoteFile, etag: str) -> dict[str, object]:
    return {"size": remote.size, "sha256": remote.sha256, "git_sha1": remote.git_sha1, "etag": etag}


def _file(record: Any) -> PendingFile:
    remote = RemoteFile(
        size=size_of(record["size"]),
        sha256=text_of(record, "sha256"),
        git_sha1=text_of(record, "git_sha1"),
    )
    return PendingFile(remote=remote, etag=text_of(record, "etag"))
