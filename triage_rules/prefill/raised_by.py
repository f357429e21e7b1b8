"""Who brought the matter, if the text says so."""

from __future__ import annotations

from dataclasses import dataclass

from triage_rules.prefill.words.cues import Cues
from triage_rules.prefill.words.lexicon import Lexicon, RaisedBy


@dataclass(frozen=True)
class Raised:
    """because: the words, as typed; empty when the text does not say."""

    by: RaisedBy
    because: str = ""


def raised_by(cues: Cues, lexicon: Lexicon) -> Raised:
    """The first in the lexicon's order that has words in the text: who relays goes before whom they heard it from."""
    for who in lexicon.raised_by:
        hits = cues.of("raised_by", who)
        if hits:
            return Raised(who, cues.words(hits[0]))
    return Raised("unknown")
