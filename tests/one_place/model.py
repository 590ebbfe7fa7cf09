"""A model that is shipped: a row in core/catalog.py, with ranges, a default and a price of its own."""

from tests.one_place.adding import add_row

add_row(
    "portrait_app.core.catalog",
    """
    Endpoint(
        slug="sdxl1.0-daguerre",
        name="Daguerre",
        engine=SEGMIND,
        help=QT_TRANSLATE_NOOP("catalog", "Portraits as on old plates."),
        unused=frozenset({"negative_prompt"}),
        parameters=_with(
            scheduler={"choices": (Choice("Euler", "Euler"), Choice("LCM", "LCM")), "default": "LCM"},
            num_inference_steps={"minimum": 2, "maximum": 12, "default": 4},
            img_width=_SIDE_OF_SDXL,
        ),
        reads_weights=True,
        family=_SDXL,
        about_cost=Decimal("0.02"),
    ),
    """,
    before='Endpoint(\n        slug="sketch-lorelei",',
)

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox
from pytestqt.qtbot import QtBot

from portrait_app.core.catalog import SEGMIND, endpoint
from portrait_app.core.differences import differences
from portrait_app.core.fitting import nearest_model
from portrait_app.core.metadata.found_settings import found_settings, refused
from portrait_app.core.metadata.infotext import write_infotext
from portrait_app.core.metadata.infotext_reader import read_infotext
from portrait_app.core.money.estimates import estimate
from portrait_app.core.request import GenerationRequest, InvalidRequest, build_request
from portrait_app.imaging.reading import check_image
from portrait_app.importing.reader import PictureFileReader
from portrait_app.jobs.model_list import ModelList
from portrait_app.ui.create.engine_choice import EngineChoice
from portrait_app.ui.create.form import ParameterForm
from portrait_app.ui.create.panel import ParameterPanel
from portrait_app.ui.create.parameter_model import ParameterModel
from portrait_app.ui.gallery.inspector import InspectorPanel
from portrait_app.ui.kit.selectable_text import SelectableText
from portrait_app.ui.models.front import ModelsFront
from portrait_app.ui.models.models_page import ModelsPage
from tests.export.making import Desk, a_desk, an_image, encoded
from tests.support.pictures import a_picture
from tests.support.program import RunningProgram
from tests.support.segmind_service import KEY, SegmindService

SLUG = "sdxl1.0-daguerre"
SMALL = {"prompt": "a sailor", "num_inference_steps": 4, "img_width": 904, "scheduler": "Euler"}


class Taking(SegmindService):
    """A service that has the model, with its ranges."""

    def _checked(self, received, slug):  # type: ignore[no-untyped-def] # as in the base class
        if slug != SLUG:
            return super()._checked(received, slug)
        return {"samples": 1, "seed": -1, "base64": False, "img_height": 512, **received.json}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[SegmindService]:
    monkeypatch.setenv("SEGMIND_API_KEY", KEY)
    with Taking() as service:
        yield service


def test_from_the_panel_to_the_service_and_back(tmp_path: Path, qtbot: QtBot, cloud: SegmindService) -> None:
    program = RunningProgram(tmp_path, qtbot, api=cloud.url)
    program.find(EngineChoice).choose(SEGMIND)
    panel, model = program.find(ParameterPanel), program.find(ParameterModel)
    models = next(box for box in panel.findChildren(QComboBox) if box.accessibleName() == "Model")
    assert "Daguerre" in [models.itemText(place) for place in range(models.count())]
    panel.endpoint_chosen.emit(SLUG)
    assert model.values()["num_inference_steps"] == 4  # its default: the sample's 30 is not allowed
    assert model.values()["scheduler"] == "LCM"
    width = program.find(ParameterForm).editor("img_width").findChild(QDoubleSpinBox)
    assert isinstance(width, QDoubleSpinBox)
    assert (width.minimum(), width.maximum()) == (512, 2048)
    width.setValue(901)
    assert model.values()["img_width"] == 904
    qtbot.waitUntil(lambda: "About 0.0200 USD" in panel._cost.text())
    model.set_values(SMALL)
    program.action("generate").trigger()
    program.wait_for_pictures(1)
    sent = cloud.billed[0]
    assert sent.path == f"/v1/{SLUG}"
    assert (sent.json["num_inference_steps"], sent.json["img_width"]) == (4, 904)
    assert "negative_prompt" not in sent.json

    program.view.go_to(program.model.ids_between(0, 0)[0])
    inspector = program.find(InspectorPanel)
    qtbot.waitUntil(lambda: inspector.shown is not None)
    told = {text.accessibleName() for text in inspector.findChildren(SelectableText)}
    assert "Steps: 4" in told
    library = program.backend.library
    assert library.known_values("model") == ["Daguerre"]
    page = program.find(ModelsFront)._build_page()
    assert isinstance(page, ModelsPage)
    qtbot.addWidget(page)
    assert SLUG in [row.model.slug for row in page.table.rows]
    program.close()

    program = RunningProgram(tmp_path, qtbot, api=cloud.url)  # it is chosen again
    assert program.find(ParameterModel).endpoint == endpoint(SLUG)
    assert program.find(ParameterModel).values()["num_inference_steps"] == 4
    assert program.find(ModelList).find(SLUG) == endpoint(SLUG)
    program.close()


def test_its_ranges_decide_what_can_be_asked() -> None:
    model = endpoint(SLUG)
    build_request(model, SMALL)
    with pytest.raises(InvalidRequest):
        build_request(model, {**SMALL, "num_inference_steps": 30})
    assert refused(model, {"num_inference_steps": 2, "img_width": 1000}) == []
    assert refused(model, {"num_inference_steps": 30, "img_width": 1001}) == [
        "num_inference_steps",
        "img_width",
    ]
    assert estimate(build_request(model, SMALL), []).amount * 100 == 2


def test_an_infotext_tells_it_and_is_read_back_with_its_ranges() -> None:
    picture = replace(a_picture(), request=build_request(endpoint(SLUG), SMALL))
    written = write_infotext(picture, "Portrait Studio 1.0")
    assert "Model: Daguerre" in written
    text = read_infotext(written)
    assert text is not None
    found = found_settings("", text.prompt, text.negative_prompt, text.pairs)
    assert found.endpoint == SLUG
    assert (found.values["num_inference_steps"], found.values["scheduler"]) == (4, "Euler")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(tmp_path)


def test_files_and_tables_tell_it(desk: Desk) -> None:
    request = build_request(endpoint(SLUG), {**SMALL, "negative_prompt": ""})
    picture = desk.shelf.put(encoded(an_image(), "PNG"), request=request)
    file = desk.export_one(desk.plan("jpeg", template="{model}-{steps}"), picture)
    assert file.stem == "Daguerre-4"
    brought, _image = PictureFileReader(check_image).read(file)
    assert brought.request == request
    assert brought.request.model == endpoint(SLUG)
    table = desk.export_one(desk.plan("csv"), picture).read_text("utf-8-sig")
    (row,) = csv.DictReader(table.splitlines())
    assert (row["engine"], row["model"], row["endpoint"]) == (SEGMIND, "Daguerre", SLUG)


def test_it_is_compared_and_takes_the_place_of_one_that_is_gone() -> None:
    request = build_request(endpoint(SLUG), SMALL)
    others = (
        replace(a_picture(), request=request.with_values(num_inference_steps=steps)) for steps in (4, 5)
    )
    (found,) = differences(list(others))
    assert (found.parameter.key, found.values) == ("num_inference_steps", (4, 5))
    gone = replace(endpoint("sdxl1.0-realvis"), slug="gone")
    assert nearest_model(gone, SMALL, [endpoint("sd1.5-scifi"), endpoint(SLUG)]) == endpoint(SLUG)
    stored = GenerationRequest.from_record(request.record())
    assert stored.model is endpoint(SLUG)
