"""The models and schedulers that each program offers."""

import pytest

from portrait_app.core.cancel import Cancel
from portrait_app.core.catalog import Endpoint
from portrait_app.core.errors import AppError, ErrorKind
from portrait_app.core.field import Kind
from portrait_app.core.servers import ServerEntry
from tests.engines.server.conftest import World
from tests.support.picture_server import PictureServer

PROGRAMS = {
    "a1111": "AUTOMATIC1111",
    "forge": "Forge",
    "sdnext": "SD.Next",
    "sdcpp": "stable-diffusion.cpp",
    "kobold": "KoboldCpp",
    "drawthings": "Draw Things",
}


def offered(model: Endpoint) -> dict[str, str]:
    return {str(choice.value): choice.label for choice in model.parameter("scheduler").choices}


@pytest.mark.parametrize(("program", "name"), PROGRAMS.items())
def test_each_program_is_told_from_the_others(world: World, program: str, name: str) -> None:
    server = world.start(program)
    report = world.desk.test(world.listed[0], None, Cancel())
    assert report.program == name
    assert report.samplers
    assert report.lists_models is (program != "drawthings")
    assert report.shows_progress is (program in ("a1111", "forge", "sdnext"))
    assert report.can_stop is (program in ("a1111", "forge", "sdnext"))
    assert not server.asked("/sdapi/v1/txt2img")  # a test makes no picture


def test_each_checkpoint_is_a_model_of_its_own(world: World) -> None:
    world.start("a1111")
    first, second = world.models()
    assert first.slug == "server:s1:dreamshaper_8"
    assert first.name == "dreamshaper_8"
    assert first.engine == "server"
    assert second.name == "realisticVision"
    assert first.reads_weights
    assert not first.cuts_text
    assert first.unused == {"base64"}
    assert first.parameter("img_width").kind is Kind.INTEGER
    assert first.parameter("img_width").multiple == 64
    assert first.parameter("num_inference_steps").minimum == 1


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("a1111", {"UniPC": "UniPC", "DPM Multi": "DPM Multi (DPM++ 2M)", "PNDM": "PNDM (PLMS)"}),
        ("a1111", {"DPM Single": "DPM Single ≈ DPM++ 2S a", "DDPM": "DDPM ≈ Euler a"}),
        ("a1111", {"DPM2 Karras": "DPM2 Karras", "DPM2 a Karras": "DPM2 a Karras", "Euler": "Euler"}),
        ("a1111", {"DPM++ 2M Karras": "DPM++ 2M Karras", "DPM++ SDE": "DPM++ SDE", "LCM": "LCM"}),
        ("sdnext", {"LMS": "LMS (LMSD)", "DPM2 Karras": "DPM2 Karras (KDPM2 Karras)", "DDPM": "DDPM"}),
        ("sdcpp", {"Euler a": "Euler a", "DPM Multi": "DPM Multi (dpm++2m)", "DDIM": "DDIM ≈ ddim_trailing"}),
        ("kobold", {"DPM2 Karras": "DPM2 Karras ≈ DPM2", "Heun": "Heun"}),
        ("drawthings", {"UniPC": "UniPC", "DPM Multi": "DPM Multi ≈ DPM++ 2M Karras", "LCM": "LCM"}),
    ],
)
def test_the_panel_offers_what_the_server_lists(world: World, program: str, expected: dict[str, str]) -> None:
    world.start(program)
    (*_, model) = world.models()
    assert expected.items() <= offered(model).items()


@pytest.mark.parametrize(
    ("program", "missing"),
    [
        ("sdcpp", ("UniPC", "PNDM", "default", "DPM2 a Karras")),
        ("kobold", ("UniPC", "DPM2 a Karras", "Euler Karras")),
        ("a1111", ("UniPC Karras", "DDIM Karras", "DPM++ 2M")),  # the last one is there as DPM Multi
    ],
)
def test_nothing_is_offered_that_the_server_lacks(
    world: World, program: str, missing: tuple[str, ...]
) -> None:
    world.start(program)
    assert not set(missing) & offered(world.models()[0]).keys()


def test_the_default_is_one_that_the_server_has(world: World) -> None:
    world.start("sdcpp")
    assert world.models()[0].parameter("scheduler").default == "DPM Multi"


def test_the_limits_of_kobold_are_known(world: World) -> None:
    world.start("kobold")
    (model,) = world.models()
    assert model.parameter("num_inference_steps").maximum == 80
    assert model.parameter("img_width").maximum == 1024
    assert model.parameter("seed").maximum == 2**31 - 1


def test_a_model_of_two_servers_is_one_row(world: World) -> None:
    world.start("a1111", models=("both", "first"))
    world.start("sdnext", models=("both", "second"))
    assert [model.slug for model in world.models()] == [
        "server:s1:both",
        "server:s1:first",
        "server:s2:second",
    ]
    assert world.models()[0].help == "AUTOMATIC1111 · a1111, sdnext"


def test_other_files_with_the_same_name_are_other_models(world: World) -> None:
    world.start("a1111", models=("both",))
    world.start("sdnext", models=("other", "both"))  # the digest depends on the position
    names = {model.slug: model.name for model in world.models()}
    assert names == {
        "server:s1:both": "both",
        "server:s2:other": "other",
        "server:s2:both": "both (sdnext)",
    }


def test_a_silent_server_hides_only_its_own_models(world: World) -> None:
    world.start("a1111", models=("first",))
    gone = world.start("sdnext", models=("second",))
    assert len(world.models()) == 2
    gone.close()
    assert [model.name for model in world.models()] == ["first"]


def test_without_any_answer_the_reason_is_told(world: World) -> None:
    world.start("a1111").close()
    with pytest.raises(AppError) as raised:
        world.models()
    assert raised.value.kind is ErrorKind.CANNOT_CONNECT
    assert raised.value.facts["server"] == "a1111"


def test_no_server_means_no_models(world: World) -> None:
    assert world.models() == ()


def test_servers_on_this_computer_are_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    forge = world.start("forge")
    locked = world.start("a1111", login=("anna", "secret"))
    with PictureServer("sdcpp") as gone:
        pass
    ports = (gone.port, forge.port, locked.port)
    monkeypatch.setattr("portrait_app.engines.server.desk.PORTS", ports)
    found = world.desk.find(Cancel())
    assert [(one.address, one.program) for one in found] == [(forge.url, "Forge"), (locked.url, "")]


def test_a_test_uses_the_typed_password(world: World) -> None:
    server = world.start("a1111", login=("anna", "secret"))
    typed = ServerEntry("new", "Studio", server.url, "anna")
    assert world.desk.test(typed, "secret", Cancel()).program == "AUTOMATIC1111"
    with pytest.raises(AppError) as raised:
        world.desk.test(typed, "wrong", Cancel())
    assert raised.value.kind is ErrorKind.LOGIN_REFUSED
    with pytest.raises(AppError) as raised:
        world.desk.test(ServerEntry("new", "Studio", server.url), None, Cancel())
    assert raised.value.kind is ErrorKind.LOGIN_MISSING
