"""Every program and every carrier: what each file says is read right."""

from pathlib import Path

import pytest

from portrait_app.imaging.reading import check_image
from portrait_app.importing.reader import PictureFileReader
from tests.support.foreign import FILES, INFOTEXT, ForeignFile, png_texts
from tests.support.metadata_table import main


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.program}, {file.carrier}")
def test_the_settings_of_each_program_are_read_from_each_carrier(tmp_path: Path, file: ForeignFile) -> None:
    path = tmp_path / "picture"
    path.write_bytes(file.data)
    read, _image = PictureFileReader(check_image).read(path)
    assert read.settings is not None
    assert read.settings.tool == file.program
    assert read.settings.values == file.wanted
    assert read.origin.model == file.model


def test_the_docs_have_the_table_that_the_command_prints(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    table = capsys.readouterr().out.strip()
    assert table in (Path(__file__).parents[2] / "docs" / "metadata.md").read_text(encoding="utf-8")
    assert "| ComfyUI | WEBP: prompt | 1 | yes | yes | yes | yes | yes | yes | yes | yes |" in table


def test_the_command_counts_what_only_some_files_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, data in {
        "1.png": png_texts(parameters=INFOTEXT),
        "2.png": png_texts(parameters="a plain prompt"),
        "3.png": png_texts(),
        "4.gif": b"GIF89a",
    }.items():
        (tmp_path / name).write_bytes(data)
    main([str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert "| AUTOMATIC1111 | PNG: parameters | 2 | yes | 1 | 1 | 1 | 1 | 1 | 1 | 1 |" in lines
    assert "| none | PNG: – | 1 | – | – | – | – | – | – | – | – |" in lines
    assert any(line.startswith("| none | not read: GIF | 1 |") for line in lines)
