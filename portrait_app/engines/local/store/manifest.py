"""The manifest of an installed model: a small JSON file in its folder, written last."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from portrait_app.core.model_store import Agreement, InstalledModel

NAME = "manifest.json"
FORMAT = 1

_LONGEST = 1 << 20  # bytes of a manifest
_SAFE_PATH = re.compile(r"(?:[A-Za-z0-9_][\w.-]*/)*[A-Za-z0-9_][\w.-]*", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}")


class ManifestError(ValueError):
    """A manifest that cannot be read: damaged, from a newer version, or not from this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRecord:
    """One file of a model."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the program knows about an installed model."""

    name: str
    architecture: str
    source: str
    revision: str
    agreement: Agreement | None
    added: datetime
    files: Mapping[str, FileRecord]  # by path in the model's folder, with "/"

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files.values())

    @property
    def sha256(self) -> str:
        """One hash over all files: the same model has the same hash on every computer."""
        lines = (f"{path} {self.files[path].sha256}\n" for path in sorted(self.files))
        return sha256("".join(lines).encode()).hexdigest()

    def model(self, folder: Path) -> InstalledModel:
        return InstalledModel(
            id=folder.name,
            name=self.name,
            architecture=self.architecture,
            source=self.source,
            revision=self.revision,
            agreement=self.agreement,
            added=self.added,
            size=self.size,
            sha256=self.sha256,
            folder=folder,
        )


def is_safe_path(path: str) -> bool:
    """Say whether a path of a manifest stays inside its folder."""
    return _SAFE_PATH.fullmatch(path) is not None and ".." not in path.split("/")


def to_json(manifest: Manifest) -> bytes:
    data = {
        "format": FORMAT,
        "name": manifest.name,
        "architecture": manifest.architecture,
        "source": manifest.source,
        "revision": manifest.revision,
        **agreement_to_json(manifest.agreement),
        "added": manifest.added.isoformat(),
        "files": {
            path: {"size": file.size, "sha256": file.sha256} for path, file in sorted(manifest.files.items())
        },
    }
    return json.dumps(data, indent=1, ensure_ascii=False).encode()


def from_json(text: bytes) -> Manifest:
    """Read a manifest. It may come from a stranger: nothing in it is trusted. Raises ManifestError."""
    data = read_object(text)
    try:
        files = {str(path): _file(record) for path, record in dict(data["files"]).items()}
        if not files or not all(map(is_safe_path, files)):
            raise ManifestError("files")
        return Manifest(
            name=text_of(data, "name"),
            architecture=text_of(data, "architecture"),
            source=text_of(data, "source"),
            revision=text_of(data, "revision"),
            agreement=agreement_from_json(data),
            added=moment_of(data["added"]),
            files=files,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ManifestError(str(error)) from error


def read_object(text: bytes) -> Mapping[str, Any]:
    """Return the JSON object of a file of this format. Raises ManifestError."""
    try:
        data = json.loads(text[: _LONGEST + 1]) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError) as error:
        raise ManifestError(str(error)) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ManifestError("not of this format")
    return data


def agreement_to_json(agreement: Agreement | None) -> dict[str, object]:
    if agreement is None:
        return {}
    return {
        "licence": agreement.licence,
        "licence_address": agreement.address,
        "agreed": agreement.agreed.isoformat(),
    }


def agreement_from_json(data: Mapping[str, Any]) -> Agreement | None:
    """Raises KeyError, TypeError or ValueError for what is no agreement."""
    if "agreed" not in data:
        return None
    return Agreement(
        licence=text_of(data, "licence"),
        address=text_of(data, "licence_address"),
        agreed=moment_of(data["agreed"]),
    )


def text_of(data: Mapping[str, Any], key: str) -> str:
    value = data[key]
    if not isinstance(value, str) or not value.isprintable():
        raise ManifestError(key)
    return value


def size_of(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < math.inf:
        raise ManifestError("a size")
    return value


def hash_of(value: object) -> str:
    """Return a SHA-256 in hex. Raises ManifestError."""
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise ManifestError("a hash")
    return value


def moment_of(value: object) -> datetime:
    moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _file(record: Any) -> FileRecord:
    return FileRecord(size=size_of(record["size"]), sha256=hash_of(record["sha256"]))
