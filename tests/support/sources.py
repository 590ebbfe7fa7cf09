"""The strings of the window as Python's own parser finds them in the code, to hold lupdate against."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import portrait_app

PACKAGE = Path(portrait_app.__file__).parent
_WITH_CONTEXT = ("translate", "QT_TRANSLATE_NOOP")


@dataclass(frozen=True, slots=True)
class Source:
    """What a translator is given."""

    context: str
    text: str
    disambiguation: str
    is_plural: bool


def sources(code: str) -> Iterator[Source]:
    """Yield the strings of a module that are marked for translation."""
    for call, cls in _calls(ast.parse(code), ""):
        literals = [arg.value if isinstance(arg, ast.Constant) else None for arg in call.args]
        match name_of(call.func), literals:
            case "tr", [str(text)]:
                yield Source(cls, text, "", False)
            case "tr", [str(text), str(note), *count]:
                yield Source(cls, text, note, bool(count))
            case name, [str(context), str(text), *note] if name in _WITH_CONTEXT:
                yield Source(context, text, str(note[0] or "") if note else "", False)


def faults(code: str) -> Iterator[str]:
    """Yield the lines of a module where a translation function is used in a way that lupdate misreads."""
    tree = ast.parse(code)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    wrappers = _wrappers(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _is_translation(node):
            parent = parents[node]
            if not (isinstance(parent, ast.Call) and parent.func is node):
                yield f"{node.lineno}: another name for {name_of(node)}"
            elif problem := _call_problem(parent):
                yield f"{node.lineno}: {problem}"
        if isinstance(node, ast.alias) and node.name in _WITH_CONTEXT and node.asname:
            yield f"{node.lineno}: another name for {node.name}"
        if isinstance(node, ast.Call) and name_of(node.func) in wrappers:
            place = wrappers[name_of(node.func)]
            if any(_literals(arg) for arg in node.args[place : place + 1]):
                yield f"{node.lineno}: {name_of(node.func)} translates a text that is not marked"


def name_of(node: ast.AST) -> str:
    """Return the last name of `name` or `some.thing.name`; empty for anything else."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _is_translation(node: ast.AST) -> bool:
    """Say whether a name is Qt's: painters and strings have a `translate` too."""
    owner = name_of(node.value) if isinstance(node, ast.Attribute) else ""
    return (owner, name_of(node)) in {
        ("QCoreApplication", "translate"),
        ("self", "tr"),
        ("", "QT_TRANSLATE_NOOP"),
    }


def _call_problem(call: ast.Call) -> str:
    name, args = name_of(call.func), call.args
    place = 0 if name == "tr" else 1
    if call.keywords or len(args) <= place:
        return f"{name} without its text, or with names of arguments"
    text = args[place]
    if name != "translate" and not isinstance(text, ast.Constant):
        return f"the text of {name} is no literal"
    if isinstance(text, ast.IfExp | ast.JoinedStr | ast.BinOp):
        return f"the text of {name} is put together"
    return ""


def _wrappers(tree: ast.Module) -> dict[str, int]:
    """Return the functions that hand one of their own arguments to Qt, and the place of the argument."""
    found = {}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        names = [arg.arg for arg in function.args.args if arg.arg not in ("self", "cls")]
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and name_of(call.func) in ("translate", "tr") and call.args:
                text = name_of(call.args[-1])
                if text in names and _is_translation(call.func):
                    found[function.name] = names.index(text)
    return found


def _literals(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return _literals(node.body) or _literals(node.orelse)
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _calls(node: ast.AST, cls: str) -> Iterator[tuple[ast.Call, str]]:
    """Yield all calls, each with the name of the class that it stands in."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, cls
        yield from _calls(child, child.name if isinstance(child, ast.ClassDef) else cls)
