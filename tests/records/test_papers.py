"""What is handed out and printed: exports with others blacked out, and the data protection page."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from bot.cli.entry import rapid_response
from bot.cli.records.export import redactor
from bot.cli.surroundings import Surroundings
from bot.desk.records import export
from bot.desk.refusal import Refusal
from storage.audit import last_line
from storage.kept import KEPT
from tests.records.test_erase import Town

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Shell(Surroundings):
    def __init__(self, town: Town):
        self.clock = town.clock
        self._town = town

    def engine(self):
        return self._town.engine


@pytest.fixture
def town(engine, clock) -> Town:
    town = Town(engine, clock)
    town.work()
    return town


def test_what_is_on_record_of_somebody(town):
    """Their own name stays; the resident's, the officers' and the sergeant's are blacked out."""
    found = export.of_person(town.desk, town.ola, "T0HOME/U0WALKER", "Asked", redactor(Shell(town)))
    assert set(found.rows) >= {"issue", "event", "slackidentity", "delivery"}
    said = json.dumps(found.rows, default=str)
    assert "Ambrose Quillfeather" in said
    assert [name for name in ("Sam Duty", "sam-duty", "900 123", "Sgt Lee", "salt") if name in said] == []
    with town.desk.look() as session:
        line = last_line(session, "exported")
    assert line is not None
    assert (line.actor_name, line.data["kind"]) == ("Ola Duty", "subject")
    with pytest.raises(Refusal, match="Nobody is known"):
        export.of_person(town.desk, town.ola, "nobody@example.org", "Asked", str)
    with pytest.raises(Refusal, match="for a duty officer"):
        export.of_person(town.desk, town.office.officer, "sam-duty", "Asked", str)


def test_what_an_issue_says_of_a_resident(town):
    redact = redactor(Shell(town))
    found = export.of_issue(town.desk, town.ola, town.number, ["Hepzibah Nightjar"], "Asked", redact)
    said = json.dumps(found.rows, default=str)
    assert "Hepzibah Nightjar" in said
    assert [name for name in ("Sam Duty", "Quillfeather <", "900 123") if name in said] == []


def test_for_the_public(town):
    """No note and no name; a case, an exempt and a sensitive matter are only counted."""
    from storage.issues import Issue
    from storage.session import writing

    marks = ({"casework_for": "x"}, {"exempt_paragraph": "3"}, {"sensitive": True})
    for mark in marks:
        with writing(town.engine) as session:
            issue = session.get_one(Issue, town.office.report("R9").id)
            for name, value in mark.items():
                setattr(issue, name, value)
            session.add(issue)
            session.commit()
    days = (date(2026, 11, 1), date(2026, 12, 31))
    found = export.for_the_public(town.desk, town.ola, *days, "cuckoo-oak", "Asked", redactor(Shell(town)))
    assert dict(found.withheld) == {"a resident's case": 1, "exempt: 3": 1, "sensitive": 1}
    assert [row["reference"] for row in found.rows["issues"]] == [f"RR-{town.number}"]
    said = json.dumps(found.rows, default=str)
    assert [name for name in ("Nightjar", "Duty", "Quillfeather", "900 123") if name in said] == []
    other = export.for_the_public(town.desk, town.ola, *days, "park", "Asked", str)
    assert other.rows["issues"] == []


def test_the_commands(town, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", town.engine.url.render_as_string(hide_password=False))
    monkeypatch.setattr(Surroundings, "clock", town.clock)

    def run(*words: str):
        return CliRunner().invoke(rapid_response, [*words], catch_exceptions=False)

    by = ("--by", "ola.duty@example.org", "--why", "Asked for it")
    out = tmp_path / "out"
    done = run("export", "foi", "--from", "2026-11-01", "--until", "2026-12-01", "--to", str(out), *by)
    assert done.exit_code == 0, done.output
    assert json.loads((out / "record.json").read_text(encoding="utf-8"))["issues"]
    assert "RR-1" in (out / "record.txt").read_text(encoding="utf-8")
    again = run("export", "subject", "--issue", "1", "--to", str(out), *by)
    assert (again.exit_code, "is not empty" in again.output) == (1, True)
    assert "dry run" in run("person", "erase", "--issue", "1", "--words", "Hepzibah Nightjar", *by).output
    assert town.said("Hepzibah Nightjar")
    assert run("person", "erase", *by).exit_code == 1
    erased = run("person", "erase", "--issue", "1", "--words", "Hepzibah Nightjar", "--apply", *by)
    assert "Done. It is line" in erased.output
    assert run("hold", "place", "--issue", "1", *by).exit_code == 0
    assert "RR-1: Asked for it (Ola Duty" in run("hold", "list").output
    assert run("hold", "lift", "1", *by).exit_code == 0
    assert "dry run" in run("retain", "--dry-run").output
    assert "The record is whole" in run("audit", "verify").output
    assert "accepted by Sam Duty, duty officer (slack), under " in run("audit", "show", "1").output
    assert "hold placed by Ola Duty, duty officer (command line): Asked for it" in run("audit", "book").output


def test_the_data_protection_page(town, monkeypatch):
    """Every column about people with its words, where it is and how long; no password; the same as a page."""
    monkeypatch.setenv("DATABASE_URL", town.engine.url.render_as_string(hide_password=False))
    monkeypatch.setenv("SMTP_URL", "smtp://somebody:sesame@post.example.org:587?starttls")
    monkeypatch.setattr(Surroundings, "clock", town.clock)
    pages = [
        CliRunner().invoke(rapid_response, ["dpia", "--format", form], catch_exceptions=False).output
        for form in ("md", "html")
    ]
    for page in pages:
        assert "sesame" not in page
        assert "post.example.org" in page
        assert "after 2 years" in page
        for table, about in KEPT.items():
            assert f"{table}" in page
            for column, kept in about.columns.items():
                if kept.personal:
                    assert column in page, (table, column)
    assert "<script" not in pages[1]
    assert pages[1].startswith("<!doctype html>")
