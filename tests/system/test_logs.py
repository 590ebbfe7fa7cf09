"""The log: no key in it, in no form, whatever goes wrong."""

import base64
import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.credentials import Credentials, KeySource
from portrait_app.system import logs
from portrait_app.system.logs import Redactor, configure_logging, stop_logging

KEY = "SG_0123456789abcdef"
ODD_KEY = 'gate way/"ključ"+tail=='

pytestmark = pytest.mark.logs_warnings


@pytest.fixture
def credentials() -> Credentials:
    credentials = Credentials()
    credentials.set(ODD_KEY, KeySource.SESSION)
    return credentials


@pytest.fixture
def folder(tmp_path: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is being logged to; everything is as before afterwards."""
    for module in (sys, threading):
        monkeypatch.setattr(module, "excepthook", module.excepthook)
    folder = tmp_path / "state" / "log"
    configure_logging(folder, credentials)
    yield folder
    stop_logging()
    logging.captureWarnings(capture=False)
    logging.getLogger("portrait_app").setLevel(logging.NOTSET)


def written(folder: Path) -> str:
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()))


log = logging.getLogger("portrait_app.tests")


def forms(key: str) -> list[str]:
    return [
        key,
        quote(key, safe=""),
        quote(key),
        json.dumps(key),
        repr(key),
        str(key.encode()) if key.isascii() else key,
        base64.b64encode(key.encode()).decode(),
        base64.urlsafe_b64encode(key.encode()).decode(),
    ]


@pytest.mark.parametrize("form", [form for key in (KEY, ODD_KEY) for form in forms(key)])
def test_the_key_is_redacted_in_every_form(credentials: Credentials, form: str) -> None:
    credentials.set(KEY, KeySource.KEYCHAIN)  # the former key of the session is still redacted
    shown = Redactor(credentials)(f"before {form} after")
    assert form.strip("\"'") not in shown
    assert "[API key]" in shown
    assert shown.startswith("before ")
    assert shown.endswith(" after")


@given(prefix=st.binary(max_size=4), suffix=st.binary(max_size=4))
def test_the_key_is_redacted_within_base64_of_a_longer_text(prefix: bytes, suffix: bytes) -> None:
    credentials = Credentials()
    credentials.set("another-kind-of-key", KeySource.SESSION)
    encoded = base64.b64encode(prefix + b"another-kind-of-key" + suffix).decode()
    shown = Redactor(credentials)(encoded)
    assert "[API key]" in shown
    assert len(shown.replace("[API key]", "")) <= len(encoded) - len("another-kind-of-key")


def test_what_looks_like_a_key_is_redacted_though_nobody_set_it() -> None:
    redact = Redactor(Credentials())
    assert redact(f"x-api-key: {KEY}, {KEY.upper()}") == "x-api-key: [API key], [API key]"
    assert redact("SG_0123 and a word") == "SG_0123 and a word"


def test_a_key_that_is_only_tried_is_redacted(credentials: Credentials) -> None:
    credentials.conceal("only-tried")
    credentials.set("", KeySource.NONE)
    assert Redactor(credentials)(f"only-tried {ODD_KEY}") == "[API key] [API key]"
    assert credentials.key == ""


def test_a_slip_of_the_finger_does_not_black_out_the_log(credentials: Credentials) -> None:
    credentials.set("e", KeySource.SESSION)
    assert Redactor(credentials)("every letter") == "every letter"


def _fail() -> None:
    raise ValueError(f"refused {ODD_KEY}") from KeyError(KEY)


def test_arguments_and_tracebacks_are_redacted_on_disk(folder: Path) -> None:
    log.info("sent %s with %r", {"x-api-key": ODD_KEY}, KEY.encode())
    try:
        _fail()
    except ValueError:
        log.exception("it failed for %s", ODD_KEY)
    text = written(folder)
    assert "ValueError: refused [API key]" in text
    assert "KeyError: '[API key]'" in text
    assert "test_logs.py" in text
    assert ODD_KEY not in text
    assert KEY not in text


def test_uncaught_exceptions_are_logged_redacted(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    def fail() -> None:
        raise KeyError(KEY)

    error = ValueError(f"refused {ODD_KEY}")
    sys.excepthook(type(error), error, None)

    thread = threading.Thread(target=fail, name="worker-7")
    thread.start()
    thread.join()
    for text in (written(folder), capsys.readouterr().err):
        assert "ValueError: refused [API key]" in text
        assert "uncaught exception in worker-7" in text
        assert "KeyError: '[API key]'" in text
        assert ODD_KEY not in text


def test_an_interrupt_is_no_failure(folder: Path) -> None:
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not list(folder.iterdir())


def test_details_are_logged_only_on_demand(
    folder: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.debug("a prompt")
    logging.getLogger("urllib3").info("a connection")
    monkeypatch.setenv("PORTRAIT_STUDIO_DEBUG", "1")
    configure_logging(folder, credentials)
    log.debug("a detail")
    logging.getLogger("urllib3").debug("a connection")
    text = written(folder)
    assert "a detail" in text
    assert "a prompt" not in text
    assert "a connection" not in text


def test_configured_twice_it_logs_once(folder: Path, credentials: Credentials) -> None:
    configure_logging(folder, credentials)
    log.info("once")
    assert written(folder).count("once") == 1


def test_the_files_rotate_and_stay_small(folder: Path) -> None:
    line = "x" * 200_000
    for _line in range(28):
        log.info(line)
    sizes = [file.stat().st_size for file in folder.iterdir()]
    assert len(sizes) == 5
    assert max(sizes) <= 1_000_000
    assert sum(sizes) > 4_000_000


def test_a_disk_that_refuses_shows_no_record_and_stops_nothing(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / logs.FILE_NAME).mkdir()
    log.info("sent %s", ODD_KEY)
    assert capsys.readouterr().err == ""


def test_a_folder_that_cannot_be_made_is_said_and_stops_nothing(
    tmp_path: Path, folder: Path, credentials: Credentials, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    configure_logging(tmp_path / "file" / "log", credentials)
    assert "no log is kept" in capsys.readouterr().err


def test_a_windowed_program_without_a_terminal_logs_too(
    folder: Path, credentials: Credentials, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", None)
        configure_logging(folder, credentials)
        log.warning("hello")
    assert "hello" in written(folder)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access by lists, not by mode")
def test_nobody_else_can_look_into_the_folder(folder: Path) -> None:
    assert folder.stat().st_mode & 0o077 == 0
