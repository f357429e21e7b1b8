"""Small charts for a briefing's page, as places and sizes; the template draws them as inline SVG.

Nothing is shown by colour alone, and each chart has its numbers beside it in words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

MOST = 12  # points, the last ones
STEP, BAR, HEIGHT, FOOT = 24, 16, 48, 16  # in the drawing's own units
BASE, HIGH = HEIGHT + FOOT, HEIGHT + 2 * FOOT


class Point(Protocol):
    """One period's count: `met` of `of` in time."""

    @property
    def met(self) -> int: ...
    @property
    def of(self) -> int: ...


@dataclass(frozen=True)
class Bar:
    """An outline for all of them, filled from its foot as far as they were in time."""

    x: float
    top: float
    height: float
    filled_top: float
    filled: float
    met: int
    of: int


@dataclass(frozen=True)
class Trend:
    bars: tuple[Bar, ...]

    @property
    def width(self) -> int:
        return STEP * len(self.bars)


def trend(points: Sequence[Point]) -> Trend | None:
    """None where there is nothing to compare: one point, or no numbers."""
    shown = points[-MOST:]
    most = max((point.of for point in shown), default=0)
    if len(shown) < 2 or not most:
        return None
    return Trend(tuple(_bar(n, point, most) for n, point in enumerate(shown)))


def _bar(n: int, point: Point, most: int) -> Bar:
    height, filled = (round(HEIGHT * part / most, 1) for part in (point.of, point.met))
    return Bar(
        x=n * STEP + (STEP - BAR) / 2,
        top=round(FOOT + HEIGHT - height, 1),
        height=height,
        filled_top=round(FOOT + HEIGHT - filled, 1),
        filled=filled,
        met=point.met,
        of=point.of,
    )


@dataclass(frozen=True)
class Row:
    label: str
    n: int
    width: float  # per cent of the longest


def rows(counts: Sequence[tuple[str, int]]) -> tuple[Row, ...]:
    """Bars side by side; () where there is nothing to compare."""
    most = max((n for _, n in counts), default=0)
    return tuple(Row(label, n, round(100 * n / most, 1)) for label, n in counts) if most and len(counts) > 1 else ()
