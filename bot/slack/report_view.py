"""The modal "Report an issue", drawn from its state. Pure: the same state gives the same view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk.report import shorten
from bot.slack import report_state as form
from bot.slack.blocks import (
    Block,
    Choice,
    boxes,
    button,
    buttons,
    context,
    divider,
    escaped,
    external,
    modal,
    multi_select,
    question,
    quoted,
    radio,
    section,
    select,
    typed,
)
from bot.slack.outlook import outlook
from bot.slack.report_state import FormState, Walk, block_of
from triage_rules.council import Council
from triage_rules.criteria import Question

REPORT, CHANGE = "report_form", "change_answers_form"
DROP_TEXT = "report_drop_text"
YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "Not known"))


@dataclass(frozen=True)
class Choices:
    """What the form offers beyond the council's own data. `now` is business time; `issue`: label of the one chosen.

    `trouble`: what kept the report from being taken, in words, when no field of the form can say it.
    """

    now: datetime
    issue: str | None = None
    trouble: str = ""


def draw(state: FormState, council: Council, choices: Choices, draft: str = "") -> Block:
    """The view. Block ids stay the same from one drawing to the next, so that what is being typed is kept."""
    walk = form.walk(state, council.table)
    asked = _council_questions(state, council, choices, walk)
    foot = [divider(), section(outlook(council, state, walk, choices.now).text, "outlook")]
    trouble = [section(f":warning: {escaped(choices.trouble)}", "trouble")] if choices.trouble else []
    if state.changes is not None:
        blocks = [*trouble, _wards(state, council, choices), _services(state, council), *asked, *foot]
        return modal("Change answers", blocks, callback=CHANGE, submit="Save", metadata=draft)
    blocks = [
        *trouble,
        *(_answer(one, state) for one in council.criteria.safety),
        *_what(state),
        question(form.WHERE, "Where is it?", typed(state.where, most=300), hint=WHERE_HINT, optional=True),
        _wards(state, council, choices),
        _services(state, council),
        *_people(state, council),
        *asked,
        *foot,
        *_others_see(state),
    ]
    return modal("Report an issue", blocks, callback=REPORT, submit="Report", metadata=draft)


WHERE_HINT = "A postcode, a street or the name of a place."
SUMMARY_HINT = "One line without names or numbers. Leave it empty, and others see your first lines."


def _answer(one: Question, state: FormState, optional: bool = False) -> Block:
    element = radio(YES_NO, state.answers.get(one.id))
    return question(block_of(one.id), one.text, element, hint=one.help, optional=optional, tells=True)


def _what(state: FormState) -> list[Block]:
    if not state.long_text:
        return [question(form.WHAT, "What is happening?", typed(state.what, lines=True))]
    length = f"{len(state.long_text):,} characters"
    return [
        section(f"*What you wrote before* ({length}; all of it is sent with the report)", "long_text_title"),
        quoted(state.long_text) | {"block_id": "long_text"},
        buttons(button("Leave that text out", DROP_TEXT), block_id="long_text_buttons"),
        question(
            form.WHAT, "What is happening?", typed(state.what, lines=True), hint="Anything to add.", optional=True
        ),
    ]


def _wards(state: FormState, council: Council, choices: Choices) -> Block:
    offered = ward_choices(council, choices.now, whole=state.changes is None)
    chosen = (form.WHOLE_BOROUGH,) if state.whole_borough else state.wards
    label = f"Which {council.words.ward} or {council.words.ward}s?"
    return question(form.WARDS, label, multi_select(offered, chosen), optional=True, tells=True)


def _services(state: FormState, council: Council) -> Block:
    element = multi_select(organisation_choices(council), state.services)
    hint = "Services and partners. Choose as many as it takes."
    return question(form.SERVICES, "Who could deal with it?", element, hint=hint, optional=True, tells=True)


def _people(state: FormState, council: Council) -> list[Block]:
    raised = select(raised_by_choices(council), state.raised_by)
    nameless = boxes(NAMELESS, ("yes",) if state.anonymous else ())
    return [
        question(form.RAISED_BY, "Who raised it?", raised, optional=True),
        question(form.ANONYMOUS, "Without a name?", nameless, optional=True),
        question(
            form.REPLY_TO,
            "How should we reply to them?",
            typed(state.reply_to, most=300),
            hint="Only those who work on it see this.",
            optional=True,
        ),
        question(
            form.SUMMARY,
            "Summary that others will see",
            typed(state.summary, most=600),
            hint=SUMMARY_HINT,
            optional=True,
        ),
    ]


NAMELESS = (("yes", "Reported without a name: no updates"),)


def _others_see(state: FormState) -> list[Block]:
    seen = shorten(state.summary or state.note) if state.summary or state.note else ""
    return [context(f"Others will see: “{escaped(seen)}”", "others_see")] if seen else []


def _council_questions(state: FormState, council: Council, choices: Choices, walk: Walk) -> list[Block]:
    blocks: list[Block] = []
    for id in (*walk.shown, *([walk.next] if walk.next else [])):
        one = council.criteria.question(id)
        blocks.append(_answer(one, state, optional=True))
        if one.object and walk.answers.get(id) == "yes":
            blocks += _object(one, state, council, choices)
    return blocks


def _object(one: Question, state: FormState, council: Council, choices: Choices) -> list[Block]:
    """A Yes that needs its object asks which one, right below."""
    directory = council.directory
    match one.object:
        case "issue":
            kept = (state.issue, choices.issue or f"RR-{state.issue}") if state.issue else None
            element = external(kept, "Type its number, or a word of it")
            return [question(form.ISSUE, "Which issue?", element, optional=True, tells=True)]
        case "priority":
            element = select(named_choices(directory.priorities), state.priority)
            return [question(form.PRIORITY, "Which priority?", element, optional=True, tells=True)]
        case "plan_action":
            element = select(named_choices(directory.plan_actions), state.plan_action)
            return [question(form.PLAN_ACTION, "Which agreed action?", element, optional=True, tells=True)]
        case _:
            return _threat(one, state, council)


def _threat(one: Question, state: FormState, council: Council) -> list[Block]:
    parts = boxes([(part.id, part.text) for part in one.parts], state.threats)
    blocks = [question(form.THREAT, "Which of these could it harm?", parts, optional=True, tells=True)]
    if "priority" in state.threats:
        element = select(named_choices(council.directory.priorities), state.threat_priority)
        blocks.append(
            question(form.THREAT_PRIORITY, "Which priority could it harm?", element, optional=True, tells=True)
        )
    if "indicator" in state.threats:
        element = select(named_choices(council.directory.indicators), state.threat_indicator)
        label = "Which indicator could it harm?"
        blocks.append(question(form.THREAT_INDICATOR, label, element, optional=True, tells=True))
    return blocks


def named_choices(entries: Iterable[Any]) -> list[Choice]:
    """(id, name) of entries of the directory."""
    return [(entry.id, entry.name) for entry in entries]


def ward_choices(council: Council, now: datetime, whole: bool = True) -> list[Choice]:
    on = now.astimezone(ZoneInfo(council.zone)).date()
    wards = sorted(named_choices(council.directory.wards(on)), key=lambda choice: choice[1])
    return [*([(form.WHOLE_BOROUGH, "Whole borough")] if whole else []), *wards]


def organisation_choices(council: Council) -> list[Choice]:
    """Services first, then partners, then parishes; each in the council's own order."""
    kinds = ("service", "partner", "parish")
    return named_choices(sorted(council.directory.organisations, key=lambda each: kinds.index(each.kind)))


def raised_by_choices(council: Council) -> list[Choice]:
    words = council.words
    named = {
        "resident": "a resident",
        "ward_member": f"a {words.councillor}",
        "cabinet": f"the {words.cabinet}",
        "cmt": f"the {words.management_team}",
        "partner": "a partner",
        "parish": f"a {words.parish_council}",
        "officer": "an officer of the council",
    }
    return [(value, label[0].upper() + label[1:]) for value, label in named.items()]
