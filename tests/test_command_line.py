"""What the command line takes, and what it says of the rest."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from portrait_app.command_line import parse_arguments
from tests.support.pseudo import pseudo, speak_pseudo, stop_pseudo


def test_an_address_loses_its_last_slash() -> None:
    assert parse_arguments(["--api", "http://127.0.0.1:8765/"]).api == "http://127.0.0.1:8765"


def test_help_is_in_the_language_of_the_user(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Translations are loaded only where something is printed."""
    spoken: list[QTranslator] = []
    parse_arguments(["--size", "1920x1080"], lambda: spoken.append(speak_pseudo(qapp, tmp_path)))
    assert not spoken
    with pytest.raises(SystemExit) as ended:
        parse_arguments(["--help"], lambda: spoken.append(speak_pseudo(qapp, tmp_path)))
    stop_pseudo(qapp, spoken[0])
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert "--selftest" in out
    assert pseudo("open the library in DIR for this session")[:20] in out
    assert "this session" not in out


@pytest.mark.parametrize(
    "words",
    [
        ["--api", "http://"],
        ["--api", "https:///v1"],
        ["--api", "http://["],
        ["--api", "ftp://example.org"],
        ["--api", ""],
        ["--size", "10x10"],
        ["--size", "wide"],
        ["--appearance", "pink"],
        ["--library"],
        ["--stray"],
    ],
)
def test_what_makes_no_sense_ends_with_a_sentence(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(words)
    assert ended.value.code == 2
    assert "error: " in capsys.readouterr().err
