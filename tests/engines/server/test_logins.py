"""Logins: from the keychain, for one address, and nowhere else."""

import logging
from dataclasses import replace

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.errors import AppError, ErrorKind
from tests.engines.server.conftest import World
from tests.support.picture_server import PictureServer

SECRET = "correct horse battery"


def entry(server: PictureServer, user: str = "anna") -> str:
    return f"server {user} http://127.0.0.1:{server.port}"


def test_the_stored_password_is_sent(world: World, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = world.start("a1111", login=("anna", SECRET), user="anna")
    world.desk.save_password(world.listed[0], SECRET)
    assert world.store(entry(server)).key == SECRET
    assert world.generate().images
    assert SECRET in world.concealed
    assert SECRET not in caplog.text
    assert SECRET not in str(world.spooled)


def test_it_is_read_from_the_keychain_once(world: World) -> None:
    server = world.start("a1111", login=("anna", SECRET), user="anna")
    world.store(entry(server)).key = SECRET
    world.models()
    world.store(entry(server)).error = ErrorKind.KEYCHAIN_LOCKED
    assert world.generate().images


def test_a_locked_keychain_is_said(world: World) -> None:
    server = world.start("a1111", login=("anna", SECRET), user="anna")
    world.store(entry(server)).error = ErrorKind.KEYCHAIN_LOCKED
    with pytest.raises(AppError) as raised:
        world.models()
    assert raised.value.kind is ErrorKind.KEYCHAIN_LOCKED


def test_a_wrong_password_is_refused_and_not_in_the_error(world: World) -> None:
    world.start("a1111", login=("anna", SECRET), user="anna")
    world.desk.save_password(world.listed[0], "wrong password")
    with pytest.raises(AppError) as raised:
        world.models()
    assert raised.value.kind is ErrorKind.LOGIN_REFUSED
    assert "wrong password" not in str(raised.value)


def test_an_echoed_password_is_removed(world: World) -> None:
    server = world.start("a1111", login=("anna", SECRET), user="anna")
    world.desk.save_password(world.listed[0], SECRET)
    model = world.models()[0]
    server.next(
        lambda _server, received: (500, {"error": f"odd: {received.headers['authorization']} {SECRET}"})
    )
    with pytest.raises(AppError) as raised:
        world.generate(model)
    said = str(raised.value)
    assert raised.value.kind is ErrorKind.SERVER_ERROR
    assert "odd" in said
    assert SECRET not in said
    assert server.received[-1].headers["authorization"].split()[1] not in said


def test_another_address_gets_no_password(world: World) -> None:
    world.start("a1111", login=("anna", SECRET), user="anna")
    world.desk.save_password(world.listed[0], SECRET)
    world.models()
    with PictureServer("a1111") as other:
        world.list_(replace(world.listed[0], address=other.url))
        world.models()
        sent = {one.headers["authorization"] for one in other.received}
    assert sent == {"Basic YW5uYTo="}  # the user name without a password


def test_an_empty_password_removes_the_stored_one(world: World) -> None:
    server = world.start("a1111", login=("anna", SECRET), user="anna")
    world.desk.save_password(world.listed[0], SECRET)
    world.desk.save_password(world.listed[0], "")
    assert world.store(entry(server)).key == ""
    with pytest.raises(AppError):
        world.models()


def test_the_system_s_proxy_is_not_used_at_home(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    server = world.start("a1111")
    with PictureServer("a1111") as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.delenv("no_proxy", raising=False)
        monkeypatch.delenv("NO_PROXY", raising=False)
        world.desk.test(world.listed[0], None, Cancel())
        assert not proxy.received
    assert server.received
