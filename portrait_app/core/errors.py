"""Every failure the program knows, as data. `ui.shell.messages` makes the sentences for the user."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Self


class Billed(StrEnum):
    """Whether a failed request was paid for."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"
    FREE = "free"  # nothing that costs money was tried


class Retry(StrEnum):
    """Whether and when the same request may be sent again."""

    NEVER = "never"  # the request would fail again or be paid for twice
    BY_HAND = "by hand"  # only when the user asks
    BACKOFF = "backoff"  # automatically, with growing delays
    AFTER_RESET = "after reset"  # automatically, when the rate limit ends
    WHEN_REACHED = "when reached"  # automatically, without limit: the request never left this machine


class ErrorKind(StrEnum):
    """Every kind of failure. Stored with a job: never rename a value."""

    INVALID_REQUEST = "invalid_request"
    # Answers of the service, by HTTP status
    BAD_REQUEST = "bad_request"  # 400, 413
    KEY_MISSING = "key_missing"  # no key is set, or 401 because the header did not arrive
    KEY_REJECTED = "key_rejected"  # 401
    NOT_ALLOWED = "not_allowed"  # 403
    BLOCKED = "blocked"  # 403 from the firewall in front of the service, which takes the program for a bot
    NO_SUCH_MODEL = "no_such_model"  # 404
    WRONG_ADDRESS = "wrong_address"  # 405
    WRONG_CONTENT_TYPE = "wrong_content_type"  # 406, 415
    NO_CREDITS = "no_credits"  # 402, 406
    VALUE_REFUSED = "value_refused"  # 406
    MODEL_RETIRED = "model_retired"  # 410
    JOB_FAILED = "job_failed"  # 422
    JOB_CANCELLED = "job_cancelled"  # by the service, after it had accepted the job
    RATE_LIMITED = "rate_limited"  # 429
    SERVICE_UNAVAILABLE = "service_unavailable"  # 503 with a message of the service itself
    # Only for requests that cost nothing: after a paid POST such an answer is OUTCOME_UNKNOWN
    SERVER_ERROR = "server_error"  # 500
    REDIRECTED = "redirected"  # 3xx: not followed, because the new address would receive the key
    UNEXPECTED_STATUS = "unexpected_status"
    # Failures of the connection, before the request was sent
    BAD_ADDRESS = "bad_address"
    CANNOT_CONNECT = "cannot_connect"
    TLS_FAILED = "tls_failed"
    PROXY_FAILED = "proxy_failed"
    PROXY_UNSUPPORTED = "proxy_unsupported"  # not an HTTP proxy
    # Failures after the request was sent
    OUTCOME_UNKNOWN = "outcome_unknown"  # the picture may have been made and paid for
    REPLY_TOO_LARGE = "reply_too_large"
    REPLY_UNREADABLE = "reply_unreadable"
    REPLY_GONE = "reply_gone"  # the reply was spooled, but its file does not exist any more
    PICTURE_NOT_FETCHED = "picture_not_fetched"  # the download of a picture that the reply links to failed
    IMAGE_DAMAGED = "image_damaged"
    IMAGE_TOO_LARGE = "image_too_large"
    # A server that the user runs
    NO_SERVER = "no_server"  # the list of servers is empty
    LOGIN_MISSING = "login_missing"  # 401: the server asks for a user name and a password
    LOGIN_REFUSED = "login_refused"
    CONNECTION_LOST = "connection_lost"  # while the server worked, which costs nothing
    SERVER_TOO_SLOW = "server_too_slow"  # no picture within the time that the settings allow
    # An engine that draws on this computer
    DRAWING_FAILED = "drawing_failed"
    # An engine that makes pictures in a process of its own, with models of the user
    ENGINE_MISSING = "engine_missing"  # the libraries that it needs are not installed
    ENGINE_CRASHED = "engine_crashed"
    OUT_OF_MEMORY = "out_of_memory"  # while it worked: the system has ended it, or it has given up
    NOT_ENOUGH_MEMORY = "not_enough_memory"  # known before it began; facts: needed, free
    MODEL_MISSING = "model_missing"  # the request's model is not in the model folder any more
    MODEL_REFUSED = "model_refused"  # core.model_files.ModelFileError: its facts say why
    # The model folder, and the hosts from which models are downloaded
    MODEL_HOST_REFUSED = "model_host_refused"  # 401, 403
    MODEL_NOT_THERE = "model_not_there"  # 404, 410
    MODEL_HOST_BUSY = "model_host_busy"  # 429, 5xx
    MODEL_HOST_ODD = "model_host_odd"  # an answer that is not the file, such as a web page
    MODEL_DOWNLOAD_CUT = "model_download_cut"  # the host cannot be reached, or nothing more arrives
    MODEL_FILE_WRONG = "model_file_wrong"  # another size or hash than the host says: deleted
    MODEL_NO_SPACE = "model_no_space"
    MODEL_IN_USE = "model_in_use"  # another program is working on this model
    # The keychain
    KEYCHAIN_MISSING = "keychain_missing"
    KEYCHAIN_LOCKED = "keychain_locked"
    KEYCHAIN_TIMEOUT = "keychain_timeout"
    KEYCHAIN_UNSAFE = "keychain_unsafe"  # a backend that stores nothing, or stores plain text
    KEYCHAIN_FAILED = "keychain_failed"
    # The library and its disk
    LIBRARY_NOT_A_DATABASE = "library_not_a_database"  # the file belongs to another program
    LIBRARY_DAMAGED = "library_damaged"
    LIBRARY_NEWER = "library_newer"
    LIBRARY_ALTERED = "library_altered"  # the database has foreign triggers or views
    LIBRARY_READ_ONLY = "library_read_only"
    LIBRARY_FAILED = "library_failed"
    LIBRARY_ABSENT = "library_absent"  # its disk is not plugged in, or its folder was moved away
    LIBRARY_IN_USE = "library_in_use"  # another process has the library open
    LIBRARY_UNGUARDED = "library_unguarded"  # the disk's file locks cannot keep a second process out
    NOT_TO_BE_CALLED = "not_to_be_called"  # a second start cannot reach this process to pass files to it
    JOB_UNREADABLE = "job_unreadable"  # written by a newer version, or damaged; the row is not changed
    REPLY_SET_ASIDE = "reply_set_aside"  # a file in the folder of replies that is not a reply
    DISK_FULL = "disk_full"
    FILE_MISSING = "file_missing"
    FILE_DAMAGED = "file_damaged"  # an image of the library that cannot be read any more
    FILE_FAILED = "file_failed"
    EXPORT_INTO_LIBRARY = "export_into_library"
    ENCODER_MISSING = "encoder_missing"  # no installed encoder writes this format
    TOO_WIDE = "too_wide"  # more pixels on a side than the export format allows
    # Other failures
    SETTINGS_UNREADABLE = "settings_unreadable"
    SETTINGS_UNSAVED = "settings_unsaved"
    CANCELLED = "cancelled"
    UNEXPECTED = "unexpected"


@dataclass(frozen=True, slots=True)
class ErrorFacts:
    """Billing and retry of a kind of failure."""

    billed: Billed = Billed.NO
    retry: Retry = Retry.BY_HAND


_LOCAL = ErrorFacts(Billed.FREE)
_PAID_FOR = ErrorFacts(Billed.YES, Retry.NEVER)
_REFUSED = ErrorFacts(Billed.NO, Retry.NEVER)

FACTS: Mapping[ErrorKind, ErrorFacts] = MappingProxyType(
    {
        ErrorKind.INVALID_REQUEST: ErrorFacts(Billed.FREE, Retry.NEVER),
        ErrorKind.BAD_REQUEST: _REFUSED,
        ErrorKind.KEY_MISSING: ErrorFacts(),
        ErrorKind.KEY_REJECTED: ErrorFacts(),
        ErrorKind.NOT_ALLOWED: _REFUSED,
        ErrorKind.BLOCKED: ErrorFacts(),
        ErrorKind.NO_SUCH_MODEL: ErrorFacts(),
        ErrorKind.WRONG_ADDRESS: ErrorFacts(),
        ErrorKind.WRONG_CONTENT_TYPE: ErrorFacts(),
        ErrorKind.NO_CREDITS: ErrorFacts(),
        ErrorKind.VALUE_REFUSED: _REFUSED,
        ErrorKind.MODEL_RETIRED: _REFUSED,
        ErrorKind.JOB_FAILED: ErrorFacts(),
        ErrorKind.JOB_CANCELLED: ErrorFacts(Billed.MAYBE, Retry.NEVER),
        ErrorKind.RATE_LIMITED: ErrorFacts(Billed.NO, Retry.AFTER_RESET),
        ErrorKind.SERVER_ERROR: ErrorFacts(),
        ErrorKind.SERVICE_UNAVAILABLE: ErrorFacts(Billed.NO, Retry.BACKOFF),
        ErrorKind.REDIRECTED: ErrorFacts(),
        ErrorKind.UNEXPECTED_STATUS: ErrorFacts(),
        ErrorKind.BAD_ADDRESS: ErrorFacts(),
        ErrorKind.CANNOT_CONNECT: ErrorFacts(Billed.NO, Retry.WHEN_REACHED),
        ErrorKind.TLS_FAILED: ErrorFacts(),
        ErrorKind.PROXY_FAILED: ErrorFacts(),
        ErrorKind.PROXY_UNSUPPORTED: ErrorFacts(),
        ErrorKind.OUTCOME_UNKNOWN: ErrorFacts(Billed.MAYBE, Retry.BY_HAND),
        ErrorKind.REPLY_TOO_LARGE: _PAID_FOR,
        ErrorKind.REPLY_UNREADABLE: _PAID_FOR,
        ErrorKind.REPLY_GONE: _PAID_FOR,
        ErrorKind.PICTURE_NOT_FETCHED: ErrorFacts(Billed.YES, Retry.BY_HAND),  # repeats the download only
        ErrorKind.IMAGE_DAMAGED: _PAID_FOR,
        ErrorKind.IMAGE_TOO_LARGE: _PAID_FOR,
        ErrorKind.NO_SERVER: _LOCAL,
        ErrorKind.LOGIN_MISSING: ErrorFacts(),
        ErrorKind.LOGIN_REFUSED: ErrorFacts(),
        ErrorKind.CONNECTION_LOST: ErrorFacts(Billed.NO, Retry.BACKOFF),
        ErrorKind.SERVER_TOO_SLOW: ErrorFacts(),
        ErrorKind.DRAWING_FAILED: _LOCAL,
        ErrorKind.ENGINE_MISSING: _LOCAL,
        ErrorKind.ENGINE_CRASHED: _LOCAL,
        ErrorKind.OUT_OF_MEMORY: _LOCAL,
        ErrorKind.NOT_ENOUGH_MEMORY: _LOCAL,
        ErrorKind.MODEL_MISSING: _LOCAL,
        ErrorKind.MODEL_REFUSED: _LOCAL,
        ErrorKind.MODEL_HOST_REFUSED: _LOCAL,
        ErrorKind.MODEL_NOT_THERE: _LOCAL,
        ErrorKind.MODEL_HOST_BUSY: _LOCAL,
        ErrorKind.MODEL_HOST_ODD: _LOCAL,
        ErrorKind.MODEL_DOWNLOAD_CUT: _LOCAL,
        ErrorKind.MODEL_FILE_WRONG: _LOCAL,
        ErrorKind.MODEL_NO_SPACE: _LOCAL,
        ErrorKind.MODEL_IN_USE: _LOCAL,
        ErrorKind.KEYCHAIN_MISSING: _LOCAL,
        ErrorKind.KEYCHAIN_LOCKED: _LOCAL,
        ErrorKind.KEYCHAIN_TIMEOUT: _LOCAL,
        ErrorKind.KEYCHAIN_UNSAFE: _LOCAL,
        ErrorKind.KEYCHAIN_FAILED: _LOCAL,
        ErrorKind.LIBRARY_NOT_A_DATABASE: _LOCAL,
        ErrorKind.LIBRARY_DAMAGED: _LOCAL,
        ErrorKind.LIBRARY_NEWER: _LOCAL,
        ErrorKind.LIBRARY_ALTERED: _LOCAL,
        ErrorKind.LIBRARY_READ_ONLY: _LOCAL,
        ErrorKind.LIBRARY_FAILED: _LOCAL,
        ErrorKind.LIBRARY_ABSENT: _LOCAL,
        ErrorKind.LIBRARY_IN_USE: _LOCAL,
        ErrorKind.LIBRARY_UNGUARDED: _LOCAL,
        ErrorKind.NOT_TO_BE_CALLED: _LOCAL,
        ErrorKind.JOB_UNREADABLE: ErrorFacts(Billed.FREE, Retry.NEVER),
        ErrorKind.REPLY_SET_ASIDE: ErrorFacts(Billed.FREE, Retry.NEVER),
        ErrorKind.DISK_FULL: _LOCAL,
        ErrorKind.FILE_MISSING: _LOCAL,
        ErrorKind.FILE_DAMAGED: _LOCAL,
        ErrorKind.FILE_FAILED: _LOCAL,
        ErrorKind.EXPORT_INTO_LIBRARY: _LOCAL,
        ErrorKind.ENCODER_MISSING: _LOCAL,
        ErrorKind.TOO_WIDE: _LOCAL,
        ErrorKind.SETTINGS_UNREADABLE: _LOCAL,
        ErrorKind.SETTINGS_UNSAVED: _LOCAL,
        ErrorKind.CANCELLED: ErrorFacts(),
        ErrorKind.UNEXPECTED: ErrorFacts(Billed.MAYBE),
    }
)

# The model is not there any more: another one may make the picture.
MODEL_GONE = frozenset({ErrorKind.NO_SUCH_MODEL, ErrorKind.MODEL_RETIRED})
# Failures of jobs that were paid for, but whose picture did not arrive intact or was lost.
PAID_FOR = frozenset(kind for kind, facts in FACTS.items() if facts.billed is Billed.YES)
MAYBE_PAID_FOR = frozenset(kind for kind, facts in FACTS.items() if facts.billed is Billed.MAYBE)


class AppError(Exception):
    """A failure of a known kind.

    Attributes:
        kind: the kind of failure.
        detail: technical text for "Copy details": the service's own text, a path, an errno. Never the key.
        facts: values for the message, such as ``status``, ``reset`` (UTC, ISO 8601) or ``path``.
            ``cost`` in USD overrides what the kind says about billing.
    """

    def __init__(self, kind: ErrorKind, detail: str = "", **facts: str | int | float) -> None:
        super().__init__(f"{kind}: {detail}" if detail else str(kind))
        self.kind = kind
        self.detail = detail
        self.facts: Mapping[str, str | int | float] = MappingProxyType(facts)

    def without_frames(self) -> Self:
        """Drop the traceback and the errors behind this one, and return this error.

        An error that is kept would else keep the local variables of its worker: replies, locks, sockets.
        """
        self.__traceback__ = self.__cause__ = self.__context__ = None
        return self

    @property
    def cost(self) -> float:
        """The cost in USD that the service reported; 0 if it reported none."""
        cost = self.facts.get("cost", 0.0)
        return cost if isinstance(cost, float) else 0.0

    @property
    def billed(self) -> Billed:
        return Billed.YES if self.cost > 0 else FACTS[self.kind].billed

    @property
    def retry(self) -> Retry:
        return FACTS[self.kind].retry
