"""A button is pressed: the verb is done at once, or its form opens; a refusal is said kindly, to that person alone."""

from bot.cards.offers import OF_ACTION
from bot.desk.actor import Actor
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs.refresh import ask_first, repaint
from bot.slack.blocks import page, values_of
from bot.slack.buttons import Press, Target, press_of, target_of
from bot.slack.incoming import Body, Incoming
from bot.slack.joining import way_in
from bot.slack.reception import Reception
from bot.slack.sent_form import instead, not_done
from bot.slack.verb_forms import draw_form
from bot.slack.verbs import VERBS

STRANGER = (
    "You are not linked to an organisation here yet, so this was not done. "
    "Ask the {team}, or a colleague whom it knows, for a code; then this button works for you."
)
OLD = "That button is from an older message. Please use the newest card, or your Home tab."
NEED_ACTION = OF_ACTION - {"add_note"}


def pressed(reception: Reception, incoming: Incoming) -> bool:
    """Do the verb, or open its form. Whether it was done. A doubled click is silent: the first one was answered."""
    press = press_of(incoming.action)
    verb = VERBS.get(press.verb)
    if verb is None or press.target is None or (press.target.action is None and press.verb in NEED_ACTION):
        reception.answers.say(incoming, OLD)
        return False
    actor = reception.actor(incoming)
    try:
        if verb.form is not None:
            _open(reception, incoming, actor, press, press.target)
            return False
        verb.run(reception.desk, actor, press.target, {}, incoming.once_for_action)
    except Doubled:
        return False
    except Refusal as refusal:
        _refuse(reception, incoming, actor, press.target, refusal)
        return False
    if incoming.in_modal:
        reception.answers.update(incoming, page("Done", "That is done. The card shows it."), None)
    return True


def _open(reception: Reception, incoming: Incoming, actor: Actor, press: Press, target: Target) -> None:
    may = VERBS[press.verb].may
    issue, action = ask_first(reception.desk, actor, press.verb, target.issue, target.action, may=may)
    reception.answers.open(incoming, draw_form(press.verb, target, reception.desk.council(), issue, action))


def _refuse(reception: Reception, incoming: Incoming, actor: Actor, target: Target, refusal: Refusal) -> None:
    text = why_not(reception, actor, refusal)
    reception.answers.say(incoming, text, way_in(text) if is_stranger(actor) else None)
    repaint(reception.desk, actor, target.issue)


def is_stranger(actor: Actor) -> bool:
    """Of another workspace, and linked to nobody in the directory."""
    return actor.person is None and not actor.own_team


def why_not(reception: Reception, actor: Actor, refusal: Refusal) -> str:
    """The refusal; for somebody whom nobody has linked to an organisation, how that is done."""
    if is_stranger(actor):
        return STRANGER.format(team=reception.desk.council().team.name)
    return refusal.message


def submitted(reception: Reception, incoming: Incoming) -> Body | None:
    """A verb's form was sent. It closes when the verb is done; else it says on the field what to put right."""
    name, _, about = incoming.metadata.partition(":")
    target, verb = target_of(about), VERBS.get(name)
    if target is None or verb is None:
        return instead(page("Too old", OLD))
    actor = reception.actor(incoming)
    once = f"view:{incoming.view_id}"
    try:
        verb.run(reception.desk, actor, target, values_of(incoming.view), once)
    except Doubled:
        return None
    except Refusal as refusal:
        return _refused(reception, incoming, actor, target, refusal)
    return {"response_action": "clear"} if incoming.view.get("previous_view_id") else None


def _refused(reception: Reception, incoming: Incoming, actor: Actor, target: Target, refusal: Refusal) -> Body:
    answer = not_done(incoming, refusal, why_not(reception, actor, refusal))
    if answer["response_action"] == "update":
        repaint(reception.desk, actor, target.issue)
    return answer
