"""The arithmetic of the grid, for every size."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect

from portrait_app.ui.gallery.grid_geometry import GAP, GridGeometry

grids = st.builds(
    GridGeometry,
    count=st.integers(1, 2_000_000),
    width=st.integers(40, 4000),
    cell=st.integers(64, 512),
)


@given(grids, st.data())
def test_a_cell_is_found_at_every_point_of_it_and_nowhere_else(
    grid: GridGeometry, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, grid.count - 1))
    rect = grid.rect(row)
    inside = QPoint(
        data.draw(st.integers(rect.left(), rect.right())), data.draw(st.integers(rect.top(), rect.bottom()))
    )
    assert grid.row_at(inside) == row
    assert grid.row_at(QPoint(inside.x(), rect.bottom() + 1)) == -1
    assert grid.row_at(QPoint(rect.left() - 1, inside.y())) == -1
    assert grid.row_at(QPoint(rect.right() + 1, inside.y())) == -1


@given(grids)
def test_columns_are_apart_and_within_the_width(grid: GridGeometry) -> None:
    lefts = [grid.left(column) for column in range(grid.columns)]
    assert lefts[0] >= 0
    assert all(right - left == grid.pitch for left, right in pairwise(lefts))
    assert GAP <= grid.gap <= 20
    assert lefts[-1] + grid.side <= grid.width
    assert abs(lefts[0] - (grid.width - lefts[-1] - grid.side)) <= 1  # centred


@given(grids, st.integers(-100, 10**6), st.integers(0, 3000))
def test_what_a_band_touches_is_between(grid: GridGeometry, top: int, height: int) -> None:
    rows = grid.rows_between(top, top + height)
    for row in (rows.start - 1, rows.stop):
        if 0 <= row < grid.count:
            rect = grid.rect(row)
            assert rect.bottom() < top or rect.top() > top + height
    touched = grid.ranges_in(QRect(0, top, grid.width, height + 1))
    assert all(first in rows and last in rows for first, last in touched)


@given(
    st.builds(GridGeometry, count=st.integers(0, 300), width=st.integers(80, 900), cell=st.integers(64, 200)),
    st.integers(-50, 900),
    st.integers(-50, 2000),
    st.integers(1, 900),
    st.integers(1, 900),
)
def test_a_rectangle_touches_exactly_the_cells_that_intersect_it(
    grid: GridGeometry, x: int, y: int, width: int, height: int
) -> None:
    rect = QRect(x, y, width, height)
    expected = [row for row in range(grid.count) if grid.rect(row).intersects(rect)]
    assert [row for first, last in grid.ranges_in(rect) for row in range(first, last + 1)] == expected


def test_a_cell_is_never_wider_than_the_view() -> None:
    grid = GridGeometry(count=3, width=300, cell=512)
    assert grid.columns == 1
    assert grid.side == 300 - 2 * GAP
    assert grid.height == 3 * (grid.side + GAP) + GAP


def test_an_empty_grid_has_no_height() -> None:
    grid = GridGeometry(count=0, width=300, cell=100)
    assert grid.height == 0
    assert grid.row_at(QPoint(50, 50)) == -1
    assert list(grid.rows_between(0, 400)) == []
