"""The table of verbs behind buttons: one entry each, with the form that it asks to be filled in, if any."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from bot.desk.actor import Actor
from bot.desk.refusal import Refusal
from bot.desk.verbs import assign, close, councillors, decide, privacy, put_off, report, respond, talk
from bot.desk.work import Desk
from bot.slack.blocks import Value
from bot.slack.buttons import Target

Kind = Literal[
    "line",
    "lines",
    "organisation",
    "route",
    "next_owner",
    "day",
    "tick",
    "audience",
    "councillor",
    "sensitive",
    "paragraph",
]
Given = Mapping[str, Value]


@dataclass(frozen=True)
class Field:
    """A field of a form. `name` is its block id, and what a Refusal calls it. `starts`: attribute it begins with."""

    name: str
    label: str
    kind: Kind = "lines"
    optional: bool = False
    hint: str = ""
    starts: str = ""


@dataclass(frozen=True)
class Form:
    title: str
    submit: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Verb:
    """`run` does it; `given` is what the form holds, empty without one. `may`: its name in the table of access."""

    run: Callable[[Desk, Actor, Target, Given, str], Any]
    form: Form | None = None
    may: str | None = None


def text(given: Given, name: str) -> str:
    value = given.get(name)
    return value if isinstance(value, str) else ""


def _action(target: Target) -> int:
    if target.action is None:
        raise Refusal("That button is from an older message. Please use the newest card.")
    return target.action


def _day(given: Given, name: str) -> date | None:
    chosen = text(given, name)
    return date.fromisoformat(chosen) if chosen else None


def _of_issue(verb: Callable[..., Any], *fields: str) -> Callable[[Desk, Actor, Target, Given, str], Any]:
    def run(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
        return verb(desk, actor, target.issue, *(text(given, name) for name in fields), once=once)

    return run


def _of_action(verb: Callable[..., Any], *fields: str) -> Callable[[Desk, Actor, Target, Given, str], Any]:
    def run(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
        return verb(desk, actor, _action(target), *(text(given, name) for name in fields), once=once)

    return run


def _agree(yes: bool):
    def run(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
        return decide.agree(desk, actor, target.issue, yes, text(given, "why"), once=once)

    return run


def _satisfied(yes: bool):
    def run(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
        return report.satisfied(desk, actor, target.issue, yes, text(given, "why"), once=once)

    return run


def _add_action(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
    what, who, finish_by = text(given, "what"), text(given, "who"), _day(given, "when")
    return assign.add_action(desk, actor, target.issue, what, who, finish_by, once=once)


def _add_note(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
    audience = text(given, "audience") or "working"
    return talk.add_note(desk, actor, target.issue, text(given, "text"), target.action, once=once, audience=audience)


def _mark(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
    marks = privacy.Marks(text(given, "casework") or None, bool(given.get("sensitive")), text(given, "exempt") or None)
    return privacy.mark(desk, actor, target.issue, marks, once=once)


def _not_ours(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
    chosen = text(given, "next_owner")
    following = None if chosen in ("", UNKNOWN) else chosen
    return respond.not_ours(desk, actor, _action(target), text(given, "why"), following, once=once)


def _done(desk: Desk, actor: Actor, target: Target, given: Given, once: str) -> Any:
    nothing_more = bool(given.get("nothing_more"))
    return respond.done(desk, actor, _action(target), text(given, "what"), nothing_more, once=once)


UNKNOWN = "-"
WHY = Field("why", "Why?")
PUT_OFF_SEEN = "The team and whoever works on it read this. An answer to the reporter is due all the same."
SEEN = "The reporter and whoever gets it read this."
_LATER = (
    Field("reference", "Your reference", "line", optional=True, starts="reference"),
    Field(
        "expected_by", "Expected by", "line", optional=True, starts="expected_by", hint="A day, or what it waits for."
    ),
)


def _words(title: str, submit: str, label: str, hint: str = "") -> Form:
    return Form(title, submit, (Field("text", label, hint=hint),))


VERBS: dict[str, Verb] = {
    "accept": Verb(_of_issue(decide.accept)),
    "lead": Verb(_of_issue(councillors.lead)),
    "reopen": Verb(_of_issue(close.reopen)),
    "agree": Verb(_agree(True)),
    "satisfied": Verb(_satisfied(True)),
    "acknowledge": Verb(_of_action(respond.acknowledge)),
    "withdraw": Verb(_of_action(assign.withdraw)),
    "disagree": Verb(_agree(False), Form("Don't agree", "Don't agree", (WHY,)), may="agree"),
    "not_satisfied": Verb(
        _satisfied(False),
        Form("Not satisfied", "Send", (Field("why", "What is still wrong?", optional=True),)),
        may="satisfied",
    ),
    "change_route": Verb(
        _of_issue(decide.change_route, "send_to", "why"),
        Form("Change route", "Change", (Field("send_to", "Send it to", "route"), replace(WHY, hint=SEEN))),
    ),
    "close": Verb(
        _of_issue(close.close, "why"),
        Form("Close", "Close", (Field("why", "Why?", hint="The reporter reads this."),)),
    ),
    "add_action": Verb(
        _add_action,
        Form(
            "Add an action",
            "Add",
            (
                Field("what", "What needs doing?"),
                Field("who", "Who should do it?", "organisation"),
                Field("when", "By when?", "day", optional=True),
            ),
        ),
    ),
    "not_ours": Verb(
        _not_ours,
        Form("Not ours", "Send on", (WHY, Field("next_owner", "Who should have it?", "next_owner"))),
    ),
    "done": Verb(
        _done,
        Form("Done", "Done", (Field("what", "What was done?"), Field("nothing_more", "Or", "tick", optional=True))),
    ),
    "set_reference": Verb(
        _of_action(respond.set_reference, "reference", "expected_by"),
        Form("Your reference", "Save", _LATER),
    ),
    "set_expected": Verb(
        _of_action(respond.set_reference, "reference", "expected_by"),
        Form("Expected by", "Save", tuple(reversed(_LATER))),
        may="set_reference",
    ),
    "put_off": Verb(
        _of_action(put_off.put_off, "until", "why"),
        Form(
            "Put off reminders",
            "Put off",
            (Field("until", "Until when?", "day"), Field("why", "Why?", hint=PUT_OFF_SEEN)),
        ),
    ),
    "add_note": Verb(
        _add_note,
        Form(
            "Add note",
            "Add",
            (Field("text", "Your note"), Field("audience", "Who may read it?", "audience", optional=True)),
        ),
    ),
    "mark": Verb(
        _mark,
        Form(
            "Private or exempt",
            "Save",
            (
                Field("casework", "Private case for one councillor?", "councillor", True, starts="casework_for"),
                Field("sensitive", "Is it sensitive?", "sensitive", optional=True, starts="sensitive"),
                Field(
                    "exempt", "Exempt from publication?", "paragraph", optional=True, starts="exempt_paragraph",
                    hint="The paragraph of Schedule 12A. It is recorded that you set it.",
                ),
            ),
        ),
    ),
    "reply": Verb(
        _of_issue(talk.reply, "text"),
        _words("Reply to reporter", "Send", "Your answer", "It goes to whoever entered the report, to pass on."),
    ),
    "ask": Verb(
        _of_issue(talk.ask, "text"),
        _words("Ask the reporter", "Ask", "Your question", "The clock for a first answer waits until they reply."),
    ),
    "answer": Verb(_of_issue(talk.answer, "text"), _words("Answer", "Send", "Your answer")),
    "view": Verb(
        _of_issue(councillors.give_view, "text"),
        _words("Give a view", "Send", "Your view", "It is dated and kept. The work goes on meanwhile."),
    ),
    "edit": Verb(
        _of_issue(report.edit, "summary", "place"),
        Form(
            "Edit",
            "Save",
            (
                Field("summary", "Summary that others see", "lines", starts="summary"),
                Field("place", "Where is it?", "line", optional=True, starts="place"),
            ),
        ),
    ),
}  # fmt: skip
