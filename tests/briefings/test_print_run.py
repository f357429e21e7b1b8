"""Briefings on paper: one document for those who want it, and a named person who posted it."""

from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.briefings.print_run import Sheet, as_document
from bot.cli.briefing import brief
from bot.cli.surroundings import Surroundings
from storage.outbox import SENT
from tests.briefings.samples import sample
from tests.briefings.weeks import BRYONY, Weeks

OLIVE = "sam-duty"


@pytest.fixture
def run(weeks: Weeks, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command, in a council where one councillor, and nobody else, wants paper."""
    directory = weeks.council.directory
    people = tuple(
        person.model_copy(update={"tells_by": "print", "address": ("1 Elm Walk", "Overford"), "large_print": True})
        if person.id == BRYONY
        else person.model_copy(update={"tells_by": "slack"})
        for person in directory.people
    )
    council = replace(weeks.council, directory=directory.model_copy(update={"people": people}))
    around = Surroundings()
    around.engine, around.clock = lambda: weeks.desk.engine, weeks.clock  # type: ignore[method-assign]
    around.councils = lambda: lambda: council  # type: ignore[method-assign]

    def call(*args: str) -> Result:
        return CliRunner().invoke(brief, list(args), obj=around)

    return call


@pytest.fixture
def posted(weeks: Weeks) -> Any:
    return lambda: [(d.recipient, d.channel_id, d.error) for d in weeks.deliveries() if d.state == SENT]


def test_one_document_then_posted_by_a_named_person(weeks: Weeks, run: Any, posted: Any):
    assert "No briefing waits to be printed." in run("--print-run").stderr
    weeks.brief()
    weeks.to(30, 9)
    weeks.brief()
    document = run("--print-run").stdout
    assert document.startswith("<!doctype html>")
    assert "Briefings to post: 1" in document
    assert "1 Elm Walk\nOverford" in document
    assert document.count("<main>") == 1
    assert '<article class="large">' in document
    assert posted() == []  # nothing changes by printing
    number = next(d.id for d in weeks.deliveries() if d.recipient == f"person:{BRYONY}")
    assert f"--up-to {number}" in document
    mine = weeks.directory.person(OLIVE)
    assert "1 briefing marked as posted by" in run("--posted-by", mine.email, "--up-to", str(number)).stdout
    assert posted() == [(f"person:{BRYONY}", "paper", f"Posted by {mine.name}.")]
    assert "0 briefings" in run("--posted-by", mine.email, "--up-to", str(number)).stdout
    assert run("--print-run").exit_code == 1


def test_only_the_team_says_so(weeks: Weeks, run: Any, posted: Any):
    assert "Nothing was changed." in run("--posted-by", weeks.directory.person(BRYONY).email, "--up-to", "9").stderr
    assert "Nobody in the directory" in run("--posted-by", "nobody@example.org", "--up-to", "9").stderr
    assert posted() == []


@pytest.mark.parametrize("wrong", [(), ("--posted-by", "a@example.org"), ("--to", "a@example.org", "--print-run")])
def test_wrong_use_is_said(run: Any, wrong: tuple[str, ...]):
    assert run(*wrong).exit_code == 2


def test_no_two_charts_share_a_name():
    document = as_document("Rapid Response Team", [Sheet(sample(), "Ann"), Sheet(sample(), "Bob")], 3)
    assert document.count("no address is in the council") == 2
