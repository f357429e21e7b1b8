"""The modal "Report an issue", drawn from its state. Pure: the same state gives the same view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.words import SUMMARY
from bot.slack.blocks import (
    Block,
    Choice,
    boxes,
    button,
    buttons,
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
from bot.slack.choices import named_choices, organisation_choices
from bot.slack.report import hints
from bot.slack.report import state as form
from bot.slack.report.changes import id_of
from bot.slack.report.outlook import outlook
from bot.slack.report.state import FormState, Walk, block_of
from triage_rules.council import Council
from triage_rules.criteria import Question

REPORT, CHANGE = "report_form", "change_answers_form"
DROP_TEXT, READ_ALL = "report_drop_text", "report_read_all"
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
        *(
            block
            for one in council.criteria.safety
            for block in (_answer(one, state), *hints.urgent(state, council, one))
        ),
        *_what(state),
        _field(state, form.WHERE, "Where is it?", typed(state.where, most=300), hint=WHERE_HINT, optional=True),
        *hints.suggest(state),
        *hints.places(state, council),
        _wards(state, council, choices),
        *hints.because(state, council, form.WARDS),
        _services(state, council),
        *hints.because(state, council, form.SERVICES),
        *_people(state, council, choices),
        *hints.others_see(state),
        *hints.same(state, council),
        *asked,
        *foot,
    ]
    return modal("Report an issue", blocks, callback=REPORT, submit="Report", metadata=draft)


WHERE_HINT = "A postcode, a street or the name of a place."
SUMMARY_HINT = "One line without names or numbers. Leave it empty, and others see your first lines."


def _field(
    state: FormState,
    name: str,
    label: str,
    element: Block,
    *,
    hint: str = "",
    optional: bool = True,
    tells: bool = False,
) -> Block:
    return question(id_of(state, name), label, element, hint=hint, optional=optional, tells=tells)


def _answer(one: Question, state: FormState, optional: bool = False) -> Block:
    element = radio(YES_NO, state.given.get(one.id))
    return _field(state, block_of(one.id), one.text, element, hint=one.help, optional=optional, tells=True)


def _what(state: FormState) -> list[Block]:
    if not state.long_text:
        return [question(form.WHAT, "What is happening?", typed(state.what, lines=True))]
    length = f"{len(state.long_text):,} characters"
    return [
        section(f"*What you wrote before* ({length}; all of it is sent with the report)", "long_text_title"),
        quoted(state.long_text) | {"block_id": "long_text"},
        buttons(
            button("Read all of it", READ_ALL), button("Leave that text out", DROP_TEXT), block_id="long_text_buttons"
        ),
        _field(state, form.WHAT, "What is happening?", typed(state.what, lines=True), hint="Anything to add."),
    ]


def _wards(state: FormState, council: Council, choices: Choices) -> Block:
    """Those that the words may mean are offered first."""
    possible = [ward for which in state.advice.which for ward in which.wards]
    offered = ward_choices(council, choices.now, whole=state.changes is None)
    offered.sort(key=lambda choice: choice[0] not in possible)
    chosen = (form.WHOLE_BOROUGH,) if state.whole_borough else state.wards
    label = f"Which {council.words.ward} or {council.words.ward}s?"
    return _field(state, form.WARDS, label, multi_select(offered, chosen), tells=True)


def _services(state: FormState, council: Council) -> Block:
    element = multi_select(organisation_choices(council), state.services)
    hint = "Services and partners. Choose as many as it takes."
    return _field(state, form.SERVICES, "Who could deal with it?", element, hint=hint, tells=True)


def _people(state: FormState, council: Council, choices: Choices) -> list[Block]:
    raised = select(raised_by_choices(council), state.raised_by)
    nameless = boxes(NAMELESS, ("yes",) if state.anonymous else ())
    reply, summary = typed(state.reply_to, most=300), typed(state.summary, most=SUMMARY)
    return [
        _field(state, form.RAISED_BY, "Who raised it?", raised, tells=True),
        *hints.because(state, council, form.RAISED_BY),
        _field(state, form.ANONYMOUS, "Without a name?", nameless),
        _field(state, form.REPLY_TO, "How should we reply to them?", reply, hint="Only those who work on it see this."),
        *_casework(state, council, choices),
        _field(state, form.SUMMARY, "Summary that others will see", summary, hint=SUMMARY_HINT),
    ]


def _casework(state: FormState, council: Council, choices: Choices) -> list[Block]:
    """A resident's case is for the councillor whom the resident asked. Asked once the ward is known."""
    offered = councillor_choices(council, choices.now, state.wards)
    if not offered:
        return []
    label = f"Private case for one {council.words.councillor}?"
    chosen = state.casework if any(id == state.casework for id, _ in offered) else ""
    return [_field(state, form.CASEWORK, label, select(offered, chosen), hint=CASE_HINT)]


CASE_HINT = "Leave it empty for most issues. Others of the ward then see only that there is one."


def councillor_choices(council: Council, now: datetime, wards: Iterable[str]) -> list[Choice]:
    """Who sits for these wards, each once."""
    on = now.astimezone(ZoneInfo(council.zone)).date()
    people = {person.id: person.name for ward in wards for person in council.directory.ward_members(ward, on)}
    return list(people.items())


NAMELESS = (("yes", "Reported without a name: no updates"),)


def _council_questions(state: FormState, council: Council, choices: Choices, walk: Walk) -> list[Block]:
    blocks: list[Block] = []
    for id in (*walk.shown, *([walk.next] if walk.next else [])):
        one = council.criteria.question(id)
        blocks += [_answer(one, state, optional=True), *hints.because(state, council, block_of(id))]
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
            return [_field(state, form.ISSUE, "Which issue?", element, tells=True)]
        case "priority":
            element = select(named_choices(directory.priorities), state.priority)
            return [_field(state, form.PRIORITY, "Which priority?", element, tells=True)]
        case "plan_action":
            element = select(named_choices(directory.plan_actions), state.plan_action)
            return [_field(state, form.PLAN_ACTION, "Which agreed action?", element, tells=True)]
        case _:
            return _threat(one, state, council)


def _threat(one: Question, state: FormState, council: Council) -> list[Block]:
    parts = boxes([(part.id, part.text) for part in one.parts], state.threats)
    blocks = [_field(state, form.THREAT, "Which of these could it harm?", parts, tells=True)]
    if "priority" in state.threats:
        element = select(named_choices(council.directory.priorities), state.threat_priority)
        blocks.append(_field(state, form.THREAT_PRIORITY, "Which priority could it harm?", element, tells=True))
    if "indicator" in state.threats:
        element = select(named_choices(council.directory.indicators), state.threat_indicator)
        blocks.append(_field(state, form.THREAT_INDICATOR, "Which indicator could it harm?", element, tells=True))
    return blocks


def ward_choices(council: Council, now: datetime, whole: bool = True) -> list[Choice]:
    on = now.astimezone(ZoneInfo(council.zone)).date()
    wards = sorted(named_choices(council.directory.wards(on)), key=lambda choice: choice[1])
    return [*([(form.WHOLE_BOROUGH, "Whole borough")] if whole else []), *wards]


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
