"""The settings file: real files, as other versions, other programs and bad luck leave them."""

import errno
import json
import os
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import FieldError
from portrait_app.core.ports.system import Settings
from portrait_app.core.preferences import SETTINGS, setting
from portrait_app.system.settings import JsonSettings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_without_a_file_every_setting_has_its_default_and_none_is_written(file: Path) -> None:
    settings: Settings = JsonSettings(file)
    assert {row.key: settings.value(row.key) for row in SETTINGS} == {
        row.key: row.default for row in SETTINGS
    }
    assert settings.load_error is None
    settings.save()
    assert not file.parent.exists()


def test_what_is_set_is_there_at_the_next_start(file: Path) -> None:
    settings = JsonSettings(file)
    settings.set("concurrency", 4)
    settings.set("parameters", '{"prompt": "Ægir"}')
    settings.save()
    again = JsonSettings(file)
    assert again.value("concurrency") == 4
    assert again.value("parameters") == '{"prompt": "Ægir"}'


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access by lists, not by mode")
def test_nobody_else_can_read_the_file_and_nothing_lies_beside_it(file: Path) -> None:
    settings = JsonSettings(file)
    for count in (1, 2):
        settings.set("concurrency", count + 2)
        settings.save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


def test_an_undeclared_key_or_a_bad_value_is_refused(file: Path) -> None:
    settings = JsonSettings(file)
    for attempt in (
        lambda: settings.value("colour"),
        lambda: settings.set("colour", 1),
        lambda: settings.override("colour", 1),
    ):
        with pytest.raises(KeyError):
            attempt()
    for refuse in (settings.set, settings.override):
        with pytest.raises(FieldError):
            refuse("concurrency", 99)
    assert settings.value("concurrency") == setting("concurrency").default


def test_what_a_newer_version_wrote_is_kept(file: Path) -> None:
    write(file, '{"concurrency": 3, "moon": {"phase": "new"}}')
    settings = JsonSettings(file)
    settings.set("appearance", "dark")
    settings.save()
    assert json.loads(file.read_text()) == {"concurrency": 3, "moon": {"phase": "new"}, "appearance": "dark"}


@pytest.mark.logs_warnings
def test_a_value_this_version_refuses_falls_back_and_stays_in_the_file(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(file, '{"appearance": "sepia-secret", "concurrency": 3}')
    settings = JsonSettings(file)
    assert settings.value("appearance") == "system"
    assert settings.value("concurrency") == 3
    assert settings.load_error is None
    assert "appearance: not a choice" in caplog.text
    assert "sepia-secret" not in caplog.text
    settings.set("concurrency", 5)
    settings.save()
    assert json.loads(file.read_text())["appearance"] == "sepia-secret"


def test_a_refused_value_can_be_set_to_the_default(file: Path) -> None:
    settings = JsonSettings(file)
    settings.set("appearance", "system")
    settings.save()
    assert json.loads(file.read_text()) == {"appearance": "system"}


@pytest.mark.logs_warnings
@pytest.mark.parametrize("content", [b"", b'{"concurrency": ', b"[1, 2]", b"\xff\xfe{}", b"[" * 100_000])
def test_a_broken_file_is_set_aside_and_said(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    settings = JsonSettings(file)
    assert settings.value("concurrency") == 2
    assert settings.load_error is not None
    assert settings.load_error.kind is ErrorKind.SETTINGS_UNREADABLE
    aside = Path(str(settings.load_error.facts["path"]))
    assert aside.name.startswith("settings.json.broken-20")
    assert aside.read_bytes() == content

    settings.set("concurrency", 3)
    settings.save()
    assert JsonSettings(file).value("concurrency") == 3
    assert aside.read_bytes() == content


@pytest.mark.logs_warnings
def test_a_second_broken_file_of_the_day_does_not_replace_the_first(file: Path) -> None:
    asides = set()
    for content in ("one", "two", "three"):
        write(file, content)
        error = JsonSettings(file).load_error
        assert error is not None
        asides.add(Path(str(error.facts["path"])).read_text())
    assert asides == {"one", "two", "three"}
    assert len(list(file.parent.iterdir())) == 3


def test_an_override_counts_and_is_never_saved(file: Path) -> None:
    settings = JsonSettings(file)
    settings.set("api_url", "https://gateway.example")
    settings.override("api_url", "http://127.0.0.1:8765")
    settings.set("api_url", "http://127.0.0.1:8765")  # as a dialog that hands back all it shows
    settings.set("concurrency", 3)
    settings.save()
    assert settings.value("api_url") == "http://127.0.0.1:8765"
    assert JsonSettings(file).value("api_url") == "https://gateway.example"

    settings.set("api_url", "https://other.example")
    settings.save()
    assert settings.value("api_url") == JsonSettings(file).value("api_url") == "https://other.example"


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_save_that_fails_keeps_the_old_file_and_can_be_tried_again(
    file: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(descriptor: int) -> None:
        raise OSError(code, os.strerror(code))

    settings = JsonSettings(file)
    settings.set("concurrency", 3)
    settings.save()
    before = file.read_bytes()
    settings.set("concurrency", 4)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        with pytest.raises(AppError) as caught:
            settings.save()
    assert caught.value.kind is ErrorKind.SETTINGS_UNSAVED
    assert file.read_bytes() == before
    assert list(file.parent.iterdir()) == [file]
    settings.save()
    assert JsonSettings(file).value("concurrency") == 4


def test_a_linked_settings_file_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "dotfiles.json", tmp_path / "settings.json"
    real.write_text("{}")
    link.symlink_to(real)
    settings = JsonSettings(link)
    settings.set("concurrency", 3)
    settings.save()
    assert link.is_symlink()
    assert json.loads(real.read_text()) == {"concurrency": 3}


def test_threads_may_set_and_save_at_once(file: Path) -> None:
    settings = JsonSettings(file)

    def work(key: str) -> None:
        for value in range(10, 60):
            settings.set(key, value)
            settings.save()

    threads = [threading.Thread(target=work, args=(key,)) for key in ("read_timeout", "connect_timeout")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    again = JsonSettings(file)
    assert (again.value("read_timeout"), again.value("connect_timeout")) == (59, 59)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@pytest.mark.logs_warnings
@hypothesis_settings(max_examples=50)
@given(st.dictionaries(st.sampled_from([row.key for row in SETTINGS]), json_values))
def test_whatever_json_the_file_holds_every_value_is_one_the_table_allows(
    tmp_path_factory: pytest.TempPathFactory, document: dict[str, object]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_text(json.dumps(document))
    settings = JsonSettings(file)
    assert settings.load_error is None
    for row in SETTINGS:
        assert row.check(settings.value(row.key)) == settings.value(row.key)


@pytest.mark.logs_warnings
def test_a_number_beyond_any_float_is_refused(file: Path) -> None:
    write(file, '{"current_picture": 1' + "0" * 400 + "}")
    assert JsonSettings(file).value("current_picture") == 0
