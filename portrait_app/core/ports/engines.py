"""What makes pictures, and the service behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from portrait_app.core.cancel import Cancel
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Balance, Candidate, Delivery, RawReply, Ticket
from portrait_app.core.engines import EngineRow
from portrait_app.core.ports.system import Settings
from portrait_app.core.request import GenerationRequest


class Handover(Protocol):
    """What an engine needs from whoever runs it, for one request. Called on the worker's thread."""

    @property
    def aborted(self) -> bool:
        """Whether the program is closing: stop as soon as possible."""
        ...

    def on_abort(self, stop: "Stop") -> None:
        """Have `stop` called, from another thread, when the request is to be abandoned at once."""
        ...

    def spool(self, reply: RawReply) -> None:
        """Put a reply on disk before it is read. Raises AppError when the disk refuses."""
        ...

    def accepted(self, ticket: Ticket) -> None:
        """Store that the service has the request and will deliver it later, before it is asked how far it is.

        Never raises: where the disk refuses, the request is waited for all the same.
        """
        ...

    def progress(self, fraction: float) -> None:
        """Say how far the engine is, from 0 to 1, where it knows."""
        ...


class Stop(Protocol):
    """Ends a wait; may be called more than once and from any thread."""

    def __call__(self) -> None: ...


class Engine(Protocol):
    """Makes pictures from requests. One object serves all worker threads."""

    @property
    def row(self) -> EngineRow:
        """What it is."""
        ...

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        """Make the pictures; spool the raw reply before reading it where it cost money.

        Raises:
            AppError: what went wrong, and by its kind what that means for the money.
        """
        ...

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        """Read a reply that was spooled earlier; what it takes ends when the handover is aborted.

        Raises:
            AppError: like `generate`. PICTURE_NOT_FETCHED where the same reply can be read again later.
        """
        ...

    def reach(self, cancel: Cancel) -> None:
        """Find out, for free and without the key, whether what makes the pictures can be reached.

        Raises:
            AppError: it cannot, or not to any use; CANCELLED as well.
        """
        ...


@runtime_checkable
class QueuedEngine(Engine, Protocol):
    """An engine whose service may accept a request and deliver it later."""

    def poll(self, request: GenerationRequest, ticket: Ticket, handover: Handover) -> Delivery:
        """Wait for what a ticket stands for; picks a job up after a restart. Nothing is sent twice.

        Raises:
            AppError: as `generate`. OUTCOME_UNKNOWN, with the fact ``request_id``, wherever the request
                may still be delivered: the same ticket can be polled again.
        """
        ...


class History(Protocol):
    """What a service remembers of the requests that were sent to it."""

    def find(
        self,
        request: GenerationRequest,
        sent_between: tuple[datetime, datetime],
        key: str,
        cancel: Cancel | None = None,
    ) -> list[Candidate]:
        """Return the requests of the same model and inputs from that time (UTC), oldest first. Free.

        Raises:
            AppError: the history could not be asked; CANCELLED as well.
        """
        ...

    def look_up(self, request_id: str, key: str, cancel: Cancel | None = None) -> Candidate | None:
        """Return what is known of the request with this id, None for a stranger. Raises like `find`."""
        ...

    def fetch(self, request: GenerationRequest, candidate: Candidate, handover: Handover) -> Delivery:
        """Spool what is known of a request that was made, then fetch its pictures.

        Raises:
            AppError: like `Engine.read`.
        """
        ...


class Account(Protocol):
    """The account behind a key."""

    def balance(self, key: str) -> Balance | None:
        """Ask, for free, what the account holds; None for a valid key without a balance record.

        Raises:
            AppError: the key was refused or the service could not be asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class EngineTools:
    """What an engine's package is given to open its engine."""

    settings: Settings  # asked at each call: a change counts at once
    credentials: Credentials  # the key in use; none for an engine that needs no key


@dataclass(frozen=True, slots=True)
class OpenedEngine:
    """What an engine's package opens."""

    engine: Engine
    account: Account | None = None
    history: History | None = None


# What the module `factory` of each engine's package holds under the name `open_engine`.
OpenEngine = Callable[[EngineTools], OpenedEngine]
