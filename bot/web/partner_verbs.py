"""What a partner may answer on its page: each with its form, and the verb of the desk that it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.cards.offers import LABELS
from bot.desk.verbs import put_off, respond, talk
from bot.desk.verbs.links import Opened
from bot.desk.work import Desk

Given = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """`name` is also what a Refusal of the desk names."""

    name: str
    label: str
    kind: Literal["line", "words", "organisation", "tick", "day", "audience"] = "words"
    hint: str = ""


@dataclass(frozen=True)
class Verb:
    """`offers`: the buttons of the card that lead here. `events`: what it leaves in the history."""

    slug: str
    label: str
    heading: str
    offers: tuple[str, ...]
    events: tuple[str, ...]
    do: Callable[[Desk, Opened, Given, str], object]
    fields: tuple[Field, ...] = ()
    button: str = ""  # on the form; the label where there is none


def _id(opened: Opened) -> int:
    return opened.action.id or 0


def _acknowledge(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    return respond.acknowledge(desk, opened.actor, _id(opened), once)


def _not_ours(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    proposed = given.get("next_owner") or None
    return respond.not_ours(desk, opened.actor, _id(opened), given.get("why", ""), proposed, once)


def _done(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    nothing = given.get("no_further_action") == "yes"
    return respond.done(desk, opened.actor, _id(opened), given.get("what", ""), nothing, once)


def _note(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    text, audience = given.get("text", ""), given.get("audience") or "working"
    return talk.add_note(desk, opened.actor, opened.issue.id or 0, text, _id(opened), once, audience)


def _reference(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    reference, expected = given.get("reference", ""), given.get("expected_by", "")
    return respond.set_reference(desk, opened.actor, _id(opened), reference, expected, once)


def _put_off(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    return put_off.put_off(desk, opened.actor, _id(opened), given.get("until", ""), given.get("why", ""), once)


def _reply(desk: Desk, opened: Opened, given: Given, once: str) -> object:
    return talk.reply(desk, opened.actor, opened.issue.id or 0, given.get("text", ""), once)


WHAT_NOT_TO_WRITE = "Please leave out names and addresses of residents."
ALL = (
    Verb("acknowledge", LABELS["acknowledge"], "Acknowledge", ("acknowledge",), ("acknowledged",), _acknowledge),
    Verb(
        "not-ours",
        LABELS["not_ours"],
        "Not ours",
        ("not_ours",),
        ("declined",),
        _not_ours,
        (
            Field("why", "Why?", hint=f"A sentence is enough. {WHAT_NOT_TO_WRITE}"),
            Field("next_owner", "Who should have it?", "organisation"),
        ),
    ),
    Verb(
        "done",
        LABELS["done"],
        "Done",
        ("done",),
        ("done", "no_further_action"),
        _done,
        (
            Field("what", "What was done?", hint=f"Or why nothing more will be. {WHAT_NOT_TO_WRITE}"),
            Field("no_further_action", "No further action: nothing was done, or nothing more will be", "tick"),
        ),
    ),
    Verb(
        "note",
        LABELS["add_note"],
        "Add a note",
        ("add_note",),
        ("noted", "answered"),
        _note,
        (
            Field("text", "Your note", hint=WHAT_NOT_TO_WRITE),
            Field("audience", "Who may read it?", "audience"),
        ),
    ),
    Verb(
        "reference",
        "Your reference, expected by",
        "Your reference, and when you expect to finish",
        ("set_reference", "set_expected"),
        ("reference_given",),
        _reference,
        (
            Field("reference", "Your reference", "line", "The number of the job in your own system, if it has one"),
            Field("expected_by", "Expected by", "line", "For example, Friday 27 November"),
        ),
        "Save",
    ),
    Verb(
        "put-off",
        LABELS["put_off"],
        "Put off reminders",
        ("put_off",),
        ("put_off",),
        _put_off,
        (
            Field("until", "Until when?", "day", "The day by which you expect to answer"),
            Field("why", "Why?", hint=f"The team reads this. {WHAT_NOT_TO_WRITE}"),
        ),
        "Put off",
    ),
    Verb(
        "reply",
        LABELS["reply"],
        "Reply to reporter",
        ("reply",),
        ("replied",),
        _reply,
        (Field("text", "Your answer", hint="Whoever reported it reads this. It counts as the first answer."),),
    ),
)
BY_SLUG = {verb.slug: verb for verb in ALL}
