"""The port for the user's own servers: finding, testing, and their passwords."""

from typing import Protocol

from portrait_app.core.cancel import Cancel
from portrait_app.core.servers import FoundServer, ServerEntry, ServerReport


class ServerDesk(Protocol):
    """Finds and tests servers. All methods may wait: call them on a worker."""

    def test(self, server: ServerEntry, password: str | None, cancel: Cancel) -> ServerReport:
        """Ask a server what it is and what it can do. Makes no picture.

        Without a `password`, the stored one is used.

        Raises:
            AppError: the server cannot be reached, refuses the login, or makes no pictures; CANCELLED.
        """
        ...

    def find(self, cancel: Cancel) -> tuple[FoundServer, ...]:
        """Return the servers on this computer, at the ports that such programs use."""
        ...

    def save_password(self, server: ServerEntry, password: str) -> None:
        """Store a server's password in the keychain; an empty text removes it.

        It is stored for the address and the user name, so it is never sent to another address.
        Raises AppError of a KEYCHAIN_ kind.
        """
        ...
