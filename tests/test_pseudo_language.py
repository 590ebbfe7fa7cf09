"""A window in a language that nobody speaks has no English word: `dev.sh pseudo` looks at every scene."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from tests.support.pseudo import english_words, pseudo, speak_pseudo, stop_pseudo

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("scene", ["first", "empty-trash", "export", "queue-trouble", "settings"])
def test_a_scene_has_no_english_word(scene: str, tmp_path: Path) -> None:
    picture = str(tmp_path / "scene.png")
    ended = subprocess.run(
        [sys.executable, "-m", "tests.support.showcase", picture, "--pseudo", "--scene", scene],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr


def test_an_english_word_is_found(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    words = speak_pseudo(qapp, tmp_path)
    label = QLabel(f"{qapp.translate('query', 'Trash')} forgotten, <b>Ctrl+Del</b>")
    qtbot.addWidget(label)
    label.show()
    assert [words for text, words in english_words().items() if "QLabel" in text] == [["forgotten"]]
    stop_pseudo(qapp, words)


def test_the_language_keeps_what_a_translator_keeps() -> None:
    assert pseudo("&Send {name} in <b>%Ln</b> file(s)").startswith("&Šéñđ {name} îñ <b>%Ln</b> ƒîļé(š) l")
    assert pseudo("d MMMM yyyy") == "d MMMM yyyy"
