"""A vocabulary of CLIP's kind: the number of each token, and which pairs of symbols merge, best first.

Every model of the kind Stable Diffusion 1.x was trained with the vocabulary of OpenAI's CLIP, so the program
brings it along (0.2 MB): a single file that holds a whole model does not contain it. Its licence, MIT, stands
in `CLIP-LICENCE.txt`.
"""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from portrait_app.core.file_errors import file_errors
from portrait_app.core.model_files import ModelFileError, Refusal

START = "<|startoftext|>"
END = "<|endoftext|>"
END_OF_WORD = "</w>"

_LONGEST_FILE = 16 << 20  # CLIP's vocab.json has 1 MB


def byte_alphabet() -> list[str]:
    """Return a visible character for each byte, as byte-level vocabularies write them.

    Printable bytes of Latin-1 stand for themselves, the others for characters from U+0100 on.
    """
    visible = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    hidden = iter(range(0x100, 0x200))
    return [chr(byte) if byte in visible else chr(next(hidden)) for byte in range(256)]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Tokens and merges.

    Attributes:
        ids: the number of each token.
        ranks: for each pair of symbols that merges, its rank: the lowest merges first.
    """

    ids: Mapping[str, int]
    ranks: Mapping[tuple[str, str], int]

    @property
    def start(self) -> int:
        return self.ids[START]

    @property
    def end(self) -> int:
        return self.ids[END]


@cache
def clip_vocabulary() -> Vocabulary:
    """Return the vocabulary of OpenAI's CLIP. The first call takes about 0.1 s."""
    packed = files(__package__).joinpath("clip_merges.txt.gz").read_bytes()
    merges = _pairs(gzip.decompress(packed).decode().splitlines())
    alphabet = byte_alphabet()
    order = sorted(alphabet, key=lambda character: (ord(character) >= 0x100, ord(character)))
    tokens = [*order, *(character + END_OF_WORD for character in order)]
    tokens += [first + second for first, second in merges]
    tokens += [START, END]
    return Vocabulary(
        {token: number for number, token in enumerate(tokens)},
        {pair: rank for rank, pair in enumerate(merges)},
    )


def read_vocabulary(vocab: Path, merges: Path) -> Vocabulary:
    """Read `vocab.json` and `merges.txt` of a model.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError if they are damaged or too large.
    """
    ids = _checked_ids(_parsed(vocab), vocab.name)
    try:
        lines = _read(merges).decode().splitlines()
        pairs = _pairs(line for line in lines if line and not line.startswith("#version"))
    except ValueError as error:
        raise ModelFileError(Refusal.DAMAGED, str(error), file=merges.name) from error
    alphabet = byte_alphabet()
    known = {START, END, *alphabet, *(character + END_OF_WORD for character in alphabet)}
    if missing := known - ids.keys():
        raise ModelFileError(Refusal.DAMAGED, f"without the token {min(missing)!r}", file=vocab.name)
    if missing := {first + second for first, second in pairs} - ids.keys():
        raise ModelFileError(Refusal.DAMAGED, f"of the unknown token {min(missing)!r}", file=merges.name)
    return Vocabulary(ids, {pair: rank for rank, pair in enumerate(pairs)})


def read_tokenizer_ids(path: Path) -> Mapping[str, int]:
    """Read the numbers of the tokens in a `tokenizer.json`, as transformers 5 writes it.

    Raises:
        AppError: FILE_FAILED, or a ModelFileError.
    """
    match _parsed(path):
        case {"model": {"vocab": ids}}:
            return _checked_ids(ids, path.name)
    raise ModelFileError(Refusal.DAMAGED, "without a vocabulary", file=path.name)


def _read(path: Path) -> bytes:
    with file_errors(path), path.open("rb") as file:
        data = file.read(_LONGEST_FILE + 1)
    if len(data) > _LONGEST_FILE:
        raise ModelFileError(Refusal.TOO_LARGE, file=path.name)
    return data


def _parsed(path: Path) -> object:
    try:
        return json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise ModelFileError(Refusal.DAMAGED, str(error), file=path.name) from error


def _checked_ids(ids: object, name: str) -> dict[str, int]:
    if not isinstance(ids, dict) or not all(type(number) is int and number >= 0 for number in ids.values()):
        raise ModelFileError(Refusal.DAMAGED, "not an object of numbers", file=name)
    return ids


def _pairs(lines: Iterable[str]) -> Sequence[tuple[str, str]]:
    """Return the pairs of a list of merges. Raises ValueError for a line that is not a pair."""
    pairs = []
    for line in lines:
        first, second = line.split(" ")
        pairs.append((first, second))
    return pairs
