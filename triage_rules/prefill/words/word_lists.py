"""How lists of words are written in a lexicon's files."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict


def _lines(written: Any) -> Any:
    """A block of text is a list: one phrase a line, or several with semicolons."""
    if not isinstance(written, str):
        return written
    return tuple(phrase.strip() for line in written.splitlines() for phrase in line.split(";") if phrase.strip())


def _words(written: Any) -> Any:
    return frozenset(written.casefold().replace("'", "").split()) if isinstance(written, str) else written


PhraseList = Annotated[tuple[str, ...], BeforeValidator(_lines)]
WordSet = Annotated[frozenset[str], BeforeValidator(_words)]


class Words(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")
