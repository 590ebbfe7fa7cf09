"""The passwords of servers: read from the keychain when they are first needed, then kept in memory."""

from collections.abc import Callable
from threading import Lock

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import SecretStore
from portrait_app.core.servers import ServerEntry
from portrait_app.net.origins import origin_of

_NO_KEYCHAIN = frozenset({ErrorKind.KEYCHAIN_MISSING, ErrorKind.KEYCHAIN_UNSAFE})
SecretStores = Callable[[str], SecretStore]


class Passwords:
    """One keychain entry for each user name at each address, so that no other address gets the password."""

    def __init__(self, stores: SecretStores | None, conceal: Callable[[str], None]) -> None:
        """Without `stores`, there are no passwords. `conceal` keeps a password out of logs."""
        self._stores = stores
        self._conceal = conceal
        self._lock = Lock()
        self._known: dict[str, str] = {}

    def of(self, server: ServerEntry) -> str:
        """Return a server's password; empty if there is none. Raises AppError of a KEYCHAIN_ kind."""
        entry = _entry(server)
        if not entry or self._stores is None:
            return ""
        with self._lock:
            known = self._known.get(entry)
        if known is None:
            try:
                known = self._stores(entry).read()
            except AppError as error:
                if error.kind not in _NO_KEYCHAIN:
                    raise
                known = ""  # without a usable keychain no password was ever saved
            self._note(entry, known)
        return known

    def save(self, server: ServerEntry, password: str) -> None:
        """Store a password; an empty text removes it.

        Raises AppError of a KEYCHAIN_ kind. The password is then used until the program closes.
        """
        entry = _entry(server)
        if not entry or self._stores is None:
            return
        self._note(entry, password)
        if password:
            self._stores(entry).write(password)
        else:
            self._stores(entry).remove()

    def conceal(self, password: str) -> None:
        """Keep a password out of logs that is only being tested."""
        self._conceal(password)

    def _note(self, entry: str, password: str) -> None:
        self._conceal(password)
        with self._lock:
            self._known[entry] = password


def _entry(server: ServerEntry) -> str:
    """Return the name of the keychain entry; empty for a server without a login."""
    origin = origin_of(server.address)
    if not server.user or origin is None:
        return ""
    return f"server {server.user} {origin.scheme}://{origin.host}:{origin.port}"
