"""The servers in the user's list: what each can do, which answer, and which is free for a request."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from threading import Condition

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest
from portrait_app.core.servers import SETTING, ServerEntry, read_servers
from portrait_app.engines.server.abilities import Abilities, Checkpoint, read_abilities
from portrait_app.engines.server.connection import Connection
from portrait_app.engines.server.endpoints import checkpoint_name, server_id
from portrait_app.engines.server.passwords import Passwords
from portrait_app.engines.server.samplers import plan_of

_WAIT = 0.25  # seconds between two looks for a free server, so that a cancellation is noticed
_STALE = 60.0  # seconds after which a server that did not answer is worth another question


@dataclass(slots=True)
class _Entry:
    """What is known about one server."""

    server: ServerEntry
    abilities: Abilities | None = None  # as last reported, also while the server does not answer
    error: AppError | None = None  # why it could not be used when it was last asked
    asked: float | None = None  # when, by the monotonic clock; None: not yet
    is_busy: bool = False
    loaded: str = ""  # name of the model of the last request

    @property
    def works(self) -> Abilities | None:
        return self.abilities if self.error is None and self.asked is not None else None


@dataclass(frozen=True, slots=True)
class Lent:
    """A server that works for one request."""

    connection: Connection
    abilities: Abilities
    checkpoint: Checkpoint
    id: str = field(repr=False)


class ServerPool:
    """Gives each request a free server that has its model. For all threads."""

    def __init__(
        self, settings: Settings, passwords: Passwords, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._passwords = passwords
        self._monotonic = monotonic
        self._changed = Condition()
        self._entries: dict[str, _Entry] = {}

    @property
    def servers(self) -> tuple[ServerEntry, ...]:
        """The servers in use."""
        listed = read_servers(str(self._settings.value(SETTING)))
        return tuple(server for server in listed if server.is_enabled)

    @property
    def capacity(self) -> int:
        """The number of requests that can be worked on at the same time: one for each server that answers."""
        now = self._monotonic()
        with self._changed:
            entries = [self._entry(server) for server in self.servers]
            return max(sum(one.error is None or self._is_stale(one, now) for one in entries), 1)

    def connection(self, server: ServerEntry) -> Connection:
        """Return a connection with the stored login. Raises AppError of a KEYCHAIN_ kind."""
        return Connection(server, self._passwords.of(server))

    def refresh(self, cancel: Cancel) -> list[tuple[ServerEntry, Abilities]]:
        """Ask every server, and return those that answer. Raises AppError if none does; CANCELLED."""
        self._ask(self.servers, cancel)
        with self._changed:
            entries = [self._entry(server) for server in self.servers]
        answers = [(entry.server, abilities) for entry in entries if (abilities := entry.works) is not None]
        error = next((entry.error for entry in entries if entry.error is not None), None)
        if error is not None and not answers:
            raise error
        return answers

    def note(self, server: ServerEntry, result: Abilities | AppError) -> None:
        """Record how a server answered."""
        with self._changed:
            entry = self._entry(server)
            entry.asked = self._monotonic()
            if isinstance(result, AppError):
                entry.error = result
            else:
                entry.abilities, entry.error = result, None
            self._changed.notify_all()

    def doubt(self, server_id: str) -> None:
        """Ask a server again before its next request, because it broke off the last one."""
        with self._changed:
            if server_id in self._entries:
                self._entries[server_id].asked = None

    @contextmanager
    def lend(self, request: GenerationRequest, cancel: Cancel) -> Iterator[Lent]:
        """Wait for a free server with the request's model, and keep it busy during the block.

        Raises:
            AppError: no server can take the request. CANNOT_CONNECT, with the fact ``partly`` if only some
                servers do not answer; NO_SERVER, NO_SUCH_MODEL, CANCELLED, or what the model's server said.
        """
        entry, checkpoint, abilities = self._take(request, cancel)
        try:
            yield Lent(self.connection(entry.server), abilities, checkpoint, entry.server.id)
        finally:
            with self._changed:
                entry.is_busy = False
                self._changed.notify_all()

    def _take(self, request: GenerationRequest, cancel: Cancel) -> tuple[_Entry, Checkpoint, Abilities]:
        """Return a server that is busy with this request from now on."""
        has_asked_again = False
        while True:
            if cancel.cancelled:
                raise AppError(ErrorKind.CANCELLED)
            servers = self.servers
            if not servers:
                raise AppError(ErrorKind.NO_SERVER)
            self._ask([one for one in servers if self._is_unknown(one)], cancel)
            fits = self._fits(request, servers)
            if not fits and has_asked_again:
                raise self._nobody(request, servers)
            if not fits or self._all_busy(fits):
                silent = [one for one in servers if self._is_silent(one, only_stale=bool(fits))]
                self._ask(silent, cancel)
                has_asked_again = True
                fits = self._fits(request, servers) if silent else fits
            if fits and (taken := self._first_free(fits)) is not None:
                return taken

    def _fits(
        self, request: GenerationRequest, servers: tuple[ServerEntry, ...]
    ) -> list[tuple[_Entry, Checkpoint, Abilities]]:
        """Return the servers that answer and have the model; those with the sampler, if any has it."""
        name = checkpoint_name(request.endpoint)
        scheduler = str(request.values.get("scheduler", ""))
        with self._changed:
            owner = self._entries.get(server_id(request.endpoint))
            owned = owner.abilities.checkpoint(name) if owner is not None and owner.abilities else None
            digest = owned.digest if owned is not None else ""
            fits = []
            for entry in map(self._entry, servers):
                abilities = entry.works
                checkpoint = abilities.checkpoint(name, digest) if abilities is not None else None
                if abilities is not None and checkpoint is not None:
                    fits.append((entry, checkpoint, abilities))
        able = [one for one in fits if plan_of(scheduler, one[2]) is not None]
        return able or fits

    def _first_free(
        self, fits: list[tuple[_Entry, Checkpoint, Abilities]]
    ) -> tuple[_Entry, Checkpoint, Abilities] | None:
        """Take a free server, one that has loaded the model if possible; wait a moment if all are busy."""
        with self._changed:
            free = [one for one in fits if not one[0].is_busy]
            if not free:
                self._changed.wait(_WAIT)
                return None
            taken = next((one for one in free if one[0].loaded == one[1].name), free[0])
            taken[0].is_busy = True
            taken[0].loaded = taken[1].name
            return taken

    def _all_busy(self, fits: list[tuple[_Entry, Checkpoint, Abilities]]) -> bool:
        with self._changed:
            return all(entry.is_busy for entry, *_ in fits)

    def _nobody(self, request: GenerationRequest, servers: tuple[ServerEntry, ...]) -> AppError:
        """Return why no server can take a request: first of all what the model's own server said."""
        with self._changed:
            entries = [self._entry(server) for server in servers]
        silent = [one for one in entries if one.error is not None]
        owner = server_id(request.endpoint)
        silent.sort(key=lambda one: one.server.id != owner)
        if not silent or silent[0].error is None:
            return AppError(ErrorKind.NO_SUCH_MODEL, checkpoint_name(request.endpoint))
        error = silent[0].error
        partly = {"partly": 1} if len(silent) < len(entries) else {}
        return AppError(error.kind, error.detail, **{**error.facts, **partly})

    def _ask(self, servers: list[ServerEntry] | tuple[ServerEntry, ...], cancel: Cancel) -> None:
        for server in servers:
            try:
                self.note(server, read_abilities(self.connection(server), cancel))
            except AppError as error:
                if error.kind is ErrorKind.CANCELLED:
                    raise
                self.note(server, error)

    def _is_unknown(self, server: ServerEntry) -> bool:
        with self._changed:
            return self._entry(server).asked is None

    def _is_silent(self, server: ServerEntry, *, only_stale: bool) -> bool:
        with self._changed:
            entry = self._entry(server)
            is_worth_it = not only_stale or self._is_stale(entry, self._monotonic())
            return entry.error is not None and is_worth_it

    def _is_stale(self, entry: _Entry, now: float) -> bool:
        return entry.asked is None or now - entry.asked > _STALE

    def _entry(self, server: ServerEntry) -> _Entry:
        """Return what is known about a server. Nothing is, if its address was changed."""
        entry = self._entries.get(server.id)
        if entry is None or not _is_same(entry.server, server):
            entry = self._entries[server.id] = _Entry(server)
        entry.server = server
        return entry


def _is_same(one: ServerEntry, other: ServerEntry) -> bool:
    return replace(one, name="", is_enabled=True) == replace(other, name="", is_enabled=True)
