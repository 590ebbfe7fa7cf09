"""A Secret Service that asks the user about everything, as KeePassXC can: `secret_service ANSWER`.

Reading, changing and removing a secret each take a prompt, on each connection. ANSWER is what the user does:
`accept` or `dismiss` all prompts, or `ignore-first`. With `only-store`, storing takes no prompt, and all
prompts are dismissed. The service keeps secrets in memory. It prints "ready" when it is on the bus, then
each prompt.
"""

import sys
from collections.abc import Callable
from typing import Any

from jeepney import (
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    message_bus,
    new_error,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

_ROOT = "/org/freedesktop/secrets"
_DEFAULT = f"{_ROOT}/aliases/default"
_PREFIX = "org.freedesktop.Secret."
Reply = tuple[str, tuple[Any, ...]]


class AskingService:
    """Answers on the session bus until its process is ended."""

    def __init__(self, answer: str) -> None:
        self._answer = answer
        self._bus = open_dbus_connection()
        self._items: dict[str, dict[str, Any]] = {}
        self._let_in: set[tuple[str, str]] = set()  # pairs of a connection and an item that it may use
        self._prompts: dict[str, Callable[[], tuple[str, Any]]] = {}
        self._made = 0
        self._bus.send_and_get_reply(message_bus.RequestName("org.freedesktop.secrets"))

    def serve(self) -> None:
        print("ready", flush=True)
        while True:
            message = self._bus.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = message.header.fields
            handler = getattr(self, f"_{fields[HeaderFields.member].lower()}", None)
            if handler is None:
                self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))
                continue
            try:
                signature, body = handler(message, fields[HeaderFields.path], fields[HeaderFields.sender])
            except NotImplementedError:
                self._bus.send(new_error(message, "org.freedesktop.DBus.Error.NotSupported"))
                continue
            except LookupError:
                self._bus.send(new_error(message, "org.freedesktop.DBus.Error.UnknownObject"))
                continue
            self._bus.send(new_method_return(message, signature, body))
            if fields[HeaderFields.member] == "Prompt":
                self._decide(fields[HeaderFields.path])

    # --- prompts ---

    def _ask(self, what: str, granted: Callable[[], tuple[str, Any]]) -> str:
        self._made += 1
        path = f"{_ROOT}/prompt/{self._made}"
        self._prompts[path] = granted
        print(f"asks to {what}", flush=True)
        return path

    def _prompt(self, _message: Message, path: str, _sender: str) -> Reply:
        if path not in self._prompts:
            raise LookupError
        return "", ()

    def _decide(self, path: str) -> None:
        if self._answer == "ignore-first":
            self._answer = "accept"
        elif self._answer == "accept":
            self._complete(path, False, self._prompts[path]())
        else:
            self._complete(path, True, ("s", ""))

    def _dismiss(self, _message: Message, path: str, _sender: str) -> Reply:
        del self._prompts[path]
        print("taken back", flush=True)
        return "", ()

    def _complete(self, path: str, dismissed: bool, result: tuple[str, Any]) -> None:
        prompt = DBusAddress(path, interface=f"{_PREFIX}Prompt")
        self._bus.send(new_signal(prompt, "Completed", "bv", (dismissed, result)))

    # --- the service, its collection, items ---

    def _opensession(self, message: Message, _path: str, _sender: str) -> Reply:
        if message.body[0] != "plain":
            raise NotImplementedError  # only "plain" is supported
        return "vo", (("s", ""), f"{_ROOT}/session/1")

    def _get(self, message: Message, path: str, sender: str) -> Reply:
        name = message.body[1]
        if path == _DEFAULT:
            return "v", ({"Label": ("s", "Passwords"), "Locked": ("b", False)}[name],)
        item = self._items[path]
        return "v", (
            {"Label": ("s", item["label"]), "Locked": ("b", (sender, path) not in self._let_in)}[name],
        )

    def _searchitems(self, message: Message, _path: str, _sender: str) -> Reply:
        wanted = message.body[0].items()
        return "ao", ([path for path, item in self._items.items() if wanted <= item["attributes"].items()],)

    def _unlock(self, message: Message, _path: str, sender: str) -> Reply:
        paths = message.body[0]

        def granted() -> tuple[str, Any]:
            self._let_in.update((sender, path) for path in paths)
            return "ao", paths

        return "aoo", ([], self._ask("use", granted))

    def _createitem(self, message: Message, _path: str, _sender: str) -> Reply:
        properties, secret, replace = message.body
        attributes = dict(properties[f"{_PREFIX}Item.Attributes"][1])
        same = [path for path, item in self._items.items() if item["attributes"] == attributes]

        def granted() -> tuple[str, Any]:
            path = same[0] if same and replace else f"{_ROOT}/collection/default/{self._made}"
            label = properties[f"{_PREFIX}Item.Label"][1]
            self._items[path] = {"label": label, "attributes": attributes, "secret": secret[2]}
            return "o", path

        if self._answer == "only-store":
            return "oo", (granted()[1], "/")
        return "oo", ("/", self._ask("store", granted))

    def _getsecret(self, _message: Message, path: str, sender: str) -> Reply:
        if (sender, path) not in self._let_in:
            raise LookupError
        return "(oayays)", ((f"{_ROOT}/session/1", b"", self._items[path]["secret"], "text/plain"),)

    def _delete(self, _message: Message, path: str, sender: str) -> Reply:
        if (sender, path) not in self._let_in:
            raise LookupError

        def granted() -> tuple[str, Any]:
            del self._items[path]
            return "s", ""

        return "o", (self._ask("remove", granted),)


if __name__ == "__main__":
    AskingService(sys.argv[1]).serve()
