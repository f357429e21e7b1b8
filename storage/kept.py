"""What every column keeps, classed in this one place: erasing, exporting and the data protection page go by it.

A column that is not here fails tests/records/test_kept.py, which says what to add.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["plain", "key", "person", "name", "text", "ids", "copy", "files"]

KINDS: dict[Kind, str] = {
    "plain": "about nobody: numbers, times, states, ids of areas and organisations",
    "key": "whom something is for or from, as a key: person:<id>, user:<team>/<user>",
    "person": "ids of people in the directory",
    "name": "names and addresses as they are shown",
    "text": "free text that people wrote",
    "ids": "JSON with ids, people's among them",
    "copy": "a briefing as it was sent, JSON",
    "files": "the council's folder, YAML",
}


@dataclass(frozen=True)
class Kept:
    """`what` says it in plain words, for whoever reads the data protection page."""

    kind: Kind
    what: str = ""

    @property
    def personal(self) -> bool:
        return self.kind != "plain"


@dataclass(frozen=True)
class About:
    """What a table is for, and for how long a row of it stays where the council's schedule does not say."""

    what: str
    stays: str
    columns: dict[str, Kept]


def _table(what: str, stays: str, plain: str, **personal: Kept) -> About:
    return About(what, stays, {**{name: Kept("plain") for name in plain.split()}, **personal})


WITH_ISSUE = "with its issue, by the retention schedule"
LINE = {
    "actor": Kept("key", "who did it"),
    "actor_name": Kept("name", "the name of who did it"),
    "data": Kept("ids", "the facts: ids and states"),
    "words": Kept("text", "what was written"),
}
LINE_PLAIN = (
    "id seq at verb actor_role way who_salt who_digest facts_salt facts_digest salt words_digest previous digest"
)

KEPT: dict[str, About] = {
    "issue": _table(
        "each matter that was reported, and how it stands",
        "by the retention schedule",
        "id state route stream row criteria_version owner whole_borough services answers raised_by anonymous sensitive"
        " exempt_paragraph parent_id satisfied reported_at accepted_at answered_at closed_at changed_at",
        summary=Kept("text", "what is happening, for those who do not need the detail"),
        note=Kept("text", "what is happening, in full"),
        place=Kept("text", "where it is"),
        objects=Kept("ids", "what an answer referred to"),
        entered_by=Kept("key", "who reported it"),
        exempt_by=Kept("name", "who marked it as not for publication"),
        reply_to=Kept("text", "how to reach the resident"),
        casework_for=Kept("person", "the councillor whose case it is"),
        leads=Kept("person", "the councillors who lead on it"),
        views=Kept("ids", "the councillors who gave a view, and when"),
        agreed_by=Kept("person", "who agreed to it"),
    ),
    "issueward": _table("the wards of each issue", WITH_ISSUE, "issue_id ward"),
    "event": _table(
        "the history of each issue, line by line",
        "for good; its words and names by the retention schedule",
        f"{LINE_PLAIN} issue_id",
        **LINE,
    ),
    "auditline": _table("what was done with the records themselves", "for good", LINE_PLAIN, **LINE),
    "erasedpart": _table(
        "which parts of which lines were erased", "for good", "id tombstone_id chain seq part salt left"
    ),
    "legalhold": _table(
        "what may not be removed for now, and why",
        "for good",
        "id issue_id placed_at until lifted_at",
        person=Kept("key", "whose records are kept back"),
        reason=Kept("text", "why"),
        placed_by=Kept("key", "who placed it"),
        lifted_by=Kept("key", "who lifted it"),
    ),
    "retained": _table("what was removed of an issue after its time", "for good", "issue_id of at"),
    "action": _table(
        "what an organisation was asked to do",
        WITH_ISSUE,
        "id issue_id owner state leads created_at finish_by acknowledged_at way ended_at held declined_times"
        " replaces_id",
        text=Kept("text", "what was asked"),
        acknowledged_by=Kept("name", "who acknowledged it"),
        reference=Kept("text", "the organisation's own reference"),
        expected_by=Kept("text", "by when they expect to have done it"),
        outcome=Kept("text", "what came of it"),
    ),
    "wait": _table(
        "who has to answer by when",
        WITH_ISSUE,
        "id clock issue_id action_id state started_at due_at paused_at ended_at round",
        owner=Kept("key", "who is waited for"),
    ),
    "reminder": _table("the reminders planned", WITH_ISSUE, "id wait_id round step to kind due_at state done_at"),
    "partnerlink": _table(
        "links that were sent by e-mail; nothing here opens one",
        WITH_ISSUE,
        "id key action_id organisation created_at expires_at revoked_at",
        person=Kept("person", "whose link it is"),
        revoked_by=Kept("key", "who ended it"),
    ),
    "delivery": _table(
        "messages to be sent, and what became of them; never their text",
        WITH_ISSUE,
        "id key kind card issue_id action_id state due_at attempts lease_until lease_by behind_until ts"
        " created_at sent_at",
        channel_id=Kept("name", "where it went: a conversation in Slack, or an e-mail address"),
        recipient=Kept("key", "whom it is for"),
        lane=Kept("key", "whom it is for, with the issue"),
        data=Kept("ids", "what it is about"),
        group=Kept("key", "which messages belong together"),
        behind=Kept("key", "which messages it waits for"),
        error=Kept("text", "why it could not be sent"),
    ),
    "posted": _table(
        "where cards stand in Slack",
        WITH_ISSUE,
        "id kind issue_id action_id ts stage",
        channel_id=Kept("name", "where it stands: a conversation in Slack, or an e-mail address"),
        recipient=Kept("key", "whose card it is"),
    ),
    "briefingcopy": _table(
        "briefings as they were sent",
        "for good; what they say of an issue goes with it",
        "id period briefings events figures made_at",
        person=Kept("person", "whose briefing it is"),
        content=Kept("copy", "what it said"),
    ),
    "strayletter": _table(
        "letters that came in and could not be filed",
        "30 days",
        "id at why issue_id",
        sender=Kept("name", "the address that it came from"),
        subject=Kept("text", "its subject"),
        text=Kept("text", "what was written"),
    ),
    "briefingchoice": _table(
        "when and how somebody wants their briefing",
        "until the person is erased",
        "day hour roll_up channel paused_until changed_at",
        person=Kept("person", "whose wish it is"),
        changed_by=Kept("key", "who wrote it down"),
    ),
    "briefingedition": _table(
        "what the team wrote above the briefings of one day",
        "for good",
        "period changed_at",
        introduction=Kept("text", "what it says"),
        changed_by=Kept("key", "who wrote it"),
    ),
    "draft": _table(
        "open forms",
        "a day at most; a stop deletes its form at once",
        "id created_at expires_at",
        user=Kept("key", "who is filling it in"),
        values=Kept("ids", "what has been filled in"),
        long_text=Kept("text", "what is being written"),
    ),
    "inbox": _table(
        "keys of what came in, so that nothing counts twice",
        "seven days",
        "at",
        key=Kept("key", "the key of a click or message, with who sent it"),
    ),
    "refused": _table(
        "attempts that were refused and are in no issue's history; never a word of what was typed",
        "for good",
        "id at way verb",
        actor=Kept("key", "who tried"),
        about=Kept("text", "the number or organisation that was asked for"),
    ),
    "stopcount": _table("how often a form said: ring first. Nothing else of it", "for good", "id stream at ward"),
    "slackidentity": _table(
        "who is who in Slack, as last looked up",
        "until the person is erased",
        "id team guest looked_up_at",
        user=Kept("name", "the account in Slack"),
        person=Kept("person", "who it is in the directory"),
        email=Kept("name", "the e-mail address"),
        name=Kept("name", "the name in Slack"),
    ),
    "invitation": _table(
        "codes by which people of other organisations said who they are",
        "until the person is erased",
        "id organisation code_digest key created_at expires_at team used_at confirmed_at ended_at",
        person=Kept("person", "who was invited"),
        user=Kept("name", "the account in Slack"),
        name=Kept("name", "the name in Slack"),
        created_by=Kept("key", "who invited them"),
        confirmed_by=Kept("key", "who confirmed it"),
        ended_by=Kept("key", "who ended it"),
    ),
    "slackchannel": _table(
        "ids of channels and conversations in Slack",
        "until the person is erased",
        "looked_up_at channel_id",
        name=Kept("key", "the channel, or whose conversation it is"),
    ),
    "councilsnapshot": _table(
        "the council's folder as it was each time it was loaded: criteria, people, roles and their dates",
        "for good",
        "hash council criteria_version loaded_at",
        words=Kept("files", "the words by which reports are read; nobody's"),
        files=Kept("files", "names, e-mail addresses, roles and leave of officers, councillors and contacts"),
    ),
    "currentcouncil": _table("which of them is in force", "for good", "id hash next_hash next_from"),
    "schedulerun": _table("when something is due next", "for good", "name next_at put_off_to shown_for"),
    "turn": _table("which process does what one at a time does", "for good", "name by until"),
    "heartbeat": _table("when each part of the bot last worked", "for good", "part at"),
    "placefile": _table("lists of places that were imported", "for good", "council name digest rows imported_at"),
    "placerow": _table("postcodes, streets and places with their wards", "for good", "id council file name kind area"),
}


def personal() -> list[tuple[str, str, Kept]]:
    """(table, column, what) of every column that can hold something about a person."""
    return [
        (table, column, kept)
        for table, about in KEPT.items()
        for column, kept in about.columns.items()
        if kept.personal
    ]
