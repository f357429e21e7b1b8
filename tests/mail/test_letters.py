"""What a letter looks like when it has arrived at a real server."""

import re
from datetime import timedelta

import pytest

from bot.cards.message import Message
from bot.delivery.letter import PAGES, Envelope, as_text, compose, message_id
from bot.delivery.mail_sender import address
from bot.desk.due import brief, chase
from bot.desk.verbs import assign, respond
from bot.web.partner_verbs import BY_SLUG
from tests.mail.mail_server import Mailbox
from tests.mail.post_office import PUBLIC_URL, PostOffice

RUBY = "ruby.registerby@example.org"
LINK = re.compile(rf"{re.escape(PUBLIC_URL)}/partner/[A-Za-z0-9_-]{{48}}")


def to(mailbox: Mailbox, who: str):
    return [got for got in mailbox.received if got.to == who]


def test_what_is_asked_of_an_organisation_without_a_channel(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    post.drain()
    (got,) = to(mailbox, RUBY)
    letter = got.letter
    assert letter["Subject"].startswith("Schools: Ask pupils which way home they avoid")
    assert (letter["From"], letter["To"]) == (
        "Rapid Response <bot@mail.example.org>",
        f"Ruby Registerby <{RUBY}>",
    )
    assert letter["Reply-To"] == "team@example.org"
    assert letter["Date"].datetime == post.clock.system().replace(microsecond=0)
    key = next(each.key for each in post.letters("person:ruby-register") if each.kind == "action_card")
    assert letter["Message-ID"] == f"<{key}@mail.example.org>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe"] is None
    assert letter.get_content_type() == "multipart/alternative"


def test_both_forms_say_the_same_and_hold_the_same_links(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    post.drain()
    (got,) = to(mailbox, RUBY)
    for said in (
        "Ask pupils which way home they avoid",
        "Please acknowledge by 4pm Tuesday 24 November",
        "Nothing happens",
    ):
        assert said in " ".join(got.text.split())
        assert said in got.html
    assert set(LINK.findall(got.text)) == set(LINK.findall(got.html))
    assert len(set(LINK.findall(got.text))) == 1
    for label, page in (("Acknowledge", ""), ("Not ours", "/not-ours"), ("Done", "/done"), ("Add note", "/note")):
        assert re.search(rf"^{label}: {LINK.pattern}{page}$", got.text, re.MULTILINE)


def test_a_letter_fetches_and_runs_nothing(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    post.drain()
    (got,) = to(mailbox, RUBY)
    assert not re.search(r"<(img|script|link|iframe|object)|url\(|@import|\bon\w+=", got.html, re.IGNORECASE)
    assert 'lang="en-GB"' in got.html
    assert "<h1>" in got.html


def test_every_link_of_a_letter_is_a_page_of_ours():
    assert {page.removeprefix("/") for page in PAGES.values() if page} <= set(BY_SLUG)


def test_nobodys_words_begin_a_header(post: PostOffice, mailbox: Mailbox):
    post.ask_schools("Ask pupils\r\nBcc: thief@example.org\r\n\r\n<script>alert(1)</script> \x85Subject: no\u2028X: y")
    post.drain()
    (got,) = to(mailbox, RUBY)
    assert got.letter["Bcc"] is None
    assert got.letter["X"] is None
    assert {each.to for each in mailbox.received} & {"thief@example.org"} == set()
    assert len(got.letter.get_all("Subject")) == 1
    assert "<script>" not in got.html
    assert "&lt;script&gt;" in got.html


@pytest.mark.parametrize("key", ["a\r\nBcc: x", "a b<c>@d"])
def test_a_message_id_is_one_word(key: str):
    assert re.fullmatch(r"<[A-Za-z0-9_-]+@example\.org>", message_id(key, "example.org"))


@pytest.mark.parametrize("bad", ["", "nobody", "a@b\r\nBcc: c@example.org", "bot@localhost", "bøt@example.org"])
def test_an_address_that_is_none_is_refused(bad: str):
    with pytest.raises(ValueError, match="no e-mail address"):
        address(bad)


def test_dots_at_the_beginning_of_a_line_stay(post: PostOffice, mailbox: Mailbox):
    ours = Envelope(address("a@example.org"), address("b@example.org"), "<k@example.org>", post.clock.system(), "Team")
    sent = compose(Message(".\n..two\nthree"), (), ours)
    post.sender()._post.hand_over("a@example.org", "b@example.org", sent.as_bytes())
    assert mailbox.received[0].text.split() == as_text(Message(".\n..two\nthree"), (), ours).split()


def test_a_briefing_goes_whole_and_can_be_stopped(post: PostOffice, mailbox: Mailbox):
    brief.brief(post.desk)  # sets the schedules
    post.office.report("R13")
    post.clock.move(timedelta(days=7, hours=1))
    assert brief.brief(post.desk)
    post.drain()
    briefings = [got for got in mailbox.received if got.letter["List-Unsubscribe"]]
    assert briefings
    for got in briefings:
        assert got.letter["List-Unsubscribe"].startswith("<mailto:team@example.org?")
        assert got.html.count("<!doctype html>") == 1
        assert not LINK.search(got.text)


def test_a_letter_goes_again_only_when_there_is_news(post: PostOffice, mailbox: Mailbox):
    action = post.ask_schools()
    post.drain()
    ruby = post.office.actor("ruby-register", own_team=False)
    respond.acknowledge(post.desk, ruby, action)  # the card changes, and nothing is asked of anybody
    post.drain()
    assert len(to(mailbox, RUBY)) == 1
    assign.withdraw(post.desk, post.office.duty, action, "Not needed after all")
    post.drain()
    first, second = to(mailbox, RUBY)
    assert "has taken this back" in second.text
    assert not LINK.search(second.text)
    assert first.letter["References"] == second.letter["References"]  # one thread in their mailbox
    assert first.letter["Message-ID"] != second.letter["Message-ID"]
    post.drain()
    assert len(to(mailbox, RUBY)) == 2


def test_what_was_taken_back_before_it_went_is_not_news(post: PostOffice, mailbox: Mailbox):
    action = post.ask_schools()
    assign.withdraw(post.desk, post.office.duty, action)
    post.drain()
    assert to(mailbox, RUBY) == []


def test_a_reporter_by_e_mail_hears_the_end(post: PostOffice, mailbox: Mailbox):
    from bot.desk.verbs import close

    ruby = post.office.actor("ruby-register")
    issue = post.office.report("R4", by=ruby)
    post.drain()
    close.close(post.desk, post.office.duty, issue.id or 0, "Told whom to ask")
    post.drain()
    received, closed = to(mailbox, RUBY)
    assert "Told whom to ask" in closed.text
    assert "Told whom to ask" not in received.text


def test_without_links_a_letter_says_how_to_answer(post: PostOffice, mailbox: Mailbox):
    post.dispatcher._senders["email"]._link_for = None  # pyright: ignore
    post.ask_schools()
    post.drain()
    (got,) = to(mailbox, RUBY)
    assert "partner/" not in got.text
    assert "tell the Rapid Response Team at team@example.org" in got.text


def test_reminders_and_escalations_have_links_too(post: PostOffice, mailbox: Mailbox):
    """The contact's is the same as before; the manager, told in private, has one of their own."""
    post.ask_schools()
    post.drain()
    (asked,) = to(mailbox, RUBY)
    post.clock.move(timedelta(days=2, hours=1))  # past the reminder and the first escalation
    assert chase.tick(post.desk)["escalated"]
    post.drain()
    _, reminder = to(mailbox, RUBY)
    assert reminder.text.startswith("A reminder: Ask pupils")
    assert set(LINK.findall(reminder.text)) == set(LINK.findall(asked.text))
    (manager,) = to(mailbox, "max.blackboarde@example.org")
    assert len(set(LINK.findall(manager.text))) == 1
    assert LINK.findall(manager.text)[0] not in LINK.findall(asked.text)


def test_who_has_a_channel_and_is_told_by_e_mail_gets_both(post: PostOffice, mailbox: Mailbox):
    issue = post.office.report("R13", services=("public_health_nhs",))
    post.drain()
    told = {each.recipient for each in post.office.outbox(issue.id) if each.kind == "action_card"}
    assert told == {"org:public_health_nhs", "person:nell-plaster"}
    assert LINK.search(to(mailbox, "nell.plasterley@example.org")[0].text)
