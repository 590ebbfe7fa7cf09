"""The list of servers and their addresses."""

import json

import pytest

from portrait_app.core.servers import (
    ServerEntry,
    is_in_the_clear,
    is_nearby,
    read_servers,
    servers_text,
    tidy_address,
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("192.168.1.5:7860", "http://192.168.1.5:7860"),
        (" http://studio:7860/ ", "http://studio:7860"),
        ("https://pictures.example.org/sd/", "https://pictures.example.org/sd"),
        ("http://localhost:7860/sdapi/v1/txt2img", "http://localhost:7860"),
        ("http://127.0.0.1:7860/docs", "http://127.0.0.1:7860"),
        ("http://host:7860/?__theme=dark#top", "http://host:7860"),
        ("[::1]:7860", "http://[::1]:7860"),
        ("HTTP://Host:80", "http://host"),
        ("studio", "http://studio"),
        ("", ""),
        ("http://", ""),
        ("ftp://studio", ""),
        ("http://anna:secret@studio", ""),
        ("http://stu dio", ""),
        ("http://studio:99999", ""),
        ("http://stüdio", ""),
        ("http://evil.test\\@studio", ""),
    ],
)
def test_what_is_typed_becomes_an_address(typed: str, address: str) -> None:
    assert tidy_address(typed) == address
    assert tidy_address(address) == address


def test_a_list_comes_back_as_it_was() -> None:
    servers = (
        ServerEntry("a1", "Studio", "http://192.168.1.5:7860", "anna", is_enabled=False),
        ServerEntry("b2", "Laptop", "https://laptop.example.org"),
    )
    assert read_servers(servers_text(servers)) == servers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "{}",
        "[1, null, []]",
        json.dumps([{"id": "a", "address": "http://a b"}]),
        json.dumps([{"id": "a:b", "address": "http://a"}]),
        json.dumps([{"id": 5, "address": "http://a"}]),
        json.dumps([{"id": "", "address": "http://a"}]),
    ],
)
def test_damaged_settings_are_an_empty_list(text: str) -> None:
    assert read_servers(text) == ()


def test_a_server_without_a_name_has_its_address() -> None:
    (server,) = read_servers('[{"id": "a", "address": "studio:7860"}]')
    assert server == ServerEntry("a", "http://studio:7860", "http://studio:7860")


@pytest.mark.parametrize(
    ("host", "nearby"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("192.168.1.5", True),
        ("10.1.2.3", True),
        ("172.20.0.1", True),
        ("100.101.102.103", True),
        ("169.254.1.1", True),
        ("fd00::5", True),
        ("studio", True),
        ("studio.local", True),
        ("8.8.8.8", False),
        ("example.org", False),
        ("172.32.0.1", False),
        ("2001:4860:4860::8888", False),
    ],
)
def test_private_networks_are_nearby(host: str, nearby: bool) -> None:
    assert is_nearby(host) is nearby


def test_only_plain_http_to_another_network_is_in_the_clear() -> None:
    assert is_in_the_clear("http://example.org:7860")
    assert not is_in_the_clear("https://example.org:7860")
    assert not is_in_the_clear("http://192.168.1.5:7860")
    assert not is_in_the_clear("http://[::1]:7860")
