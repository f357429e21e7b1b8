"""A mail server that refuses, dawdles, hangs up or is not there: nothing is lost, and the team hears of it."""

from datetime import date

import pytest

from bot.delivery.dispatcher import LATE_AFTER
from bot.delivery.mail_sender import MOST_COPIES
from bot.delivery.smtp_server import Post, parse_smtp_url
from bot.delivery.transport_error import TransportError
from storage.outbox import DUE, FAILED, SENT, UNKNOWN, Delivery
from tests.mail.mail_server import Mailbox, start
from tests.mail.post_office import PostOffice, role_ended

YESTERDAY = date(2026, 11, 22)
RUBY, SLUG = "ruby.registerby@example.org", "person:ruby-register"


def card(post: PostOffice) -> Delivery:
    return next(each for each in post.letters(SLUG) if each.kind == "action_card")


def test_a_refused_address_is_seen_by_the_team(post: PostOffice, mailbox: Mailbox):
    mailbox.refuse[RUBY] = "550 5.1.1 no such mailbox here"
    post.ask_schools()
    post.drain()
    assert card(post).state == FAILED
    (notice,) = [text for text in post.team_reads() if text.startswith("Could not be sent")]
    assert "what is asked of them for Ruby Registerby" in notice
    assert "550 5.1.1 no such mailbox here" in notice
    assert "rapid-response outbox retry" in notice
    assert [got.to for got in mailbox.received if got.to == RUBY] == []
    assert len(mailbox.received) > 0  # the others' letters went


def test_a_mailbox_that_is_full_for_now_is_tried_again(post: PostOffice, mailbox: Mailbox):
    mailbox.refuse[RUBY] = "452 mailbox full"
    post.ask_schools()
    post.drain()
    assert card(post).state == DUE
    del mailbox.refuse[RUBY]
    post.drain()
    assert card(post).state == SENT


def test_a_lost_answer_is_sent_again_with_the_same_message_id(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    _only_rubys_answers(post, mailbox, ["never"])
    assert card(post).state == UNKNOWN
    mailbox.let_go.set()
    post.drain()
    ids = [str(got.letter["Message-ID"]) for got in mailbox.received if got.to == RUBY]
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert post.dispatcher.counts["again"] == 1
    assert card(post).error == "Sent again after a lost answer: it may have arrived twice."
    post.drain()
    assert len([got for got in mailbox.received if got.to == RUBY]) == 2
    assert card(post).state == SENT


def _only_rubys_answers(post: PostOffice, mailbox: Mailbox, answers: list[str]) -> None:
    """Everybody else's letters go first; then hers meets these answers."""
    mailbox.refuse[RUBY] = "451 not now"
    post.drain()
    del mailbox.refuse[RUBY]
    mailbox.after = answers
    post.drain()


def test_a_server_that_never_confirms_is_seen_by_the_team(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    _only_rubys_answers(post, mailbox, ["never"] * 9)
    for _ in range(MOST_COPIES):
        post.drain()
    row = card(post)
    assert row.state == FAILED
    ids = [str(got.letter["Message-ID"]) for got in mailbox.received if got.to == RUBY]
    assert len(ids) <= MOST_COPIES
    assert len(set(ids)) == 1
    (notice,) = [text for text in post.team_reads() if text.startswith("Could not be sent")]
    assert "never confirmed it" in notice


def test_a_slow_server_is_seen_by_the_team_once(post: PostOffice, mailbox: Mailbox):
    mailbox.silent = True
    post.ask_schools()
    for _ in range(LATE_AFTER + 3):
        post.pass_time(minutes=4)
        post.dispatcher.drain()
    assert card(post).state == DUE
    (notice,) = [text for text in post.team_reads() if "not gone out yet" in text]
    assert "The mail server does not answer in time" in notice
    mailbox.silent = False
    mailbox.let_go.set()
    for _ in range(3):
        post.pass_time(minutes=20)
        post.dispatcher.drain()
    assert card(post).state == SENT
    assert len([got for got in mailbox.received if got.to == RUBY]) == 1


def test_a_server_that_is_not_there(post: PostOffice, mailbox: Mailbox):
    post.dispatcher = post.new_dispatcher("smtp://127.0.0.1:1")
    post.ask_schools()
    post.drain()
    assert card(post).state == DUE
    post.dispatcher = post.new_dispatcher()
    post.drain()
    assert card(post).state == SENT


def test_a_letter_that_is_refused_as_such(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    _only_rubys_answers(post, mailbox, ["554 looks like spam"])
    assert card(post).state == FAILED
    assert "looks like spam" in (card(post).error or "")


def test_somebody_who_left_gets_no_letter(post: PostOffice, mailbox: Mailbox):
    post.ask_schools()
    post.council = role_ended(post.council, "ruby-register", "schools", YESTERDAY)
    post.drain()
    assert [got for got in mailbox.received if got.to == RUBY] == []


# -- the conversation itself -----------------------------------------------------------------------------------------


def trying(url: str) -> Post:
    return Post(parse_smtp_url(url), lambda: 0.0, "mail.example.org", step=0.3, last=0.3)


@pytest.fixture
def guarded():
    server = start(Mailbox(), login=True)
    yield server.port
    server.stop()


def test_login(guarded: int):
    trying(f"smtp://us:p%40ss%2Fword@127.0.0.1:{guarded}").probe()


def test_a_wrong_password_holds_all_letters_and_is_not_shown(guarded: int):
    with pytest.raises(TransportError) as caught:
        trying(f"smtp://us:hunter2@127.0.0.1:{guarded}").probe()
    assert caught.value.everything
    assert not caught.value.permanent
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_no_encryption_where_it_was_asked_for_is_no_connection(mailbox: Mailbox):
    with pytest.raises(TransportError, match="no encryption") as caught:
        trying(f"smtp://us:hunter2@127.0.0.1:{mailbox.port}?starttls").probe()
    assert caught.value.everything


def test_a_certificate_that_nobody_vouches_for(mailbox: Mailbox):
    with pytest.raises(TransportError):
        trying(f"smtps://127.0.0.1:{mailbox.port}").probe()


def test_what_smtp_url_may_say():
    full = parse_smtp_url("smtp://us%40example.org:p%3Ass@mail.example.org:587?starttls")
    assert (full.host, full.port, full.tls, full.user, full.password) == (
        "mail.example.org", 587, "starttls", "us@example.org", "p:ss",
    )  # fmt: skip
    assert parse_smtp_url("smtps://mail.example.org").port == 465
    assert parse_smtp_url("smtp://localhost").tls == "none"
    assert "p:ss" not in repr(full)


@pytest.mark.parametrize(
    "url",
    ["", "mail.example.org", "http://hunter2@x", "smtp://us:hunter2@", "smtp://h?tls=hunter2", "smtp://h:hunter2"],
)
def test_what_it_may_not_say(url: str):
    with pytest.raises(ValueError, match="SMTP_URL") as caught:
        parse_smtp_url(url)
    assert "hunter2" not in str(caught.value)
