"""A person is erased, or put right: nothing is left but the tombstone, the chain holds, and briefings add up."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import SQLModel, col, select

from bot.app import draw
from bot.delivery.dispatcher import Dispatcher
from bot.desk.actor import Actor
from bot.desk.council_in_force import CouncilInForce
from bot.desk.due import brief
from bot.desk.records import book, hold, phrases
from bot.desk.records.erase import correct_person, erase_person
from bot.desk.records.substitution import ERASED
from bot.desk.records.verify import verify
from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, close, decide, respond, talk
from bot.desk.work import Desk
from storage import council_files
from storage.audit import AuditLine
from storage.briefings import BriefingCopy
from storage.people import remember_channel, remember_identity
from storage.session import writing
from tests.desk.people import Office
from tests.properties.pretend_slack import PretendSlack
from tests.records.dumps import dump
from tests.rows import Kept

WEDNESDAY = datetime(2026, 11, 25, 9, 5, tzinfo=UTC)
WALKER = Actor("user:T0HOME/U0WALKER", "Ambrose Quillfeather")
STORY = "Hepzibah Nightjar of 7 Plover Close, 07700 900 123, says the shelter is smashed. Ring Ms Nightjar."
OF_HER = ("Hepzibah Nightjar", "Ms Nightjar", "7 Plover Close", "07700900123")


_LIVED: dict[str, tuple[Kept, int, list]] = {}


class Town:
    """A council in which Sam's role ends on Tuesday, at work for two days, with everything sent."""

    def __init__(self, engine, clock):
        files = council_files.read("telford-wrekin")
        files["officers.yaml"] = files["officers.yaml"].replace(
            "{role: team_officer, from: 2024-04-01}", "{role: team_officer, from: 2024-04-01, until: 2026-11-24}"
        )
        self.engine, self.clock = engine, clock
        self.council = CouncilInForce(engine, clock)
        self.council.load("telford-wrekin", files)
        self.desk = Desk(engine, clock, self.council)
        self.office = Office(self.desk)
        self.slack = PretendSlack()
        self.ola = self.office.actor("ola-duty")

    def send(self):
        ways = dict.fromkeys(("slack", "email", "print"), self.slack)
        Dispatcher(self.engine, self.clock, ways, draw, self.council, "worker").drain()

    def work(self):
        """The story; lived once for each kind of database, later tests have its rows."""
        kind = self.engine.name
        if kind in _LIVED:
            kept, number, messages = _LIVED[kind]
            with self.engine.begin() as connection:  # the folder of this test stays in force
                for table in reversed(SQLModel.metadata.sorted_tables):
                    connection.execute(table.delete())
            kept.put(self.engine, self.clock)
            self.number, self.slack.messages = number, list(messages)
            self.slack._numbers = len(messages) + 1000
            self.clock.move_system(timedelta(seconds=2))
            return
        self._work()
        _LIVED[kind] = (Kept(self.engine, self.clock), self.number, list(self.slack.messages))

    def _work(self):
        brief.brief(self.desk)
        with writing(self.engine) as session:
            now = self.clock.system()
            remember_identity(
                session, "T0HOME", "U0SAM", person="sam-duty", email="sam.duty@example.org", name="Sam Duty", now=now
            )
            remember_identity(
                session,
                "T0HOME",
                "U0WALKER",
                person="",
                email="a.quillfeather@example.org",
                name="Ambrose Quillfeather",
                now=now,
            )
            remember_channel(session, "user:T0HOME/U0WALKER", "D0WALKER", now)
            session.commit()
        office, desk = self.office, self.desk
        issue = office.report("R9", by=WALKER, note=STORY, summary="Shelter smashed, says Ms Nightjar", reply_to=STORY)
        self.number = issue.id or 0
        decide.accept(desk, office.duty, self.number)
        asked = assign.add_action(desk, office.duty, self.number, "See Ms Nightjar, then Sam Duty", "police")
        respond.acknowledge(desk, office.police, asked.id)
        talk.ask(desk, office.duty, self.number, "Is Hepzibah Nightjar in on Friday? Sam Duty")
        talk.answer(desk, WALKER, self.number, "She is. Ambrose Quillfeather")
        talk.add_note(desk, office.duty, self.number, "Rang her.")
        respond.done(desk, office.police, asked.id, "Saw Ms Nightjar")
        self.clock.move_to(datetime(2026, 11, 23, 15, tzinfo=UTC))
        close.close(desk, office.duty, self.number, "Mended. Hepzibah Nightjar knows.")
        self.send()
        book.seal_heads(desk)
        self.clock.move_to(datetime(2026, 11, 30, 9, 5, tzinfo=UTC))
        assert brief.brief(desk) > 10
        self.send()

    def said(self, *phrases: str) -> list[str]:
        everything = dump(self.engine).casefold()
        return [phrase for phrase in phrases if phrase.casefold() in everything]

    def verified(self) -> list[str]:
        with self.desk.look() as session:
            return verify(session).problems

    def briefed(self) -> list[tuple]:
        """How many entries each copy has in each section."""
        from bot.briefings.content import Briefing

        with self.desk.look() as session:
            copies = session.exec(select(BriefingCopy).order_by(col(BriefingCopy.id))).all()
        found = [(copy, Briefing.model_validate_json(copy.content)) for copy in copies]
        return [
            (
                copy.id,
                copy.period,
                briefing.events == sorted(copy.events),
                [(section.kind, len(section.entries)) for part in briefing.parts for section in part.sections],
            )
            for copy, briefing in found
        ]


@pytest.fixture
def town(engine, clock) -> Town:
    town = Town(engine, clock)
    town.work()
    return town


def test_whoever_is_erased_leaves_no_trace(town):
    """An officer whose role has ended, somebody outside the directory, and a resident in the texts."""
    before = town.briefed()
    of_sam = ("Sam Duty", "sam-duty", "sam.duty@example.org", "U0SAM")
    of_walker = ("Quillfeather", "U0WALKER", "D0WALKER")
    for phrase in (*of_sam, *of_walker, "Nightjar", "Plover Close", "900 123"):
        assert town.said(phrase), phrase
    rehearsed = erase_person(town.desk, town.ola, "sam-duty", "Asked for it", dry=True)
    assert town.said(*of_sam) == list(of_sam), "a dry run changes nothing"

    done = erase_person(town.desk, town.ola, "sam-duty", "Asked for it", dry=False)
    assert (rehearsed.changed, rehearsed.issues) == (done.changed, done.issues)
    assert any("officers.yaml, line" in where for where in done.folder)
    erase_person(town.desk, town.ola, "T0HOME/U0WALKER", "Asked for it", dry=False)
    phrases.rewrite(town.desk, town.ola, town.number, dict.fromkeys(OF_HER, ERASED), "Asked for it", dry=False)
    town.send()

    assert town.said(*of_sam, *of_walker, "Nightjar", "Plover Close", "900 123") == []
    texts = [m.text for m in town.slack.messages if any(said in m.text for said in ("Nightjar", "Quillfeather"))]
    assert texts == []
    assert town.verified() == []
    assert town.briefed() == before
    with town.desk.look() as session:
        tombstones = session.exec(select(AuditLine).where(AuditLine.verb == "erased")).all()
    assert [stone.actor_name for stone in tombstones] == ["Ola Duty"] * 3
    assert {event.actor_name for event in town.office.history(town.number)} >= {"Erased person 2", "Erased person 3"}


def test_work_goes_on_afterwards(town):
    erase_person(town.desk, town.ola, "sam-duty", "Asked for it", dry=False)
    town.clock.move_system(timedelta(seconds=2))  # every process looks again after a second
    assert town.council().directory.name("erased-2") == "Erased person 2"
    issue = town.office.report("R9", by=WALKER)
    decide.accept(town.desk, town.ola, issue.id)
    town.send()
    assert town.verified() == []


def test_what_was_erased_cannot_be_taken_further_unseen(town):
    erase_person(town.desk, town.ola, "sam-duty", "Asked for it", dry=False)
    from sqlalchemy import text

    with writing(town.engine) as session:
        session.execute(text("UPDATE event SET words = 'Something else' WHERE verb = 'asked'"))
        session.commit()
    assert any("changed after it had been erased" in problem for problem in town.verified())
    with writing(town.engine) as session:
        session.execute(text("DELETE FROM erasedpart"))
        session.commit()
    assert any("no erasure for it" in problem for problem in town.verified())


def test_a_name_is_put_right_everywhere_and_may_be_erased_later(town):
    correct_person(town.desk, town.ola, "sam-duty", {"Sam Duty": "Samphire Duty"}, "Misspelt", dry=False)
    assert town.said("Sam Duty") == []
    assert town.said("Samphire Duty")
    assert town.verified() == []
    erase_person(town.desk, town.ola, "sam.duty@example.org", "Asked for it", dry=False)
    assert town.said("Samphire Duty", "sam-duty") == []
    assert town.verified() == []


def test_what_is_held_stays(town):
    placed = hold.place(town.desk, town.ola, "A claim of 2026", issue=town.number)
    with pytest.raises(Refusal, match=f"hold {placed.id} on RR-{town.number}"):
        phrases.rewrite(town.desk, town.ola, town.number, {"Nightjar": ERASED}, "Asked", dry=False)
    with pytest.raises(Refusal, match="kept back by law"):
        erase_person(town.desk, town.ola, "T0HOME/U0WALKER", "Asked for it", dry=False)
    assert town.said("Nightjar", "Quillfeather") == ["Nightjar", "Quillfeather"]
    hold.lift(town.desk, town.ola, placed.id or 0, "Settled")
    hold.place(town.desk, town.ola, "A claim of 2026", who="T0HOME/U0WALKER")
    with pytest.raises(Refusal, match="whose reporter's records are held"):
        phrases.rewrite(town.desk, town.ola, town.number, {"Nightjar": ERASED}, "Asked", dry=False)
    assert town.verified() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_done_is_said(town):
    with pytest.raises(Refusal, match="holds a role today"):
        erase_person(town.desk, town.ola, "olive-officer", "Asked for it", dry=False)
    with pytest.raises(Refusal, match="Nobody is known here as 'nobody@example.org'"):
        erase_person(town.desk, town.ola, "nobody@example.org", "Asked for it", dry=False)
    with pytest.raises(Refusal, match="too short"):
        phrases.rewrite(town.desk, town.ola, town.number, {"Jo": ERASED}, "Asked", dry=False)
    with pytest.raises(Refusal, match="Nothing of that"):
        phrases.rewrite(town.desk, town.ola, town.number, {"Zebedee": "Zebediah"}, "Asked", dry=False)
    with pytest.raises(Refusal, match="for a duty officer"):
        erase_person(town.desk, town.office.officer, "sam-duty", "Asked for it", dry=False)
