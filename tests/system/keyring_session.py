"""A bus and a GNOME Keyring of one's own, for a script that runs in a process of its own."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import secretstorage
from jeepney import message_bus

ROOT = Path(__file__).parents[2]


def run(script: str, home: Path, *, bus: bool = True, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a Python script as a new user with the home `home`: no display, and a bus where wanted."""
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    foreign = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in foreign and not name.startswith("XDG_")
    }
    address = {} if bus else {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={home / 'no-bus'}"}
    wrapper = ["dbus-run-session", "--"] if bus else []
    return subprocess.run(
        [*wrapper, sys.executable, "-c", script],
        cwd=ROOT,
        env={**inherited, "HOME": str(home), "XDG_RUNTIME_DIR": str(runtime), **address, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def start_gnome_keyring(password: str | None) -> "subprocess.Popen[bytes]":
    """Start the daemon on this session's bus, unlocked where a password is given."""
    unlock = [] if password is None else ["--unlock"]
    daemon = subprocess.Popen(
        ["gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert daemon.stdin is not None
    daemon.stdin.write((password or "").encode())
    daemon.stdin.close()
    _wait_until_on_the_bus()
    return daemon


@contextlib.contextmanager
def gnome_keyring(password: str | None) -> Iterator[None]:
    """Run the daemon while the block lasts."""
    daemon = start_gnome_keyring(password)
    try:
        yield
    finally:
        daemon.terminate()
        daemon.wait(timeout=10)


@contextlib.contextmanager
def asking_service(answer: str) -> Iterator[list[str]]:
    """Run a service that asks about everything; what it said stands in the list when the block is over."""
    command = [sys.executable, "-m", "tests.support.secret_service", answer]
    said: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout is not None
        assert service.stdout.readline() == "ready\n"
        try:
            yield said
        finally:
            service.terminate()
            said += service.stdout.read().splitlines()


def _wait_until_on_the_bus() -> None:
    """Wait for the name itself: the service file makes the bus promise it before it is there."""
    until = time.monotonic() + 20
    with contextlib.closing(secretstorage.dbus_init()) as connection:
        question = message_bus.NameHasOwner("org.freedesktop.secrets")
        while not connection.send_and_get_reply(question).body[0]:
            if time.monotonic() > until:
                raise TimeoutError("gnome-keyring-daemon did not come up")
            time.sleep(0.01)
