"""What is sent where, and what the rows say afterwards."""

import pytest

from bot.delivery.dispatcher import SUPERSEDED
from bot.simulator import faults
from storage.outbox import DROPPED, DUE, FAILED, PARKED_NOTICE, SENT, Delivery, cards_of, pending_repaint
from storage.session import reading, writing
from tests.delivery.post_room import PostRoom, small_council


@pytest.mark.parametrize(
    ("recipient", "channel"),
    [
        ("team", "C0000TEAM"),
        ("org:streets", "C0000STRE"),
        ("org:police", "C0000POLI"),
        ("org:parks", "C0000PARK"),
        ("person:ann", "D1"),
        ("user:T0000HOME/U2", "D2"),
    ],
)
def test_each_kind_of_recipient_is_reached(room: PostRoom, recipient: str, channel: str):
    row = room.row(room.put(recipient, "Hello"))
    assert room.drain() == 1
    assert room.texts(channel) == ["Hello"]
    message = room.ws.messages[channel][0]
    assert message.metadata == {"event_type": "rapid_response_delivery", "event_payload": {"key": row.key}}
    sent = room.row(row.id or 0)
    assert (sent.state, sent.channel_id, sent.ts, sent.error) == (SENT, channel, message.ts, None)
    assert sent.sent_at == room.clock.system()
    assert sent.lease_until is None


def test_nothing_is_sent_before_it_is_due(room: PostRoom):
    room.put("team", "Later", due_at=room.clock.system().replace(hour=10))
    assert room.drain() == 0
    room.pass_time(hours=1)
    assert room.drain() == 1


def test_what_has_nothing_to_say_any_more_is_dropped(room: PostRoom):
    row = room.put("team", data={"silent": True})
    room.drain()
    assert room.states(row) == [DROPPED]
    assert room.texts() == []


def test_a_card_is_posted_once_and_repainted_in_place(room: PostRoom):
    issue = room.issue("A broken gate")
    first = room.card("team", issue)
    room.drain()
    room.summarise(issue, "A mended gate")
    second = room.card("team", issue)
    room.drain()
    assert room.texts() == ["A mended gate"]
    assert room.states(first, second) == [SENT, SENT]
    assert [(p.kind, p.recipient, p.issue_id, p.action_id) for p in room.posted()] == [("issue_card", "team", issue, 0)]
    assert room.posted()[0].ts == room.row(first).ts == room.row(second).ts


def test_a_card_that_somebody_deleted_is_posted_anew(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    gone = room.posted()[0].ts
    room.ws.messages["C0000TEAM"].clear()
    room.card("team", issue)
    room.drain()
    assert room.texts() == ["A broken gate"]
    assert room.posted()[0].ts != gone
    room.card("team", issue)
    room.drain()
    assert (room.calls(), len(room.texts())) == (2, 1)


def test_a_card_follows_its_organisation_to_another_channel(room: PostRoom):
    issue = room.issue()
    room.card("org:streets", issue)
    room.drain()
    room.council = small_council({"streets": "parks"})
    room.card("org:streets", issue)
    room.drain()
    assert room.texts("C0000PARK") == ["A broken gate"]
    assert room.posted()[0].channel_id == "C0000PARK"


def test_news_goes_into_its_cards_thread(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    asked = {"thread_of": ["issue_card", None]}
    room.put("team", "A note", issue_id=issue, data=asked)
    room.put("org:streets", "A note", issue_id=issue, data=asked)  # no card stands there
    room.drain()
    card, note = room.ws.messages["C0000TEAM"]
    assert note.thread_ts == card.ts
    assert room.ws.messages["C0000STRE"][0].thread_ts is None


def test_news_stands_alone_when_its_thread_is_gone(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    room.ws.messages["C0000TEAM"].clear()
    row = room.put("team", "A note", issue_id=issue, data={"thread_of": ["issue_card", None]})
    room.drain()
    assert room.states(row) == [SENT]
    assert room.texts() == ["A note"]


def test_repaints_that_pile_up_become_one(room: PostRoom):
    issue = room.issue()
    room.card("team", issue)
    room.drain()
    rows = [room.card("team", issue) for _ in range(3)]
    room.drain()
    assert room.states(*rows) == [SENT] * 3
    assert [room.row(row).error for row in rows] == [SUPERSEDED, SUPERSEDED, None]
    assert room.calls("chat.update") == 1


def test_a_card_on_its_way_counts_as_one_that_needs_a_repaint(room: PostRoom):
    """It may have been drawn already, when what it shows changes."""
    issue = room.issue()
    row = room.card("team", issue)
    with writing(room.engine) as session:
        assert pending_repaint(session, "issue_card", "team", issue, None)
        delivery = session.get_one(Delivery, row)
        delivery.state = "sending"
        session.add(delivery)
        session.flush()
        assert pending_repaint(session, "issue_card", "team", issue, None) is None
        assert [(card.kind, card.recipient, card.ts) for card in cards_of(session, issue)] == [
            ("issue_card", "team", "")
        ]
        session.rollback()
    room.drain()
    with reading(room.engine) as session:
        assert [card.ts for card in cards_of(session, issue)] == [room.row(row).ts]


def test_a_lane_keeps_its_order_and_holds_up_no_other(room: PostRoom):
    room.ws.faults.add("chat.postMessage", faults.error("service_unavailable"), where=lambda a: a["text"] == "one")
    rows = [room.put("team", text, lane="same") for text in ("one", "two", "three")]
    other = room.put("team", "other")
    room.drain()
    assert room.texts() == ["other"]
    assert room.states(*rows, other) == [DUE, DUE, DUE, SENT]
    room.pass_time(seconds=5)
    room.drain()
    assert room.texts() == ["other", "one", "two", "three"]


def test_a_row_that_cannot_be_drawn_is_parked_and_the_others_go_on(room: PostRoom, caplog: pytest.LogCaptureFixture):
    bad = room.put("team", data={"raises": "ward"}, lane="same")
    good = room.put("team", "Hello", lane="same")
    room.drain()
    assert room.states(bad, good) == [FAILED, SENT]
    assert (room.row(bad).error or "").startswith("KeyError")
    assert room.told == [bad]
    assert "KeyError: 'ward'" in caplog.text


def test_a_parked_row_is_parked_though_the_team_cannot_be_told(room: PostRoom):
    def fails(session: object, delivery: Delivery) -> None:
        raise ValueError("no")

    row = room.put("org:parish", "Hello")
    room.new_dispatcher(on_parked=fails).drain()
    assert room.states(row) == [FAILED]


def test_the_team_hears_in_the_transaction_that_parks(room: PostRoom):
    def tell(session, delivery: Delivery) -> None:
        now = room.clock.system()
        about = {"text": f"Not sent: {delivery.error}"}
        session.add(
            Delivery(key="n", kind=PARKED_NOTICE, recipient="team", lane="n", data=about, due_at=now, created_at=now)
        )

    room.put("org:parish", "Hello")
    room.new_dispatcher(on_parked=tell).drain()
    assert room.texts() == ["Not sent: Parish Council has no channel: name one in the council's directory."]


def test_a_parked_notice_brings_no_notice_of_itself(room: PostRoom):
    row = room.put("org:parish", "Hello", kind=PARKED_NOTICE)
    room.drain()
    assert room.states(row) == [FAILED]
    assert room.told == []


@pytest.mark.parametrize(
    ("recipient", "says"),
    [
        ("person:eve", "No e-mail is set up: set SMTP_URL."),
        ("person:pat", "on paper"),
        ("person:gus", "Cllr Gus is not in Slack under gus@example.org"),
        ("person:nobody", "no person 'nobody'"),
        ("org:parish", "Parish Council has no channel"),
        ("org:nothing", "no organisation 'nothing'"),
        ("org:old", "no channel #old"),
        ("org:quiet", "The bot is not in the channel"),
        ("user:T0000HOME/U9", "does not know this person"),
        ("wards", "'wards' is no recipient"),
    ],
)
def test_what_needs_a_person_is_parked_with_a_sentence(room: PostRoom, recipient: str, says: str):
    bad, good = room.put(recipient, "Hello"), room.put("team", "Hello")
    room.drain()
    assert room.states(bad, good) == [FAILED, SENT]
    assert says in (room.row(bad).error or "")
    assert room.told == [bad]


def test_a_way_that_was_chosen_for_one_message_is_taken(room: PostRoom):
    by_mail = room.put("person:ann", "Hello", data={"by": "email"})
    in_slack = room.put("person:eve", "Hello", data={"by": "slack"})
    other = room.put("person:ann", "Hello", data={"by": "pigeon"})
    room.drain()
    assert "No e-mail is set up" in (room.row(by_mail).error or "")
    assert "Cllr Eve is not in Slack" in (room.row(in_slack).error or "")  # looked for there
    assert room.states(other) == [SENT]


def test_what_is_no_issues_card_is_repainted_by_its_first_delivery(room: PostRoom):
    first = room.put("team", "They go out on Monday")
    room.drain()
    second = room.put("team", "They have gone out", data={"repaints": first})
    room.drain()
    assert room.texts() == ["They have gone out"]
    assert room.row(second).ts == room.row(first).ts
    never = room.put("team", "It never stood", data={"repaints": 999})
    room.drain()
    assert room.texts() == ["They have gone out", "It never stood"]
    assert room.states(first, second, never) == [SENT] * 3
