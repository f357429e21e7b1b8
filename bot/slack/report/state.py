"""What the form "Report an issue" holds, and which questions it shows. Pure; kept in a draft between clicks."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from pydantic import ValidationError

from bot.desk.hints.advice import Advice
from bot.desk.verbs.report import Report
from bot.slack.buttons import number_of
from triage_rules.council import Council
from triage_rules.criteria import Answer, Criteria
from triage_rules.questions import to_ask
from triage_rules.table import Table
from triage_rules.triage import Decision, triage

WHOLE_BOROUGH = "*"
# Block ids of the form. A question's is made from its id, whatever the council calls it.
WHAT, WHERE, WARDS, SERVICES = "what", "where", "wards", "services"
RAISED_BY, ANONYMOUS, REPLY_TO, SUMMARY = "raised_by", "anonymous", "reply_to", "summary"
CASEWORK = "casework"
ISSUE, PRIORITY, PLAN_ACTION, THREAT = "issue", "priority", "plan_action", "threat"
THREAT_PRIORITY, THREAT_INDICATOR = "threat.priority", "threat.indicator"


def block_of(question_id: str) -> str:
    return f"question.{question_id}"


@dataclass(frozen=True)
class FormState:
    """`answers`: question id to yes, no or unknown; a question that nobody has answered yet is not in it.

    `issue`: number of the open issue that a report joins. `changes`: number of the issue whose answers are
    being changed, None for a new report. `long_text`: what came prefilled and is too long for Slack's field.
    `advice`: what the words suggest. Fields go by their block ids: `chosen` are those that a person has set, which
    no suggestion touches; `put_in` has what we put into a field, one after another; `asked` is the order of questions.
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
    casework: str = ""
    summary: str = ""
    issue: str = ""
    priority: str = ""
    plan_action: str = ""
    threats: tuple[str, ...] = ()
    threat_priority: str = ""
    threat_indicator: str = ""
    from_message: bool = False
    changes: int | None = None
    advice: Advice = field(default_factory=Advice)
    chosen: tuple[str, ...] = ()
    put_in: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    asked: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the draft; `long_text` has a column of its own there."""
        kept = {name: value for name, value in asdict(self).items() if name != "long_text"}
        return {**kept, "advice": self.advice.model_dump(mode="json")}

    @property
    def note(self) -> str:
        return "\n\n".join(part for part in (self.long_text.strip(), self.what.strip()) if part)

    @property
    def given(self) -> dict[str, Answer]:
        """The answers that stand: a person's own, and what is suggested where they have not said otherwise."""
        suggested: dict[str, Answer] = {
            id: said.answer for id, said in self.advice.answers.items() if block_of(id) not in self.chosen
        }
        return {**suggested, **self.answers}


def from_json(values: Mapping[str, Any], long_text: str = "") -> FormState:
    """A state as the draft has it; what an older version wrote and we no longer know is left out."""
    known = {one.name for one in fields(FormState)} - {"advice", "put_in"}
    given = {name: tuple(v) if isinstance(v, list) else v for name, v in values.items() if name in known}
    put_in = {name: tuple(map(_as_kept, each)) for name, each in (values.get("put_in") or {}).items()}
    try:
        advice = Advice.model_validate(values.get("advice") or {})
    except ValidationError:
        advice = Advice()
    return FormState(**{**given, "long_text": long_text, "advice": advice, "put_in": put_in})


def _as_kept(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def still_known(state: FormState, council: Council) -> FormState:
    """Without what the council's data no longer has: a new folder may be loaded while a form is open."""
    directory = council.directory
    organisations = {each.id for each in directory.organisations}
    areas = {each.id for each in directory.areas}
    priorities = {each.id for each in directory.priorities}
    return replace(
        state,
        answers={id: answer for id, answer in state.answers.items() if id in council.criteria.by_id},
        advice=state.advice if state.advice.answers.keys() <= council.criteria.by_id.keys() else Advice(),
        wards=tuple(id for id in state.wards if id in areas),
        services=tuple(id for id in state.services if id in organisations),
        casework=_one_of(state.casework, directory.people),
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

    An answer that no longer matters is passed over: it is not shown, and it does not count. A Yes or No counts
    before a "Not known", which may leave nothing more to ask. Questions stay in the order in which they were asked.
    """
    safety = {question.id for question in table.criteria.safety}
    answers: dict[str, Answer] = {id: given for id, given in state.answers.items() if id in safety}
    given, shown, upcoming = state.given, [], None
    while safety_clear(state, table):
        open_ones = to_ask(table, answers, table.criteria.usual)
        answered = sorted((id for id in open_ones if id in given), key=lambda id: given[id] == "unknown")
        if not answered:
            upcoming = open_ones[0] if open_ones else None
            break
        shown.append(answered[0])
        answers[answered[0]] = given[answered[0]]
    shown.sort(key=lambda id: state.asked.index(id) if id in state.asked else len(state.asked))
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
    if ISSUE in asked and (number := number_of(state.issue)) is not None:
        objects[ISSUE] = number
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
        summary=state.summary or state.advice.seen,
        place=state.where,
        wards=() if state.whole_borough else state.wards,
        whole_borough=state.whole_borough,
        services=state.services,
        raised_by=state.raised_by or "unknown",
        reply_to=state.reply_to,
        casework_for=state.casework or None,
        anonymous=state.anonymous,
        objects=objects_of(state, answers, table.criteria),
        draft=draft,
    )
