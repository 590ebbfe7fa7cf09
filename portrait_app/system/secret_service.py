"""Which program answers for the Secret Service of a Linux desktop."""

from contextlib import closing
from pathlib import Path

import secretstorage
from jeepney import DBusErrorResponse, message_bus
from jeepney.wrappers import unwrap_msg
from secretstorage.exceptions import SecretStorageException

_BUS_NAME = "org.freedesktop.secrets"
# By what the kernel calls the process, which is cut after 15 characters.
_NAMES = {
    "gnome-keyring-d": "GNOME Keyring",
    "keepassxc": "KeePassXC",
    "ksecretd": "KWallet",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
}


def service_name() -> str:
    """Return the name that people know the running service by, or what they all are."""
    try:
        with closing(secretstorage.dbus_init()) as connection:
            question = message_bus.GetConnectionUnixProcessID(_BUS_NAME)
            (process,) = unwrap_msg(connection.send_and_get_reply(question))
        name = Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except (SecretStorageException, DBusErrorResponse, OSError):
        name = ""
    return _NAMES.get(name, "Secret Service")
