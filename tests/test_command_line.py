"""What the command line takes, and what it says of the rest."""

import pytest

from portrait_app.command_line import parse_arguments


def test_an_address_loses_its_last_slash() -> None:
    assert parse_arguments(["--api", "http://127.0.0.1:8765/"]).api == "http://127.0.0.1:8765"


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
