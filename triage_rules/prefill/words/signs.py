"""Words that are signs of something: of danger, or of whose job a matter is; and how much each sign weighs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from triage_rules.prefill.words.word_lists import PhraseList, Words


class Family(Words):
    """Words that are a sign of the same thing.

    leans: the safety question that they speak to. service: whose job it is once a safety warning is raised.
    """

    leans: Literal["danger", "safeguarding"]
    service: str | None = None
    words: PhraseList


class Topic(Words):
    """Words for the same thing that reports are about.

    services: whose job it usually is. None for words that only look like another topic's: those inside them do
    not count.
    """

    services: tuple[str, ...] = ()
    words: PhraseList


class Weights(Words):
    """Learned, by feature; what is not among them weighs what it usually does.

    safety: from the sum `threshold` on the warning is raised. services: by service, by feature; a service is
    touched from the sum `enough` on, or if it has the highest and that is at least `least`.
    """

    threshold: float = 0.0
    safety: Mapping[str, float] = Field(default_factory=dict)
    enough: float = 0.0
    least: float = -0.5
    services: Mapping[str, Mapping[str, float]] = Field(default_factory=dict)
