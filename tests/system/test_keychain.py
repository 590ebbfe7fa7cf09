"""The keychain: a real GNOME Keyring in a session of its own, and backends that misbehave."""

import os
import shutil
import signal
import textwrap
import threading
from collections.abc import Callable
from pathlib import Path

import keyring.core
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, null
from keyring.errors import InitError, KeyringError, KeyringLocked, PasswordSetError
from secretstorage.exceptions import PromptDismissedException, SecretServiceNotAvailableException

from portrait_app.core.engines import login_of, segmind
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.system.keychain import Keychain
from tests.system import keyring_session

KEY = "SG_0123456789abcdef"
ENTRY = login_of(segmind.ROW).keychain

if not shutil.which("gnome-keyring-daemon") and os.environ.get("CI"):
    raise RuntimeError("gnome-keyring-daemon is missing; packaging/test.sh installs it")

needs_gnome_keyring = pytest.mark.skipif(
    not shutil.which("gnome-keyring-daemon"), reason="gnome-keyring-daemon is not installed"
)

PRELUDE = f"""
import os, signal, sys, threading, time
from portrait_app.core.engines import login_of, segmind
from portrait_app.core.errors import AppError
from portrait_app.system.keychain import Keychain
from tests.system.keyring_session import asking_service, gnome_keyring, start_gnome_keyring
KEY = {KEY!r}
ENTRY = login_of(segmind.ROW).keychain

def kind_of(work):
    try:
        work()
    except AppError as error:
        assert KEY not in str(error)
        return str(error.kind)
    return "no error"
"""


def outcome(script: str, home: Path, *, bus: bool = True, **environment: str) -> list[str]:
    """Return what the script printed; what it needs to know is in PRELUDE."""
    done = keyring_session.run(PRELUDE + textwrap.dedent(script), home, bus=bus, **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.keychain
@needs_gnome_keyring
def test_a_key_goes_to_the_real_keychain_and_comes_back(tmp_path: Path) -> None:
    assert outcome(
        """
        with gnome_keyring("pw"):
            keychain = Keychain(ENTRY)
            print(repr(keychain.read()))
            keychain.write(KEY)
            print(Keychain(ENTRY).read())
            keychain.write(KEY[::-1])
            print(Keychain(ENTRY).read())
            print(keychain.name())
            keychain.remove()
            keychain.remove()
            print(repr(Keychain(ENTRY).read()))
        """,
        tmp_path,
    ) == ["''", KEY, KEY[::-1], "GNOME Keyring", "''"]
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and KEY.encode() in file.read_bytes()]


@pytest.mark.keychain
@needs_gnome_keyring
def test_a_key_is_still_there_after_the_session(tmp_path: Path) -> None:
    script = """
        with gnome_keyring("pw"):
            if not Keychain(ENTRY).read():
                Keychain(ENTRY).write(KEY)
                print("written")
            else:
                print(Keychain(ENTRY).read())
        """
    assert outcome(script, tmp_path) == ["written"]
    assert outcome(script, tmp_path) == [KEY]
    assert outcome(
        """
        with gnome_keyring(None):
            print(kind_of(Keychain(ENTRY, 5).read), kind_of(lambda: Keychain(ENTRY, 5).write(KEY)))
        """,
        tmp_path,
    ) == ["keychain_locked keychain_locked"]


@pytest.mark.keychain
@needs_gnome_keyring
def test_a_new_user_without_a_display_has_a_locked_keychain(tmp_path: Path) -> None:
    script = """
        with gnome_keyring(None):
            print(kind_of(Keychain(ENTRY, 5).read))
        """
    assert outcome(script, tmp_path) == ["keychain_locked"]


@pytest.mark.keychain
@needs_gnome_keyring
def test_a_keychain_that_hangs_leaves_no_thread_and_the_program_closes(tmp_path: Path) -> None:
    daemon, *lines = outcome(
        """
        from keyring.core import get_keyring
        daemon = start_gnome_keyring("pw")
        print(daemon.pid)
        get_keyring()
        os.kill(daemon.pid, signal.SIGSTOP)
        keychain = Keychain(ENTRY, 0.5)
        started = time.monotonic()
        print(kind_of(keychain.read))
        print(kind_of(keychain.read), kind_of(lambda: keychain.write(KEY)), kind_of(keychain.remove))
        print(time.monotonic() - started < 4)
        print([thread.name for thread in threading.enumerate()])
        """,
        tmp_path,
    )
    os.kill(int(daemon), signal.SIGKILL)
    assert lines == ["keychain_timeout", " ".join(["keychain_timeout"] * 3), "True", "['MainThread']"]


@pytest.mark.keychain
def test_a_service_that_confirms_each_access_can_do_everything(tmp_path: Path) -> None:
    assert outcome(
        """
        with asking_service("accept") as said:
            keychain = Keychain(ENTRY, 10)
            print(repr(keychain.read()))
            keychain.write(KEY)
            keychain.write(KEY[::-1])
            print(keychain.read())
            keychain.remove()
            print(repr(keychain.read()))
        print(said)
        """,
        tmp_path,
    ) == ["''", KEY[::-1], "''", str(["asks to store"] * 2 + ["asks to use"] * 2 + ["asks to remove"])]


@pytest.mark.keychain
def test_a_no_is_no_failure_of_what_was_done(tmp_path: Path) -> None:
    """What is stored without a question is stored, though the person would not have it read back."""
    assert outcome(
        """
        with asking_service("only-store") as said:
            keychain = Keychain(ENTRY, 10)
            print(kind_of(lambda: keychain.write(KEY)))
            print(kind_of(keychain.read), kind_of(keychain.remove))
        print(said)
        with asking_service("dismiss") as said:
            print(kind_of(lambda: Keychain(ENTRY, 10).write(KEY)))
        print(said)
        """,
        tmp_path,
    ) == [
        "no error",
        "keychain_locked keychain_locked",
        str(["asks to use"] * 2),
        "keychain_locked",
        str(["asks to store"]),
    ]


@pytest.mark.keychain
def test_a_question_that_nobody_answers_is_taken_back_and_keeps_nothing_else_waiting(tmp_path: Path) -> None:
    assert outcome(
        """
        with asking_service("ignore-first") as said:
            keychain = Keychain(ENTRY, 1)
            print(kind_of(lambda: keychain.write(KEY)))
            keychain.write(KEY)
            print(keychain.read())
            keychain.remove()
        print(said)
        print([thread.name for thread in threading.enumerate()])
        """,
        tmp_path,
    ) == [
        "keychain_timeout",
        KEY,
        str(["asks to store", "taken back", "asks to store", "asks to use", "asks to use", "asks to remove"]),
        "['MainThread']",
    ]


@pytest.mark.keychain
@needs_gnome_keyring
def test_what_keyring_itself_has_stored_is_found_replaced_and_removed(tmp_path: Path) -> None:
    assert outcome(
        """
        import keyring
        with gnome_keyring("pw"):
            keyring.set_password("Portrait Studio", "segmind-api-key", KEY)
            keychain = Keychain(ENTRY)
            print(keychain.read())
            keychain.write(KEY[::-1])
            print(keyring.get_password("Portrait Studio", "segmind-api-key"))
            keychain.remove()
            print(keyring.get_password("Portrait Studio", "segmind-api-key"))
        """,
        tmp_path,
    ) == [KEY, KEY[::-1], "None"]


@pytest.mark.keychain
def test_no_bus_is_no_keychain(tmp_path: Path) -> None:
    assert outcome("print(kind_of(Keychain(ENTRY, 5).read))", tmp_path, bus=False) == ["keychain_missing"]


@pytest.mark.keychain
@pytest.mark.parametrize(
    ("backend", "kind"),
    [
        ("keyring.backends.null.Keyring", "keychain_unsafe"),
        ("keyring.backends.fail.Keyring", "keychain_missing"),
        ("keyring.backends.chainer.ChainerBackend", "keychain_missing"),
        ("keyring.backends.SecretService.Keyring", "keychain_missing"),
        ("no.such.Backend", "keychain_failed"),
    ],
)
def test_a_configured_backend_is_judged(backend: str, kind: str, tmp_path: Path) -> None:
    script = "print(kind_of(Keychain(ENTRY, 5).read), kind_of(lambda: Keychain(ENTRY, 5).write(KEY)))"
    lines = outcome(script, tmp_path, bus=False, PYTHON_KEYRING_BACKEND=backend)
    assert lines == [f"{kind} {kind}"]


class MemoryBackend(KeyringBackend):
    """Keeps secrets in a dictionary; each test bends what it needs."""

    priority = 0.1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}
        self.raises: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.raises is not None:
            raise self.raises
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class PlaintextKeyring(MemoryBackend):
    """Called as the one that writes a file anyone can read."""

    priority = 0.5


class ForgetfulBackend(MemoryBackend):
    """Takes a secret and does not keep it."""

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""


class TalkativeBackend(MemoryBackend):
    """Says the secret in its error."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise PasswordSetError(f"cannot store {password!r}")


class HangingBackend(MemoryBackend):
    """Answers when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        self.let_go.wait(timeout=30)
        return KEY


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch) -> Callable[[KeyringBackend], None]:
    return lambda backend: monkeypatch.setattr(keyring.core, "_keyring_backend", backend)


Use = Callable[[KeyringBackend], None]


def test_another_program_finds_the_key_under_its_name(use: Use) -> None:
    backend = MemoryBackend()
    use(backend)
    Keychain(ENTRY).write(KEY)
    assert backend.kept == {("Portrait Studio", "segmind-api-key"): KEY}


@pytest.mark.parametrize(
    ("raised", "kind"),
    [
        (KeyringLocked("no"), ErrorKind.KEYCHAIN_LOCKED),
        (InitError("no"), ErrorKind.KEYCHAIN_LOCKED),
        (PromptDismissedException("no"), ErrorKind.KEYCHAIN_LOCKED),
        (SecretServiceNotAvailableException("no"), ErrorKind.KEYCHAIN_MISSING),
        (KeyringError("no"), ErrorKind.KEYCHAIN_FAILED),
        (ConnectionResetError("no"), ErrorKind.KEYCHAIN_FAILED),
    ],
)
def test_each_failure_has_its_kind_and_says_its_class(use: Use, raised: Exception, kind: ErrorKind) -> None:
    backend = MemoryBackend()
    backend.raises = raised
    use(backend)
    with pytest.raises(AppError) as caught:
        Keychain(ENTRY).read()
    assert caught.value.kind is kind
    assert caught.value.detail == f"{type(raised).__name__}: no"


def test_a_backend_that_keeps_nothing_is_found_out(use: Use) -> None:
    use(ForgetfulBackend())
    with pytest.raises(AppError) as caught:
        Keychain(ENTRY).write(KEY)
    assert caught.value.kind is ErrorKind.KEYCHAIN_UNSAFE


def test_the_key_is_kept_out_of_the_error(use: Use) -> None:
    use(TalkativeBackend())
    with pytest.raises(AppError) as caught:
        Keychain(ENTRY).write(KEY)
    assert caught.value.detail == "PasswordSetError: cannot store '[API key]'"
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("backend", [PlaintextKeyring, null.Keyring])
def test_an_unsafe_backend_never_sees_the_key(use: Use, backend: Callable[[], KeyringBackend]) -> None:
    used = backend()
    use(used)
    for work in (Keychain(ENTRY).read, Keychain(ENTRY).name, lambda: Keychain(ENTRY).write(KEY)):
        with pytest.raises(AppError) as caught:
            work()
        assert caught.value.kind is ErrorKind.KEYCHAIN_UNSAFE
    assert not getattr(used, "kept", {})


def test_of_a_chain_only_a_safe_member_is_used(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    safe, unsafe = MemoryBackend(), PlaintextKeyring()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [unsafe, safe])
    use(chainer.ChainerBackend())  # type: ignore[no-untyped-call]
    Keychain(ENTRY).write(KEY)
    assert safe.kept
    assert not unsafe.kept


def test_while_one_call_hangs_no_further_thread_starts(use: Use) -> None:
    backend = HangingBackend()
    use(backend)
    keychain = Keychain(ENTRY, deadline=0.05)
    for _attempt in range(3):
        with pytest.raises(AppError) as caught:
            keychain.read()
        assert caught.value.kind is ErrorKind.KEYCHAIN_TIMEOUT
    hung = [thread for thread in threading.enumerate() if thread.name == "keychain"]
    assert backend.calls == len(hung) == 1
    assert hung[0].daemon

    backend.let_go.set()
    hung[0].join()
    assert keychain.read() == KEY


def test_a_call_waits_for_its_turn_within_its_deadline(use: Use) -> None:
    backend = HangingBackend()
    use(backend)
    keychain = Keychain(ENTRY, deadline=10)
    answers: list[str] = []
    callers = [threading.Thread(target=lambda: answers.append(keychain.read())) for _caller in range(3)]
    for caller in callers:
        caller.start()
    assert backend.calls <= 1
    backend.let_go.set()
    for caller in callers:
        caller.join()
    assert answers == [KEY] * 3
