"""A language that nobody speaks, with accents on every letter and words 40 % longer, and what it finds.

What is in English in a window that speaks it never reached a translator.
"""

import re
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QTreeView,
    QWidget,
)

from portrait_app.core.catalog import ENDPOINTS, PARAMETERS, SAMPLE_VALUES
from portrait_app.core.engines import ENGINES
from portrait_app.core.search.fields import SEARCH_FIELDS
from tests.packaging.scripts import script
from tests.support.stage import PROMPTS

_PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ACCENTED = "àƀçđéƒğĥîĵķļɱñöþǫřšţûṽŵẋýžÅßÇÐÉƑĞĤÎĴĶĻṀÑÖÞǪŘŠŢÛṼŴẊÝŽ"
_LETTERS = str.maketrans(_PLAIN, _ACCENTED)
_KEPT = re.compile(r"(\{[^}]*\}|<[^>]+>|&&|%L?n|&(?=\w))")  # what a translator leaves as it is
_PATTERN = re.compile(r"[dMy .]+")  # of a date
_MORE = " lòřéɱ îþšûɱ đöļöř šîţ" * 20
_LONGER = 0.4
_WORD = re.compile(r"[A-Za-z]{3,}")
_ROWS = 30  # of a list, which are looked at
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)

# What stands in the window and is no English to be translated.
_NAMES = "Portrait Studio Sketch Segmind Qt Python DiceBear Lorelei Phosphor"
_KEYS = "Ctrl Shift Alt Del Delete Esc Enter Return Space Home End PgUp PgDown Backspace Left Right Ins Tab"
_UNITS = "USD bytes KiB MiB GiB kB MB"
_FORMATS = "JPEG PNG WebP AVIF TIFF Zip PDF JSON CSV ComfyUI Automatic"
_DATES = (
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec "
    "January February March April June July August September October November December "
    "Mon Tue Wed Thu Fri Sat Sun Monday Tuesday Wednesday Thursday Friday Saturday Sunday"
)  # QLocale's: the language of a date is the system's
_TYPED = "beard man heliotrope client glasses background blue bun raw photo american"
# What the service of the scenes says, a variable of the environment, a project.
_QUOTED = ("Prompt is not allowed", "SEGMIND_API_KEY", "Qt for Python", "Best of May", "For the client")
_SYNTAX = re.compile(
    r"\d{4}-\d\d-\d\d [^.]*\.\w+|\{[^}]*\}|\S+://\S+|\S*/\S+|\S+\.(?:png|jpe?g|webp|json|csv|pdf)|\b[a-z_]+:\S*|SG_\S+"
)


def make_pseudo(folder: Path) -> Path:
    """Write the language to `folder` as Qt loads it; return the file."""
    translations = script("translations.py")
    ts, qm = folder / "portrait_studio_eo.ts", folder / "portrait_studio_eo.qm"
    translations.extract(ts, "-target-language", "eo")
    tree = ET.parse(ts)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        assert translation is not None
        translation.attrib.pop("type", None)
        words = pseudo(message.findtext("source", ""))
        forms = translation.findall("numerusform")
        for form in forms:
            form.text = words
        if not forms:
            translation.text = words
    tree.write(ts, encoding="utf-8", xml_declaration=True)
    subprocess.run([translations.tool("lrelease"), "-silent", str(ts), "-qm", str(qm)], check=True)
    return qm


def pseudo(text: str) -> str:
    """Return a source as the language has it."""
    if _PATTERN.fullmatch(text) or not _WORD.search(_KEPT.sub("", text)):
        return text
    parts = _KEPT.split(text)
    parts[::2] = [part.translate(_LETTERS) for part in parts[::2]]
    longer = round(len(_KEPT.sub("", text)) * _LONGER)
    return "".join(parts) + _MORE[:longer].rstrip()


def speak_pseudo(application: QCoreApplication, folder: Path) -> QTranslator:
    """Speak the language from now on, over English."""
    words = QTranslator(application)
    assert words.load(str(make_pseudo(folder)))
    application.installTranslator(words)
    return words


def stop_pseudo(application: QCoreApplication, words: QTranslator) -> None:
    """Speak English again."""
    application.removeTranslator(words)
    words.setParent(None)


def english_words() -> dict[str, list[str]]:
    """Return each text on the screen that has English words, and the words."""
    names = {word.lower() for text in _names() for word in _WORD.findall(text)}
    users = sorted(_user_texts(), key=len, reverse=True)
    syntax = {value for row in SEARCH_FIELDS for value in row.values}  # such as `is:favourite`
    found = {}
    for place, text in _texts():
        if place.startswith("SuggestionList") and text in syntax:
            continue
        rest = _without(_SYNTAX.sub(" ", text), users)
        if words := [word for word in _WORD.findall(rest) if word.lower() not in names]:
            found[f"{place}: {text}"] = words
    return found


def _without(text: str, users: Sequence[str]) -> str:
    """Return a text without what the user or a service wrote, in full or cut."""
    text = " ".join(text.split())
    for words in users:
        text = text.replace(words, " ")
    for cut in re.findall(r"[^…]*…", text):
        for words in users:
            length = next((n for n in range(len(words), 2, -1) if cut[:-1].rstrip().endswith(words[:n])), 0)
            if length:
                text = text.replace(words[:length], " ")
    parts = re.split(r"[,:·“”]", text)  # the inspector lists the words of a prompt that were drawn
    return " ".join(part for part in parts if not any(part.strip() in words for words in PROMPTS))


def _user_texts() -> list[str]:
    sample = [value for value in SAMPLE_VALUES.values() if isinstance(value, str)]
    return [" ".join(text.split()) for text in (*PROMPTS, *sample, *_QUOTED) if len(text) > 2]


def _names() -> list[str]:
    engines = [row.name for row in ENGINES] + [row.credit[0] for row in ENGINES if row.credit]
    models = [model.name for model in ENDPOINTS]
    schedulers = [str(choice.value) for row in PARAMETERS if row.key == "scheduler" for choice in row.choices]
    return [*engines, *models, *schedulers, _NAMES, _KEYS, _UNITS, _FORMATS, _DATES, _TYPED]


def _texts() -> Iterator[tuple[str, str]]:
    """Yield what can be read, or is read out, with where it stands."""
    for widget in QApplication.allWidgets():
        if not widget.isVisible():
            continue
        place = type(widget).__name__
        for text in _of_widget(widget):
            if text:
                yield place, _plain(text)
        if isinstance(widget, QAbstractItemView):
            for text in _of_view(widget):
                yield f"{place} (item)", _plain(text)


def _plain(text: str) -> str:
    text = re.sub(r"</?(?:a|b|i|u|s|span|font)\b[^>]*>", "", text)  # inside words
    return unescape(re.sub(r"<[^>]+>", " ", text))


def _of_widget(widget: QWidget) -> Iterator[str]:
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    yield widget.windowTitle() if widget.isWindow() else ""
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox():
            yield widget.title()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))
        case QTabBar():
            yield from (widget.tabText(tab) for tab in range(widget.count()))
        case QLineEdit() | QPlainTextEdit() | QTextEdit():
            yield widget.placeholderText()  # what stands in them is the user's own
    actions = widget.findChildren(QAction) if widget.isWindow() else widget.actions()
    for action in actions:
        if not isinstance(widget, QMenu) or action.isVisible():
            yield from (action.text(), action.toolTip())


def _of_view(view: QAbstractItemView) -> Iterator[str]:
    model = view.model()
    columns = model.columnCount() if isinstance(view, QTableView | QTreeView) else 1
    if columns > 1:
        for column in range(columns):
            yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
    yield from _of_rows(model, columns, QModelIndex())


def _of_rows(model: QAbstractItemModel, columns: int, parent: QModelIndex) -> Iterator[str]:
    for row in range(min(model.rowCount(parent), _ROWS)):
        for column in range(columns):
            index = model.index(row, column, parent)
            for role in _ROLES:
                value = index.data(role)
                if isinstance(value, str):
                    yield value
        yield from _of_rows(model, columns, model.index(row, 0, parent))
