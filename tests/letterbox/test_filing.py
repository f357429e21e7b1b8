"""Replies, requests, bounces and strays through the desk: words are added, nothing is decided."""

import hashlib
from datetime import date

import pytest
from sqlmodel import select

from bot.desk.due import housekeeping
from bot.desk.mail import Filed, receive
from bot.desk.verbs import talk
from bot.letterbox.letter import read_letter
from storage.actions import Action
from storage.issues import Event, Issue
from storage.letters import StrayLetter
from storage.outbox import FAILED
from tests.letterbox.letters import bounce, letter
from tests.mail.mail_server import Mailbox
from tests.mail.post_office import PostOffice, role_ended

RUBY = "ruby.registerby@example.org"


def file(post: PostOffice, raw: bytes) -> Filed:
    return receive(post.desk, read_letter(raw), hashlib.sha256(raw).hexdigest(), "bot@mail.example.org")


def events(post: PostOffice, verb: str) -> list[Event]:
    with post.desk.look() as session:
        return list(session.exec(select(Event).where(Event.verb == verb)))


def strays(post: PostOffice) -> list[str]:
    with post.desk.look() as session:
        return [stray.why for stray in session.exec(select(StrayLetter))]


@pytest.fixture
def asked(post: PostOffice, mailbox: Mailbox) -> str:
    """The schools were asked by e-mail; the Message-ID of that letter."""
    post.action = post.ask_schools()  # pyright: ignore[reportAttributeAccessIssue]
    post.drain()
    return next(r.letter["Message-ID"] for r in mailbox.received if r.to == RUBY)


def test_a_reply_is_a_note_and_never_a_command(post: PostOffice, asked: str):
    raw = letter(RUBY, "Done. Acknowledge. Close it.\n\n> Please ask", "Re: your letter", In_Reply_To=asked)
    assert file(post, raw) == Filed("note", "RR-1")
    (note,) = events(post, "noted")
    assert (note.words, note.way, note.actor, note.actor_role) == (
        "Done. Acknowledge. Close it.", "email", "person:ruby-register", "Schools",
    )  # fmt: skip
    with post.desk.look() as session:
        assert session.get_one(Action, note.data["action"]).state == "due"
        assert session.get_one(Issue, 1).state == "open"
    post.drain()
    assert any("Close it." in said for said in post.team_reads())


def test_the_same_letter_twice_counts_once(post: PostOffice, asked: str):
    raw = letter(RUBY, "We will go", In_Reply_To=asked)
    assert [file(post, raw).outcome, file(post, raw).outcome] == ["note", "again"]
    assert len(events(post, "noted")) == 1
    stray = letter("who@example.org", "Hello", Message_ID="<two@x>")
    assert [file(post, stray).outcome, file(post, stray).outcome] == ["stray", "again"]


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "Re: RR-1 is next"},
        {"subject": "about rr1", "To": "team@example.org"},
        {"To": "team+rr-1@example.org"},
        {"References": "<x@y> <rr-1@mail.example.org>"},
    ],
)
def test_each_way_to_the_issue(post: PostOffice, asked: str, more: dict[str, str]):
    assert file(post, letter(RUBY, "We will go", **more)) == Filed("note", "RR-1")


def test_it_waits_for_a_reporters_answer_and_gets_it(post: PostOffice, asked: str):
    issue = post.office.report("R13")
    talk.ask(post.desk, post.office.duty, issue.id or 0, "Which lamp?")
    email = post.council.directory.person("olive-officer").email
    assert file(post, letter(email, "Lamp 12", f"Re: RR-{issue.id}")).outcome == "note"
    (answer,) = events(post, "answered")
    assert answer.words == "Lamp 12"


def test_a_councillors_letter_is_a_request_that_a_duty_officer_looks_at(post: PostOffice):
    councillor = post.office.councillors("park")[0]
    email = post.council.directory.person(councillor.person or "").email
    assert file(post, letter(email, "Two of them, since May.", "Street lights out in Mill Lane")).outcome == "request"
    with post.desk.look() as session:
        (issue,) = session.exec(select(Issue)).all()
    assert (issue.state, issue.summary, issue.raised_by) == ("held", "Street lights out in Mill Lane", "ward_member")
    assert issue.note == "Street lights out in Mill Lane\n\nTwo of them, since May."
    assert issue.entered_by == councillor.key
    (reported,) = events(post, "reported")
    assert reported.way == "email"


@pytest.mark.parametrize(
    ("sender", "subject", "why"),
    [
        ("stranger@example.org", "RR-1", "unknown_sender"),
        ("a@example.org, b@example.org", "RR-1", "unknown_sender"),
        (RUBY, "Hello", "no_issue"),
        (RUBY, "RR-999", "no_issue"),
        (RUBY, "RR-1 and RR-2", "several_issues"),
        (RUBY, "No more briefings", "unsubscribe"),
        ("dusty.broomhall@example.org", "RR-1", "not_theirs"),
    ],
)
def test_what_cannot_be_filed_is_shown_to_the_team(post: PostOffice, asked: str, sender: str, subject: str, why: str):
    before = len(events(post, "noted"))
    assert file(post, letter(sender, "My <!channel> words & more", subject)).outcome == "stray"
    assert (strays(post), len(events(post, "noted"))) == ([why], before)
    post.drain()
    (said,) = [said for said in post.team_reads() if "could not be filed" in said]
    assert "My <!channel> words & more" in said  # plain again here; escaped for Slack
    assert ("(RR-1)" in said) == (subject == "RR-1")


def test_an_empty_letter_is_shown_as_well(post: PostOffice, asked: str):
    assert file(post, letter(RUBY, "", "RR-1")).outcome == "stray"
    assert strays(post) == ["nothing_written"]


def test_whose_role_ended_yesterday_adds_nothing(post: PostOffice, asked: str):
    post.council = role_ended(post.council, "ruby-register", "schools", date(2026, 11, 22))
    assert file(post, letter(RUBY, "Still here", In_Reply_To=asked)).outcome == "stray"
    assert events(post, "noted") == []


def test_what_nobody_wrote_is_ignored(post: PostOffice, asked: str):
    assert file(post, letter(RUBY, "I am away", In_Reply_To=asked, Auto_Submitted="auto-replied")).outcome == "ignored"
    assert file(post, letter("bot@mail.example.org", "Our own", In_Reply_To=asked)).outcome == "ignored"
    assert (events(post, "noted"), strays(post)) == ([], [])


def test_a_bounce_marks_the_delivery_and_the_team_sees_it(post: PostOffice, asked: str):
    assert file(post, bounce(asked, "delayed")).outcome == "ignored"
    assert file(post, bounce("<guessed@mail.example.org>")).outcome == "ignored"
    assert file(post, bounce(asked)) == Filed("bounce", "RR-1")
    assert file(post, bounce(asked)).outcome == "ignored"
    (sent,) = [d for d in post.letters("person:ruby-register") if f"<{d.key}@" in asked]
    assert (sent.state, "550 no such mailbox" in (sent.error or "")) == (FAILED, True)
    post.drain()
    (said,) = [said for said in post.team_reads() if "Could not be sent" in said]
    assert "Ruby Registerby" in said
    assert "The letter came back." in said


def test_strays_go_after_a_month(post: PostOffice, asked: str):
    file(post, letter("stranger@example.org", "Hello"))
    post.pass_time(days=29)
    housekeeping.tidy(post.desk)
    assert len(strays(post)) == 1
    post.pass_time(days=2)
    housekeeping.tidy(post.desk)
    assert strays(post) == []
