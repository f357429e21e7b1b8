"""Figures, said alike everywhere."""

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """`share` from 0 to 1; of seconds, in milliseconds."""
    ordered = sorted(values)
    return 1000 * ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def row(title: str, *cells: object, width: int = 14) -> None:
    print(f"{title:52}" + "".join(f"{cell!s:>{width}}" for cell in cells), flush=True)
