"""People of other workspaces say who they are: a code is given, used, and confirmed by the team."""

from bot.desk.refusal import Refusal
from bot.desk.verbs.invite import Caller, confirm, invite, use_code
from bot.slack.blocks import Block, button, buttons, context, escaped, modal, page, question, section, typed, values_of
from bot.slack.buttons import number_of
from bot.slack.incoming import Body, Incoming
from bot.slack.reception import Reception
from bot.slack.sent_form import instead, put_right

HAVE_CODE, CODE_FORM, CODE = "have_code", "invitation_code", "code"
CONFIRM, REFUSE = "confirm_person", "refuse_person"


def way_in(text: str) -> list[Block]:
    """What somebody reads whom nobody has linked yet: the refusal, and where to put a code."""
    return [section(escaped(text)), buttons(button("I have a code", HAVE_CODE))]


def ask_code(reception: Reception, incoming: Incoming) -> None:
    team = escaped(reception.desk.council().team.name)
    field = question(CODE, "Your code", typed("", most=40), hint="Ten letters and digits, such as K7QM2-WXD4T.")
    about = context(f"The {team}, or a colleague whom it knows, gives you one. It works once.")
    reception.answers.open(incoming, modal("Your code", [about, field], callback=CODE_FORM, submit="Send"))


def code_sent(reception: Reception, incoming: Incoming) -> Body:
    """Who uses it is told what happens next; a wrong code is said on its field."""
    actor = reception.actor(incoming)
    if actor.own_team:
        return instead(
            page("No code needed", "You are in the council's own Slack: a code is for people of other workspaces.")
        )
    caller = Caller(incoming.team, incoming.user, actor.name)
    try:
        invitation = use_code(reception.desk, caller, str(values_of(incoming.view).get(CODE) or ""))
    except Refusal as refusal:
        return put_right({CODE: refusal.message})
    council = reception.desk.council()
    name = escaped(council.directory.name(invitation.person))
    thanks = f"The {escaped(council.team.name)} now confirms that you are *{name}*. Then the buttons work."
    return instead(page("Thank you", thanks))


def confirmed(reception: Reception, incoming: Incoming) -> None:
    _decide(reception, incoming, yes=True)


def refused(reception: Reception, incoming: Incoming) -> None:
    _decide(reception, incoming, yes=False)


def _decide(reception: Reception, incoming: Incoming, yes: bool) -> None:
    number = number_of(str(incoming.action.get("value") or ""))
    try:
        found = confirm(reception.desk, reception.actor(incoming), number or 0, yes)
    except Refusal as refusal:
        reception.answers.say(incoming, refusal.message)
        return
    name = reception.desk.council().directory.name(found.person)
    said = f"{name} is linked: their buttons work from now on." if yes else "That code is ended. Nobody was linked."
    reception.answers.say(incoming, said)


def give_code(reception: Reception, incoming: Incoming, email: str) -> str:
    """`/issue invite lee@example.org`: the code, told once to whoever asks; or why not."""
    directory = reception.desk.council().directory
    person = directory.person_by_email(email)
    if person is None:
        return f"Nobody in the council's directory has the address {email}. Add them there first."
    try:
        given = invite(reception.desk, reception.actor(incoming), person.id)
    except Refusal as refusal:
        return refusal.message
    return (
        f"The code for {person.name} is {given.code}. It works once, for seven days. Tell it to them yourself:"
        " they press any button in the shared channel, then “I have a code”."
        " After that the team is asked to confirm that it is them."
    )
