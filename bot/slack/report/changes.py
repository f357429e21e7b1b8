"""How a form's state changes: by what people type and choose, by what their words suggest, by our buttons. Pure.

What a person has set is never overwritten. Slack keeps a field's value for as long as its block id stays the same, so
a field that we set ourselves gets a new id: its name, `~`, and how often we have set it.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.desk.hints.advice import Advice
from bot.slack.blocks import Value
from bot.slack.buttons import number_of
from bot.slack.report import state as form
from bot.slack.report.state import FormState, block_of, walk
from triage_rules.criteria import Answer, Criteria
from triage_rules.table import Table

TEXTS = {
    form.WHAT: "what",
    form.WHERE: "where",
    form.RAISED_BY: "raised_by",
    form.REPLY_TO: "reply_to",
    form.CASEWORK: "casework",
    form.SUMMARY: "summary",
    form.ISSUE: "issue",
    form.PRIORITY: "priority",
    form.PLAN_ACTION: "plan_action",
    form.THREAT_PRIORITY: "threat_priority",
    form.THREAT_INDICATOR: "threat_indicator",
}
LISTS = {form.SERVICES: "services", form.THREAT: "threats"}
QUESTION = block_of("")


def id_of(state: FormState, name: str) -> str:
    """The block id under which a field is drawn now."""
    turn = len(state.put_in.get(name, ()))
    return f"{name}~{turn}" if turn else name


def name_of(block_id: str) -> tuple[str, int]:
    """The field, and how often we had set it when this was drawn."""
    name, _, turn = block_id.partition("~")
    return name, number_of(turn) or 0


def value_of(state: FormState, name: str) -> Any:
    """What a field holds: a string, a tuple of ids, a bool; None or "" when it is empty."""
    if name == form.WARDS:
        return (*([form.WHOLE_BOROUGH] if state.whole_borough else []), *state.wards)
    if name == form.ANONYMOUS:
        return ("yes",) if state.anonymous else ()
    if name.startswith(QUESTION):
        return state.given.get(name.removeprefix(QUESTION))
    return getattr(state, {**TEXTS, **LISTS}[name])


def _with(state: FormState, name: str, value: Any) -> FormState:
    if name == form.WARDS:
        wards = tuple(ward for ward in value or () if ward != form.WHOLE_BOROUGH)
        return replace(state, wards=wards, whole_borough=form.WHOLE_BOROUGH in (value or ()))
    if name == form.ANONYMOUS:
        return replace(state, anonymous=bool(value))
    if name in LISTS:
        return replace(state, **{LISTS[name]: tuple(value or ())})
    return replace(state, **{TEXTS[name]: value or ""})


def _answered(state: FormState, id: str, answer: Answer | None) -> FormState:
    kept = {**state.answers, id: answer} if answer else {k: v for k, v in state.answers.items() if k != id}
    return replace(state, answers=kept)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, tuple) and isinstance(other, tuple):
        return set(one) == set(other)
    return (one or None) == (other or None)


def merged(state: FormState, given: Mapping[str, Value], criteria: Criteria, acted: str = "") -> FormState:
    """The state with what stands in the form now; fields that the form does not show keep what they held.

    What differs from what we drew was chosen by the person, and so was the field with the id `acted`.
    """
    for block_id, value in given.items():
        name, turn = name_of(block_id)
        if not _known(name, criteria):
            continue
        if not _fits(name, value):
            continue
        late = turn != len(state.put_in.get(name, ()))  # drawn before we set the field again
        drawn = _stood(state, name, turn) if late else value_of(state, name)
        if block_id == acted or not _same(value, drawn):
            state = _by_person(state, name, value, again=late)
    return state


def _stood(state: FormState, name: str, turn: int) -> Any:
    """What we had put into the field when it was drawn for the `turn`th time; None at first."""
    put_in = state.put_in.get(name, ())
    return put_in[turn - 1] if 0 < turn <= len(put_in) else None


def _known(name: str, criteria: Criteria) -> bool:
    if name.startswith(QUESTION):
        return name.removeprefix(QUESTION) in criteria.by_id
    return name in TEXTS or name in LISTS or name in (form.WARDS, form.ANONYMOUS)


def _fits(name: str, value: Value) -> bool:
    """Whether a field of this kind can hold it at all."""
    if name.startswith(QUESTION):
        return value in ("yes", "no", "unknown")
    return value is None or isinstance(value, str) == (name in TEXTS)


def _by_person(state: FormState, name: str, value: Any, *, again: bool) -> FormState:
    """`again`: the field has another id by now, and needs a new one to show this."""
    if name.startswith(QUESTION):
        state = _answered(state, name.removeprefix(QUESTION), value)
    else:
        state = _with(state, name, value)
    state = replace(state, chosen=(*(each for each in state.chosen if each != name), name))
    return _redrawn(state, name, value) if again else state


def _redrawn(state: FormState, name: str, value: Any) -> FormState:
    return replace(state, put_in={**state.put_in, name: (*state.put_in.get(name, ()), value)})


def put(state: FormState, name: str, value: Any) -> FormState:
    """Set a field as a person asked us to by a button: it counts as chosen."""
    return _by_person(state, name, value, again=True)


def advised(state: FormState, advice: Advice, criteria: Criteria) -> FormState:
    """With what the words suggest now, in every field that the person has not set."""
    before = state
    wanted: dict[str, Any] = {
        form.WARDS: advice.wards,
        form.SERVICES: advice.services,
        form.RAISED_BY: advice.raised_by,
        form.THREAT: advice.threats,
    }
    state = replace(state, advice=advice)
    for name, value in wanted.items():
        if name not in state.chosen and not _same(value, value_of(before, name)):
            state = _redrawn(_with(state, name, value), name, value)
    for question in criteria.questions:
        name = block_of(question.id)
        value = value_of(state, name)
        if name not in state.chosen and not question.safety and value != value_of(before, name):
            state = _redrawn(state, name, value)
    return state


def suggested(state: FormState) -> tuple[str, ...]:
    """The fields that hold what the words suggest."""
    fields = (form.WARDS, form.SERVICES, form.RAISED_BY, form.THREAT, *map(block_of, state.advice.answers))
    return tuple(name for name in fields if name not in state.chosen and value_of(state, name))


def undone(state: FormState) -> FormState:
    """Without anything that was suggested, and nothing of it is suggested again."""
    for name in suggested(state):
        empty = () if isinstance(value_of(state, name), tuple) else None
        state = put(state, name, empty)
    return state


def in_order(state: FormState, table: Table) -> FormState:
    """Remembers the questions that are shown now, so that they stay where they are."""
    shown = walk(state, table)
    new = [id for id in (*shown.shown, *([shown.next] if shown.next else ())) if id not in state.asked]
    return replace(state, asked=(*state.asked, *new))
