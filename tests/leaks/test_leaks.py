"""A name, a telephone number and a plate in every field where people write: they appear only where MAY_READ says.

Whatever leaves the bot is searched: messages with their blocks and notification texts, letters, briefings in every
form, each person's Home, windows and forms, a partner's page, a webhook's body, Open311, the command line, what is
handed out, metrics, logs.
"""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Engine

from bot.clock import StandingClock
from bot.desk.verbs import assign
from bot.desk.verbs.links import Links
from bot.desk.verbs.report import Report, report
from bot.desk.work import Desk
from bot.web.health import Counts
from bot.web.partner_page import PartnerPages
from storage.intake import Draft
from tests.desk.people import ANSWERS, Office
from tests.leaks import console
from tests.leaks.life import WARD, Life
from tests.leaks.planted import FIELDS, Seen, marks, planted
from tests.leaks.windows import Window, people
from tests.machines.partner import with_webhook
from tests.mail.post_office import council_with_mailbox
from tests.records.dumps import dump

# Field -> who may read it, in no matter what; nobody else, in no form. Readers are named in `windows.people`; explain:
# `triage --explain`; resident: what is handed out to whom it is about. Other commands, open data, what is handed
# out to others, logs, metrics and Open311 show nothing. Colleagues are offered summaries when they report the same.
MAY_READ: dict[str, str] = {
    "note": "asked officer reporter team",
    "summary": "asked colleague councillor director holder officer other_councillor other_service partner reporter"
    " resident team was_asked",
    "place": "asked councillor director holder officer partner reporter team was_asked",
    "reply_to": "",
    "action": "asked officer partner team",
    "reference": "asked",
    "expected_by": "asked team",
    "outcome": "asked officer partner team",
    "note_later": "asked officer partner team",
    "reply": "asked officer reporter team",
    "question": "asked officer reporter team",
    "answer": "asked officer reporter team",
    "view": "asked officer partner team",
    "why_closed": "asked councillor director holder officer partner reporter team",
    "why_not_satisfied": "asked officer reporter team",
    "why_not_ours": "asked officer partner team",
    "stray": "team",
    "why_rerouted": "asked explain officer partner reporter team",
    "why_put_off": "asked officer partner team",
    "why_not_agreed": "councillor director officer team",
    "note_councillors": "asked councillor director holder officer partner team",
    "note_public": "asked councillor director holder officer partner reporter team was_asked",
    "case_note": "asked officer reporter team",
    "case_summary": "asked director holder officer reporter team",
    "case_place": "asked director holder officer reporter team",
    "exempt_note": "asked officer reporter team",
    "exempt_summary": "asked councillor director holder officer reporter team",
    "exempt_place": "asked councillor director holder officer reporter team",
    "citizen_note": "team",
    "citizen_place": "director team",
    "citizen_contact": "",
}


@pytest.fixture
def desk(sqlite_engine: Engine, clock: StandingClock) -> Desk:
    council = with_webhook(council_with_mailbox(), "police", "https://police.example.org/hook")
    return Desk(sqlite_engine, clock, lambda: council)


@pytest.mark.long
def test_what_people_wrote_is_read_by_whom_it_is_for(desk: Desk, caplog: pytest.LogCaptureFixture, tmp_path: Path):
    caplog.set_level(logging.DEBUG)
    life = Life(desk)
    life.live()
    seen, office = life.seen, life.office
    _page(desk, office, seen)
    _windows(life)
    _console(life, tmp_path)
    registry = CollectorRegistry()
    registry.register(Counts(desk.engine, desk.clock))
    seen.shown["metrics"].append(generate_latest(registry).decode())
    seen.shown["log"].append(caplog.text)
    assert seen.by_field() == MAY_READ


def _page(desk: Desk, office: Office, seen: Seen) -> None:
    """What a partner reads behind the link of an action."""
    pages = PartnerPages(desk, links := Links(desk, "s" * 32, "https://rr.example.org"))
    again = assign.add_action(desk, office.duty, 1, "Look again", "police").id or 0
    url = links.url("sgt-lee", again)
    assert url is not None
    token = url.rpartition("/")[2]
    seen.shown["asked"].append(pages.asked(links.open(token), token))


def _windows(life: Life) -> None:
    """All look first: what is refused makes lines of history, which push others off the window."""
    numbers, actions = (1, 2, 3, 4, 5), tuple(action.id or 0 for action in life.office.actions(1))
    everybody = [(kind, who) for kind, each in people(life.office, life.holder, WARD).items() for who in each]
    for kind, who in everybody:
        life.seen.shown[kind].append(Window(life.desk, who).looks(numbers))
    for kind, who in everybody:
        life.seen.shown[kind].append(Window(life.desk, who).tries(numbers, actions))


def _console(life: Life, folder: Path) -> None:
    desk, shown = life.desk, life.seen.shown
    shown["console"].append(console.printed(desk, 5))
    shown["explain"].append(console.explained(desk, 5))
    for kind, actors in people(life.office, life.holder, WARD).items():
        for actor in actors:
            if actor.person:
                shown[kind].append(console.brief(desk, life.office.directory.person(actor.person).email))
    year = ("--from", "2026-01-01", "--until", "2027-12-31")
    shown["foi"].append(console.handed_out(desk, folder / "foi", "foi", *year))
    shown["foi"].append(console.handed_out(desk, folder / "ward", "foi", *year, "--ward", WARD))
    shown["subject"].append(console.handed_out(desk, folder / "sgt", "subject", "--person", "sgt.lee@example.org"))
    for n in (1, 2, 3, 4, 5):
        words = ("--words", planted("summary").rpartition(" 0")[0])
        shown["resident"].append(console.handed_out(desk, folder / f"issue{n}", "subject", "--issue", str(n), *words))


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
