"""Zoom, insertion, selecting all, and frames while scrolling must cost no more with a million pictures."""

from collections import defaultdict
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from tests.benchmarks.figures import Figure, Setting
from tests.benchmarks.libraries import library
from tests.benchmarks.measuring import cpu, median, p95
from tests.benchmarks.waiting import Grid
from tests.support.gallery import a_picture

_CPU = 8.0  # milliseconds
_RATIO = 1.5
_CELLS = 98
_NOTCH = 120  # pixels of scrolling

_Samples = dict[str, list[float]]


def steps(setting: Setting) -> list[Figure]:
    """Zoom, insert and select all, with a thousand and a million pictures in turns."""
    small, large = (Grid(library(setting.cache, count)) for count in (setting.small, setting.large))
    samples: dict[Grid, _Samples] = {small: defaultdict(list), large: defaultdict(list)}
    for turn in range(setting.turns(60)):
        for grid in (small, large) if turn % 2 else (large, small):
            for what, milliseconds in _one_of_each(grid, turn).items():
                samples[grid][what].append(milliseconds)
    figures: list[Figure] = []
    for what, slow in samples[large].items():
        quick = samples[small][what]
        note = (
            f"p95 {p95(slow):.1f}; with {setting.small:,} pictures {median(quick):.1f}, p95 {p95(quick):.1f}"
        )
        figures.append(Figure(f"{what}: against a small library", median(slow) / median(quick), "x", _RATIO))
        figures.append(Figure(f"{what}: CPU", median(slow), "ms", _CPU, note))
    for grid in (small, large):
        grid.close()
    return figures


def _one_of_each(grid: Grid, turn: int) -> dict[str, float]:
    view, model = grid.view, grid.model
    grid.settle()
    side = 110 + 10 * (turn % 12)
    spent = {"zoom step": cpu(lambda: _done(lambda: view.set_cell_size(side)))}
    grid.settle()
    arrived = a_picture(model.id_at(0) + 1)
    spent["insert"] = cpu(lambda: _done(lambda: model.insert([arrived])))
    grid.settle()
    model.remove([arrived.id])
    grid.settle()
    spent["select all"] = cpu(lambda: _done(view.selectAll))
    view.clearSelection()
    return spent


def _done(step: Callable[[], object]) -> None:
    """Take a step, and process events until it is painted."""
    step()
    QApplication.processEvents()


def frames(setting: Setting) -> list[Figure]:
    """Paint frames of 98 cells with loaded thumbnails, in libraries of both sizes in turns."""
    grids = [Grid(library(setting.cache, count)) for count in (setting.small, setting.large)]
    figures: list[Figure] = []
    turns = setting.turns(300)
    scrolled: dict[Grid, list[float]] = {}
    painted: dict[Grid, list[float]] = {}
    for grid in grids:
        _show_cells(grid, _CELLS)
        _there_and_back(grid)
        scrolled[grid], painted[grid] = [], []
    for turn in range(turns):
        for grid in grids:
            way = 1 if turn // 8 % 2 == 0 else -1  # turn back before new thumbnails must be loaded
            bar = grid.view.verticalScrollBar()
            where = bar.value() + way * _NOTCH
            scrolled[grid].append(cpu(lambda bar=bar, where=where: _done(lambda: bar.setValue(where))))  # type: ignore[misc]
            painted[grid].append(cpu(grid.view.viewport().repaint))
    for grid, count in zip(grids, (setting.small, setting.large), strict=True):
        cells = f"{len(grid.view.visible_rows())} cells"
        note = f"median {median(scrolled[grid]):.1f}"
        figures.append(Figure(f"scroll step, {count:,} pictures: p95", p95(scrolled[grid]), "ms", _CPU, note))
        note = f"median {median(painted[grid]):.1f}, {cells}"
        figures.append(Figure(f"whole frame, {count:,} pictures: p95", p95(painted[grid]), "ms", _CPU, note))
    ratio = median(painted[grids[1]]) / median(painted[grids[0]])
    figures.append(Figure("whole frame: against a small library", ratio, "x", _RATIO))
    for grid in grids:
        grid.close()
    return figures


def _show_cells(grid: Grid, cells: int) -> None:
    """Scroll to the middle of the library, and zoom in until at most `cells` cells are visible."""
    view, bar = grid.view, grid.view.verticalScrollBar()
    for side in range(60, 200):
        view.set_cell_size(side)
        bar.setValue(bar.maximum() // 2 // view.grid.pitch * view.grid.pitch)
        if len(view.visible_rows()) <= cells:
            return


def _there_and_back(grid: Grid) -> None:
    """Scroll over the rows of the measurement, to load their thumbnails."""
    bar = grid.view.verticalScrollBar()
    start = bar.value()
    for step in [*range(10), *range(10, -1, -1)]:
        bar.setValue(start + step * _NOTCH)
        grid.settle()
