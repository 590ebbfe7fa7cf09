"""The imitation against the service's own clients, pointed at it: what they can do there, they can do here.

They come with the `dev` extra. Where they are not installed, these tests are skipped and say so.
"""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from PIL import Image

from tests.support.segmind_service import COST, KEY, SLUGS, SegmindService

sdk = pytest.importorskip("segmind", reason="the official client `segmind` is not installed")
older = pytest.importorskip("segmindapi", reason="the official client `segmindapi` is not installed")
SLUG = SLUGS[0]


@pytest.fixture
def client(service: SegmindService) -> Iterator[Any]:
    """The newer client, whose every address leads to the imitation: those of the history are fixed in it."""
    client = sdk.SegmindClient(api_key=KEY, base_url=f"{service.url}/v1")

    def here(request: Any) -> None:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=service.port)

    client._client.event_hooks = {"request": [here]}
    yield client
    client._client.close()


def classes() -> list[str]:
    """Return the older client's classes that make a picture of a text alone."""
    from segmindapi.T2I import T2I  # noqa: PLC0415 - there is none where the package is not

    return sorted(
        name for name, kind in vars(older).items() if isinstance(kind, type) and issubclass(kind, T2I)
    )


@pytest.mark.parametrize("name", classes())
def test_every_model_of_the_older_client(
    service: SegmindService, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = getattr(older, name)(api_key=KEY)
    model.url = model.url.replace("https://api.segmind.com", service.url)
    image = model.generate(prompt="a face", seed=5)
    assert image.size == (1024, 1024)
    sent = service.billed[0].json
    assert (sent["seed"], type(sent["num_inference_steps"])) == ("5", str)
    assert "strength" in sent


def test_a_picture_at_once(client: Any, service: SegmindService) -> None:
    answer = client.run_sync(SLUG, prompt="a face", seed=5)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (512, 512)
    assert len(service.billed) == 1


def test_a_picture_that_is_queued(client: Any, service: SegmindService) -> None:
    service.records.polls = 1
    job = client.submit_async(SLUG, prompt="a face")
    assert job.status()["status"] in ("QUEUED", "PROCESSING")
    result = job.wait(timeout=5, interval=0.01)
    assert result["output"].startswith(f"{service.url}/outputs/")
    assert result["metrics"]["cost"] == pytest.approx(COST)
    assert job.submit_response["poll_url"].endswith(f"/v1/requests/{job.request_id}")


def test_a_queued_picture_that_fails(client: Any, service: SegmindService) -> None:
    service.records.fails = "out of memory"
    with pytest.raises(sdk.InferenceFailed) as caught:
        client.submit_async(SLUG, prompt="a face").wait(timeout=5, interval=0.01)
    assert caught.value.detail == "out of memory"


def test_refusals(client: Any, service: SegmindService) -> None:
    with pytest.raises(sdk.SegmindError) as caught:
        client.run_sync(SLUG, prompt="")
    assert (caught.value.status, caught.value.detail) == (400, "prompt is mandatory and must be a string")
    service.key = "SG_another"
    with pytest.raises(sdk.SegmindError) as caught:
        client.generations.history()
    assert caught.value.status == 401


def test_the_history_sorted_filtered_and_by_pages(client: Any) -> None:
    for slug in (SLUGS[0], SLUGS[1], SLUGS[0]):
        client.run_sync(slug, prompt=f"a face of {slug}")
    history = client.generations.history
    newest = [row["request_id"] for row in history()["data"]]
    assert newest == ["rq-3", "rq-2", "rq-1"]
    assert [row["request_id"] for row in history(sort_order="asc")["data"]] == newest[::-1]
    assert [row["model_name"] for row in history(sort_by="model_name", sort_order="asc")["data"]] == [
        SLUGS[0],
        SLUGS[0],
        SLUGS[1],
    ]
    assert [row["request_id"] for row in history(model_name="smallsd")["data"]] == ["rq-2"]
    assert [row["request_id"] for row in history(page=2, per_page=2)["data"]] == ["rq-1"]
    assert history(status="FAILED")["data"] == []
    row = history()["data"][0]
    assert row["request_body"] == {"prompt": f"a face of {SLUG}"}
    assert row["credits_deduction"] == pytest.approx(COST)
    assert row["model_created"]


@pytest.mark.parametrize(
    "asked",
    [
        {"from_date": "2026-01-01", "to_date": "2026-02-01"},
        {"from_date": "2026-02-01", "to_date": "2026-01-01"},
        {"per_page": 101},
        {"sort_by": "colour"},
    ],
)
def test_what_the_history_refuses(client: Any, asked: dict[str, Any]) -> None:
    with pytest.raises(sdk.SegmindError) as caught:
        client.generations.history(**asked)
    assert caught.value.status == 400


def test_one_request_those_with_an_output_and_the_recent_ones(client: Any, service: SegmindService) -> None:
    client.run_sync(SLUG, prompt="a face")
    assert [row["request_id"] for row in client.generations.get("rq-1")["data"]] == ["rq-1"]
    with pytest.raises(sdk.SegmindError) as caught:
        client.generations.get("rq-2")
    assert caught.value.status == 404
    assert len(client.generations.list(model_name=SLUG)["data"]) == 1
    assert len(client.generations.list(start_date="2020-01-01", end_date="2020-01-02")["data"]) == 0
    assert len(client.generations.recent(SLUG)["data"]) == 1
