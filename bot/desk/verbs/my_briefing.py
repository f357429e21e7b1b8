"""What people choose for their own briefing, within what the council allows: day, hour, way, roll-up and a pause."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot.desk.actor import Actor
from bot.desk.own_briefing import Allowed, Wish, kinds_of, wish_of, within
from bot.desk.refusal import Refusal
from bot.desk.work import Desk
from storage.briefing_choices import BriefingChoice
from triage_rules.council import Briefing as Kind

NO_BRIEFING = "There is no briefing for you, so there is nothing to choose."


def choose_mine(desk: Desk, actor: Actor, wish: Wish, *, once: str | None = None) -> Allowed:
    """Noted for the next one. Raises Refusal for what the council does not allow, with the field that it is about."""
    with desk.work(actor, once) as work:
        work.allow("brief")
        kinds = kinds_of(work.council, actor, work.on)
        if not kinds or actor.person is None:
            raise Refusal(NO_BRIEFING)
        before = wish_of(work.session.get(BriefingChoice, actor.person))
        may = within(work.council, kinds, before, work.on, work.now)
        _check("day", wish.day, may.days)
        _check("hour", wish.hour, may.hours)
        _check("roll_up", wish.roll_up, may.roll_ups)
        _check("channel", wish.channel, may.channels)
        _check_pause(wish.paused_until, kinds, work.on)
        _keep(work.session, actor, wish, work.now)
        return within(work.council, kinds, wish, work.on, work.now)


def _check(field: str, value: Any, may: tuple[Any, ...]) -> None:
    if value is not None and value not in may:
        raise Refusal("The council does not offer that any more. Please choose another one.", field)


def _check_pause(until: date | None, kinds: list[Kind], on: date) -> None:
    weeks = max((kind.choices.pause_weeks for kind in kinds), default=0)
    if until is not None and (until - on).days > 7 * weeks:
        can = f"A pause can be {weeks} weeks long. Please choose a shorter one."
        raise Refusal(can if weeks else "These briefings cannot be paused.", "pause")


def _keep(session: Session, actor: Actor, wish: Wish, now: datetime) -> None:
    person = actor.person or ""
    choice = session.get(BriefingChoice, person) or BriefingChoice(person=person, changed_at=now, changed_by="")
    choice.day, choice.hour, choice.roll_up, choice.channel = wish.day, wish.hour, wish.roll_up, wish.channel
    choice.paused_until, choice.changed_at, choice.changed_by = wish.paused_until, now, actor.key
    session.add(choice)
