"""A point in an area."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from triage_rules.prefill.where.polygons import Polygons

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]], [[1, 1], [2, 1], [2, 2], [1, 2]]],
}
TWO = {"type": "MultiPolygon", "coordinates": [[[[10, 0], [12, 0], [11, 2]]], [[[20, 0], [22, 0], [21, 2]]]]}
SHAPES = Polygons([("square", SQUARE), ("two", TWO)])


@pytest.mark.parametrize(
    ("x", "y", "area"),
    [(3, 3, "square"), (1.5, 1.5, None), (11, 1, "two"), (21, 1, "two"), (10.1, 1.9, None), (5, 5, None), (3, 9, None)],
)
def test_the_area_of_a_point(x: float, y: float, area: str | None):
    assert SHAPES.area_at(x, y) == area


@given(st.floats(-1, 5), st.floats(-1, 5))
def test_a_square_with_a_hole(x: float, y: float):
    edge = any(abs(value - line) < 1e-9 for value in (x, y) for line in (0, 1, 2, 4))
    inside = 0 < x < 4 and 0 < y < 4 and not (1 < x < 2 and 1 < y < 2)
    assert edge or (SHAPES.area_at(x, y) == "square") == inside


@pytest.mark.parametrize("geometry", [{"type": "Point", "coordinates": [0, 0]}, {"type": "Polygon", "coordinates": []}])
def test_what_is_no_outline_is_refused(geometry: dict):
    with pytest.raises(ValueError, match="outline"):
        Polygons([("area", geometry)])
