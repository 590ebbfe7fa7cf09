"""Access to the Secret Service of a Linux desktop: GNOME Keyring, KWallet, KeePassXC and others.

The backend of `keyring` cannot do all of this. Some services ask the user to confirm each access. So an item
is unlocked before it is deleted, all calls use the one connection that the user has allowed, and a prompt
that nobody answers is dismissed. Keys are stored where `keyring` stores them, so each finds the other's keys.
"""

import contextlib
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import secretstorage
from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, Message, message_bus, new_method_call
from jeepney.wrappers import unwrap_msg
from keyring.errors import InitError, KeyringLocked
from secretstorage.collection import SERVICE_IFACE
from secretstorage.defines import SS_PATH
from secretstorage.exceptions import LockedException, PromptDismissedException, SecretStorageException
from secretstorage.util import DBusAddressWrapper, exec_prompt

from portrait_app.core.errors import AppError, ErrorKind

_BUS_NAME = "org.freedesktop.secrets"
_PROMPT = "org.freedesktop.Secret.Prompt"
_KEYRINGS_NAME = "Python keyring library"  # an attribute of every item that `keyring` stores
# Products by the name of their process, which the kernel cuts after 15 characters.
_NAMES = {
    "gnome-keyring-d": "GNOME Keyring",
    "keepassxc": "KeePassXC",
    "ksecretd": "KWallet",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
}


def service_name() -> str:
    """Return the product name of the running service, or "Secret Service" if unknown."""
    try:
        with closing(secretstorage.dbus_init()) as connection:
            question = message_bus.GetConnectionUnixProcessID(_BUS_NAME)
            (process,) = unwrap_msg(connection.send_and_get_reply(question))
        name = Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    except (SecretStorageException, DBusErrorResponse, OSError):
        name = ""
    return _NAMES.get(name, "Secret Service")


class SecretService:
    """A connection to the service. Raises errors of keyring, SecretStorage and jeepney, and OSError.

    Any call may wait for the user. `hang_up`, called from another thread, dismisses the prompt and ends the
    call.
    """

    def __init__(self, service: str, user: str) -> None:
        self._attributes = {"service": service, "username": user}
        self._label = f"Password for '{user}' on '{service}'"
        self._line: _Line | None = None

    def read(self) -> str:
        with self._collection() as collection:
            for item in collection.search_items(self._attributes):
                _unlock(item, item.item_path)
                return str(item.get_secret().decode("utf-8"))
        return ""

    def write(self, key: str) -> None:
        attributes = {**self._attributes, "application": _KEYRINGS_NAME}
        with self._collection() as collection:
            item = collection.create_item(self._label, attributes, key.encode("utf-8"), replace=True)
            # A service that confirms each access has stored the key by now. If the user refuses to let it be
            # read for this comparison, that must not count as a failure.
            with contextlib.suppress(LockedException, PromptDismissedException):
                if item.get_secret() != key.encode("utf-8"):
                    raise AppError(
                        ErrorKind.KEYCHAIN_UNSAFE, f"{service_name()} did not keep what it was given"
                    )

    def remove(self) -> None:
        with self._collection() as collection:
            for item in list(collection.search_items(self._attributes)):
                _unlock(item, item.item_path)
                item.delete()

    def hang_up(self) -> None:
        """End a call that waits for the user, and dismiss its prompt."""
        if self._line is not None:
            self._line.hang_up()

    @contextlib.contextmanager
    def _collection(self) -> Iterator[Any]:
        with closing(secretstorage.dbus_init()) as connection:
            self._line = line = _Line(connection)
            try:
                collection = secretstorage.get_default_collection(line)
            except SecretStorageException as error:
                raise InitError(f"there is no collection: {error}") from error
            _unlock(collection, collection.collection_path)
            yield collection


class _Line:
    """A connection that remembers which prompt the user sees."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._question = ""  # the prompt's D-Bus path

    def send_and_get_reply(self, message: Message, **options: Any) -> Any:
        fields = message.header.fields
        if fields.get(HeaderFields.interface) == _PROMPT and fields.get(HeaderFields.member) == "Prompt":
            self._question = fields[HeaderFields.path]
        return self._connection.send_and_get_reply(message, **options)

    def hang_up(self) -> None:
        """Dismiss the prompt and shut the socket down, which ends the call of the waiting thread."""
        with contextlib.suppress(OSError):  # the service has closed it already
            if self._question:
                prompt = DBusAddress(self._question, _BUS_NAME, _PROMPT)
                self._connection.send(new_method_call(prompt, "Dismiss"))
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _unlock(locked: Any, path: str) -> None:
    """Ask the user to unlock a collection or an item.

    SecretStorage's own method is not used, because it relies on the form of a refusal.
    """
    if locked.is_locked():
        service = DBusAddressWrapper(SS_PATH, SERVICE_IFACE, locked.connection)
        _, prompt = service.call("Unlock", "ao", [path])
        if prompt != "/":
            exec_prompt(locked.connection, prompt)
        if locked.is_locked():
            raise KeyringLocked("the person would not have it used")
