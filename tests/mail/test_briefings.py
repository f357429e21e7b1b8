"""Briefings through a real mail server: each copy once, whatever happens on the way; what failed is seen; what comes
back and what is answered is filed."""

import hashlib
import multiprocessing
import signal
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.ledger import LEASE
from bot.desk.due import brief
from bot.desk.mail import Filed, receive
from bot.desk.outgoing import who_got_what
from bot.letterbox.letter import read_letter
from storage.outbox import FAILED, SENT
from tests.letterbox.letters import bounce, letter
from tests.mail.mail_server import Mailbox
from tests.mail.post_office import PostOffice
from tests.mail.sends_and_dies import main
from triage_rules.council import Council
from triage_rules.directory import Directory

DAY = "2026-11-30"
MONDAY, TUESDAY = datetime(2026, 11, 30, 9, tzinfo=UTC), datetime(2026, 12, 1, 9, tzinfo=UTC)
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([main.__module__])


def only_by_mail(council: Council) -> tuple[Council, list[str]]:
    """The same council with six councillors, who are told by e-mail; their addresses."""
    directory = council.directory
    by_mail = [person for person in directory.people if person.tells_by == "email"]
    sitting = [p for p in by_mail if directory.roles_of(p.id, MONDAY.date())][:6]
    ids = {person.id for person in sitting}
    briefed = {"ward_member", "cabinet_lead", "corporate_director", "body_member"}
    roles = tuple(role for role in directory.roles if role.role not in briefed or role.person in ids)
    fields = {name: getattr(directory, name) for name in type(directory).model_fields}
    fewer = tuple(kind for kind in council.briefings if kind.audience == "ward_members")
    return replace(council, directory=Directory(**fields | {"roles": roles}), briefings=fewer), [
        person.email for person in sitting if any(r.person == person.id and r.role == "ward_member" for r in roles)
    ]


@pytest.fixture
def readers(post: PostOffice) -> list[str]:
    """Their addresses; their briefings are made, and not sent yet."""
    post.council, readers = only_by_mail(post.council)
    assert len(readers) == 6
    brief.brief(post.desk)
    post.clock.move_to(MONDAY)
    assert brief.brief(post.desk) == 6
    return readers


def briefings(mailbox: Mailbox) -> Counter[str]:
    return Counter(got.to for got in mailbox.received if got.letter["List-Unsubscribe"])


def ids(mailbox: Mailbox, who: str) -> list[str]:
    return [str(got.letter["Message-ID"]) for got in mailbox.received if got.to == who]


def states(post: PostOffice) -> list[str]:
    return sorted(each.state for each in who_got_what(post.desk, post.office.duty, DAY))


def test_each_once_over_a_refusal_a_slow_server_and_a_restart_on_tuesday(
    post: PostOffice, mailbox: Mailbox, readers: list[str]
):
    gone, slow, *others = readers
    mailbox.refuse = {gone: "550 5.1.1 no such mailbox here", slow: "451 busy, later please"}
    post.drain()
    assert briefings(mailbox) == Counter(others)
    del mailbox.refuse[slow]
    mailbox.after = ["never"]  # it takes the letter, and is too slow to say so
    post.drain()
    mailbox.let_go.set()
    post.clock.move_to(TUESDAY)
    post.dispatcher = post.new_dispatcher(worker="second")  # another process
    assert brief.brief(post.desk) == 0
    for _ in range(3):
        post.drain()
    assert briefings(mailbox) == Counter([*others, slow, slow])
    assert len(set(ids(mailbox, slow))) == 1  # sent again after the lost answer: the same letter, and counted
    assert post.dispatcher.counts["again"] == 1
    assert states(post) == [FAILED, *[SENT] * 5]
    (notice,) = [text for text in post.team_reads() if text.startswith("Could not be sent: a briefing")]
    assert "550 5.1.1 no such mailbox here" in notice
    assert "send it again here" in notice


def file(post: PostOffice, raw: bytes) -> Filed:
    return receive(post.desk, read_letter(raw), hashlib.sha256(raw).hexdigest(), "bot@mail.example.org")


def test_one_comes_back_and_one_is_answered(post: PostOffice, mailbox: Mailbox, readers: list[str]):
    post.drain()
    back, answers, *_ = readers
    [sent] = ids(mailbox, back)
    assert file(post, bounce(sent)) == Filed("bounce", "")
    assert states(post) == [FAILED, *[SENT] * 5]
    [failed] = [each for each in who_got_what(post.desk, post.office.duty, DAY) if each.failed]
    assert "The letter came back." in failed.error
    [got] = [got for got in mailbox.received if got.to == answers]
    assert got.letter["Reply-To"] == "team@example.org"
    issue = post.office.report("R13", wards=tuple(_wards(post, answers)), summary="Verge")
    words = letter(
        answers, "I will speak to them.", f"RR-{issue.id}: I will lead", In_Reply_To=ids(mailbox, answers)[0]
    )
    assert file(post, words) == Filed("note", f"RR-{issue.id}")
    stray = letter(
        answers, "Thank you, very clear.", "Re: your briefing", In_Reply_To=ids(mailbox, answers)[0], Message_ID="<2@x>"
    )
    assert file(post, stray).outcome == "stray"
    post.drain()
    reads = post.team_reads()
    assert any("I will speak to them." in text for _, text in post.slack.posts)  # in the channel of whoever owns it
    assert any("could not be filed" in text and "Thank you, very clear." in text for text in reads)
    assert any("Could not be sent: a briefing" in text and "550 no such mailbox" in text for text in reads)


def _wards(post: PostOffice, email: str) -> list[str]:
    person = post.council.directory.person_by_email(email)
    assert person is not None
    held = post.council.directory.roles_of(person.id, post.desk.today())
    return [role.of for role in held if role.role == "ward_member" and role.of]


@pytest.mark.long
def test_each_once_over_a_killed_process(post: PostOffice, mailbox: Mailbox, readers: list[str], database_file: str):
    """Killed between the mail server's answer and our mark: that one letter goes again, with the same Message-ID."""
    victim = readers[2]
    args = (database_file, mailbox.port, victim, post.clock.system() + timedelta(minutes=1))
    dying = PROCESSES.Process(target=main, args=args)
    dying.start()
    dying.join(60)
    assert dying.exitcode == -signal.SIGKILL
    post.clock.move_to(TUESDAY)
    for _ in range(3):
        post.pass_time(minutes=LEASE.total_seconds() / 60 + 1)
        post.drain()
    assert briefings(mailbox) == Counter([*readers, victim])
    assert len(set(ids(mailbox, victim))) == 1
    assert post.dispatcher.counts["again"] == 1
    assert states(post) == [SENT] * 6
