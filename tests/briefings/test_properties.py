"""Rules that hold for every council and history: who is told what, how often, and what nobody is told."""

import os
import re
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import SQLModel

from bot.briefings.forms import as_html, as_json, as_text
from bot.briefings.slack_form import draw_briefing
from bot.clock import StandingClock
from storage.session import writing
from tests.briefings.histories import PRIVATE, STARTS, History, briefing, steps

seeds, starts = st.integers(1, 4), st.sampled_from(STARTS)
apart = settings(
    max_examples=int(os.environ.get("BRIEFING_EXAMPLES", "3")),
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
many = settings(apart, max_examples=150)


def played(engine, seed, start, done) -> History:
    with writing(engine) as session:
        for table in reversed(SQLModel.metadata.sorted_tables):
            session.exec(delete(table))
        session.commit()
    history = History(engine, StandingClock(start), seed)
    history.play(done)
    return history


def holds(history: History) -> None:
    _each_change_once(history)
    _one_copy(history)
    _nothing_personal(history)
    _adds_up(history)


def _each_change_once(history: History) -> None:
    """Once to whoever held one of its wards from the change to the next copy; never to who held none of them.

    Somebody else's casework is only counted: no line of a copy is about it.
    """
    of = {person: [c for c in history.copies() if c.person == person] for person in history.members}
    for event, issue in history.changes():
        for person, copies in of.items():
            counted = sum(copy.events.count(event.id) for copy in copies)
            told = counted if issue.casework_for in (None, person) else sum(event.id in _lines(copy) for copy in copies)
            following = next((copy.made_at for copy in copies if copy.made_at > event.at), None)
            if following is None:
                continue
            concerned = [
                bool(wards & history.wards_of[issue.id or 0]) and issue.casework_for in (None, person)
                for wards in history.wards_held(person, event.at, following)
            ]
            asked = issue.casework_for in (None, person) and any(v["person"] == person for v in issue.views)
            leads = any(
                role.role == "cabinet_lead" for role in history.council.directory.roles_of(person, following.date())
            )
            where = (person, issue.summary, event.verb, told)
            assert told <= counted <= 1, where
            if all(concerned) and "ward_members" in _audiences(copies, following):
                assert told == 1, where
            if not leads and not asked:
                ever = [wards & history.wards_of[issue.id or 0] for _, held in history.held for wards in [held[person]]]
                assert told == 0 or (any(ever) and issue.casework_for in (None, person)), where


def _lines(copy) -> set[int]:
    """The changes that a copy's lines tell of."""
    return {
        event
        for part in briefing(copy).parts
        for section in part.sections
        for entry in section.entries
        for event in entry.events
    }


def _audiences(copies, at) -> list[str]:
    return next(copy.briefings for copy in copies if copy.made_at == at)


def _one_copy(history: History) -> None:
    copies = history.copies()
    assert max(Counter((copy.person, copy.period) for copy in copies).values(), default=1) == 1
    assert sorted(d.data["copy"] for d in history.deliveries()) == sorted(copy.id for copy in copies)
    for copy in copies:
        for held in history.wards_held(copy.person, copy.made_at, copy.made_at):
            assert ("ward_members" in copy.briefings) == bool(held), "a role's end ends its briefing"


def _nothing_personal(history: History) -> None:
    for copy in history.copies():
        whole = briefing(copy)
        forms = as_text(whole), as_html(whole), as_json(whole), str(draw_briefing(whole).blocks)
        for form in forms:
            assert PRIVATE not in form
            assert "07700" not in form


def _adds_up(history: History) -> None:
    """Each change is one line of a copy. What is open is counted in each of its wards, and once for all of them."""
    for copy in history.copies():
        for part in briefing(copy).parts:
            events = [event for section in part.sections for entry in section.entries for event in entry.events]
            assert len(events) == len(set(events))
    live = history.open_now()
    wards = {ward: _counted(history.now_for(ward)) for ward in history.wards}
    assert wards == {ward: sum(ward in history.wards_of[issue.id] for issue in live) for ward in history.wards}
    assert sum(wards.values()) == sum(len(history.wards_of[issue.id]) for issue in live)
    person, part = history.now_for_all()
    assert _counted(part) == sum(issue.casework_for in (None, person) for issue in live)


def _counted(part) -> int:
    """How many are open, in the words of the part."""
    number = re.match(r"(\d+) matter", part.standing) if part else None
    return int(number[1]) if number else 0


@apart
@given(seed=seeds, start=starts, done=steps)
def test_the_rules_hold(sqlite_engine, seed, start, done):
    holds(played(sqlite_engine, seed, start, done))


@pytest.mark.long
@many
@given(seed=st.integers(1, 30), start=starts, done=steps)
def test_the_rules_hold_for_many(sqlite_engine, seed, start, done):
    holds(played(sqlite_engine, seed, start, done))
