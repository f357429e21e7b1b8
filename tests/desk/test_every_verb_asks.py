"""No use case without the question whether this person may: each public verb of the desk, done by a stranger."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlmodel import select

import bot.desk.verbs
from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.due.brief import brief_now
from bot.desk.refusal import Refusal
from bot.desk.verbs.report import Report
from storage.intake import Refused
from tests.desk.people import NO

STRANGER = Actor("user:T0000ELSE/U1", "Somebody", own_team=False, way="connect")
# `repaint` draws cards anew and changes nothing; `may_read_note` is the question itself.
NO_QUESTION = {"refresh.repaint", "refresh.may_read_note"}


def verbs() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Everything in bot/desk/verbs/ that takes a desk and somebody who acts."""
    for info in pkgutil.walk_packages(bot.desk.verbs.__path__, "bot.desk.verbs."):
        module = importlib.import_module(info.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            takes = list(inspect.signature(function).parameters)[:2]
            if function.__module__ == info.name and takes == ["desk", "actor"] and not name.startswith("_"):
                yield f"{info.name.removeprefix('bot.desk.verbs.')}.{name}", function


VERBS = dict(verbs())


def arguments(function: Callable[..., Any], issue: int, action: int) -> dict[str, Any]:
    given: dict[str, Any] = {
        "number": issue,
        "action_id": action,
        "link_id": 1,
        "given": Report(note="x", answers=NO),
        "answers": {},
        "yes": True,
        "verb": "accept",
        "organisation": "police",
        "next_owner": "highways",
        "send_to": "team",
        "person": "sgt-lee",
        "invitation_id": 1,
    }
    named = inspect.signature(function).parameters.values()
    needed = [p for p in named if p.default is p.empty and p.kind is not p.VAR_KEYWORD][2:]
    return {p.name: given.get(p.name, "words") for p in needed}


def test_the_list_is_whole():
    assert len(VERBS) > 20
    assert set(VERBS) >= NO_QUESTION


@pytest.mark.parametrize("name", sorted(set(VERBS) - NO_QUESTION - {"links.revoke"}))
def test_a_stranger_is_asked_about_refused_and_recorded(desk, office, asked, name, monkeypatch):
    questions: list[str] = []
    ask = access.may
    monkeypatch.setattr(access, "may", lambda actor, verb, *more: questions.append(verb) or ask(actor, verb, *more))
    before = office.issue(asked.issue_id).model_dump()
    with pytest.raises(Refusal) as refused:
        VERBS[name](desk, STRANGER, **arguments(VERBS[name], asked.issue_id, asked.id))
    assert questions, f"{name} asks nobody"
    assert "add you" in refused.value.message  # how an unknown person gets into the directory
    assert office.issue(asked.issue_id).model_dump() == before
    with desk.look() as session:
        rows = [(row.actor, row.way, row.verb) for row in session.exec(select(Refused))]
    lines = [(e.actor, e.way, e.data["tried"]) for e in office.history(asked.issue_id) if e.verb == "refused"]
    assert [*rows, *lines] == [(STRANGER.key, "connect", questions[-1])]


def test_a_number_that_is_not_there_is_recorded_too(desk, office):
    with pytest.raises(Refusal):
        VERBS["decide.accept"](desk, office.duty, 404)
    with desk.look() as session:
        (row,) = session.exec(select(Refused))
    assert (row.actor, row.verb, row.about) == ("person:sam-duty", "accept", "RR-404")


def test_what_is_put_right_in_a_form_is_no_attempt(desk, office):
    with pytest.raises(Refusal):
        VERBS["report.report"](desk, office.officer, Report(note="", answers=NO))
    with desk.look() as session:
        assert session.exec(select(Refused)).all() == []


def test_a_briefing_is_for_whoever_gets_one(desk, office):
    assert brief_now(desk, STRANGER) is None
    assert brief_now(desk, office.duty) is not None
