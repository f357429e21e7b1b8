""" "Change answers": the form's questions again, for an issue on record."""

from typing import Any, cast

from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs import decide
from bot.desk.verbs.refresh import ask_first, repaint
from bot.slack.blocks import page, values_of
from bot.slack.buttons import press_of
from bot.slack.incoming import Body, Incoming
from bot.slack.pressing import OLD, why_not
from bot.slack.reception import Reception
from bot.slack.report import drafts
from bot.slack.report.changes import merged
from bot.slack.report.form import drawn, refused
from bot.slack.report.state import FormState, objects_of, still_known, walk
from bot.slack.sent_form import instead
from storage.issues import Issue, ward_ids
from triage_rules.criteria import Answer


def open_form(reception: Reception, incoming: Incoming) -> None:
    desk, target = reception.desk, press_of(incoming.action).target
    if target is None:
        reception.answers.say(incoming, OLD)
        return
    actor = reception.actor(incoming)
    try:
        issue, _ = ask_first(desk, actor, "change_answers", target.issue)
    except Refusal as refusal:
        reception.answers.say(incoming, why_not(reception, actor, refusal))
        repaint(desk, actor, target.issue)
        return
    with desk.look() as session:
        state = still_known(state_of(issue, tuple(ward_ids(session, target.issue))), desk.council())
    draft = drafts.keep(desk, incoming.key, state)
    reception.answers.open(incoming, drawn(reception, state, draft), kept=draft)


def state_of(issue: Issue, wards: tuple[str, ...]) -> FormState:
    """The form as it would stand had the issue just been reported so."""
    objects: dict[str, Any] = issue.objects
    threats = [str(claim).partition(":") for claim in objects.get("threat") or ()]
    named = {kind: name for kind, _, name in threats}
    return FormState(
        answers=cast("dict[str, Answer]", dict(issue.answers)),
        wards=wards,
        services=tuple(issue.services),
        whole_borough=issue.whole_borough,
        issue=str(objects.get("issue") or ""),
        priority=objects.get("priority") or "",
        plan_action=objects.get("plan_action") or "",
        threats=tuple(named),
        threat_priority=named.get("priority", ""),
        threat_indicator=named.get("indicator", ""),
        changes=issue.id,
    )


def sent(reception: Reception, incoming: Incoming) -> Body | None:
    desk, council = reception.desk, reception.desk.council()
    before = drafts.load(desk, incoming.key, incoming.metadata)
    if before is None or before.changes is None:
        return instead(page("Change answers", "This form has been open too long. Open it again."))
    state = merged(before, values_of(incoming.view), council.criteria)
    asked = walk(state, council.table)
    # What the form no longer shows does not count any more.
    answers = {one.id: asked.answers.get(one.id, "unknown") for one in council.criteria.questions}
    try:
        decide.change_answers(
            desk,
            reception.actor(incoming),
            before.changes,
            cast("dict[str, str]", answers),
            objects=objects_of(state, asked.answers, council.criteria),
            services=state.services,
            wards=state.wards,
            whole_borough=state.whole_borough,
            once=incoming.once_for_view,
        )
    except Doubled:
        return None
    except Refusal as refusal:
        return refused(reception, incoming, state, refusal)
    drafts.forget(desk, incoming.key, incoming.metadata)
    return {"response_action": "clear"} if incoming.view.get("previous_view_id") else None
