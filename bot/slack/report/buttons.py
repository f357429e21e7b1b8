"""The form's own buttons: undo, the same issue, the summary without personal data, a long text to read."""

from bot.slack.blocks import modal, page, question, typed, values_of, whole
from bot.slack.buttons import number_of
from bot.slack.incoming import Body, Incoming
from bot.slack.reception import Reception
from bot.slack.report import drafts
from bot.slack.report import state as form
from bot.slack.report.changes import advised, merged, put, undone
from bot.slack.report.form import changed, drawn, with_advice
from bot.slack.report.state import FormState, block_of

SUMMARY_FORM = "report_summary"


def undo(reception: Reception, incoming: Incoming) -> None:
    """Take out everything that was suggested; what the person chose stays."""
    changed(reception, incoming, undone)


def same(reception: Reception, incoming: Incoming) -> None:
    """ "Yes, the same": the report joins the issue that was offered."""
    number = str(incoming.action.get("value") or "")
    asked = next((one.id for one in reception.desk.council().criteria.questions if one.object == "issue"), None)
    if asked is not None and number_of(number) is not None:
        changed(reception, incoming, lambda state: put(put(state, block_of(asked), "yes"), form.ISSUE, number))


def use_summary(reception: Reception, incoming: Incoming) -> None:
    """Others see the text without its personal data."""
    changed(
        reception, incoming, lambda state: put(state, form.SUMMARY, state.advice.seen) if state.advice.seen else state
    )


def edit_summary(reception: Reception, incoming: Incoming) -> None:
    """The same to be put right by hand, on top of the form. What stands in the form is kept first."""
    criteria, given = reception.desk.council().criteria, values_of(incoming.view)
    at = incoming.action.get("action_ts")
    kept = drafts.change(
        reception.desk, incoming.key, incoming.metadata, at, lambda state: merged(state, given, criteria)
    )
    seen = (kept or FormState()).advice.seen
    field = question(
        form.SUMMARY,
        "Summary that others will see",
        typed(seen, lines=True, most=600),
        hint="Without names or numbers.",
    )
    view = modal("Summary for others", [field], callback=SUMMARY_FORM, submit="Use this", metadata=incoming.metadata)
    reception.answers.open(incoming, view)


def summary_sent(reception: Reception, incoming: Incoming) -> Body | None:
    """Back to the form below, with this summary in it."""
    words, council = str(values_of(incoming.view).get(form.SUMMARY) or ""), reception.desk.council()
    before = drafts.load(reception.desk, incoming.key, incoming.metadata)
    if before is None:
        return None
    advice = with_advice(reception, put(before, form.SUMMARY, words)).advice

    def with_summary(state: FormState) -> FormState:
        return advised(put(state, form.SUMMARY, words), advice, council.criteria)

    kept = drafts.change(reception.desk, incoming.key, incoming.metadata, None, with_summary)
    if kept is not None:
        reception.answers.update(incoming, drawn(reception, kept, incoming.metadata), None, below=True)
    return None


def read_all(reception: Reception, incoming: Incoming) -> None:
    """What is too long for Slack's field, to be read on top of the form."""
    state = drafts.load(reception.desk, incoming.key, incoming.metadata)
    text = state.long_text if state else "This form has been open too long: its text is no longer kept here."
    reception.answers.open(incoming, page("What you wrote", more=whole(text)))
