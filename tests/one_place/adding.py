"""Adds a row to a table of the program when its module is imported, as if the row were in the file."""

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType


class _Edited(SourceFileLoader):
    """Loads a module from its source, with rows inserted."""

    def __init__(self, name: str, path: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__(name, path)
        self._rows = rows

    def get_code(self, fullname: str) -> CodeType:  # never cached bytecode
        source = self.get_source(fullname) or ""
        for row, before in self._rows:
            if source.count(before) != 1:
                raise ImportError(f"{fullname} has not exactly one {before!r}")
            begin, end = source.split(before)
            source = f"{begin}{row}{before}{end}"
        return compile(source, self.path, "exec", dont_inherit=True)


class _Rows(MetaPathFinder):
    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[str, str]]] = {}

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in self.rows:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None:
            spec.loader = _Edited(fullname, spec.origin, self.rows[fullname])
        return spec


_rows = _Rows()
sys.meta_path.insert(0, _rows)


def add_row(module: str, row: str, *, before: str) -> None:
    """Make `module` load as if `row` were in front of the text `before`, which must occur exactly once.

    Call this before anything of the program is imported.
    """
    there = sorted(name for name in sys.modules if name.startswith("portrait_app"))
    assert not there, f"a recipe runs in a process of its own, by test_recipes.py: {there}"
    _rows.rows.setdefault(module, []).append((row, before))
