"""A key is taken out of every text, in whatever form it comes back."""

import base64
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portrait_app.core.redaction import CONCEALED, blacked_out, holds_key, redacted

KEY = "SG_0123456789abcdef"
ODD_KEY = 'gate way/"key"+tail=='

FORMS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "upper": str.upper,
    "lower": str.lower,
    "swapped": str.swapcase,
    "reversed": lambda key: key[::-1],
    "hex": lambda key: key.encode().hex(),
    "HEX": lambda key: key.encode().hex().upper(),
    "hex of the reversed": lambda key: key[::-1].encode().hex(),
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 for addresses": lambda key: base64.urlsafe_b64encode(key.encode()).decode(),
    "base64 of the reversed": lambda key: base64.b64encode(key[::-1].encode()).decode(),
    "quoted": lambda key: quote(key, safe=""),
    "quoted for a form": quote_plus,
    "every letter quoted": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()),
    "JSON": lambda key: json.dumps(key)[1:-1],
    "repr": lambda key: repr(key)[1:-1],
}


@pytest.mark.parametrize("key", [KEY, ODD_KEY])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS.keys())
def test_it_is_found_in_every_form(key: str, form: Callable[[str], str]) -> None:
    shown = form(key)
    text = f"before {shown} after"
    assert redacted(text, "another-key", key).startswith(f"before {CONCEALED}")
    assert shown not in redacted(text, key)
    assert holds_key(text, key)
    body = blacked_out(text.encode(), key)
    assert len(body) == len(text.encode())
    assert body.startswith(b"before ****")
    assert body.rstrip(b"=*").endswith(b"after")
    assert shown.encode() not in body


@pytest.mark.parametrize("key", ["", "e", "key"])
def test_what_is_no_secret_blacks_nothing_out(key: str) -> None:
    assert redacted("every key", key) == "every key"
    assert blacked_out(b"every key", key) == b"every key"
    assert not holds_key("every key", key)


def test_a_structure_stays_as_it_was() -> None:
    assert blacked_out(b'{"error": "SG_01"}', "SG_01") == b'{"error": "*****"}'
    assert blacked_out(b"as it is", KEY) == b"as it is"


@pytest.mark.parametrize("at", [0, 5, (1 << 20) - 19, (1 << 20) - 10, 1 << 20, (2 << 20) - 1, (2 << 20) + 40])
def test_it_is_found_wherever_it_stands_in_a_large_body(at: int) -> None:
    body = bytearray(b"x" * ((2 << 20) + 60))
    body[at : at + len(KEY)] = KEY.encode()
    clean = blacked_out(bytes(body), KEY)
    assert clean == bytes(body).replace(KEY.encode(), b"*" * len(KEY))


@given(before=st.binary(max_size=4), after=st.binary(max_size=4))
def test_it_is_found_within_base64_of_something_longer(before: bytes, after: bytes) -> None:
    encoded = base64.b64encode(before + KEY.encode() + after)
    assert blacked_out(encoded, KEY).count(b"*") >= len(KEY)
    assert CONCEALED in redacted(encoded.decode(), KEY)


@given(st.text(max_size=60), st.text(min_size=4, max_size=30))
def test_any_text_with_any_key_is_redacted(text: str, key: str) -> None:
    assert key not in redacted(text + key, key).replace(CONCEALED, "")
