"""What every test stands on: a home of its own, no network, no keychain, and nothing left behind."""

import ipaddress
import logging
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis.database import DirectoryBasedExampleDatabase

from tests.packaging.scripts import script
from tests.support.screens import offscreen

NO_KEYRING = "keyring.backends.fail.Keyring"

# What a person's own environment must not decide in a test. Proxies are spelt both ways.
_FOREIGN = {
    "SEGMIND_API_KEY",
    "PORTRAIT_STUDIO_DEBUG",
    "REQUESTS_CA_BUNDLE",
    "CURL_CA_BUNDLE",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "LANGUAGE",
} | {f"{scheme}_proxy" for scheme in ("http", "https", "all", "no", "ftp")}

# All that tests write in, whatever else is installed: then a text is as wide on every machine.
_FONTS = "DejaVuSans.ttf", "DejaVuSans-Bold.ttf"
_FONTS_ALONE = """<fontconfig>
  <dir>{folder}</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  <match><edit name="family" mode="append"><string>DejaVu Sans</string></edit></match>
</fontconfig>
"""

# What tests spell out as English has it: numbers, dates and words.
_WITH_WORDS = ("LC_NUMERIC", "LC_TIME", "LC_MONETARY", "LC_MEASUREMENT", "LC_MESSAGES")

_home = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Move the whole process into a home of its own, before any module reads its environment."""
    home = Path(tempfile.mkdtemp(prefix="portrait-studio-tests-"))
    config.stash[_home] = home
    for name in [name for name in os.environ if _is_foreign(name)]:
        del os.environ[name]
    if os.environ.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        os.environ["QT_QPA_PLATFORM"] = offscreen(home / "screen.json")
    # Without an address, Qt would start a bus that outlives the tests.
    os.environ.setdefault("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home / 'no-bus'}")
    os.environ["LC_ALL"] = "C.UTF-8"
    if locale := os.environ.get("TEST_LOCALE"):  # who gives one wants to try how it sorts and capitalises
        del os.environ["LC_ALL"]
        os.environ.update(dict.fromkeys(_WITH_WORDS, "C.UTF-8"), LANG=locale)
    if sys.platform != "win32":
        os.environ.setdefault("TZ", "UTC")  # who gives one wants to try another; the machine's is not asked
        time.tzset()
    os.environ["PYTHON_KEYRING_BACKEND"] = NO_KEYRING
    for name in ("HOME", "USERPROFILE"):
        os.environ[name] = str(home)
    for name in (
        "APPDATA",
        "CACHE_HOME",
        "CONFIG_HOME",
        "DATA_HOME",
        "LOCALAPPDATA",
        "RUNTIME_DIR",
        "STATE_HOME",
    ):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name if name.endswith("APPDATA") else f"XDG_{name}"] = str(folder)
    if not hasattr(config, "workerinput"):  # workers find what the first process made
        script("translations.py").release()
    if "FONTCONFIG_FILE" not in os.environ:  # who gives one wants to try other fonts
        _offer_fonts(home / "fonts")
    _set_up_hypothesis(config.rootpath)


def _is_foreign(name: str) -> bool:
    by_qt = name.startswith("QT_") and name != "QT_QPA_PLATFORM"
    return by_qt or name in _FOREIGN or name.lower() in _FOREIGN


def _offer_fonts(folder: Path) -> None:
    """Have fontconfig offer the tests' fonts alone; where they are not installed, the system's must do."""
    found = [next(Path("/usr/share/fonts").rglob(name), None) for name in _FONTS]
    fonts = [font for font in found if font is not None]
    if len(fonts) == len(_FONTS):
        folder.mkdir()
        for font in fonts:
            (folder / font.name).symlink_to(font)
        file = folder / "fonts.conf"
        file.write_text(_FONTS_ALONE.format(folder=folder), encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash[_home], ignore_errors=True)


def _set_up_hypothesis(root: Path) -> None:
    hypothesis_settings.register_profile(
        "project",
        deadline=None,  # the machine's load is not what a property is about
        derandomize=bool(os.environ.get("CI")),
        database=None if os.environ.get("CI") else DirectoryBasedExampleDatabase(root / ".hypothesis"),
        print_blob=True,
    )
    hypothesis_settings.load_profile("project")


@pytest.fixture(scope="session")
def qapp(qapp: Any) -> Any:
    """The application with the English plurals, which a program loads before its first widget."""
    from tests.support.english import speak_english  # noqa: PLC0415 - with Qt, which many tests do without

    speak_english(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _no_thread_left_running() -> Iterator[None]:
    """Fail a test whose threads outlive it; those of QThreadPool belong to Qt and are not counted."""
    before = set(threading.enumerate())
    yield
    started = set(threading.enumerate()) - before
    # Python stands a dummy in for a thread that Qt made, and never learns of its end.
    mine = [thread for thread in started if not isinstance(thread, threading._DummyThread)]
    for thread in mine:
        thread.join(timeout=2)
    if left := sorted(thread.name for thread in mine if thread.is_alive()):
        pytest.fail(f"threads left running: {', '.join(left)}")


class _Records(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_unexpected_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning or worse, unless it is marked `logs_warnings`."""
    records = _Records()
    logger = logging.getLogger("portrait_app")
    logger.addHandler(records)
    yield
    logger.removeHandler(records)
    if records.lines and not request.node.get_closest_marker("logs_warnings"):
        pytest.fail("unexpected log records (mark the test `logs_warnings`):\n" + "\n".join(records.lines))


def _is_loopback(host: object) -> bool:
    if host in ("", "localhost", b"localhost", None):
        return True
    try:
        return ipaddress.ip_address(str(host)).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Refuse every connection and name look-up that would leave this machine, and fail the test.

    Names below the reserved `.invalid` are simply not found, as they are anywhere.
    """
    refused: list[str] = []

    def refuse(host: object) -> None:
        refused.append(str(host))
        raise RuntimeError(f"a test tried to reach {host!r}: only loopback is allowed")

    def guard(name: str) -> None:
        original = getattr(socket.socket, name)

        def connect(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
                refuse(address[0])
            return original(self, address)

        monkeypatch.setattr(socket.socket, name, connect)

    guard("connect")
    guard("connect_ex")
    original_getaddrinfo = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if str(host).endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if not _is_loopback(host):
            refuse(host)
        return original_getaddrinfo(host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    yield
    if refused:
        pytest.fail(f"tried to leave this machine: {', '.join(refused)}")


@pytest.fixture(autouse=True)
def _no_key_of_another_test() -> Iterator[None]:
    """Forget the key that the program took out of the environment; where it did, its module is there."""
    yield
    if exposure := sys.modules.get("portrait_app.system.exposure"):
        exposure.forget_environment_key()


@pytest.fixture(autouse=True)
def _keychain_by_mark(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only tests marked `keychain` choose a real backend, in processes they start."""
    if request.node.get_closest_marker("keychain"):
        monkeypatch.delenv("PYTHON_KEYRING_BACKEND")
