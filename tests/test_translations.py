"""Every word of the window can be translated, and every number stands in a sentence that reads right."""

import ast
import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication

from portrait_app.ui.care.counts import CareCounts
from portrait_app.ui.curation.counts import CurationCounts
from portrait_app.ui.exporting.counts import ExportCounts
from portrait_app.ui.kit.counts import KitCounts
from portrait_app.ui.money.counts import MoneyCounts
from portrait_app.ui.queue.counts import QueueCounts
from tests.packaging.scripts import script
from tests.support.sources import PACKAGE, Source, faults, name_of, sources

translations = script("translations.py")
MODULES = sorted(PACKAGE.rglob("*.py"))
COUNTS = 1, 2, 5, 21


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lupdate finds, as it gives it to a translator."""
    ts = tmp_path_factory.mktemp("extracted") / "portrait_studio_eo.ts"
    translations.extract(ts)
    return ts


def messages(ts: Path) -> Iterator[tuple[str, ET.Element]]:
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            yield context.findtext("name", ""), message


# --- what is extracted ---


def test_lupdate_finds_what_the_code_has_to_the_string(extracted: Path) -> None:
    in_code = {source for file in MODULES for source in sources(file.read_text(encoding="utf-8"))}
    assert {Source(*message) for message in translations.messages(extracted)} == in_code
    assert len(in_code) > 1000


@pytest.mark.parametrize("file", MODULES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_no_module_hides_a_string_from_lupdate(file: Path) -> None:
    assert list(faults(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "_T = QT_TRANSLATE_NOOP",
        "from portrait_app.core.text import QT_TRANSLATE_NOOP as _T",
        "tr = QCoreApplication.translate",
        "words = partial(self.tr, 'a')",
        "self.tr('a' if x else 'b')",
        "self.tr(f'{a} b')",
        "self.tr(_ROWS[key])",
        "QT_TRANSLATE_NOOP('a', text)",
        "QCoreApplication.translate('a', 'b' if x else 'c')",
        "QCoreApplication.translate('a', 'b', n=2)",
        "def _tr(text):\n    return QCoreApplication.translate('a', text)\n_tr('b' if x else 'c')",
    ],
)
def test_what_hides_a_string_is_noticed(code: str) -> None:
    assert len(list(faults(code))) == 1


def test_a_single_word_says_what_it_means(extracted: Path) -> None:
    """ "Open" is a verb or an adjective: a comment above it, or a second argument, says which."""
    bare = [
        f"{context}: {source}"
        for context, message in messages(extracted)
        if len((source := message.findtext("source", "")).split()) == 1
        and re.search(r"[^\W\d_]", source)
        and not (message.findtext("extracomment") or message.findtext("comment"))
    ]
    assert bare == []


def test_a_class_of_plurals_has_no_base_or_heir_but_qobject() -> None:
    """Qt looks a plural up in the class of the object alone."""
    for file in MODULES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = [name_of(base) for base in node.bases]
                assert not any(base.endswith("Counts") for base in bases), f"{file}: {node.name}"
                has_plurals = any(
                    isinstance(call, ast.Call) and name_of(call.func) == "tr" and len(call.args) == 3
                    for call in ast.walk(node)
                )
                assert not has_plurals or bases == ["QObject"], f"{file}: {node.name}"
                assert not has_plurals or node.name.endswith("Counts"), f"{file}: {node.name}"


def test_a_count_stands_in_a_plural(extracted: Path) -> None:
    """Ratios and places ("3 of 12") are no counts, and an abbreviated unit has no plural."""
    counted = {
        source
        for _context, message in messages(extracted)
        if message.get("numerus") != "yes" and "{count}" in (source := message.findtext("source", ""))
    }
    assert counted == {
        "{number} of {count}",
        "step {number} of {count}",
        "{state}, step {number} of {count}",
        "{count} of {all}",
        "Position {place} of {count}",
        "{name} ({count} of {all})",
        "Not used by {engine}: {count}",
        "Done today: {count}",
        "{count}\u00a0s",
        "{count}\u00a0min",
        "Can contain {date}, {time}, {count} and {collection}.",
        "At the top of each page. Can contain {date}, {time}, {count} and {collection}.",
    }


# --- what is translated ---


def test_every_ts_is_up_to_date_and_whole() -> None:
    assert translations.problems() == []


def test_what_is_wrong_with_a_ts_is_said(tmp_path: Path) -> None:
    text = translations.ENGLISH.read_text(encoding="utf-8")
    (tmp_path / translations.ENGLISH.name).write_text(
        text.replace(">%Ln picture</numerusform>", "></numerusform>", 1).replace(
            "%Ln token(s)", "%Ln coin(s)", 1
        ),
        encoding="utf-8",
    )
    problems = translations.problems(tmp_path)
    assert any("not translated: %Ln picture(s)" in problem for problem in problems)
    assert any("not the strings of the code" in problem for problem in problems)


def test_a_qm_is_made_where_it_is_missing_or_old_and_not_again(tmp_path: Path) -> None:
    ts = tmp_path / translations.ENGLISH.name
    ts.write_bytes(translations.ENGLISH.read_bytes())
    translations.release(tmp_path)
    made = ts.with_suffix(".qm").stat()
    translations.release(tmp_path)
    assert ts.with_suffix(".qm").stat().st_mtime_ns == made.st_mtime_ns
    assert sorted(file.name for file in tmp_path.iterdir()) == [ts.with_suffix(".qm").name, ts.name]


# --- numbers ---


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (KitCounts().pictures, ("1 picture", "2 pictures", "5 pictures", "21 pictures")),
        (QueueCounts().need_you, ("1 needs you", "2 need you", "5 need you", "21 need you")),
        (
            lambda count: MoneyCounts().billed_failures(count),
            (
                "Includes 1 request that failed but was billed.",
                "Includes 2 requests that failed but were billed.",
                "Includes 5 requests that failed but were billed.",
                "Includes 21 requests that failed but were billed.",
            ),
        ),
        (
            ExportCounts().failed,
            ("1 failed", "2 failed", "5 failed", "21 failed"),
        ),
        (
            lambda count: CurationCounts().collected(count, "“Best”"),
            (
                "1 picture added to “Best”",
                "2 pictures added to “Best”",
                "5 pictures added to “Best”",
                "21 pictures added to “Best”",
            ),
        ),
        (
            CareCounts().forget,
            ("Forget this picture?", "Forget 2 pictures?", "Forget 5 pictures?", "Forget 21 pictures?"),
        ),
    ],
)
def test_english_sentences_around_a_number(words: Callable[[int], str], said: tuple[str, ...]) -> None:
    assert tuple(words(count) for count in COUNTS) == said


def test_no_english_plural_is_left_as_its_source(qapp: QApplication) -> None:
    for context, message in messages(translations.ENGLISH):
        source = message.findtext("source", "")
        for count in (0, *COUNTS):
            words = QCoreApplication.translate(context, source, "", count)
            assert "(s)" not in words
            assert "%" not in words
            assert set(re.findall(r"\{\w+\}", words)) == set(re.findall(r"\{\w+\}", source))


@pytest.fixture
def three_forms(qapp: QApplication, tmp_path: Path) -> Iterator[list[tuple[str, str]]]:
    """Speak a language with Russian's three plurals, each form marked; return contexts and sources."""
    ts = tmp_path / "portrait_studio_ru.ts"
    translations.extract(ts, "-pluralonly", "-target-language", "ru")
    tree = ET.parse(ts)
    for message in tree.getroot().iter("message"):
        message.find("translation").attrib.pop("type", None)  # type: ignore[union-attr]
        forms = message.findall("translation/numerusform")
        for form, name in zip(forms, ("one", "few", "many"), strict=True):
            form.text = f"%Ln {name}"
    tree.write(ts, encoding="utf-8", xml_declaration=True)
    qm = ts.with_suffix(".qm")
    subprocess.run([translations.tool("lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)
    words = QTranslator()
    assert words.load(str(qm))
    qapp.installTranslator(words)
    yield [(context, message.findtext("source", "")) for context, message in messages(ts)]
    qapp.removeTranslator(words)


def test_three_plurals_are_told_apart(three_forms: list[tuple[str, str]]) -> None:
    assert len(three_forms) > 50
    assert [KitCounts().pictures(count) for count in COUNTS] == ["1 one", "2 few", "5 many", "21 one"]
    for context, source in three_forms:
        said = [QCoreApplication.translate(context, source, "", count) for count in COUNTS]
        assert said == ["1 one", "2 few", "5 many", "21 one"], source
