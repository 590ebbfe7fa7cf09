import json
from pathlib import Path

import pytest

from portrait_app.core.licence import Licence
from portrait_app.system.licences import read_licences

ROW = {"name": "Pillow", "version": "13.0", "licence": "MIT-CMU", "home": "https://x.org", "text": "May …"}


def test_a_bundle_has_the_licences_of_everything_in_it(tmp_path: Path) -> None:
    (tmp_path / "licences.json").write_text(json.dumps([ROW]), encoding="utf-8")
    assert read_licences(tmp_path) == [Licence("Pillow", "13.0", "MIT-CMU", "https://x.org", "May …")]


def test_a_checkout_has_none(tmp_path: Path) -> None:
    assert read_licences(tmp_path) == []


@pytest.mark.logs_warnings
@pytest.mark.parametrize("text", ["", "{", '[{"name": 3, "colour": 4}]', "[3]", "null"])
def test_a_broken_table_is_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "licences.json").write_text(text, encoding="utf-8")
    assert read_licences(tmp_path) == []
