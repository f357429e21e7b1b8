"""Briefings made by hand, for what only their form can show. Invented, like all else here."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from bot.briefings.content import Briefing, Entry, Part, Section

ASKED = Entry(
    issue=10,
    title="Hedge over the church path",
    text="Street Scene and West Mercia Police could help. Will you lead?",
    next_step="please answer by 5pm today",
    buttons=("lead", "open"),
)
LONG = "Street Scene deals with it. Street Scene acknowledged it on Wednesday. The reporter had an answer on Wednesday."


def matter(n: int) -> Entry:
    return Entry(
        issue=n,
        title=f"Fly-tip number {n} behind the garages",
        text=LONG,
        place="Hills Lane",
        next_step="Street Scene to report progress by 5pm Wednesday 2 December",
    )


def sample(*sections: Section, **more: Any) -> Briefing:
    new = Section(kind="new", title="New", entries=tuple(matter(n) for n in (1, 2)))
    asked = Section(kind="asked", title="Asked of you", entries=(ASKED,))
    return Briefing(
        person="cllr-somebody",
        name="Cllr Somebody",
        team="Rapid Response Team",
        title="Cuckoo Oak, week to Monday 30 November",
        as_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
        as_at_words="As at 9am Monday 30 November",
        parts=(Part(audience="ward_members", title="Cuckoo Oak", sections=sections or (asked, new)),),
        **more,
    )


def flood(n: int) -> Briefing:
    asked = Section(kind="asked", title="Asked of you", entries=(ASKED,))
    return sample(asked, Section(kind="new", title="New", entries=tuple(matter(n) for n in range(100, 100 + n))))


def point(met: int, of: int) -> Any:
    return SimpleNamespace(day="2026-11-30", met=met, of=of, hours=None)
