"""Prints what is read of the settings in a folder of files: a row for each program and each place in a file.

python -m tests.support.metadata_table FOLDER    reads the files below a folder
python -m tests.support.metadata_table           reads the files that the tests make: the table in the docs
"""

import argparse
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError
from portrait_app.core.metadata.imported import ImportedFile
from portrait_app.imaging.carriers import COMMENT, XMP, texts_in
from portrait_app.imaging.exif_texts import EXIF, USER_COMMENT
from portrait_app.imaging.reading import check_image
from portrait_app.importing.reader import PictureFileReader
from tests.support.foreign import FILES

# Places of settings, in the order in which one stands for the others of a file
_PLACES = (
    "parameters",
    "prompt",
    "invokeai_metadata",
    "sd-metadata",
    "Dream",
    "Comment",
    USER_COMMENT,
    f"{EXIF}ImageDescription",
    COMMENT,
    XMP,
)
_COLUMNS = ("Prompt", "Negative prompt", "Model", "Sampler", "Steps", "CFG scale", "Seed", "Size")
_KEYS = {
    "Prompt": "prompt",
    "Negative prompt": "negative_prompt",
    "Sampler": "scheduler",
    "Steps": "num_inference_steps",
    "CFG scale": "guidance_scale",
    "Seed": "seed",
    "Size": "img_width",
}


def table(folder: Path) -> str:
    """Return the table of the files below `folder`, in Markdown."""
    reader = PictureFileReader(check_image)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for path in reader.find([folder], Cancel()):
        try:
            file, _image = reader.read(path)
        except AppError as error:
            counts["", f"not read: {error.facts.get('format') or error.kind}"]["Files"] += 1
            continue
        counts[_program(file), _carrier(file)].update(["Files", *_found(file)])
    return "\n".join(_lines(counts))


def _program(file: ImportedFile) -> str:
    if file.record is not None:
        return "Portrait Studio"
    return "" if file.settings is None else file.settings.tool


def _carrier(file: ImportedFile) -> str:
    texts = texts_in(file.path.read_bytes())
    place = next((place for place in _PLACES if place in texts), "alpha channel" if file.settings else "–")
    return f"{file.format.upper()}: {place}"


def _found(file: ImportedFile) -> Iterator[str]:
    values = file.request.values
    names = {name for name, _value in file.origin.pairs}
    for column in _COLUMNS:
        if (
            values.get(_KEYS.get(column, ""))
            or column in names
            or (column == "Model" and file.request.endpoint)
        ):
            yield column


def _lines(counts: Mapping[tuple[str, str], Counter[str]]) -> Iterator[str]:
    columns = ("Files", *_COLUMNS)
    yield "| " + " | ".join(("Program", "Carrier", *columns)) + " |"
    yield "| " + " | ".join(["---"] * (len(columns) + 2)) + " |"
    for (program, carrier), found in sorted(counts.items()):
        whole = found["Files"]
        cells = (_cell(found[column], whole) for column in _COLUMNS)
        yield "| " + " | ".join((program or "none", carrier, str(whole), *cells)) + " |"


def _cell(count: int, whole: int) -> str:
    return "yes" if count == whole else str(count or "–")


def write_files(folder: Path) -> None:
    """Write the files that the tests make, each with the suffix of its format."""
    for number, file in enumerate(FILES):
        suffix = {b"\x89PNG": "png", b"RIFF": "webp"}.get(file.data[:4], "jpg")
        (folder / f"{number:03}.{suffix}").write_bytes(file.data)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Print which settings are read of the files in a folder.")
    parser.add_argument("folder", nargs="?", type=Path)
    folder = parser.parse_args(arguments).folder
    if folder is not None:
        print(table(folder))
        return
    with tempfile.TemporaryDirectory() as made:
        write_files(Path(made))
        print(table(Path(made)))


if __name__ == "__main__":
    main()
