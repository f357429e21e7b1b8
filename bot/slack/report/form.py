"""The form "Report an issue": opened, repainted on each answer, stopped, sent."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

from sqlmodel import Session

from bot.desk.hints.advice import Advice
from bot.desk.hints.suggestions import Typed
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs.refresh import ask_report
from bot.desk.verbs.report import Receipt, report
from bot.slack.blocks import TYPED, Block, page, size, storable, values_of
from bot.slack.buttons import number_of
from bot.slack.choices import issue_label
from bot.slack.incoming import Body, Incoming
from bot.slack.reception import Reception
from bot.slack.report import drafts
from bot.slack.report import state as form
from bot.slack.report.changes import advised, in_order, merged, name_of
from bot.slack.report.state import FormState, block_of, report_of, stopped_by
from bot.slack.report.stop_page import draw_stop, ring_first
from bot.slack.report.view import Choices, draw
from bot.slack.sent_form import instead, put_right

Answer = Body | None
"""What acknowledges a form: errors, another view, or nothing, which closes it."""


def open_form(reception: Reception, incoming: Incoming, state: FormState) -> None:
    """Open the form at once; what was typed before is in its draft, so nothing is lost when it cannot open."""
    if not _may_open(reception, incoming):
        return
    state = with_advice(reception, state)
    draft = drafts.keep(reception.desk, incoming.key, state)
    reception.answers.open(incoming, drawn(reception, state, draft), kept=draft)


def _may_open(reception: Reception, incoming: Incoming) -> bool:
    try:
        ask_report(reception.desk, reception.actor(incoming))
    except Refusal as refusal:
        reception.answers.say(incoming, f"{refusal.message} If somebody is in danger, ring 999 first.")
        return False
    return True


def open_blank(reception: Reception, incoming: Incoming) -> None:
    open_form(reception, incoming, FormState())


def open_again(reception: Reception, incoming: Incoming) -> None:
    """From the button under "That took too long"."""
    id = incoming.action.get("value") or ""
    state = drafts.load(reception.desk, incoming.key, id)
    if state is None:
        open_form(reception, incoming, FormState())
    else:
        reception.answers.open(incoming, drawn(reception, state, id), kept=id)


def prefilled(text: str, *, from_message: bool = False) -> FormState:
    """A state with text from Slack; what is too long for a field stays beside it, whole."""
    text = storable(typed_by_people(text))
    if size(text) > TYPED:
        return FormState(long_text=text, from_message=from_message)
    return FormState(what=text, from_message=from_message)


_MARKED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def typed_by_people(text: str) -> str:
    """Slack's text as people typed it: its escapes undone, mentions and links as words.

    https://docs.slack.dev/messaging/formatting-message-text
    """

    def words(mark: re.Match[str]) -> str:
        kind, what, label = mark.groups()
        if kind == "":
            return f"{label} ({what})" if label and label != what else what
        return f"{'#' if kind == '#' else '@'}{label or ('somebody' if kind == '@' else what)}"

    return unescape(_MARKED.sub(words, text)).strip()


def drawn(reception: Reception, state: FormState, draft: str, trouble: str = "") -> Block:
    desk = reception.desk
    label = None
    if state.issue:
        with desk.look() as session:
            label = _label(session, state.issue)
    return draw(state, desk.council(), Choices(desk.clock.now(), label, trouble), draft)


def _label(session: Session, number: str) -> str | None:
    found = number_of(number)
    return issue_label(session, found) if found is not None else None


def with_advice(reception: Reception, state: FormState) -> FormState:
    """With what its words suggest; as it is where they could not be read."""
    council = reception.desk.council()
    if state.changes is None and (advice := reception.advisor.advise(typed_in(state), state.advice)) is not None:
        state = advised(state, advice, council.criteria)
    return in_order(state, council.table)


def typed_in(state: FormState) -> Typed:
    """What suggestions are drawn from."""
    wards = state.wards if form.WARDS in state.chosen else None
    services = state.services if form.SERVICES in state.chosen else None
    return Typed(state.note, state.where, state.summary, wards, services)


def answered(reception: Reception, incoming: Incoming) -> None:
    """An answer was given: keep it, and repaint the form. A Yes to a safety question stops everything."""
    changed(reception, incoming, lambda state: state, str(incoming.action.get("block_id") or ""))


def changed(reception: Reception, incoming: Incoming, how: Callable[[FormState], FormState], acted: str = "") -> None:
    """Keep what stands in the form, changed in this way, with what its words suggest; and repaint it."""
    desk, at = reception.desk, incoming.action.get("action_ts")
    given, council = values_of(incoming.view), desk.council()

    def with_answer(state: FormState) -> FormState:
        return how(merged(state, given, council.criteria, acted))

    seen = with_answer(drafts.load(desk, incoming.key, incoming.metadata) or FormState())
    if stream := stopped_by(seen, council.table):
        _stop(reception, incoming, seen)
        reception.answers.update(incoming, draw_stop(council, stream, seen.from_message), None)
        return
    seen = with_advice(reception, seen)  # before the draft is locked: reading may take a moment

    def complete(state: FormState) -> FormState:
        state = with_answer(state)
        if state.changes is None:
            state = advised(state, seen.advice, council.criteria)
        return in_order(state, council.table)

    kept = drafts.change(desk, incoming.key, incoming.metadata, at, complete)
    # Without its draft (it expired) the form goes on with what stands in it.
    _repaint(reception, incoming, kept or seen)


def _repaint(reception: Reception, incoming: Incoming, state: FormState) -> None:
    view = drawn(reception, state, incoming.metadata)
    if reception.answers.update(incoming, view, incoming.view.get("hash")):
        return
    # Another answer was faster: draw what is newest of the two.
    newest = drafts.load(reception.desk, incoming.key, incoming.metadata)
    if newest is not None:
        reception.answers.update(incoming, drawn(reception, newest, incoming.metadata), None)


def _stop(reception: Reception, incoming: Incoming, state: FormState) -> Receipt | None:
    """Count the stop and forget the draft, in one transaction.

    None: that was done before, or this person may not report; whom to ring is shown to them all the same.
    """
    given = report_of(state, reception.desk.council().table, incoming.metadata)
    try:
        return report(reception.desk, reception.actor(incoming), given, incoming.once_for_view)
    except (Doubled, Refusal):
        return None


def carry_on(reception: Reception, incoming: Incoming) -> None:
    """After a stop: the form again, all of it empty."""
    if not _may_open(reception, incoming):
        return
    state = FormState(from_message=incoming.action.get("value") == "message")
    draft = drafts.keep(reception.desk, incoming.key, state)
    reception.answers.update(incoming, drawn(reception, state, draft), None)


def drop_text(reception: Reception, incoming: Incoming) -> None:
    """Leave out the long text that came prefilled."""
    changed(reception, incoming, lambda state: replace(state, long_text=""))


def sent(reception: Reception, incoming: Incoming) -> Answer:
    """ "Report": the desk takes it and the form closes, or says what is still needed."""
    desk, council = reception.desk, reception.desk.council()
    drawn_last = drafts.load(desk, incoming.key, incoming.metadata)
    state = merged(drawn_last or FormState(), values_of(incoming.view), council.criteria)
    if stream := stopped_by(state, council.table):
        _stop(reception, incoming, state)
        return instead(draw_stop(council, stream, state.from_message))
    unsure = {
        block_of(one.id): ring_first(council, one.id)
        for one in council.criteria.safety
        if state.answers.get(one.id) != "no"
    }
    if unsure:
        return put_right(unsure)
    checked = _checked(reception, state)
    if drawn_last is not None and _unseen(drawn_last.advice, checked.advice):
        return _kept_open(reception, incoming, with_advice(reception, state), LOOK_FIRST)
    given = report_of(checked, council.table, incoming.metadata)
    try:
        receipt = report(desk, reception.actor(incoming), given, incoming.once_for_view)
    except Doubled:
        return None
    except Refusal as refusal:
        return refused(reception, incoming, state, refusal)
    if receipt.issue is not None and receipt.issue.anonymous:
        reference = receipt.issue.reference
        return instead(
            page("Reported", f"*{reference}* is on record.", "It has no name on it, so no updates are sent.")
        )
    return None


LOOK_FIRST = "Please look at what others will see, below. Press Report again to send it so."


def _checked(reception: Reception, state: FormState) -> FormState:
    """With the personal data in what is being sent. Nothing else is suggested any more: nobody would see it."""
    now = reception.advisor.advise(typed_in(state), state.advice)
    if now is None:
        return state
    private = {"personal": now.personal, "personal_place": now.personal_place, "seen": now.seen}
    return replace(state, advice=state.advice.model_copy(update=private))


def _unseen(drawn: Advice, now: Advice) -> bool:
    """Whether there is personal data that nobody has been warned of yet."""
    warned, private = (drawn.seen, drawn.personal_place), (now.seen, now.personal_place)
    return any(private) and private != warned


def refused(reception: Reception, incoming: Incoming, state: FormState, refusal: Refusal) -> Answer:
    """On the field that it is about, where the form shows that field; else above the form. It stays open."""
    inputs = [block["block_id"] for block in incoming.view.get("blocks") or [] if block.get("type") == "input"]
    shown = {name_of(block_id)[0]: block_id for block_id in inputs}
    field = refusal.field or ""
    for name in (block_of(field), field):
        if name in shown:
            return put_right({shown[name]: refusal.message})
    return _kept_open(reception, incoming, state, refusal.message)


def _kept_open(reception: Reception, incoming: Incoming, state: FormState, trouble: str) -> Answer:
    drafts.change(reception.desk, incoming.key, incoming.metadata, None, lambda _: state)
    return instead(drawn(reception, state, incoming.metadata, trouble=trouble))
