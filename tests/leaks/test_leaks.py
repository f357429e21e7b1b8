"""A name, a telephone number and a plate in every field where people write: they appear only where MAY_READ says.

Whatever leaves the bot is searched: messages with their blocks and notification texts, letters, briefings in every
form, a partner's page, a webhook, Open311, metrics, logs.
"""

import json
import logging
from collections import defaultdict
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Engine
from sqlmodel import select

from bot.app import draw
from bot.clock import StandingClock
from bot.desk.due import brief, chase
from bot.desk.mail import receive
from bot.desk.verbs import assign, close, councillors, decide, respond, talk
from bot.desk.verbs.links import Links
from bot.desk.verbs.report import Report, report, satisfied
from bot.desk.work import Desk
from bot.letterbox.letter import read_letter
from bot.web.health import Counts
from bot.web.partner_page import PartnerPages
from storage.intake import Draft
from storage.outbox import Delivery
from tests.desk.people import ANSWERS, Office
from tests.letterbox.letters import letter as written
from tests.machines.partner import with_webhook
from tests.mail.post_office import council_with_mailbox
from tests.records.dumps import dump

FIELDS = (
    "note", "summary", "place", "reply_to", "action", "reference", "expected_by", "outcome", "note_later", "reply",
    "question", "answer", "view", "why_closed", "why_not_satisfied", "why_not_ours", "stray",
)  # fmt: skip


def planted(field: str) -> str:
    """An invented name, a fictional number and a plate, of this field alone."""
    n = FIELDS.index(field)
    return f"Zelda {field.title().replace('_', '')}quist 01632 9601{n:02} ZQ{n:02} XYZ"


def marks(field: str) -> tuple[str, ...]:
    n = FIELDS.index(field)
    return (f"{field.title().replace('_', '')}quist", f"9601{n:02}", f"ZQ{n:02}")


# Field -> who may read it, as `reader` below names them. Nobody else, in no form. Logs, metrics and Open311: nothing.
MAY_READ: dict[str, str] = {
    "note": "reporter team",
    "summary": "asked councillor director reporter team",
    "place": "asked councillor director reporter team",
    "reply_to": "",
    "action": "asked team",
    "reference": "asked",
    "expected_by": "asked team",
    "outcome": "asked team",
    "note_later": "team",
    "reply": "reporter",
    "question": "reporter",
    "answer": "team",
    "view": "team",
    "why_closed": "councillor director reporter team",
    "why_not_satisfied": "team",
    "why_not_ours": "asked team",
    "stray": "team",
}
# The foremost of several roles.
READERS = {
    "ward_member": "councillor",
    "cabinet_lead": "cabinet",
    "corporate_director": "director",
    "contact": "asked",
    "manager": "asked",
    "executive": "asked",
    "team_officer": "team",
    "team_manager": "team",
}


def reader(delivery: Delivery, office: Office) -> str:
    """Whose eyes a message is for."""
    kind, _, id = delivery.recipient.partition(":")
    if kind == "person":
        if id == office.officer.person:
            return "reporter"
        held = {role.role for role in office.directory.roles_of(id, office.desk.today())}
        for role, name in READERS.items():
            if role in held:
                return name
        return "+".join(sorted(held)) or "nobody"
    return {"team": "team", "org": "asked", "hook": "asked"}.get(kind, kind)


class Seen:
    """Everything that was shown, by reader."""

    def __init__(self):
        self.shown: dict[str, list[str]] = defaultdict(list)

    def fields(self, who: str) -> set[str]:
        text = "\n".join(self.shown[who])
        return {field for field in FIELDS if any(mark in text for mark in marks(field))}

    def deliveries(self, desk: Desk, office: Office) -> None:
        with desk.look() as session:
            for delivery in session.exec(select(Delivery)):
                message = draw(session, desk.council(), delivery, desk.clock.now())
                if message is not None:
                    whole = [
                        message.text,
                        message.subject,
                        message.html,
                        json.dumps(message.blocks, ensure_ascii=False),
                    ]
                    self.shown[reader(delivery, office)] += whole


@pytest.fixture
def desk(sqlite_engine: Engine, clock: StandingClock) -> Desk:
    council = with_webhook(council_with_mailbox(), "police", "https://police.example.org/hook")
    return Desk(sqlite_engine, clock, lambda: council)


def _live(desk: Desk, office: Office, seen: Seen) -> None:
    """A whole life, looked at after every step and over a fortnight of reminders and briefings."""

    def look() -> None:
        seen.deliveries(desk, office)

    duty, number = office.duty, 1
    given = Report(
        note=planted("note"), summary=planted("summary"), place=planted("place"), reply_to=planted("reply_to"),
        answers=ANSWERS["R9"], wards=("cuckoo-oak",), services=("street_scene", "police"), raised_by="resident",
        objects=office.objects("R9"),
    )  # fmt: skip
    report(desk, office.officer, given)
    look()
    decide.accept(desk, duty, number)
    police = assign.add_action(desk, duty, number, planted("action"), "police").id or 0
    schools = assign.add_action(desk, duty, number, "Ask the pupils", "schools").id or 0
    look()
    respond.acknowledge(desk, office.police, police)
    respond.set_reference(desk, office.police, police, planted("reference"), planted("expected_by"))
    respond.not_ours(desk, office.actor("ruby-register"), schools, planted("why_not_ours"), None)
    talk.add_note(desk, office.police, number, planted("note_later"), police)
    talk.ask(desk, duty, number, planted("question"))
    look()
    talk.answer(desk, office.officer, number, planted("answer"))
    talk.reply(desk, duty, number, planted("reply"))
    councillors.give_view(desk, office.councillors("cuckoo-oak")[0], number, planted("view"))
    receive(desk, read_letter(written("stranger@example.org", planted("stray"), "Hello")), "x")
    look()
    for _ in range(14):
        desk.clock.move(timedelta(days=1))  # pyright: ignore[reportAttributeAccessIssue]
        chase.tick(desk)
        brief.brief(desk)
        look()
    respond.done(desk, office.police, police, planted("outcome"))
    look()
    assign.withdraw(desk, duty, schools, "Not needed")
    close.close(desk, duty, number, planted("why_closed"))
    look()
    satisfied(desk, office.officer, number, False, planted("why_not_satisfied"))
    for _ in range(8):
        desk.clock.move(timedelta(days=1))  # pyright: ignore[reportAttributeAccessIssue]
        chase.tick(desk)
        brief.brief(desk)
        look()


@pytest.mark.long
def test_what_people_wrote_is_read_by_whom_it_is_for(desk: Desk, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    office, seen = Office(desk), Seen()
    _live(desk, office, seen)
    pages = PartnerPages(desk, links := Links(desk, "s" * 32, "https://rr.example.org"))
    decide.accept(desk, office.duty, 1)
    again = assign.add_action(desk, office.duty, 1, "Look again", "police").id or 0
    url = links.url("sgt-lee", again)
    assert url is not None
    token = url.rpartition("/")[2]
    seen.shown["asked"].append(pages.asked(links.open(token), token))
    registry = CollectorRegistry()
    registry.register(Counts(desk.engine, desk.clock.now))
    seen.shown["metrics"].append(generate_latest(registry).decode())
    seen.shown["log"].append(caplog.text)
    found = {who: seen.fields(who) for who in seen.shown}
    by_field = {field: " ".join(sorted(who for who in found if field in found[who])) for field in FIELDS}
    assert by_field == MAY_READ
    assert found["log"] == found["metrics"] == set()


@pytest.mark.long
def test_a_stop_leaves_nothing_in_a_dump(engine: Engine, clock: StandingClock):
    """Both databases: the whole file of the one, every row of the other."""
    council = council_with_mailbox()
    desk = Desk(engine, clock, lambda: council)
    office, words = Office(desk), planted("note")
    with desk.work(office.officer) as work:
        work.session.add(
            Draft(id="d", user=office.officer.key, values={"what": words}, long_text=words, created_at=work.system,
                  expires_at=work.system + timedelta(days=1))
        )  # fmt: skip
    given = Report(
        note=words, summary=planted("summary"), place=planted("place"), reply_to=planted("reply_to"),
        answers=ANSWERS["R1"], wards=("cuckoo-oak",), draft="d",
    )  # fmt: skip
    assert report(desk, office.officer, given, "once").issue is None
    whole = dump(engine)
    assert "emergency" in whole, "the count stands there"
    assert not [mark for field in FIELDS for mark in marks(field) if mark in whole]
