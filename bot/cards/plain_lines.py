"""A drawn text as what it consists of: for letters and pages, which are no Block Kit.

A text is safe to take apart: what people typed comes on one line, or line by line behind "> " (see paper.py).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Piece:
    """A paragraph of one line, or a quote of several."""

    lines: tuple[str, ...]
    quote: bool = False


def pieces(text: str) -> Iterator[Piece]:
    """`text` is plain (not escaped for Slack)."""
    lines = [line for line in text.split("\n") if line.strip()]
    for quote, group in groupby(lines, key=lambda line: line.startswith("> ")):
        if quote:
            yield Piece(tuple(line[2:] for line in group), quote=True)
        else:
            yield from (Piece((line,)) for line in group)
