"""`rapid-response brief`."""

import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from bot.cli.briefing import brief
from tests.briefings.weeks import BRYONY


@pytest.fixture
def run(weeks):
    around = SimpleNamespace(engine=lambda: weeks.desk.engine, council=lambda *name: weeks.council, clock=weeks.clock)
    email = weeks.directory.person(BRYONY).email
    return lambda *args, to=email: CliRunner().invoke(brief, ["--to", to, *args], obj=around)


def test_text_as_it_would_be_sent(weeks, run):
    weeks.busy_week()
    result = run()
    assert result.exit_code == 0
    assert result.stdout.startswith("Cuckoo Oak, week to Monday 30 November\n")
    assert "Asked of you (1)" in result.stdout


def test_other_forms(weeks, run):
    assert json.loads(run("--format", "json").stdout)["person"] == BRYONY
    assert run("--format", "html").stdout.startswith("<!doctype html>")


def test_a_day_that_was_sent_is_shown_as_it_was_sent(weeks, run):
    weeks.busy_week()
    weeks.brief()
    weeks.report("R13", summary="Later on")
    weeks.to(2, month=12)
    assert "Asked of you (1)" in run("--at", "2026-11-30").stdout
    assert "Later on" not in run("--at", "2026-11-30").stdout
    assert "Later on" in run().stdout


@pytest.mark.parametrize(
    ("to", "says"),
    [
        ("nobody@example.org", "Nobody in the directory has the address nobody@example.org."),
        ("olive.officer@example.org", "Olive Officer holds no role on that day that has a briefing."),
    ],
)
def test_no_briefing_is_one_clear_line(run, to, says):
    result = run(to=to)
    assert result.exit_code == 1
    assert says in result.stderr


def test_wrong_use(run):
    assert run("--at", "next Monday").exit_code == 2
    assert run("--format", "pdf").exit_code == 2
