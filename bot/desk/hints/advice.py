"""What a report's own words suggest, as the form keeps it: every suggestion with the words that made it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Why = Literal["words", "services", "silence", "nothing_alike"]


class Kept(BaseModel):
    model_config = ConfigDict(frozen=True)


class Said(Kept):
    """An answer that is suggested. `words`: as typed; with "services" their ids; else empty."""

    answer: Literal["yes", "no"]
    why: Why
    words: tuple[str, ...] = ()


class Which(Kept):
    """A name that may mean several wards (ids): somebody has to say which. `spread`: one place that lies in all."""

    name: str
    wards: tuple[str, ...]
    spread: bool = False


class Like(Kept):
    """An open issue that may be the same. `because`: places, services and words that both have."""

    issue: int
    summary: str
    because: tuple[str, ...] = ()


class Repeats(Kept):
    """Earlier reports of the same place and service in the council's window; `since`: the first, aware UTC."""

    reports: int
    since: datetime


class Advice(Kept):
    """`of` says what it was drawn from. Wards and services are ids; answers and `urgent` go by question id.

    `urgent`: safety questions that the text sounds like; never filled in. `hints`: words that speak for a Yes which
    only a person can give. `personal`: kinds of personal data in what others would see, and `seen` that text without
    them; `personal_place`: kinds in the place as typed.
    """

    of: str = ""
    wards: tuple[str, ...] = ()
    ward_words: tuple[str, ...] = ()
    which: tuple[Which, ...] = ()
    outside: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    service_words: tuple[str, ...] = ()
    raised_by: str = ""
    raised_words: str = ""
    answers: Mapping[str, Said] = Field(default_factory=dict)
    hints: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    threats: tuple[str, ...] = ()
    urgent: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    personal: tuple[str, ...] = ()
    personal_place: tuple[str, ...] = ()
    seen: str = ""
    like: tuple[Like, ...] = ()
    repeats: Repeats | None = None
