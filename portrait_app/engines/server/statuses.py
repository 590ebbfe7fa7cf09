"""Which error a server's answer stands for. Nothing here costs money, so nothing is ever in doubt."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from portrait_app.core.delivery import RawReply
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.redaction import redacted
from portrait_app.net.messages import words_of
from portrait_app.net.untrusted_json import parse_json

# The parameter that a field of a request stands for.
_PARAMETERS = {
    "batch_size": "samples",
    "cfg_scale": "guidance_scale",
    "height": "img_height",
    "negative_prompt": "negative_prompt",
    "prompt": "prompt",
    "sampler_index": "scheduler",
    "sampler_name": "scheduler",
    "scheduler": "scheduler",
    "seed": "seed",
    "steps": "num_inference_steps",
    "width": "img_width",
}


def _of_401(reply: RawReply, _words: str) -> ErrorKind:
    """Tell a login that the server asks for from one that it refuses."""
    return ErrorKind.LOGIN_REFUSED if reply.headers.get(SENT_LOGIN) else ErrorKind.LOGIN_MISSING


def _of_404(_reply: RawReply, words: str) -> ErrorKind:
    if re.search(r"sampler|scheduler", words):
        return ErrorKind.VALUE_REFUSED
    return ErrorKind.NO_SUCH_MODEL if re.search(r"model|checkpoint", words) else ErrorKind.WRONG_ADDRESS


SENT_LOGIN = "x-login-was-sent"  # set by `Connection` on the answer to a request with a login
_KINDS: Mapping[int, ErrorKind | Callable[[RawReply, str], ErrorKind]] = {
    400: ErrorKind.BAD_REQUEST,
    401: _of_401,
    403: _of_401,
    404: _of_404,
    405: ErrorKind.WRONG_ADDRESS,
    407: ErrorKind.PROXY_FAILED,
    413: ErrorKind.BAD_REQUEST,
    422: ErrorKind.VALUE_REFUSED,
    429: ErrorKind.RATE_LIMITED,
    500: ErrorKind.SERVER_ERROR,
    502: ErrorKind.SERVICE_UNAVAILABLE,
    503: ErrorKind.SERVICE_UNAVAILABLE,
    504: ErrorKind.SERVICE_UNAVAILABLE,
}


def is_success(status: int) -> bool:
    return 200 <= status < 300


def error_of(reply: RawReply, *secrets: str) -> AppError:
    """Return the error of an answer that is no success, without the secrets.

    Facts: ``status``, and ``field``, the parameter that the answer names.
    """
    words = redacted(words_of(reply.body), *secrets)
    if 300 <= reply.status < 400:
        return AppError(ErrorKind.REDIRECTED, words, status=reply.status)
    kind = _KINDS.get(reply.status, ErrorKind.UNEXPECTED_STATUS)
    if callable(kind):
        kind = kind(reply, words.lower())
    facts: dict[str, str | int | float] = {"status": reply.status}
    if kind is ErrorKind.VALUE_REFUSED and (field := _field_named(parse_json(reply.body), words)):
        facts["field"] = field
    return AppError(kind, words, **facts)


def _field_named(data: Any, words: str) -> str:
    """Return the parameter that an answer names, from a validator's list of places or from its words."""
    problems = data.get("detail") if isinstance(data, dict) else None
    for problem in problems if isinstance(problems, list) else ():
        place = problem.get("loc") if isinstance(problem, dict) else None
        for name in reversed(place) if isinstance(place, list) else ():
            if isinstance(name, str) and name in _PARAMETERS:
                return _PARAMETERS[name]
    found = re.search(rf"\b({'|'.join(_PARAMETERS)}|sampler)\b", words.lower())
    return _PARAMETERS.get(found[1], "scheduler") if found else ""
