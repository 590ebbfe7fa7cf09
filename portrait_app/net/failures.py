"""Translate a network failure to an AppError, above all by what it means for the money.

An error's detail contains texts of the operating system only. Texts of the libraries may quote a header, or a
proxy's password.
"""

import http.client
import ssl
from collections.abc import Iterator

import requests
import urllib3

from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.net.address_check import AddressRefused
from portrait_app.net.wire import Deadline, EndReason

# All errors of requests, urllib3, http.client and ssl. A ValueError means that a name or an address cannot
# be encoded.
FAILURES = (OSError, urllib3.exceptions.HTTPError, http.client.HTTPException, ValueError)


class UnsupportedProxy(requests.exceptions.ProxyError):
    """A proxy that does not speak HTTP, such as a SOCKS proxy."""


_BEFORE_IT_WAS_SENT = (  # the first match counts
    (ErrorKind.PROXY_UNSUPPORTED, (UnsupportedProxy,)),
    (ErrorKind.PROXY_FAILED, (requests.exceptions.ProxyError, urllib3.exceptions.ProxyError)),
    (ErrorKind.TLS_FAILED, (ssl.SSLError, ssl.CertificateError, urllib3.exceptions.SSLError)),
    (
        ErrorKind.BAD_ADDRESS,
        (
            requests.exceptions.InvalidURL,
            requests.exceptions.MissingSchema,
            requests.exceptions.InvalidSchema,
            urllib3.exceptions.LocationValueError,
            UnicodeError,
            AddressRefused,
        ),
    ),
)


def explain(error: BaseException, method: str, wait: Deadline) -> AppError:
    """Return the AppError for one of FAILURES, without a reference to `error`."""
    if wait.cut is not None:  # any other error is only a consequence
        return AppError(_kind_of_cut(wait.cut, method, wait), _detail(wait.cut, wait))
    chain = list(_chain(error))
    reason = _reason(chain[-1])
    return AppError(_kind(chain, reason, method, wait), _detail(reason, wait))


def _kind_of_cut(cut: EndReason, method: str, wait: Deadline) -> ErrorKind:
    if wait.connected and method != "GET":
        return ErrorKind.OUTCOME_UNKNOWN
    return ErrorKind.CANCELLED if cut is EndReason.ABORTED else ErrorKind.CANNOT_CONNECT


def _kind(chain: list[BaseException], reason: str, method: str, wait: Deadline) -> ErrorKind:
    if method == "GET" and _any(chain, (urllib3.exceptions.DecodeError,)):
        return ErrorKind.REPLY_UNREADABLE
    if wait.connected:
        return ErrorKind.CANNOT_CONNECT if method == "GET" else ErrorKind.OUTCOME_UNKNOWN
    if reason.startswith("Tunnel connection failed"):
        return ErrorKind.PROXY_FAILED
    return next(
        (kind for kind, causes in _BEFORE_IT_WAS_SENT if _any(chain, causes)), ErrorKind.CANNOT_CONNECT
    )


def _detail(reason: str, wait: Deadline) -> str:
    return f"status {wait.status} had arrived, then: {reason}" if wait.status else reason


def _any(chain: list[BaseException], kinds: tuple[type[BaseException], ...]) -> bool:
    return any(isinstance(link, kinds) for link in chain)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an exception and its causes, the root cause last."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _reason(root: BaseException) -> str:
    foreign = isinstance(root, requests.RequestException | urllib3.exceptions.HTTPError)
    if foreign or not isinstance(root, OSError):
        return type(root).__name__
    if isinstance(root, ssl.SSLCertVerificationError):
        return root.verify_message
    return root.strerror or str(root) or type(root).__name__
