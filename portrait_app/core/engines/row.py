"""What an engine is, in one row: everything outside the engine's own package asks this."""

from dataclasses import dataclass
from enum import StrEnum

from portrait_app.core.setting import Setting


class SourceType(StrEnum):
    """How an engine's pictures come to be: terms of the IPTC's list of digital source types."""

    TRAINED = "trainedAlgorithmicMedia"  # by a trained model
    DRAWN = "algorithmicMedia"  # by rules alone: such a picture never passes for a model's work


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """The key that an engine's service asks for, and how a person gets one."""

    keychain: str  # its name in the keychain: never rename
    variable: str  # of the environment, which gives a key for one session
    page: str  # where keys are made
    pattern: str  # a regular expression of what a key looks like; others may work, too
    placeholder: str
    unlike: str  # said of a key that looks otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPages:
    """Where a person sees the account that pays, and puts credits into it."""

    home: str
    billing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow:
    """One engine. Its package is `portrait_app.engines.<key>`, and its models are rows of the catalogue.

    What an engine can do besides is said by what its package opens, see `core.ports.OpenedEngine`: one
    that delivers later is a `QueuedEngine`, and progress is what it tells its `Handover`.

    The program holds one key and asks one account: `with_key` is the one row with a `login`. A second
    engine that needs a key of its own has to wait until `Credentials` holds several.
    """

    key: str  # stored with every job: never rename
    name: str  # what people call it; not translated
    is_remote: bool  # elsewhere, over a network: it may be out of reach, out of order, and has a pace
    can_cancel: bool  # what it makes can be stopped for real; if not, it may arrive all the same
    source: SourceType
    costs_money: bool = False  # a request is paid for: never sent twice by itself
    system: str = ""  # what stands before the model's name in the AI label of a file
    login: Login | None = None  # None for an engine that needs no key
    account: AccountPages | None = None  # None for one without an account that can be asked
    has_history: bool = False  # the service can be asked what became of a request
    settings: tuple[Setting, ...] = ()  # its page of the settings dialog
    address: str = ""  # the key of the setting with its address; with another one the account is another
    pace: str = ""  # the key of the setting with its requests a minute; empty for no limit
    credit: tuple[str, str] | None = None  # whose work it is, for the About box: a name and a sentence
