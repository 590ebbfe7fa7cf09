"""The loopback service refuses what the real one refuses, and runs alone."""

import io
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from types import MappingProxyType
from typing import Any

import pytest
from PIL import Image

from tests.support.segmind_behaviours import hang, slow, status, trickle_body
from tests.support.segmind_service import KEY, SLUGS, SegmindService

GOOD: dict[str, Any] = {"prompt": "a face"}


def ask(
    service: SegmindService,
    fields: object = GOOD,
    path: str = f"/v1/{SLUGS[0]}",
    headers: Mapping[str, str | None] = MappingProxyType({}),
) -> tuple[int, dict[str, str], bytes]:
    """POST, with a client that is not the program's own; a header of None is left out."""
    names = {"content-type": "application/json", "x-api-key": KEY, **headers}
    sent = {name: value for name, value in names.items() if value is not None}
    body = fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    request = urllib.request.Request(service.url + path, body, sent)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@pytest.mark.parametrize("slug", SLUGS)
def test_it_makes_a_picture_as_large_as_asked(service: SegmindService, slug: str) -> None:
    code, headers, body = ask(service, {**GOOD, "img_width": 1024, "img_height": 768}, f"/v1/{slug}")
    assert (code, headers["content-type"]) == (200, "image/jpeg")
    with Image.open(io.BytesIO(body)) as image:
        assert (image.format, image.size) == ("JPEG", (1024, 768))
    assert 0 <= int(headers["x-seed-value"]) <= 999_999_999_999_999
    assert len(service.billed) == 1
    assert service.credits == pytest.approx(18.42 - 0.003)


def test_the_same_seed_makes_the_same_picture(service: SegmindService) -> None:
    first, second, other = (ask(service, {**GOOD, "seed": seed})[2] for seed in (1, 1, 2))
    assert first == second != other


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"prompt": ""}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"negative_prompt": 5}, "negative_prompt"),
        ({"scheduler": "heun karras"}, "scheduler"),
        ({"num_inference_steps": 19}, "num_inference_steps"),
        ({"num_inference_steps": 101}, "num_inference_steps"),
        ({"num_inference_steps": 20.5}, "num_inference_steps"),
        ({"guidance_scale": 0}, "guidance_scale"),
        ({"guidance_scale": "much"}, "guidance_scale"),
        ({"guidance_scale": "99"}, "guidance_scale"),
        ({"samples": 5}, "samples"),
        ({"samples": True}, "samples"),
        ({"seed": -2}, "seed"),
        ({"seed": 10**15}, "seed"),
        ({"img_width": 513}, "img_width"),
        ({"img_height": "513"}, "img_height"),
        ({"base64": 1}, "base64"),
    ],
)
def test_it_refuses_and_names_the_field(service: SegmindService, change: dict[str, Any], field: str) -> None:
    code, _, body = ask(service, {**GOOD, **change})
    assert code == 400
    assert json.loads(body)["error"].startswith(field)
    assert service.billed == []


def test_it_takes_what_the_older_client_sends(service: SegmindService) -> None:
    """Numbers as text, and a field that is none of this model's."""
    texts = {"samples": "1", "num_inference_steps": "25", "guidance_scale": "7", "seed": "5"}
    assert ask(service, {**GOOD, **texts, "img_width": 1024, "strength": "0.75"})[0] == 200
    assert service.records.rows[0]["request_body"]["strength"] == "0.75"


@pytest.mark.parametrize(
    ("headers", "code", "words"),
    [
        ({"x-api-key": None}, 401, b"Missing Authorization or x-api-key"),
        ({"x-api-key": None, "authorization": f"Bearer {KEY}"}, 401, b"Missing"),
        ({"x-api-key": "SG_other"}, 401, b"invalid or may have expired"),
        ({"content-type": "text/plain"}, 406, b"Invalid content type"),
    ],
)
def test_it_refuses_by_the_headers(
    service: SegmindService, headers: dict[str, str | None], code: int, words: bytes
) -> None:
    found, _, body = ask(service, headers=headers)
    assert found == code
    assert words in body


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff"])
def test_it_refuses_what_is_no_json_object(service: SegmindService, body: bytes) -> None:
    assert ask(service, body)[0] == 400


def test_it_knows_no_other_model_and_no_other_verb(service: SegmindService) -> None:
    assert ask(service, path="/v1/sd1.5-epicrealism")[0] == 200
    assert ask(service, path="/v1/sdxl")[0] == 404
    assert ask(service, path="/v2/sdxl")[0] == 404
    assert ask(service, path=f"/v3/{SLUGS[0]}")[0] == 404
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"{service.url}/v1/{SLUGS[0]}", timeout=5)
    with caught.value as error:
        assert error.code == 405
        assert b"<title>" in error.read()


def test_behaviours_are_for_one_request_each(service: SegmindService) -> None:
    service.next(status(503), slow(0.01))
    assert [ask(service)[0] for _ in range(3)] == [503, 200, 200]
    assert [one.path for one in service.received] == [f"/v1/{SLUGS[0]}"] * 3


def test_closing_ends_every_answer_under_way() -> None:
    before = threading.active_count()
    with SegmindService() as service:
        service.next(hang(), trickle_body())
        clients = [threading.Thread(target=_ask_in_vain, args=(service,)) for _ in range(2)]
        for client in clients:
            client.start()
        service.wait_for(2)
    for client in clients:
        client.join(5)
    assert threading.active_count() == before


def _ask_in_vain(service: SegmindService) -> None:
    with pytest.raises((OSError, HTTPException)):
        ask(service)


def test_it_runs_alone_and_takes_any_key() -> None:
    command = [sys.executable, "-m", "tests.support.segmind_service", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            url = process.stdout.readline().split()[-1]
            request = urllib.request.Request(f"{url}/v1/get-user-credits", headers={"x-api-key": "any"})
            with urllib.request.urlopen(request, timeout=5) as answer:
                assert json.load(answer) == {"credits": 18.42, "free-credits": 0.0184}
        finally:
            process.terminate()
