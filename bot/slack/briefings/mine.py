"""One's own briefing: read at any time, page by page, and chosen when and how it comes."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from bot.desk.actor import Actor
from bot.desk.own_briefing import NO_BRIEFING, Allowed, allowed
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs.briefings import choose
from bot.slack.blocks import (
    Block,
    Choice,
    Value,
    button,
    buttons,
    context,
    escaped,
    header,
    modal,
    page,
    question,
    select,
    values_of,
)
from bot.slack.incoming import Body, Incoming
from bot.slack.reception import Reception
from bot.slack.sent_form import instead, not_done
from triage_rules.working_time import speak, speak_date, speak_time

READ, CHOOSE, CHOICES = "brief_read", "brief_choose", "brief_choices"
USUAL = "-"  # as the council has it; Slack takes no empty value
DAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
ROLL_UPS = {"daily": "Every working day on which there is news", "weekly": "Once a week"}
CHANNELS = {"slack": "Here in Slack", "email": "By e-mail", "print": "On paper, by post"}


# -- reading it ----------------------------------------------------------------------------------------------------


def in_home(reception: Reception, actor: Actor) -> list[Block]:
    """Below "This week" in the Home of whoever gets a briefing."""
    may = allowed(reception.desk, actor)
    if may is None:
        return []
    choose = [button("Choose when it comes", CHOOSE)] if may.anything else []
    coming = context(_next(reception, may))
    return [header("Your briefing"), coming, buttons(button("Read it now", READ), *choose)]


def first_page(reception: Reception, actor: Actor) -> list[Block] | None:
    """One screen of it; a button leads to the rest, where there is more."""
    pages = reception.brief_for(actor) if reception.brief_for else None
    return [*pages[0][:49], *_turn(pages, 0)] if pages else None


def read(reception: Reception, incoming: Incoming) -> None:
    """A page of it, as things stand now: in a modal of its own, or in the place of the page before."""
    pages = reception.brief_for(reception.actor(incoming)) if reception.brief_for else None
    if not pages:
        reception.answers.say(incoming, NO_BRIEFING)
        return
    asked = str(incoming.action.get("value") or "0")
    number = min(int(asked) if asked.isdecimal() and len(asked) < 4 else 0, len(pages) - 1)
    view = page("My briefing", more=[*pages[number], *_turn(pages, number)])
    if incoming.in_modal:
        reception.answers.update(incoming, view, None)
    else:
        reception.answers.open(incoming, view)


def _turn(pages: list[list[Block]], number: int) -> list[Block]:
    following = number + 1
    if following >= len(pages):
        return []
    return [buttons(button(f"Read on ({following + 1} of {len(pages)})", READ, str(following)))]


# -- choosing when it comes ----------------------------------------------------------------------------------------


def open_choices(reception: Reception, incoming: Incoming) -> None:
    may = allowed(reception.desk, reception.actor(incoming))
    if may is None or not may.anything:
        none = "When these go out is set for everybody; there is nothing to choose."
        reception.answers.say(incoming, none if may else NO_BRIEFING)
        return
    reception.answers.open(incoming, _form(reception, may))


def _form(reception: Reception, may: Allowed) -> Block:
    team, wish = reception.desk.council().team.name, may.wish
    fields = [
        _field("day", "Which day?", [(day, DAYS[day]) for day in may.days], wish.day),
        _field("hour", "At what time?", [(str(hour), _hour(hour)) for hour in may.hours], wish.hour),
        _field("roll_up", "How often?", [(each, ROLL_UPS[each]) for each in may.roll_ups], wish.roll_up),
        _field("channel", "How should it reach you?", [(each, CHANNELS[each]) for each in may.channels], wish.channel),
        _pause(may, team),
    ]
    return modal(
        "My briefing",
        [context(_next(reception, may)), *(field for field in fields if field)],
        callback=CHOICES,
        submit="Save",
    )


def _field(name: str, label: str, choices: list[Choice], chosen: object) -> Block | None:
    """Nothing where the council leaves no choice. What is allowed no more counts as the usual."""
    if not choices:
        return None
    every = [(USUAL, "As the council has it"), *choices]
    kept = str(chosen) if str(chosen) in dict(choices) else USUAL
    return question(name, label, select(every, kept))


def _pause(may: Allowed, team: str) -> Block | None:
    if not may.pauses:
        return None
    choices = [(USUAL, "No pause"), *((day.isoformat(), f"Until {speak_date(day)}") for day in may.pauses)]
    now = may.wish.pause
    hint = f"The {team} sees it. Nothing is lost: what happens meanwhile is in the next one."
    kept = now.isoformat() if now and now in may.pauses else USUAL
    return question("pause", "Do you want a pause?", select(choices, kept), hint=hint)


def _hour(hour: int) -> str:
    return speak_time(time(hour))


def _next(reception: Reception, may: Allowed) -> str:
    if may.next_at is None:
        return "Yours is made when you ask for it."
    desk, paused = reception.desk, may.wish.pause
    at = speak(may.next_at, desk.clock.now(), desk.council().zone)
    if paused and paused >= desk.today() and may.pauses:
        return f"Yours is paused until {speak_date(paused)}. After that it comes again, first at {at}."
    return f"Your next one comes at {at}."


def choices_sent(reception: Reception, incoming: Incoming) -> Body | None:
    """What stands in the form, all of it; a field that is not there stays as it was."""
    given, actor = values_of(incoming.view), reception.actor(incoming)
    if actor.person is None:
        return instead(page("Not done", NO_BRIEFING))
    try:
        may = choose(reception.desk, actor, actor.person, once=f"view:{incoming.view_id}", **_wishes(given))
    except Doubled:
        return None
    except Refusal as refusal:
        return not_done(incoming, refusal, escaped(refusal.message))
    return instead(page("Saved", f"Noted. {_next(reception, may)}"))


def _wishes(given: Mapping[str, Value]) -> dict[str, Any]:
    wishes: dict[str, Any] = {}
    for name, value in given.items():
        if name in FIELDS:
            wishes[name] = FIELDS[name](value) if isinstance(value, str) and value != USUAL else None
    return wishes


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 else None


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


FIELDS: dict[str, Callable[[str], Any]] = {"day": str, "hour": _number, "roll_up": str, "channel": str, "pause": _date}
