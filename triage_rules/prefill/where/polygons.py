"""Which area a point lies in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class _Shape:
    """rings: outlines and holes alike; an odd number of crossings is inside. box: west, south, east, north."""

    area: str
    rings: tuple[Ring, ...]
    box: tuple[float, float, float, float]

    def holds(self, x: float, y: float) -> bool:
        west, south, east, north = self.box
        if not (west <= x <= east and south <= y <= north):
            return False
        return sum(_crossings(ring, x, y) for ring in self.rings) % 2 == 1


class Polygons:
    """Areas by GeoJSON geometry (Polygon or MultiPolygon). Raises ValueError for another kind."""

    def __init__(self, shapes: Iterable[tuple[str, Mapping[str, Any]]]):
        self._shapes = [_shape(area, geometry) for area, geometry in shapes]

    def area_at(self, x: float, y: float) -> str | None:
        """The first area that holds the point (longitude, latitude; or whatever the polygons are in)."""
        return next((shape.area for shape in self._shapes if shape.holds(x, y)), None)


def _shape(area: str, geometry: Mapping[str, Any]) -> _Shape:
    rings = tuple(_rings(geometry))
    points = [point for ring in rings for point in ring]
    if not points:
        raise ValueError(f"the outline of {area} has no points")
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return _Shape(area, rings, (min(xs), min(ys), max(xs), max(ys)))


def _rings(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    kind, coordinates = geometry.get("type"), geometry.get("coordinates", ())
    if kind not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"an outline has to be a Polygon or a MultiPolygon, not {kind}")
    for polygon in (coordinates,) if kind == "Polygon" else coordinates:
        for ring in polygon:
            yield tuple((float(point[0]), float(point[1])) for point in ring)


def _crossings(ring: Ring, x: float, y: float) -> int:
    """How often a ray from the point to the east crosses the outline."""
    count = 0
    for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], *ring[:1]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            count += 1
    return count
