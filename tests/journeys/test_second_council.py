"""The heart of the journey in councils with other names, rows, questions, hours and clocks; and no name of the
shipped council in code or templates."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.clock import StandingClock
from tests.generated_council import GeneratedCouncil, generated_council
from tests.journeys.report import Told, fill_in
from tests.journeys.town import Town, opened
from tests.sample import sample_council
from triage_rules.council import Council

SUMMARY = "The footbridge has lost a plank"
NOTE = "The footbridge has lost a plank. Mrs Example slipped on it."


@pytest.fixture
def seed() -> int:
    return 2


@pytest.fixture
def made(seed: int) -> GeneratedCouncil:
    return generated_council(seed)


@pytest.fixture
def elsewhere(made: GeneratedCouncil, sqlite_engine: Engine, clock: StandingClock) -> Iterator[Town]:
    with opened(made.id, made.files, sqlite_engine, clock) as town:
        yield town
        town.is_in_order()


def told(made: GeneratedCouncil, route: str, **more) -> Told:
    given = {"wards": (made.who.rural_ward,), "services": made.who.services[:2], "objects": {"threat": ["reputation"]}}
    return Told(made.who.answers[route], what=NOTE, summary=SUMMARY, **{**given, **more})


@pytest.mark.parametrize("seed", [2, 9])
def test_the_heart_of_the_journey(elsewhere: Town, made: GeneratedCouncil):
    town, who = elsewhere, made.who
    reporter, duty = town.person(who.reporter), town.person(who.duty_officers[0])
    partner = town.person(who.contacts[who.partner][0])
    channel = town.channel(who.partner)
    rr = reporter.reports(told(made, "team/rapid_response"))
    assert f"Sent to the {town.council.team.name}" in reporter.reads(rr)
    duty.clicks("Accept", rr, who.team_channel)
    members = set(who.wards[who.rural_ward])
    assert members <= town.told(rr)
    assert town.told(NOTE) == {who.reporter, who.team_channel}
    asked = {"What needs doing?": "Close the bridge", "Who should do it?": who.partner}
    duty.does("Add action", rr, asked, who.team_channel)
    town.restart()
    _chased_and_escalated(town, made, rr)
    partner.clicks("Acknowledge", rr, channel)
    assert partner.reads(rr, f"Acknowledged by {partner.name}", where=channel)
    duty.does("Reply to reporter", rr, {"Your answer": "It is closed for now."}, who.team_channel)
    assert reporter.reads(rr, "It is closed for now.")
    partner.does("Done", rr, {"What was done?": "Barriers are up."}, channel)
    duty.does("Close", rr, {"Why?": "A new plank is in."}, who.team_channel)
    reporter.does("No", rr, {"What is still wrong?": "It creaks."})
    assert duty.finds("Accept", rr, who.team_channel)


def _chased_and_escalated(town: Town, made: GeneratedCouncil, rr: str) -> None:
    """By the council's own ladder, calendar and time zone: whatever they are, each planned step is done once."""
    who = made.who
    action = town.actions(rr)[0]
    due = town.council.due("acknowledge", action.created_at, who.partner)
    steps = town.council.plan("acknowledge", action.created_at, due, who.partner)
    for step in steps:
        town.work_until_utc(step.at)
    done = [e for e in town.history(rr) if e.verb in ("reminded", "escalated") and e.data["clock"] == "acknowledge"]
    assert [event.data["to"] for event in done] == [step.to for step in steps]
    assert [event.at for event in done] == [step.at for step in steps]
    assert town.person(who.contacts[who.partner][0]).has_heard(
        "A reminder", "Close the bridge", where=town.channel(who.partner)
    )


def test_every_route(elsewhere: Town, made: GeneratedCouncil):
    town, who = elsewhere, made.who
    reporter = town.person(who.reporter)
    open_already = reporter.reports(told(made, "ward_member"))
    member = next(m for m in who.wards[who.rural_ward] if m not in (who.email_member, who.print_member))
    town.person(member).clicks("I'll lead", open_already)
    objects = {
        "issue": open_already,
        "priority": who.priority,
        "plan_action": who.service_plan_action,
        "threat": ["reputation"],
    }
    for name in who.answers:
        if name.startswith("stop"):
            view = reporter.form(NOTE)
            fill_in(view, town.council, told(made, name, objects=objects))
            assert town.council.safety[name.partition("/")[2]].title in view.text
            reporter.closes_what_is_open()
            continue
        services = who.services[:1] if name.startswith("service") else who.services[:2]
        rr = reporter.reports(told(made, name, objects=objects, services=services))
        issue = town.issue(rr)
        route, _, stream = name.partition("/")
        assert (issue.route, issue.stream) == (route, stream or None)
    assert town.told("Mrs Example") == {who.reporter, who.team_channel}


def test_thursdays_briefings(elsewhere: Town, made: GeneratedCouncil):
    """This council briefs on Thursdays, in words of its own."""
    town, who = elsewhere, made.who
    rr = town.person(who.reporter).reports(told(made, "team/rapid_response"))
    town.person(who.duty_officers[0]).clicks("Accept", rr, who.team_channel)
    town.work_until("2026-11-26 12:00")
    everybody = {member for ward in who.wards.values() for member in ward}
    assert town.told("As at", "Thursday 26 November") == everybody
    assert town.told("As at", rr) >= {*who.wards[who.rural_ward], who.team_lead}


# -- no name of the shipped council in code -----------------------------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]
READ = [
    *(ROOT / "bot").rglob("*.py"),
    *(ROOT / "bot").rglob("*.j2"),
    *(ROOT / "bot").rglob("*.html"),
    *(ROOT / "bot").rglob("*.js"),
    *(ROOT / "storage").rglob("*.py"),
    *(ROOT / "triage_rules").rglob("*.py"),
]
# A default is a name, too: the one place where it stands. And what the help of a command gives as an example.
ALLOWED = {"bot/settings.py": {"telford-wrekin"}, "bot/cli/triage.py": {"Q1"}}


def names(council: Council) -> set[str]:
    """What only this council calls anything: names and ids of more than one everyday word."""
    directory = council.directory
    found = {council.name, council.id, council.team.name, council.team.channel}
    for records in (directory.areas, directory.people, directory.organisations, directory.portfolios):
        for record in records:
            found |= {record.name, record.id}
    for record in (*directory.priorities, *directory.indicators, *directory.plan_actions):
        found |= {record.name, record.id}
    return {name for name in found if _telling(name)}


def _telling(name: str) -> bool:
    return bool(re.search(r"[ _-]", name)) or name[0].isupper()


# Words of everyday language, or of Slack's and this bot's own, that are also a name there.
EVERYDAY = {"College", "Park", "Schools", "Highways", "Licensing", "rapid-response", "parish_council"} | {
    "Town and parish councils"
}


def mentions(text: str, wanted: Iterable[str]) -> set[str]:
    there = (name for name in wanted if name in text)
    return {name for name in there if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}


def said(file: Path) -> str:
    """What a file does and what it makes people read: without comments and docstrings, which may give examples."""
    text = file.read_text()
    if file.suffix != ".py":
        return re.sub(r"{#.*?#}|<!--.*?-->", "", text, flags=re.DOTALL)
    tree = ast.parse(text)
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [each for each in body if not _is_docstring(each)] or [ast.Pass()]  # type: ignore[attr-defined]
    return ast.unparse(tree)


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_no_name_of_the_shipped_council_stands_in_code():
    council = sample_council()
    ids = {question.id for question in council.criteria.questions} | {row.id for row in council.criteria.rows}
    wanted = names(council) - EVERYDAY | ids
    found = {}
    for file in READ:
        path = file.relative_to(ROOT).as_posix()
        if there := mentions(said(file), wanted) - ALLOWED.get(path, set()):
            found[path] = there
    assert len(wanted) > 300
    assert found == {}
