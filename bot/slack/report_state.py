"""What the form "Report an issue" holds, and which questions it shows. Pure; kept in a draft between clicks."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from bot.desk.report import Report
from bot.slack.blocks import Value
from triage_rules.council import Council
from triage_rules.criteria import Answer, Criteria
from triage_rules.questions import ranked
from triage_rules.table import Table
from triage_rules.triage import Decision, triage

WHOLE_BOROUGH = "*"
# Block ids of the form. A question's is made from its id, whatever the council calls it.
WHAT, WHERE, WARDS, SERVICES = "what", "where", "wards", "services"
RAISED_BY, ANONYMOUS, REPLY_TO, SUMMARY = "raised_by", "anonymous", "reply_to", "summary"
ISSUE, PRIORITY, PLAN_ACTION, THREAT = "issue", "priority", "plan_action", "threat"
THREAT_PRIORITY, THREAT_INDICATOR = "threat.priority", "threat.indicator"


def block_of(question_id: str) -> str:
    return f"question.{question_id}"


@dataclass(frozen=True)
class FormState:
    """`answers`: question id to yes, no or unknown; a question not answered yet is not in it.

    `issue`: number of the open issue that a report joins. `changes`: number of the issue whose answers are
    being changed, None for a new report. `long_text`: what came prefilled and is too long for Slack's field.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    what: str = ""
    long_text: str = ""
    where: str = ""
    wards: tuple[str, ...] = ()
    whole_borough: bool = False
    services: tuple[str, ...] = ()
    raised_by: str = ""
    anonymous: bool = False
    reply_to: str = ""
    summary: str = ""
    issue: str = ""
    priority: str = ""
    plan_action: str = ""
    threats: tuple[str, ...] = ()
    threat_priority: str = ""
    threat_indicator: str = ""
    from_message: bool = False
    changes: int | None = None

    def as_json(self) -> dict[str, Any]:
        """For the draft; `long_text` has a column of its own there."""
        return {name: value for name, value in asdict(self).items() if name != "long_text"}

    @property
    def note(self) -> str:
        return "\n\n".join(part for part in (self.long_text.strip(), self.what.strip()) if part)


def from_json(values: Mapping[str, Any], long_text: str = "") -> FormState:
    """A state as the draft has it; what an older version wrote and we no longer know is left out."""
    known = {one.name for one in fields(FormState)}
    given = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in known}
    return FormState(**{**given, "long_text": long_text})


def merged(state: FormState, given: Mapping[str, Value], criteria: Criteria) -> FormState:
    """The state with what stands in the form now; fields that the form does not show keep what they held."""
    answers = dict(state.answers)
    for question in criteria.questions:
        chosen = given.get(block_of(question.id))
        if chosen in ("yes", "no", "unknown"):
            answers[question.id] = chosen  # pyright: ignore[reportArgumentType]
    change: dict[str, Any] = {"answers": answers}
    for block, name in _TEXTS.items():
        if block in given:
            change[name] = given[block] or ""
    for block, name in _LISTS.items():
        if block in given:
            change[name] = tuple(given[block] or ())
    if WARDS in given:
        change["whole_borough"] = WHOLE_BOROUGH in change["wards"]
        change["wards"] = tuple(ward for ward in change["wards"] if ward != WHOLE_BOROUGH)
    if ANONYMOUS in given:
        change["anonymous"] = bool(given[ANONYMOUS])
    return replace(state, **change)


_TEXTS = {
    WHAT: "what",
    WHERE: "where",
    RAISED_BY: "raised_by",
    REPLY_TO: "reply_to",
    SUMMARY: "summary",
    ISSUE: "issue",
    PRIORITY: "priority",
    PLAN_ACTION: "plan_action",
    THREAT_PRIORITY: "threat_priority",
    THREAT_INDICATOR: "threat_indicator",
}
_LISTS = {WARDS: "wards", SERVICES: "services", THREAT: "threats"}


def still_known(state: FormState, council: Council) -> FormState:
    """Without what the council's data no longer has: a new folder may be loaded while a form is open."""
    directory = council.directory
    organisations = {each.id for each in directory.organisations}
    areas = {each.id for each in directory.areas}
    priorities = {each.id for each in directory.priorities}
    return replace(
        state,
        answers={id: answer for id, answer in state.answers.items() if id in council.criteria.by_id},
        wards=tuple(id for id in state.wards if id in areas),
        services=tuple(id for id in state.services if id in organisations),
        priority=state.priority if state.priority in priorities else "",
        threat_priority=state.threat_priority if state.threat_priority in priorities else "",
        threat_indicator=_one_of(state.threat_indicator, directory.indicators),
        plan_action=_one_of(state.plan_action, directory.plan_actions),
    )


def _one_of(id: str, entries: Iterable[Any]) -> str:
    return id if any(each.id == id for each in entries) else ""


@dataclass(frozen=True)
class Walk:
    """The questions that matter: those answered, in order, and the next one. `answers` are theirs alone."""

    shown: tuple[str, ...]
    next: str | None
    answers: dict[str, Answer]
    decision: Decision


def walk(state: FormState, table: Table) -> Walk:
    """Ask one at a time, and only while the answer can still change where the issue goes.

    A given answer that no longer matters is passed over: it is not shown, and it does not count.
    """
    safety = {question.id for question in table.criteria.safety}
    answers: dict[str, Answer] = {id: given for id, given in state.answers.items() if id in safety}
    shown: list[str] = []
    upcoming: str | None = None
    while safety_clear(state, table):
        still_open = [id for id in ranked(table, answers) if id not in shown]
        known = next((id for id in still_open if id in state.answers), None)
        if known is None:
            upcoming = still_open[0] if still_open else None
            break
        shown.append(known)
        answers[known] = state.answers[known]
    return Walk(tuple(shown), upcoming, answers, triage(table, answers))


def safety_clear(state: FormState, table: Table) -> bool:
    """Whether every safety question has been answered No."""
    return all(state.answers.get(question.id) == "no" for question in table.criteria.safety)


def stopped_by(state: FormState, table: Table) -> str | None:
    """The stream of the stop that a given Yes to a safety question asks for."""
    decision = triage(table, {id: a for id, a in state.answers.items() if table.criteria.question(id).safety})
    return decision.stream if decision.route == "stop" else None


def objects_of(state: FormState, answers: Mapping[str, Answer], criteria: Criteria) -> dict[str, Any]:
    """What each Yes refers to, as the desk takes it; what nobody has named is left out."""
    asked = {question.object for question in criteria.questions if answers.get(question.id) == "yes"}
    objects: dict[str, Any] = {}
    if ISSUE in asked and state.issue.isdigit():
        objects[ISSUE] = int(state.issue)
    if PRIORITY in asked and state.priority:
        objects[PRIORITY] = state.priority
    if PLAN_ACTION in asked and state.plan_action:
        objects[PLAN_ACTION] = state.plan_action
    if THREAT in asked and (threats := _threats(state)):
        objects[THREAT] = threats
    return objects


def _threats(state: FormState) -> list[str]:
    claimed = []
    for kind, name in (("priority", state.threat_priority), ("indicator", state.threat_indicator)):
        if kind in state.threats and name:
            claimed.append(f"{kind}:{name}")
    return [*claimed, *(["reputation"] if "reputation" in state.threats else [])]


def report_of(state: FormState, table: Table, draft: str | None) -> Report:
    """The report that the form stands for: answers that it no longer shows do not count."""
    answers = walk(state, table).answers
    return Report(
        note=state.note,
        answers=answers,
        summary=state.summary,
        place=state.where,
        wards=() if state.whole_borough else state.wards,
        whole_borough=state.whole_borough,
        services=state.services,
        raised_by=state.raised_by or "unknown",
        reply_to=state.reply_to,
        anonymous=state.anonymous,
        objects=objects_of(state, answers, table.criteria),
        draft=draft,
    )
