"""The Secret Service of a Linux desktop, asked directly: GNOME Keyring, KWallet, KeePassXC and others.

keyring's own backend cannot do it all. Some services confirm each access with the person: an item is unlocked
before it is deleted then, everything is asked on one connection, which the person has let in, and a question
that nobody answers is taken back. Keys are where keyring keeps them, and each finds the other's.
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
_KEYRINGS_NAME = "Python keyring library"  # as an attribute of every item that keyring stores
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


class SecretService:
    """One conversation with the service. Raises what keyring, SecretStorage and jeepney raise, and OSError.

    Any call may wait for the person. `hang_up`, from another thread, takes the question back and ends it.
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
            # A service that confirms each access has stored it by now. To ask whether it may be read, just to
            # compare it, would have a no taken for a failure.
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
        """End a call that waits for the person, and the question with it."""
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
    """A connection that knows which question is before the person."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._question = ""  # the path of the prompt

    def send_and_get_reply(self, message: Message, **options: Any) -> Any:
        fields = message.header.fields
        if fields.get(HeaderFields.interface) == _PROMPT and fields.get(HeaderFields.member) == "Prompt":
            self._question = fields[HeaderFields.path]
        return self._connection.send_and_get_reply(message, **options)

    def hang_up(self) -> None:
        """Have the thread that listens here hear the line go dead."""
        with contextlib.suppress(OSError):  # the other side was faster
            if self._question:
                prompt = DBusAddress(self._question, _BUS_NAME, _PROMPT)
                self._connection.send(new_method_call(prompt, "Dismiss"))
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


def _unlock(locked: Any, path: str) -> None:
    """Have the person unlock a collection or an item. SecretStorage's own way counts on how a no looks."""
    if locked.is_locked():
        service = DBusAddressWrapper(SS_PATH, SERVICE_IFACE, locked.connection)
        _, prompt = service.call("Unlock", "ao", [path])
        if prompt != "/":
            exec_prompt(locked.connection, prompt)
        if locked.is_locked():
            raise KeyringLocked("the person would not have it used")
