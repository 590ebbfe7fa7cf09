"""The ports of an engine: making pictures, the service's history and the account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, runtime_checkable

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint
from portrait_app.core.credentials import Credentials
from portrait_app.core.delivery import Balance, Candidate, Delivery, RawReply, Ticket
from portrait_app.core.engines import EngineRow
from portrait_app.core.ports.models import ModelStore
from portrait_app.core.ports.servers import ServerDesk
from portrait_app.core.ports.system import SecretStore, Settings
from portrait_app.core.request import GenerationRequest


class Handover(Protocol):
    """An engine's connection to the queue during one request. The engine calls it on the worker thread."""

    @property
    def aborted(self) -> bool:
        """Whether the request is aborted: stop as soon as possible."""
        ...

    def on_abort(self, stop: "Stop") -> None:
        """Register `stop`. Another thread calls it when the request is aborted."""
        ...

    def spool(self, reply: RawReply) -> None:
        """Write a reply to disk before it is parsed. Raises AppError if the disk fails."""
        ...

    def accepted(self, ticket: Ticket) -> None:
        """Store the ticket of a request that the service accepted. Call it before the first poll.

        Never raises. If the ticket cannot be stored, the engine polls all the same.
        """
        ...

    def progress(self, fraction: float, *, step: int = 0, steps: int = 0, preview: bytes = b"") -> None:
        """Report the progress, for engines that know it.

        Args:
            fraction: of the work that is done, from 0 to 1.
            step: number of steps that are done, and `steps` of all; 0 if the engine has no steps.
            preview: the unfinished picture as PNG or JPEG, at most 256 pixels a side; empty to keep the last.
        """
        ...


class Stop(Protocol):
    """A callback that ends a wait. It may be called several times and from any thread."""

    def __call__(self) -> None: ...


class Engine(Protocol):
    """Makes pictures from requests. One object serves all worker threads."""

    @property
    def row(self) -> EngineRow:
        """The engine's row in the table of engines."""
        ...

    def generate(self, request: GenerationRequest, handover: Handover) -> Delivery:
        """Make the pictures. A reply that cost money is spooled before it is parsed.

        Raises:
            AppError: the kind says whether the request was paid for and whether it may be retried.
        """
        ...

    def read(self, request: GenerationRequest, reply: RawReply, handover: Handover | None = None) -> Delivery:
        """Parse a reply that was spooled earlier, and download its pictures. Aborting the handover stops it.

        Raises:
            AppError: like `generate`. PICTURE_NOT_FETCHED if the same reply can be read again later.
        """
        ...

    def service_time(self) -> datetime | None:
        """Return the current time by the service's clock (UTC); None if it is not known.

        The service's history records requests by that clock. This machine's clock may be corrected between
        sending a request and looking it up.
        """
        ...

    def reach(self, cancel: Cancel) -> None:
        """Check, for free and without the key, whether the service can be reached.

        Raises:
            AppError: the service cannot be reached or does not work; CANCELLED.
        """
        ...


@runtime_checkable
class QueuedEngine(Engine, Protocol):
    """An engine whose service may accept a request and deliver it later."""

    def poll(self, request: GenerationRequest, ticket: Ticket, handover: Handover) -> Delivery:
        """Wait for the result of an accepted request, also after a restart. Never sends the request again.

        Raises:
            AppError: like `generate`. OUTCOME_UNKNOWN, with the fact ``request_id``, if the request may
                still be delivered: the same ticket can be polled again.
        """
        ...


class Listing(Protocol):
    """A snapshot of the service's history of one model's requests."""

    @property
    def read_at(self) -> datetime:
        """When the snapshot was read, by this machine's clock (UTC)."""
        ...

    @property
    def service_time(self) -> datetime | None:
        """When the service sent the snapshot, by its own clock; None if the service does not say."""
        ...

    @property
    def ahead(self) -> timedelta:
        """How far the service's clock is ahead of this machine's; zero if the difference is implausible."""
        ...

    @property
    def is_whole(self) -> bool:
        """Whether the snapshot covers the whole requested time."""
        ...

    def of(self, request: GenerationRequest, between: tuple[datetime, datetime]) -> list[Candidate]:
        """Return the requests with the same inputs in a time span by the service's clock, oldest first.

        Requests shortly before and after the span are included.
        """
        ...


class History(Protocol):
    """The service's history of the requests that were sent to it."""

    def listing(self, endpoint: str, since: datetime, key: str, cancel: Cancel | None = None) -> Listing:
        """Read the history of a model's requests since a time (UTC). Free.

        Raises:
            AppError: the history could not be read; CANCELLED.
        """
        ...

    def look_up(self, request_id: str, key: str, cancel: Cancel | None = None) -> Candidate | None:
        """Return the request with this id; None if the history lacks it. Raises like `listing`."""
        ...

    def fetch(self, request: GenerationRequest, candidate: Candidate, handover: Handover) -> Delivery:
        """Spool the history's record of a finished request, then download its pictures.

        Raises:
            AppError: like `Engine.read`.
        """
        ...


class Account(Protocol):
    """The account behind a key."""

    def balance(self, key: str) -> Balance | None:
        """Return the account's balance; None for a valid key without a balance record. Free.

        Raises:
            AppError: the key was refused, or the service could not be asked.
        """
        ...


class ModelSource(Protocol):
    """The models of an engine that are not shipped: the files in a folder, or what a server offers."""

    def models(self, cancel: Cancel) -> tuple[Endpoint, ...]:
        """Return the models that can be used now. Called on a worker thread.

        A slug is the engine's key, a colon, and a name that stays the same: ``server:home:dreamshaper_8``.

        Raises:
            AppError: the models cannot be read; CANCELLED. The models reported before are then kept.
        """
        ...


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a request will take on this computer."""

    memory: int  # bytes, about
    free: int | None  # bytes; None if the system does not say
    seconds: float | None  # for all pictures of the request; None before a first one was measured

    @property
    def fits(self) -> bool:
        """Whether there is enough memory, as far as it is known."""
        return self.free is None or self.memory <= self.free


class Foresight(Protocol):
    """For an engine that calculates on this computer: what a request will take, and getting ready for it."""

    def forecast(self, request: GenerationRequest) -> Forecast | None:
        """Return what a request will take; None if its model is not there. Call it on a worker.

        Raises:
            AppError: the model's files cannot be read.
        """
        ...

    def prepare(self, request: GenerationRequest) -> None:
        """Load the model while the user writes, if the settings say so. On a worker; never raises."""
        ...


@dataclass(frozen=True, slots=True)
class EngineTools:
    """The arguments of an engine's `open_engine`."""

    settings: Settings  # read the values at each call, so that a change applies immediately
    credentials: Credentials  # the key in use; ignored by an engine that needs no key
    data: Path | None = None  # the program's folder for data; None if an engine must not keep any
    # Returns the keychain's entry with a name, for the passwords of the user's own servers
    secret_stores: Callable[[str], SecretStore] | None = None
    conceal: Callable[[str], None] = lambda _secret: None  # keeps a password out of logs and reports


@dataclass(frozen=True, slots=True)
class OpenedEngine:
    """The result of an engine's `open_engine`."""

    engine: Engine
    account: Account | None = None
    history: History | None = None
    servers: ServerDesk | None = None  # for an engine that uses the user's own servers
    models: ModelSource | None = None  # None if all models of the engine are shipped
    # How many jobs the engine works on at the same time; None: the setting "Jobs at the same time" decides.
    # Called often on the GUI thread, so it must not wait.
    capacity: Callable[[], int] | None = None
    # Why the engine cannot make pictures yet and what to do, in English: a sentence marked for translation in
    # the context "engines"; empty if it can. Called on the GUI thread, so it must not wait.
    missing: Callable[[], str] | None = None
    foresight: Foresight | None = None
    store: ModelStore | None = None  # adds models to the engine's folder; None if it has no folder


# The type of the function `open_engine` in the module `factory` of each engine's package.
OpenEngine = Callable[[EngineTools], OpenedEngine]
