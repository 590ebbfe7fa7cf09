"""The rules of the house that import-linter cannot see, read from the source itself.

Each rule is a function from a module's tree to the lines that break it. It is held against every
module of the package, and against a line that breaks it, to be sure that it would be seen.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from portrait_app.core.engines import ENGINES
from portrait_app.core.preferences import SETTINGS

PACKAGE = Path(__file__).parents[1] / "portrait_app"
MODULES = {file.relative_to(PACKAGE).as_posix(): file for file in sorted(PACKAGE.rglob("*.py"))}
LONGEST = 400
WIDEST = 40  # modules in a folder
MOST_PARAMETERS = 8  # of a constructor, without self

# The composition root has the QApplication, and so does the selftest.
WIDGET_ROOMS = ("ui/", "app.py", "program.py", "selftest/")
# Whatever a task raises becomes an error that a person sees; whatever a trial raises is its line
BROAD_CATCH = ("jobs/runner.py", "selftest/__init__.py")
# Imports inside a function, each with what was measured.
LATE_IMPORTS = {
    "app.py": "what a window must not wait for, or a command without one need not have",
    "house.py": "licences are read where somebody asks for them",
    "program.py": "the log and the session follow the first paint",
    "ui/shell/single_instance.py": "the sockets follow the first paint",
    "ui/shell/shell.py": "the words of errors and the toast follow the first paint",
    **{
        f"ui/{subject.name}/front.py": "a subject imports what the first paint shows, and later the rest"
        for subject in (PACKAGE / "ui").iterdir()
        if subject.is_dir()
    },
    "backend.py": "requests, keyring and PIL cost 75-230 ms: after the first paint, off the GUI thread",
    "selftest/": "a library that does not import is what it is there to find",
}
COLOURS = ("ui/kit/tokens.py",)
# Who may name an engine: its row and its package, the models; commands for one of them.
NAMES_ENGINES = ("core/engines/", "core/catalog.py", "engines/", "selftest/", "command_line.py")
IMAGE_DOOR = ("imaging/reading.py", "selftest/")  # the selftest tries Pillow itself

Found = Iterator[tuple[int, str]]


def _imported(tree: ast.Module) -> Found:
    """Yield each imported name in full, such as PySide6.QtGui.QIcon."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def widgets(tree: ast.Module) -> Found:
    """QtWidgets, QPixmap and QIcon, imported or reached through their module."""
    for line, name in _imported(tree):
        if re.search(r"\b(QtWidgets|QPixmap|QIcon)\b", name):
            yield line, name
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in {"QtWidgets", "QPixmap", "QIcon"}:
            yield node.lineno, node.attr


def _is_broad(kind: ast.expr | None) -> bool:
    return kind is None or (isinstance(kind, ast.Name) and kind.id in {"Exception", "BaseException"})


def broad_catches(tree: ast.Module) -> Found:
    """Handlers that would hide a mistake. One that tidies up and ends with a bare `raise` hides nothing."""
    for node in ast.walk(tree):
        match node:
            case ast.ExceptHandler(body=[*_, ast.Raise(exc=None)]):
                pass
            case ast.ExceptHandler(type=ast.Tuple(elts=kinds)) if any(map(_is_broad, kinds)):
                yield node.lineno, "a broad except"
            case ast.ExceptHandler(type=kind) if _is_broad(kind):
                yield node.lineno, "a broad except"
            case ast.Call(func=function, args=kinds) if ast.unparse(function).endswith("suppress"):
                yield from ((node.lineno, "a broad suppress") for kind in kinds if _is_broad(kind))


def late_imports(tree: ast.Module) -> Found:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    yield node.lineno, f"an import inside {function.name}"


def _documented(tree: ast.Module) -> set[int]:
    """Return which constants are docstrings."""
    return {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }


def colours(tree: ast.Module) -> Found:
    """Colours written out, in a string of their own or in a style sheet; docstrings may name them."""
    documented = _documented(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documented:
            for colour in re.findall(r"#(?:[0-9a-fA-F]{8}|[0-9a-fA-F]{6}|[0-9a-fA-F]{3,4})\b", node.value):
                yield node.lineno, colour


def named_engines(tree: ast.Module) -> Found:
    """An engine's name in words, its key as a value, or either imported; docstrings may name them."""
    documented = _documented(tree)
    keys = {row.key for row in ENGINES}
    names = re.compile("|".join(rf"\b{row.name}\b|\b{row.key.upper()}" for row in ENGINES))
    for line, name in _imported(tree):
        of_engines = name.startswith(("portrait_app.core.catalog.", "portrait_app.core.engines."))
        if of_engines and name.rsplit(".", 1)[-1].lower() in keys:
            yield line, name
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(words)) if id(node) not in documented:
                if words in keys or names.search(words):
                    yield node.lineno, words


def opened_images(tree: ast.Module) -> Found:
    """Image files opened past the door that limits their size and names what goes wrong."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Image.open":
            yield node.lineno, "Image.open"


def capitalised_by_locale(tree: ast.Module) -> Found:
    """A property that begins with i, given as a keyword to a class of Qt.

    PySide makes `setInterval` of `interval` with C's toupper, which leaves an i as it is in Turkish.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and re.match(r"Q[A-Z]|super\(\)\.__init__", ast.unparse(node.func)):
            yield from ((node.lineno, str(word.arg)) for word in node.keywords if (word.arg or "")[:1] == "i")


def undeclared_settings(tree: ast.Module) -> Found:
    """Keys asked of something called settings that its table does not hold."""
    declared = {row.key for row in SETTINGS}
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(value=receiver, attr="value" | "set" | "override"),
                args=[ast.Constant(value=str(key)), *_],
            ) if ast.unparse(receiver).lower().endswith("settings") and key not in declared:
                yield node.lineno, key


@dataclass(frozen=True)
class Rule:
    """What is looked for, where it may stand, and a line that breaks it."""

    find: Callable[[ast.Module], Found]
    allowed: tuple[str, ...]
    broken_by: str
    only_in: str = ""

    def covers(self, module: str) -> bool:
        return module.startswith(self.only_in) and not module.startswith(self.allowed)


RULES = [
    Rule(widgets, WIDGET_ROOMS, "from PySide6.QtWidgets import QLabel"),
    Rule(widgets, WIDGET_ROOMS, "from PySide6 import QtWidgets"),
    Rule(widgets, WIDGET_ROOMS, "from PySide6.QtGui import QImage, QPixmap"),
    Rule(widgets, WIDGET_ROOMS, "icon = QtGui.QIcon()"),
    Rule(broad_catches, BROAD_CATCH, "try: f()\nexcept Exception: pass"),
    Rule(broad_catches, BROAD_CATCH, "try: f()\nexcept (ValueError, BaseException): pass"),
    Rule(broad_catches, BROAD_CATCH, "try: f()\nexcept: pass"),
    Rule(broad_catches, BROAD_CATCH, "with contextlib.suppress(Exception): f()"),
    Rule(late_imports, tuple(LATE_IMPORTS), "def f():\n  if x:\n    import requests"),
    Rule(colours, COLOURS, "ground = '#1b1b1d'", only_in="ui/"),
    Rule(colours, COLOURS, "sheet = f'QLabel {{ color: #fff; margin: {gap} }}'", only_in="ui/"),
    Rule(named_engines, NAMES_ENGINES, "if request.engine == 'segmind': pass"),
    Rule(named_engines, NAMES_ENGINES, "from portrait_app.core.catalog import SKETCH"),
    Rule(named_engines, NAMES_ENGINES, "from portrait_app.core.engines import segmind"),
    Rule(named_engines, NAMES_ENGINES, "words = 'Problems at Segmind'"),
    Rule(opened_images, IMAGE_DOOR, "with Image.open(path) as image:\n  pass"),
    Rule(capitalised_by_locale, (), "timer = QTimer(self, singleShot=True, interval=20)"),
    Rule(undeclared_settings, (), "self._settings.value('colour')"),
    Rule(undeclared_settings, (), "settings.set('colour', 1)"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.broken_by)
def test_a_broken_rule_would_be_seen(rule: Rule) -> None:
    assert list(rule.find(ast.parse(rule.broken_by)))


@pytest.mark.parametrize(
    ("find", "line"),
    [
        (widgets, "from PySide6.QtGui import QImage"),
        (broad_catches, "try: f()\nexcept (OSError, ValueError): pass"),
        (broad_catches, "try: f()\nexcept BaseException:\n  tidy()\n  raise"),
        (late_imports, "import requests"),
        (named_engines, "'''Sketch draws.'''\nwords = 'The sketch could not be drawn'"),
        (colours, "'''The ground is #1b1b1d.'''\nlabel = 'Job #12'"),
        (capitalised_by_locale, "timer = QTimer(self, singleShot=True)\nplace(ids=ids)"),
        (undeclared_settings, "settings.value('concurrency')\nmodel.value('prompt')"),
    ],
)
def test_what_is_allowed_breaks_no_rule(find: Callable[[ast.Module], Found], line: str) -> None:
    assert not list(find(ast.parse(line)))


@pytest.mark.parametrize("module", MODULES)
def test_the_rules_hold(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    broken = {
        f"{module}:{line}: {rule.find.__name__}: {what}"
        for rule in RULES
        if rule.covers(module)
        for line, what in rule.find(tree)
    }
    assert not broken


@pytest.mark.parametrize("module", MODULES)
def test_a_module_says_what_it_is_and_reads_in_one_sitting(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "no module docstring"
    assert text.count("\n") < LONGEST


def test_no_folder_has_more_modules_than_a_newcomer_looks_through() -> None:
    folders = Counter(module.rpartition("/")[0] for module in MODULES)
    assert [folder for folder, count in folders.items() if count > WIDEST] == []


def test_no_constructor_has_many_parameters() -> None:
    wide = [
        f"{module}: {node.name}"
        for module, file in MODULES.items()
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
        for made in node.body
        if isinstance(made, ast.FunctionDef) and made.name == "__init__"
        if len(made.args.args) + len(made.args.kwonlyargs) - 1 > MOST_PARAMETERS
    ]
    assert wide == []
