"""A partner's link from the letter to the record, and every way in which a link ends."""

import re
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text as sql

from bot.cards.history import history_lines
from bot.desk import access
from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, respond
from bot.desk.verbs.links import LIVES, Dead, Links, revoke
from storage import links as stored
from storage.issues import Issue
from tests.mail.post_office import role_ended
from tests.web.visitor import RUBY, Visitor, text
from triage_rules.access import DEFAULT

DUMP = ("issue", "action", "event", "wait", "reminder", "delivery", "inbox", "partnerlink")


def everything(visitor: Visitor) -> list[str]:
    with visitor.engine.connect() as connection:
        return [str(connection.execute(sql(f"SELECT * FROM {table} ORDER BY 1")).all()) for table in DUMP]


def test_a_scanner_changes_nothing_then_the_person_acknowledges(visitor: Visitor):
    before = everything(visitor)
    for more in ("", "/acknowledge", "/not-ours", "/done", "/note", "/after/acknowledge", "/after/done"):
        for method in ("GET", "HEAD"):
            assert visitor.browser.request(method, visitor.path + more).status_code in (200, 303)
    assert everything(visitor) == before

    page = visitor.open()
    assert "Ask pupils which way home they avoid" in text(page)
    assert "Please acknowledge by 4pm Tuesday 24 November" in text(page)
    after = visitor.press("acknowledge")
    assert "You have acknowledged this" in text(after)
    assert "Please say how it is going by" in text(after)

    assert visitor.action.state == "acknowledged"
    assert visitor.action.acknowledged_by == "Ruby Registerby, Schools"
    (event,) = visitor.events("acknowledged")
    assert (event.actor, event.actor_name, event.actor_role, event.way) == (
        f"person:{RUBY}", "Ruby Registerby", "Schools", "link",
    )  # fmt: skip
    assert event.at == visitor.clock.now()


def test_the_card_and_the_history_say_that_it_was_by_link(visitor: Visitor):
    visitor.press("acknowledge")
    assert "Acknowledged by Ruby Registerby, Schools, 9am today, by e-mail link" in text(visitor.open())
    with visitor.desk.look() as session:
        issue = session.get_one(Issue, visitor.action.issue_id)
        lines = history_lines(session, visitor.council, issue, visitor.clock.now())
    assert any(line.endswith("Acknowledged by Ruby Registerby, Schools, by e-mail link") for line in lines)


def test_pressing_twice_is_pressing_once(visitor: Visitor):
    token = visitor.form_token(visitor.open())
    first, second = (visitor.send("acknowledge", token=token) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(visitor.events("acknowledged")) == 1
    assert visitor.events("refused") == []


def test_a_note_is_for_whom_its_writer_chooses_the_narrowest_first(visitor: Visitor):
    page = visitor.open("/note").text
    offered = re.findall(r'<option value="(\w+)"( selected)?>', page)
    assert offered == [("working", ""), ("councillors", ""), ("public", "")]  # the first is chosen where none is
    for fields in ({}, {"audience": ""}, {"audience": "councillors"}):
        assert visitor.send("note", {"text": "On our way", **fields}).status_code == 303
    assert [event.data["audience"] for event in visitor.events("noted")] == ["working", "working", "councillors"]
    again = visitor.send("note", {"text": "Words that stay", "audience": "everybody"})
    assert "Choose who may read it from the list" in text(again)
    assert "Words that stay" in text(again)
    assert len(visitor.events("noted")) == 3


def test_two_notes_with_one_form_are_one_note(visitor: Visitor):
    visitor.press("acknowledge")
    token = visitor.form_token(visitor.open("/note"))
    for _ in range(2):
        visitor.send("note", {"text": "On our way"}, token)
    assert [event.words for event in visitor.events("noted")] == ["On our way"]


def test_somebody_else_was_quicker(visitor: Visitor):
    page = visitor.open()
    respond.acknowledge(visitor.desk, visitor.office.actor("manager-schools", own_team=False), visitor.action_id)
    answer = visitor.send("acknowledge", token=visitor.form_token(page))
    assert answer.status_code == 409
    assert "This was acknowledged already by Max Blackboarde, Schools. Nothing was changed." in text(answer)


def test_not_ours_says_why_and_who(visitor: Visitor):
    after = visitor.press("not-ours", why="The path is the council's", next_owner="highways")
    assert "Highways has been asked. Until they acknowledge, the Rapid Response Team holds it" in text(after)
    assert visitor.action.state == "declined"
    assert visitor.open().status_code == 410
    assert "Sent on to Highways" in text(visitor.open())


def test_done_and_the_page_afterwards(visitor: Visitor):
    after = visitor.press("done", what="Asked in every assembly")
    assert "You have finished this" in text(after)
    gone = visitor.open()
    assert gone.status_code == 410
    assert "Nothing more is asked of you here" in text(gone)
    assert "Done: Ruby Registerby, Schools, 9am today, by e-mail link" in text(gone)
    visitor.later(hours=2)
    later = visitor.open("/after/done")
    assert later.status_code == 303  # to the link's own page, which says how it stands
    assert visitor.open().status_code == 410


def test_no_further_action(visitor: Visitor):
    visitor.press("done", what="The school is closed", no_further_action="yes")
    assert visitor.action.state == "no_further_action"


def test_reference_and_date_after_acknowledging_never_before(visitor: Visitor):
    assert "/reference" not in visitor.open().text
    assert visitor.open("/reference").status_code == 303
    visitor.press("acknowledge")
    visitor.press("reference", reference="SCH-7", expected_by="Friday")
    assert (visitor.action.reference, visitor.action.expected_by) == ("SCH-7", "Friday")


def test_who_owns_the_issue_answers_the_reporter(visitor: Visitor):
    issue = visitor.office.report("R13", services=("schools",))
    (action,) = visitor.office.actions(issue.id)
    visitor.action_id, visitor.path = action.id or 0, visitor.link(RUBY, action.id or 0)
    after = visitor.press("reply", text="We have asked the caretaker.")
    assert "Whoever reported it hears your answer" in text(after)
    assert [event.words for event in visitor.events("replied")] == ["We have asked the caretaker."]


# -- how a link ends -------------------------------------------------------------------------------------------------


def test_it_expires(visitor: Visitor):
    visitor.clock.move(LIVES)
    page = visitor.open()
    assert (page.status_code, "This link has expired" in text(page)) == (410, True)
    assert "Ask pupils" not in text(page)
    assert visitor.send("acknowledge", token="x").status_code == 410
    assert visitor.action.state == "due"


def test_a_later_letter_has_a_link_that_works_long_enough(visitor: Visitor):
    assert visitor.link(RUBY, visitor.action_id) == visitor.path
    visitor.clock.move(LIVES * 0.8)
    renewed = visitor.link(RUBY, visitor.action_id)
    assert renewed != visitor.path
    assert visitor.open(path=renewed).status_code == 200


def test_the_team_revokes_it(visitor: Visitor):
    with visitor.desk.look() as session:
        (link,) = stored.of_action(session, visitor.action_id)
    token = visitor.form_token(visitor.open())
    with pytest.raises(Refusal, match="a duty officer of the team"):
        revoke(visitor.desk, visitor.office.actor(RUBY), link.id or 0)
    revoke(visitor.desk, visitor.office.duty, link.id or 0)
    page = visitor.open()
    assert (page.status_code, "This link has been ended" in text(page)) == (410, True)
    assert visitor.send("acknowledge", token=token).status_code == 410
    assert visitor.action.state == "due"
    assert [event.data["person"] for event in visitor.events("link_revoked")] == [RUBY]
    with pytest.raises(Refusal, match="revoked already"):
        revoke(visitor.desk, visitor.office.duty, link.id or 0)


def test_one_character_changed(visitor: Visitor):
    token = visitor.path.removeprefix("/partner/")
    changed = [token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(len(token))]
    assert visitor.links.open(token)
    for other in changed:
        with pytest.raises(Dead):
            visitor.links.open(other)
    page = visitor.open(path=f"/partner/{changed[0]}")
    assert page.status_code == 404
    assert "This link does not work" in text(page)
    assert "Ask pupils" not in text(page)


def test_a_character_more_or_less(visitor: Visitor):
    for path in (visitor.path[:-1], visitor.path + "A", "/partner/x", "/partner/" + "é" * 48):
        assert visitor.open(path=path).status_code == 404


def test_the_role_ended_yesterday(visitor: Visitor):
    token = visitor.form_token(visitor.open())
    visitor.council = role_ended(visitor.council, RUBY, "schools", date(2026, 11, 22))
    page = visitor.open()
    assert (page.status_code, "This link is no longer yours" in text(page)) == (410, True)
    assert "Ask pupils" not in text(page)
    assert visitor.send("acknowledge", token=token).status_code == 410
    assert visitor.action.state == "due"
    assert visitor.links.url(RUBY, visitor.action_id) is None


def test_the_role_ends_tonight(visitor: Visitor):
    visitor.council = role_ended(visitor.council, RUBY, "schools", date(2026, 11, 23))
    assert visitor.open().status_code == 200
    visitor.later(days=1)
    assert visitor.open().status_code == 410


def test_a_person_who_left_the_directory(visitor: Visitor):
    directory = visitor.council.directory
    fields = {name: getattr(directory, name) for name in type(directory).model_fields}
    fields["people"] = tuple(person for person in directory.people if person.id != RUBY)
    fields["roles"] = tuple(role for role in directory.roles if role.person != RUBY)
    visitor.council = replace(visitor.council, directory=type(directory)(**fields))
    assert visitor.open().status_code == 410


def test_the_team_takes_the_action_back(visitor: Visitor):
    token = visitor.form_token(visitor.open())
    assign.withdraw(visitor.desk, visitor.office.duty, visitor.action_id)
    page = visitor.open()
    assert page.status_code == 410
    assert "Rapid Response Team has taken this back" in text(page)
    assert visitor.send("acknowledge", token=token).status_code == 410
    assert visitor.links.url(RUBY, visitor.action_id) is None


def test_another_secret_key_ends_all_links(visitor: Visitor):
    url = Links(visitor.desk, "another secret of thirty-two characters", visitor.base_url).url(RUBY, visitor.action_id)
    assert url is not None
    assert not url.endswith(visitor.path)
    assert visitor.open(path=url.removeprefix(visitor.base_url)).status_code == 404


def test_the_database_opens_no_link(visitor: Visitor):
    with visitor.desk.look() as session:
        (link,) = stored.of_action(session, visitor.action_id)
    signature = visitor.path.removeprefix(f"/partner/{link.key}")
    assert len(signature) == 24
    assert not any(signature in table for table in everything(visitor))


# -- what a link does not give ---------------------------------------------------------------------------------------


def test_nobody_gets_a_link_who_was_not_asked(visitor: Visitor):
    for person in ("sgt-lee", "sam-duty", "olive-officer", "nobody-at-all"):
        assert visitor.links.url(person, visitor.action_id) is None
    assert visitor.links.url(RUBY, 999_999) is None


def test_a_link_is_for_one_action(visitor: Visitor):
    other = visitor.ask(text="Something else")
    actor = visitor.links.open(visitor.path.removeprefix("/partner/")).actor
    with pytest.raises(Refusal):
        respond.acknowledge(visitor.desk, actor, other)
    respond.acknowledge(visitor.desk, actor, visitor.action_id)


@pytest.mark.parametrize("verb", sorted(set(DEFAULT) - access.BY_LINK))
def test_a_link_is_for_answers_only(visitor: Visitor, verb: str):
    """Even for somebody who could do it in Slack: a duty officer who is a contact as well."""
    opened = visitor.links.open(visitor.path.removeprefix("/partner/"))
    powerful = Actor("person:sam-duty", "Sam Duty", "sam-duty", True, "link", opened.actor.bound)
    subject = access.Subject(issue=opened.issue, wards=("cuckoo-oak",), action=opened.action)
    assert not access.may(powerful, verb, subject, visitor.council, visitor.desk.today())


def test_only_the_summary_is_shown(visitor: Visitor):
    pages = [visitor.open(more).text for more in ("", "/not-ours", "/done", "/note")]
    pages.append(visitor.press("acknowledge").text)
    for page in pages:
        assert "Planted" not in page
        assert "Hidden Lane" not in page


def test_reminders_are_put_off_from_the_page(visitor: Visitor):
    page = visitor.open("/put-off")
    assert "Put off reminders" in text(page)
    assert 'type="date"' in page.text
    wrong = visitor.send("put-off", {"until": "whenever", "why": "Governors meet on Thursday"})
    assert wrong.status_code == 400
    assert "Choose the day until which reminders should wait" in text(wrong)
    assert "Governors meet on Thursday" in text(wrong)
    after = visitor.press("put-off", until="2026-12-03", why="Governors meet on Thursday")
    assert "The reminders wait until then" in text(after)
    assert "Reminders put off by Ruby Registerby" in text(visitor.open())
    (event,) = visitor.events("put_off")
    assert (event.way, event.data["until"]) == ("link", "2026-12-03")
