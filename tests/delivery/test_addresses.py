"""Look-ups: remembered, and made again when they no longer serve."""

from sqlmodel import select

from bot.simulator import faults
from storage.outbox import DUE, FAILED, SENT
from storage.people import SlackChannel, SlackIdentity, identity_of_person, remember_channel, remember_identity
from storage.session import reading, writing
from tests.delivery.post_room import PostRoom, small_council


def identities(room: PostRoom) -> list[tuple[str, str, str]]:
    with reading(room.engine) as session:
        return [(i.person, i.user, i.email) for i in session.exec(select(SlackIdentity).order_by(SlackIdentity.user))]


def channels(room: PostRoom) -> dict[str, str]:
    with reading(room.engine) as session:
        return {channel.name: channel.channel_id for channel in session.exec(select(SlackChannel))}


def test_one_listing_serves_all_of_the_councils_channels(room: PostRoom):
    room.ws.add_channel("C0000ELSE", "chatter", ["U1"])
    for recipient in ("team", "org:streets", "org:police", "team"):
        room.put(recipient, "Hello")
    room.drain()
    assert room.calls("conversations.list") == 1
    found = {"rapid-response": "C0000TEAM", "streets": "C0000STRE", "police": "C0000POLI", "quiet": "C0000QUIE"}
    assert channels(room) == found


def test_a_long_list_of_channels_is_read_to_its_end(room: PostRoom):
    for number in range(450):
        room.ws.add_channel(f"C{number:08d}", f"aaa-{number}", [], with_bot=False)
    room.ws.channels["C0000STRE"] = room.ws.channels.pop("C0000STRE")  # last in the list
    row = room.put("org:streets", "Hello")
    room.drain()
    assert room.states(row) == [SENT]
    assert room.calls("conversations.list") == 3


def test_a_channel_that_was_made_anew_is_looked_up_again(room: PostRoom):
    room.put("org:streets", "Hello")
    room.drain()
    room.ws.channels["C0000STRE"].is_archived = True
    room.ws.channels["C0000STRE"].name = "streets-old"
    room.ws.add_channel("C0000NEWS", "streets", ["U1"])
    room.pass_time(minutes=2)
    row = room.put("org:streets", "Hello again")
    room.drain()
    assert room.states(row) == [SENT]
    assert room.texts("C0000NEWS") == ["Hello again"]


def test_a_channel_that_is_gone_is_not_looked_up_for_ever(room: PostRoom):
    room.put("org:streets", "Hello")
    room.drain()
    room.ws.faults.add("chat.postMessage", faults.error("channel_not_found"), times=None)
    room.pass_time(minutes=2)
    row = room.put("org:streets", "Hello again")
    room.drain()
    assert room.states(row) == [FAILED]
    assert room.calls("conversations.list") == 2


def test_a_person_is_looked_up_once_a_day(room: PostRoom):
    for hours, lookups, opened in ((0, 1, 1), (23, 1, 1), (2, 2, 1)):
        room.pass_time(hours=hours)
        room.put("person:ann", "Hello")
        room.drain()
        assert (room.calls("users.lookupByEmail"), room.calls("conversations.open")) == (lookups, opened)
    assert identities(room) == [("ann", "U1", "ann@example.org")]
    assert room.texts("D1") == ["Hello"] * 3


def test_a_changed_address_is_looked_up_at_once(room: PostRoom):
    room.put("person:ann", "Hello")
    room.drain()
    room.ws.add_user("U7", "ann2", "Ann", "ann.new@example.org")
    room.council = small_council(emails={"ann": "ann.new@example.org"})
    room.pass_time(seconds=1)
    room.put("person:ann", "Hello again")
    room.drain()
    assert room.texts("D7") == ["Hello again"]
    with reading(room.engine) as session:
        newest = identity_of_person(session, "ann")
    assert newest is not None
    assert newest.user == "U7"


def test_an_account_that_was_switched_off_gives_way_to_the_new_one(room: PostRoom):
    with writing(room.engine) as session:
        now = room.clock.system()
        remember_identity(session, "T0000HOME", "U9", person="ann", email="ann@example.org", name="Ann", now=now)
        session.commit()
    room.ws.add_user("U9", "ann-old", "Ann", None, deleted=True)
    row = room.put("person:ann", "Hello")
    room.drain()
    assert room.states(row) == [SENT]
    assert room.texts("D1") == ["Hello"]


def test_somebody_who_left_after_their_last_message_is_looked_up_again(room: PostRoom):
    room.put("person:ann", "Hello")
    room.drain()
    room.ws.faults.add("chat.postMessage", faults.error("account_inactive"))
    room.pass_time(minutes=2)
    row = room.put("person:ann", "Hello again")
    room.drain()
    assert room.states(row) == [SENT]
    assert room.calls("users.lookupByEmail") == 2


def test_a_look_up_that_is_too_early_puts_off_one_row_only(room: PostRoom):
    room.ws.faults.add("users.lookupByEmail", faults.rate_limited(20))
    ann, team = room.put("person:ann", "Hello"), room.put("team", "Hello")
    room.drain()
    assert room.states(ann, team) == [DUE, SENT]
    room.pass_time(seconds=20)
    room.drain()
    assert room.states(ann) == [SENT]


def test_two_processes_may_look_the_same_up_at_once(room: PostRoom):
    now = room.clock.system()
    for person in ("ann", "bob"):
        with writing(room.engine) as session:
            remember_identity(session, "T0000HOME", "U1", person=person, email="", name="", now=now)
            remember_channel(session, "streets", f"C-{person}", now)
            session.commit()
    assert identities(room) == [("bob", "U1", "")]
    assert channels(room) == {"streets": "C-bob"}
