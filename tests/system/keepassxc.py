"""The keychain against a real KeePassXC: `dbus-run-session -- xvfb-run -a python -m tests.system.keepassxc`.

It takes keepassxc, xvfb and xdotool. A database is opened to the Secret Service with access confirmation on,
and what the person presses is played. Prints a row for each thing that is done, and exits with 1 where one
ends otherwise than it must.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import secretstorage
from jeepney import message_bus

from portrait_app.core.engines import login_of, segmind
from portrait_app.core.errors import AppError
from portrait_app.system.keychain import Keychain

KEY = "SG_0123456789abcdef"
_DATABASE = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<KeePassFile>
<Meta><Generator>KeePassXC</Generator><DatabaseName>Trial</DatabaseName><CustomData><Item>
<Key>FDO_SECRETS_EXPOSED_GROUP</Key><Value>{00112233-4455-6677-8899-aabbccddeeff}</Value>
</Item></CustomData></Meta>
<Root><Group><UUID>ABEiM0RVZneImaq7zN3u/w==</UUID><Name>Root</Name></Group></Root>
</KeePassFile>
"""
_SETTINGS = """[General]
ConfigVersion=2
UpdateCheckMessageShown=true
[GUI]
CheckForUpdates=false
[FdoSecrets]
Enabled=true
ConfirmAccessItem=true
ConfirmDeleteItem=true
UnlockBeforeSearch=true
"""
_ANSWERING = 15.0  # seconds for a person


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, _keepassxc(Path(folder)):
        bad = sum(_row(*step) for step in _STEPS)
    print(f"{len(_STEPS)} rows, {bad} bad")
    return int(bad > 0)


def _row(what: str, work: Callable[[Keychain], object], presses: str, wanted: str) -> bool:
    """Do one thing while the person presses keys; return whether it ends otherwise than it must."""
    keychain = Keychain(login_of(segmind.ROW).keychain, _ANSWERING if presses else 3)
    stop = threading.Event()
    person = threading.Thread(target=_press, args=(presses, stop))
    person.start()
    try:
        ended = str(work(keychain) or "done")
    except AppError as error:
        ended = str(error.kind)
    stop.set()
    person.join()
    print(f"{what:48} {presses or 'nothing':8} {ended:22} {'' if ended == wanted else '<-- BAD'}", flush=True)
    return ended != wanted


_STEPS: tuple[tuple[str, Callable[[Keychain], object], str, str], ...] = (
    ("read where there is none", lambda keychain: keychain.read(), "Return", "done"),
    ("name", lambda keychain: keychain.name(), "Return", "KeePassXC"),
    ("save", lambda keychain: keychain.write(KEY), "Escape", "done"),
    ("read, allowed", lambda keychain: keychain.read(), "Return", KEY),
    ("read, dismissed", lambda keychain: keychain.read(), "Escape", "keychain_locked"),
    ("read, not answered", lambda keychain: keychain.read(), "", "keychain_timeout"),
    ("read after that, allowed", lambda keychain: keychain.read(), "Return", KEY),
    ("save another, allowed", lambda keychain: keychain.write(KEY[::-1]), "Return", "done"),
    ("read it", lambda keychain: keychain.read(), "Return", KEY[::-1]),
    ("remove, dismissed", lambda keychain: keychain.remove(), "Escape", "keychain_locked"),
    ("remove, allowed", lambda keychain: keychain.remove(), "Return", "done"),
    ("read where there is none any more", lambda keychain: keychain.read(), "Return", "done"),
)


def _press(key: str, stop: threading.Event) -> None:
    """Press a key in every window that asks something."""
    while key and not stop.wait(0.4):
        for window in _windows():
            subprocess.run(["xdotool", "windowfocus", window, "key", key], check=False, capture_output=True)


def _windows() -> list[str]:
    """Return the windows of KeePassXC that ask the person, which its main window is not."""
    found = subprocess.run(
        ["xdotool", "search", "--onlyvisible", "--name", "Access|Confirm|Delete|Overwrite|Question|Unlock"],
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()


@contextmanager
def _keepassxc(home: Path) -> Iterator[None]:
    """Run it with a database that is open."""
    for program in ("keepassxc", "keepassxc-cli", "xdotool"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is missing: apt-get install keepassxc xvfb xdotool")
    settings = home / "keepassxc.ini"
    settings.write_text(_SETTINGS)
    (home / "database.xml").write_text(_DATABASE)
    database = home / "trial.kdbx"
    subprocess.run(
        ["keepassxc-cli", "import", "-p", str(home / "database.xml"), str(database)],
        input="pw\npw\n",
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    command = ["keepassxc", "--config", str(settings), "--localconfig", str(home / "local.ini"), "--pw-stdin"]
    environment = {**os.environ, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    with subprocess.Popen(
        [*command, str(database)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as running:
        assert running.stdin is not None
        running.stdin.write(b"pw\n")
        running.stdin.close()
        try:
            _wait_for_a_collection()
            yield
        finally:
            running.kill()


def _wait_for_a_collection() -> None:
    until = time.monotonic() + 30
    with closing(secretstorage.dbus_init()) as connection:
        question = message_bus.NameHasOwner("org.freedesktop.secrets")
        while not connection.send_and_get_reply(question).body[0]:
            if time.monotonic() > until:
                raise TimeoutError("KeePassXC offers no Secret Service")
            time.sleep(0.1)
    time.sleep(2)  # for the database to be opened


if __name__ == "__main__":
    sys.exit(main())
