"""Who is who from a list: shown first, then in force; and what becomes of the work of a role that ended."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.cli.entry import rapid_response
from bot.cli.surroundings import Surroundings
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import brief, handover
from bot.desk.due.nightly import nightly
from bot.desk.records.verify import verify
from bot.desk.verbs import councillors, talk
from bot.desk.work import Desk
from storage import council_files
from storage.session import open_engine
from tests.desk.people import Office
from tests.sample import NAME, sample_council
from triage_rules.change.people_csv import read_people
from triage_rules.change.people_edit import edit
from triage_rules.change.people_plan import plan
from triage_rules.council import parse

HEAD = "name,email,role,of\n"
BRYONY = "cllr-bryony-ribbonhurst"
WARD = "cuckoo-oak"
TODAY = date(2026, 11, 23)


def sitting(on: date = TODAY) -> list:
    return list(sample_council().directory.ward_members(WARD, on))


def the_list(*lines: str, without: str = "") -> str:
    """A list of the ward's councillors as they are, without one of them, with lines of its own."""
    kept = [f"{p.name},{p.email},ward_member,Cuckoo Oak" for p in sitting() if p.id != without]
    return HEAD + "\n".join([*kept, *lines]) + "\n"


def planned(text: str, from_: date = TODAY):
    listed, problems = read_people(text, "list.csv", sample_council())
    assert problems == []
    return plan(sample_council(), listed, from_)


def test_the_list_as_it_is_changes_nothing():
    assert not planned(the_list())


def test_an_import_with_a_vacancy():
    made = planned(the_list(",,ward_member,cuckoo-oak", without=BRYONY), date(2026, 12, 1))
    assert [(e.person, e.until) for e in made.ends] == [(BRYONY, date(2026, 11, 30))]
    assert (made.vacancies, made.shrunk, made.starts) == ({WARD: 1}, [], [])
    files = council_files.read(NAME)
    edited = edit(files, made)
    after = parse(edited, NAME)
    assert after.directory.area(WARD).vacancies == 1
    assert BRYONY in {p.id for p in after.directory.ward_members(WARD, date(2026, 11, 30))}
    assert BRYONY not in {p.id for p in after.directory.ward_members(WARD, date(2026, 12, 1))}
    unchanged = [name for name, text in files.items() if edited[name] == text]
    assert set(files) - set(unchanged) == {"councillors.yaml", "areas.yaml"}


def test_somebody_new_takes_the_seat():
    made = planned(the_list("Cllr Zephyr Nettlewick,z.nettlewick@example.org,ward_member,Cuckoo Oak", without=BRYONY))
    files = edit(council_files.read(NAME), made)
    after = parse(files, NAME)
    assert "cllr-zephyr-nettlewick" in {p.id for p in after.directory.ward_members(WARD, TODAY)}
    assert files["councillors.yaml"].startswith("# Ward councillors."), "comments stay"
    now, then = (Counter(text["councillors.yaml"].split("\n")) for text in (files, council_files.read(NAME)))
    assert sum((then - now).values()) == 1, "only Bryony's role is written otherwise"
    assert sum((now - then).values()) == 1 + 5, "her last day, and the newcomer"


def test_a_smaller_ward_is_asked_about():
    assert planned(the_list(without=BRYONY)).shrunk == [(WARD, len(sitting()), len(sitting()) - 1)]


def test_what_is_put_right():
    known = sitting()[0]
    text = the_list(without=known.id) + f"{known.name},new.address@example.org,ward_member,Cuckoo Oak\n"
    made = planned(text)
    assert [(c.person, c.field, c.after) for c in made.corrections] == [(known.id, "email", "new.address@example.org")]
    assert (
        parse(edit(council_files.read(NAME), made), NAME).directory.person(known.id).email == "new.address@example.org"
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name,mail,role,of\n", "line 1: there is no column 'email'"),
        (
            HEAD + "A B,a@example.org,ward_membr,Park\n",
            "line 2: 'ward_membr' is not a role. Did you mean 'ward_member' or",
        ),
        (HEAD + "A B,a@example.org,ward_member,Cuckoo Oaks\n", "line 2: there is no ward 'Cuckoo Oaks'. Did you mean"),
        (HEAD + "A B,a@example,ward_member,Cuckoo Oak\n", "'a@example' is not an e-mail address"),
        (HEAD + "A B,,ward_member,Cuckoo Oak\n", "the email is missing"),
        (HEAD + "A B,a@example.org,ward_member,\n", "does not say of what"),
        (HEAD + "A B,a@example.org,team_officer,Cuckoo Oak\n", "is for the whole council"),
        (HEAD + "A B,a@example.org,team_officer,,x\n", "more cells than columns"),
        ("name,email,role,of,from\nA B,a@example.org,team_officer,,soon\n", "'soon' is not a date"),
        ("name,email,role,of,from,until\nA B,a@example.org,officer,,01/06/2026,31/05/2026\n", "before it begins"),
        (HEAD + "A B,a@example.org,officer,\nA B,A@example.org,officer,\n", "line 3: this is line 2 again"),
        (
            HEAD + "A B,a@example.org,officer,\nC D,a@example.org,contact,police\n",
            "line 3: a@example.org is A B on line 2",
        ),
    ],
)
def test_mistakes_by_line(text, says):
    _, problems = read_people(text, "list.csv", sample_council())
    assert says in "\n".join(map(str, problems))


class Town:
    def __init__(self, engine, clock):
        self.clock = clock
        self.council = CouncilInForce(engine, clock)
        files = council_files.read(NAME)
        ended = f"- id: {BRYONY}\n"
        before, found, after = files["councillors.yaml"].partition(ended)
        assert found
        files["councillors.yaml"] = before + found + after.replace("2023-05-09}", "2023-05-09, until: 2026-11-24}", 1)
        self.council.load(NAME, files)
        self.desk = Desk(engine, clock, self.council)
        self.office = Office(self.desk)


def test_a_role_that_ended_yesterday(engine, clock):
    """Her issue goes to the ward's named officer, her briefing stops, and History shows what she was."""
    town = Town(engine, clock)
    desk, office = town.desk, town.office
    assert nightly(desk) == {}, "set at the first start"
    brief.brief(desk)
    issue = office.report("R12")
    bryony = office.actor(BRYONY)
    councillors.lead(desk, bryony, issue.id or 0)
    other = office.report("R12", by=bryony)
    talk.ask(desk, office.duty, other.id or 0, "Which lamp is it?")

    clock.move_to(datetime(2026, 11, 24, 22, tzinfo=UTC))
    nightly(desk)
    assert office.issue(issue.id).leads == [BRYONY], "until the end of her last day"
    clock.move_to(datetime(2026, 11, 25, 1, tzinfo=UTC))
    assert nightly(desk)["handover"] == 2
    assert handover.hand_on(desk) == 0, "once"

    officer = town.council().directory.holders("senior_manager", WARD, desk.today())[0]
    assert office.issue(issue.id).leads == []
    assert office.waits(issue.id)["first_response"].owner == f"person:{officer.id}"
    assert ("told", f"person:{officer.id}") in office.told(issue.id)
    assert "reporter_answer" not in office.waits(other.id)
    assert "first_response" in office.waits(other.id)
    led = next(event for event in office.history(issue.id) if event.verb == "led")
    assert (led.actor_name, led.actor_role) == ("Cllr Bryony Ribbonhurst", "councillor for Cuckoo Oak")
    clock.move_to(datetime(2026, 11, 30, 9, 5, tzinfo=UTC))
    brief.brief(desk)
    with desk.look() as session:
        from sqlmodel import select

        from storage.briefings import BriefingCopy

        assert BRYONY not in set(session.exec(select(BriefingCopy.person)))
        assert verify(session).problems == []


def test_the_command_shows_then_does(sqlite_engine, clock, tmp_path, monkeypatch):
    CouncilInForce(sqlite_engine, clock).load(NAME, council_files.read(NAME))
    url = sqlite_engine.url.render_as_string(hide_password=False)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(Surroundings, "clock", clock)
    file = tmp_path / "list.csv"
    file.write_text(the_list(",,ward_member,cuckoo-oak", without=BRYONY), encoding="utf-8-sig")

    def run(*words: str):
        clock.move_system(timedelta(seconds=2))
        return CliRunner().invoke(rapid_response, [*words], catch_exceptions=False)

    shown = run("council", "people", "import", str(file), "--from", "2026-11-23")
    assert "Cllr Bryony Ribbonhurst, ward member of Cuckoo Oak, last day 22 November 2026" in shown.output
    assert "Cuckoo Oak: 1 empty seat" in shown.output
    assert "Nothing was changed" in shown.output
    assert run("council", "people", "import", str(file), "--apply").exit_code == 1, "who decides it?"
    done = run("council", "people", "import", str(file), "--apply", "--by", "sam.duty@example.org")
    assert done.exit_code == 0, done.output
    again = run("council", "people", "import", str(file))
    assert "Nothing would change" in again.output

    refused = run("council", "load")
    assert refused.exit_code == 1
    assert "Cllr Bryony Ribbonhurst, ward member of Cuckoo Oak: ended" in refused.output
    out = tmp_path / NAME
    assert run("council", "export", str(out)).exit_code == 0
    assert run("council", "check", str(out)).exit_code == 0
    assert "is now in force" in run("council", "load", str(out)).output
    assert run("audit", "verify").exit_code == 0
    engine = open_engine(url)
    assert BRYONY not in {p.id for p in CouncilInForce(engine, clock)().directory.ward_members(WARD, TODAY)}
    engine.dispose()
