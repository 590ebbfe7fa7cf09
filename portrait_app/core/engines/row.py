"""The description of an engine that all code outside the engine's own package uses."""

from dataclasses import dataclass
from enum import StrEnum

from portrait_app.core.setting import Setting


class SourceType(StrEnum):
    """How an engine makes pictures. The values are terms of the IPTC's list of digital source types."""

    TRAINED = "trainedAlgorithmicMedia"  # made by a trained model
    DRAWN = "algorithmicMedia"  # made by fixed rules, without a model


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """The API key that an engine's service needs, and where the user gets one."""

    keychain: str  # name of the entry in the keychain: never rename
    variable: str  # environment variable with a key for one session
    page: str  # web page on which the user creates a key
    pattern: str  # regular expression of the usual key format; keys in other formats may work too
    placeholder: str
    mismatch_message: str  # message for a key that does not match `pattern`


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPages:
    """The web pages of the account that pays for pictures."""

    home: str
    billing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow:
    """One engine. Its package is `portrait_app.engines.<key>`; its models are rows of the catalogue.

    Further abilities follow from the `OpenedEngine` that the package returns. An engine that delivers later
    is a `QueuedEngine`. An engine that knows its progress reports it to the `Handover`.

    The program supports one API key and one account: `with_key` returns the only row with a `login`. A second
    engine with a key is possible only when `Credentials` can hold several keys.
    """

    key: str  # stored with every job: never rename
    name: str  # shown to the user, not translated
    is_remote: bool  # a network service: it may be unreachable or out of order, and has a rate limit
    can_cancel: bool  # running work can be stopped; if not, its result may still arrive
    source: SourceType
    takes_slugs: bool = False  # the user can add a model by its name in the service's web addresses
    needs_setup: bool = False  # has no model until the user adds or connects one
    costs_money: bool = False  # a request that may have been paid for is never sent again automatically
    system: str = ""  # text before the model's name in the AI label of a file
    login: Login | None = None  # None if the engine needs no key
    account: AccountPages | None = None  # None if the engine has no account with a balance
    has_history: bool = False  # the service keeps a history, in which a lost request can be looked up
    settings: tuple[Setting, ...] = ()  # the engine's page in the settings dialog
    address: str = ""  # key of the setting with the service's address; each address has its own account
    pace: str = ""  # key of the setting with the requests per minute; empty for no limit
    # Version of the drawing, for an engine that draws by rules; 0 for other engines. Raise it when the same
    # request gives another picture: each picture's record has it, so that *Same settings* can tell.
    drawing: int = 0
    credit: tuple[str, str] | None = None  # name and sentence in the About dialog about the engine's author
