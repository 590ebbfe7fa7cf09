"""The dialog of exports: its preview, its mistakes, its presets, and the last export again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QInputDialog,
    QMenu,
    QMessageBox,
    QRadioButton,
)

from portrait_app.core.export.plan import ExportPlan, Privacy
from portrait_app.imaging.reading import check_image
from portrait_app.importing.reader import PictureFileReader
from portrait_app.ui.exporting.dialog import ExportDialog
from portrait_app.ui.kit.field_row import FieldRow
from tests.ui.exporting.exporting import Exporting, button, line


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person answers when asked for a name; nothing more is Cancel."""
    given: list[str] = []

    def answer(*_given: object, **_more: object) -> tuple[str, bool]:
        return (given.pop(0), True) if given else ("", False)

    monkeypatch.setattr(QInputDialog, "getText", answer)
    return given


# --- the dialog ---


def test_the_preview_follows_and_a_mistake_is_explained_where_it_is(exporting: Exporting) -> None:
    exporting.select(0, 1)
    dialog = exporting.open(template="old {number}")
    assert dialog.preview.names == ["old 1.jpg", "old 2.jpg"]
    assert dialog.preview.words.startswith("2 pictures · ")
    names = line(dialog, "Names")
    names.setFocus()
    names.selectAll()
    QTest.keyClicks(names, "new {numbr}")
    exporting.look(dialog)
    assert not dialog.preview.names
    said = dialog.form.look_for_problems()[0].problem()
    assert said == "There is no field “numbr”. Did you mean {number}? Ctrl+Space lists the fields."
    assert said in names.accessibleDescription()
    button(dialog, "Export").click()
    assert dialog.isVisible()
    assert not exporting.files
    assert names.selectedText() == "numbr"
    QTest.keyClicks(names, "number")
    exporting.look(dialog)
    assert dialog.preview.names == ["new 1.jpg", "new 2.jpg"]
    dialog.reject()


def test_fields_are_completed_with_the_keyboard(exporting: Exporting) -> None:
    exporting.select(0)
    dialog = exporting.open(template="x")
    names = line(dialog, "Names")
    names.setFocus()
    QTest.keyClick(names, Qt.Key.Key_End)
    QTest.keyClicks(names, " {se")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(names, key)
    assert names.text() == "x {seed}"
    assert dialog.isVisible()
    assert dialog.form.plan().template == "x {seed}"
    QTest.keyClick(names, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(names, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(names, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


MISTAKES = (
    ("Folder", "here/and/there", "Choose a folder, or enter its full path."),
    ("Folder", "", "Folder is required."),
    ("Names", "  ", "Enter a name, or insert a field such as {date}."),
    ("Names", "{date:3}", "The field {date} takes nothing after its name."),
    (
        "Names",
        "{seed:x}",
        "The colon in {seed} takes a width, as in {seed:03}, not “x”.",
    ),
    ("Names", "{seed", "The field “{seed” is not closed: a } is missing. To write a brace itself, use {{."),
    ("Names", "a}b", "Character 2 is a } without its {. To write a brace itself, use }}."),
    ("Captions", "{seed}|{promt}", "There is no field “promt”. Did you mean {prompt}? Ctrl+Space"),
    ("File name", "{seed}", "There is no field “seed”."),
)


def test_each_mistake_has_its_sentence(exporting: Exporting) -> None:
    for label, text, said in MISTAKES:
        is_sheet = label in ("Captions", "File name")
        dialog = exporting.open(format="contact_pdf" if is_sheet else "original")
        field = line(dialog, label)
        field.setText(text)
        field.textEdited.emit(text)
        assert dialog.form.look_for_problems()[0].problem().startswith(said)
        dialog.reject()
        exporting.settle()


def test_privacy_is_kept_and_told_to_the_file(exporting: Exporting) -> None:
    exporting.select(0)
    dialog = exporting.open(template="{prompt:20} {number}", format="jpeg")
    line(dialog, "Creator").setText("Ada")
    line(dialog, "Creator").textEdited.emit("Ada")
    label_only = next(one for one in dialog.findChildren(QRadioButton) if one.text() == "AI label only")
    assert "No prompt" in label_only.accessibleDescription()
    label_only.click()
    exporting.look(dialog)
    (name,) = exporting.export(dialog)
    assert name == "1.jpg"
    data = (exporting.folder / name).read_bytes()
    assert b"Ada" in data
    assert b"trainedAlgorithmicMedia" in data or b"algorithmicMedia" in data
    file, _image = PictureFileReader(check_image).read(exporting.folder / name)
    assert not file.request.prompt
    assert exporting.program.settings.value("creator") == "Ada"
    dialog = exporting.open()
    dialog.form.set_plan(exporting.controller._presets.current)
    assert dialog.form.plan().privacy is Privacy.LABEL_ONLY
    assert dialog.form.plan().creator == "Ada"
    dialog.reject()


def test_whose_picture_it_is_is_asked_only_where_the_file_tells_it(exporting: Exporting) -> None:
    dialog = exporting.open(format="csv")
    assert not line(dialog, "Creator").isVisible()
    dialog.form.set_plan(ExportPlan("jpeg", privacy=Privacy.NOTHING))
    assert line(dialog, "Creator").isVisible()
    assert not line(dialog, "Creator").isEnabled()
    dialog.form.set_plan(ExportPlan("contact_pdf", privacy=Privacy.LABEL_ONLY))
    assert line(dialog, "Creator").isEnabled()
    dialog.reject()


def test_the_options_of_a_format_stay_where_another_has_them_too(exporting: Exporting) -> None:
    dialog = exporting.open(format="jpeg", options={"longest_side": 640, "quality": 80})
    formats = next(box for box in dialog.findChildren(QComboBox) if box.accessibleName() == "Format")
    formats.setCurrentIndex(formats.findText("PNG"))
    exporting.look(dialog)
    assert dict(dialog.form.plan().options) == {"longest_side": 640, "srgb": True}
    assert all(name.endswith(".png") for name in dialog.preview.names)
    dialog.reject()


def test_everything_fits_a_small_window_with_large_type(exporting: Exporting, qapp: QApplication) -> None:
    before = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(before.pointSizeF() * 1.3)
    qapp.setFont(larger)
    try:
        exporting.program.window.resize(1100, 720)
        dialog = exporting.open(format="contact_pdf")
        assert dialog.width() <= 1100
        assert dialog.height() <= 720
        for text in ("Export", "Cancel"):
            place = button(dialog, text)
            corner = place.mapTo(dialog, place.rect().bottomRight())
            assert dialog.rect().contains(corner)
        dialog.reject()
    finally:
        qapp.setFont(before)


# --- again, and by preset ---


def test_the_last_export_is_repeated_without_a_dialog(exporting: Exporting) -> None:
    again = exporting.program.action("export_again")
    exporting.select(0)
    again.trigger()  # nothing was exported yet
    exporting.program.find(ExportDialog).reject()
    exporting.settle()
    exporting.export(exporting.open(template="{number}", format="png"))
    exporting.select(1, 2)
    exporting.come_back()
    QTest.keyClick(
        exporting.view,
        Qt.Key.Key_E,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    exporting.settle()
    assert not exporting.program.window.findChildren(ExportDialog)
    assert exporting.files == ["1 (2).png", "1.png", "2.png"]


def preset_menu(exporting: Exporting) -> QMenu:
    menu = exporting.program.action("export_preset").menu()
    assert isinstance(menu, QMenu)
    return menu


def names_in(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions()]


def test_presets_are_saved_renamed_deleted_and_used_from_the_menu(
    exporting: Exporting, answers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    agreed = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
    monkeypatch.setattr(QMessageBox, "question", lambda *_asked: agreed.pop(0))
    assert names_in(preset_menu(exporting)) == ["Client JPEG 2048", "Archive PNG"]
    exporting.select(0, 1)
    dialog = exporting.open(format="webp", template="web {number}")
    answers[:] = ["  For &  the web "]
    dialog.presets.save_wanted.emit()
    answers[:] = ["Site"]
    dialog.presets.rename_wanted.emit("For & the web")
    dialog.presets.delete_wanted.emit("Client JPEG 2048")  # but no
    dialog.presets.delete_wanted.emit("Archive PNG")
    dialog.presets.chosen.emit("Client JPEG 2048")
    assert dialog.form.plan().option("longest_side") == 2048
    assert dialog.form.plan().privacy is Privacy.LABEL_ONLY
    assert dialog.form.plan().folder == str(exporting.folder)
    dialog.reject()
    exporting.settle()
    menu = preset_menu(exporting)
    assert names_in(menu) == ["Client JPEG 2048", "Site"]
    menu.actions()[1].trigger()
    exporting.settle()
    assert exporting.files == ["web 1.webp", "web 2.webp"]
    menu.actions()[0].trigger()  # goes where the last one went
    exporting.settle()
    assert len(exporting.files) == 4


@pytest.mark.parametrize(
    ("inside", "used"), [("original", set()), ("png", {"srgb"}), ("jpeg", {"quality", "srgb"})]
)
def test_a_zip_offers_what_the_pictures_inside_have_a_use_for(
    exporting: Exporting, inside: str, used: set[str]
) -> None:
    exporting.select(0)
    dialog = exporting.open(format="zip", options={"inside": inside})
    rows = dialog.form.findChildren(FieldRow)
    offered = {row.editor.field.key for row in rows if row.isVisible() and row.isEnabled()}
    assert offered & {"quality", "srgb"} == used
    dialog.reject()


def test_a_preset_that_says_no_folder_asks_the_first_time(exporting: Exporting) -> None:
    exporting.select(0)
    preset_menu(exporting).actions()[1].trigger()
    dialog = exporting.program.find(ExportDialog)
    assert dialog.form.plan().format == "png"
    assert Path(dialog.form.plan().folder).is_absolute()
    dialog.reject()
