"""The host of publishers' models: what it says about a file, and the file's bytes.

Large files are on another host, to which the first answer redirects. No key and no cookie is ever sent, so
redirects are followed. Each address must be safe: https and public, unless the host is on this computer, too.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urljoin

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.net.origins import origin_of, reach_from
from portrait_app.net.streaming import Patience, Stream, streamed

HUGGING_FACE = "https://huggingface.co"
PATIENCE = Patience(connect=20, data=60)

_MOST_REDIRECTS = 5
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_NO_HEAD = (405, 501)  # the host answers only GET
_DESCRIBING = ("x-linked-size", "x-linked-etag", "x-repo-commit", "etag")
_OF_THE_WAY = frozenset(
    {
        ErrorKind.CANNOT_CONNECT,
        ErrorKind.TLS_FAILED,
        ErrorKind.PROXY_FAILED,
        ErrorKind.PROXY_UNSUPPORTED,
        ErrorKind.BAD_ADDRESS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """What the host says about one file: of a large one the SHA-256, of a small one git's hash."""

    size: int
    sha256: str = ""
    git_sha1: str = ""


class ModelHost:
    """The files of one repository at one revision."""

    def __init__(self, address: str, source: str, revision: str, patience: Patience = PATIENCE) -> None:
        self._address = address.rstrip("/")
        self._source = source
        self._revision = revision
        self._patience = patience

    def ask(self, path: str, cancel: Cancel) -> RemoteFile:
        """Return what the host says about a file. Raises AppError."""
        try:
            with self._answer("HEAD", path, {}, cancel) as (stream, said):
                return self._remote_file(path, stream, said)
        except _StatusError as refused:
            if refused.status not in _NO_HEAD:
                raise refused.error from None
        try:
            with self._answer("GET", path, {"Range": "bytes=0-0"}, cancel) as (stream, said):
                return self._remote_file(path, stream, said)
        except _StatusError as refused:
            raise refused.error from None

    @contextmanager
    def body(self, path: str, start: int, etag: str, cancel: Cancel) -> Iterator[Stream]:
        """Yield the answer with the file from byte `start` on: status 206, or 200 for the whole file.

        `etag` is that of the answer that brought the first bytes. If the file has changed since then, all of
        it comes. Status 416 is yielded, too: the file is not as long as `start`.

        Raises:
            AppError: for every other status, and if the host cannot be reached.
        """
        headers = {"Range": f"bytes={start}-"} if start else {}
        if start and etag and not etag.startswith("W/"):
            headers["If-Range"] = etag
        try:
            with self._answer("GET", path, headers, cancel, also=416) as (stream, _said):
                yield stream
        except _StatusError as refused:
            raise refused.error from None

    @contextmanager
    def _answer(
        self, method: str, path: str, headers: Mapping[str, str], cancel: Cancel, *, also: int = 0
    ) -> Iterator[tuple[Stream, Mapping[str, str]]]:
        """Follow redirects. Yield the last answer, and what the answers said about the file."""
        url = f"{self._address}/{quote(self._source)}/resolve/{self._revision}/{quote(path)}"
        said: Mapping[str, str] = {}
        with ExitStack() as stack:
            for _ in range(_MOST_REDIRECTS + 1):
                stack.pop_all().close()
                stream = stack.enter_context(self._request(method, url, headers, cancel))
                said = {**{key: stream.headers[key] for key in _DESCRIBING if key in stream.headers}, **said}
                if not 300 <= stream.status < 400:
                    break
                if "x-linked-size" in said and method == "HEAD":
                    break  # the other host need not be asked
                url = _next(url, stream.headers.get("location", ""))
            else:
                raise AppError(ErrorKind.MODEL_HOST_ODD, "it redirects too often")
            if stream.status >= 400 and stream.status != also:
                raise _StatusError(stream)
            yield stream, said

    @contextmanager
    def _request(self, method: str, url: str, headers: Mapping[str, str], cancel: Cancel) -> Iterator[Stream]:
        reach = reach_from(self._address, url)
        if reach is None:
            raise AppError(ErrorKind.MODEL_HOST_ODD, "it redirects to an address that is not safe")
        try:
            with streamed(method, url, self._patience, headers=headers, cancel=cancel, reach=reach) as stream:
                yield stream
        except AppError as error:
            if error.kind not in _OF_THE_WAY:
                raise
            origin = origin_of(url)
            host = origin.host if origin else ""
            raise AppError(ErrorKind.MODEL_DOWNLOAD_CUT, f"{host}: {error.detail}", host=host) from None

    def _remote_file(self, path: str, stream: Stream, said: Mapping[str, str]) -> RemoteFile:
        commit = said.get("x-repo-commit", self._revision)
        if commit != self._revision:
            raise AppError(ErrorKind.MODEL_HOST_ODD, f"{path}: it sent revision {commit[:64]}")
        check_type(path, stream)
        size = _size(said, stream)
        if size is None:
            raise AppError(ErrorKind.MODEL_HOST_ODD, f"{path}: it does not say the size")
        file = RemoteFile(size=size)
        tag = said.get("x-linked-etag", said.get("etag", "")).removeprefix("W/").strip('"').lower()
        if _SHA256.fullmatch(tag):
            return replace(file, sha256=tag)
        return replace(file, git_sha1=tag) if _SHA1.fullmatch(tag) else file


def check_type(path: str, stream: Stream) -> None:
    """Raise MODEL_HOST_ODD if a web page came instead of a file: so a network may ask for a login."""
    if stream.status < 300 and stream.headers.get("content-type", "").lower().startswith("text/html"):
        raise AppError(ErrorKind.MODEL_HOST_ODD, f"{path}: a web page came instead", is_page=1)


def _size(said: Mapping[str, str], stream: Stream) -> int | None:
    whole = stream.headers.get("content-range", "").rpartition("/")[2]
    of_body = stream.headers.get("content-length", "") if stream.status == 200 else ""
    for text in (said.get("x-linked-size", ""), whole, of_body):
        if text.isascii() and text.isdigit():
            return int(text)
    return None


def _next(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip())
    except ValueError:
        return ""


class _StatusError(Exception):
    """An answer with an error's status."""

    def __init__(self, stream: Stream) -> None:
        super().__init__()
        self.status = stream.status
        self.error = _error_of(stream)


def _error_of(stream: Stream) -> AppError:
    status = stream.status
    wait = stream.headers.get("retry-after", "")
    facts: dict[str, Any] = {"status": status}
    if wait.isascii() and wait.isdigit():
        facts["retry_after"] = min(int(wait), 3600)
    if status in (401, 403):
        return AppError(ErrorKind.MODEL_HOST_REFUSED, **facts)
    if status in (404, 410):
        return AppError(ErrorKind.MODEL_NOT_THERE, **facts)
    if status == 429 or status >= 500:
        return AppError(ErrorKind.MODEL_HOST_BUSY, **facts)
    return AppError(ErrorKind.MODEL_HOST_ODD, f"status {status}", **facts)
