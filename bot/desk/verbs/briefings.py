"""The team's hand on briefings: what stands above them, when they go, once more; and what people choose for themselves.

What is sent stays as it was sent. Each is a line of the audit book: it is about no issue.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import select

from bot.briefings import schedule
from bot.briefings.outgoing import MOVED, Day, Planned
from bot.briefings.rhythm import by
from bot.desk import briefing_card
from bot.desk.actor import Actor
from bot.desk.outgoing import VERB
from bot.desk.own_briefing import Allowed, Wish, kinds_of, wish_of, within
from bot.desk.records import book
from bot.desk.refusal import Refusal
from bot.desk.work import Desk, Work
from storage import outbox
from storage.briefing_choices import BriefingChoice, BriefingEdition
from storage.briefings import BriefingCopy, ScheduleRun, copies_of
from storage.outbox import Delivery
from triage_rules.working_time import speak, speak_date

LONGEST = 1_000  # characters above a briefing
ONE_DAY = timedelta(days=1)


def introduce(desk: Desk, actor: Actor, period: str, text: str, *, once: str | None = None) -> None:
    """For the copies of that day that are still to be made. Raises Refusal once some have gone."""
    with desk.work(actor, once) as work:
        work.allow(VERB)
        if copies_of(work.session, period):
            raise Refusal(f"The briefings of {_day(period)} have gone out; what was sent stays as it was sent.", "text")
        if len(text) > LONGEST:
            long = f"That is {len(text):,} characters. Please keep it under {LONGEST:,}, so that it stays one screen."
            raise Refusal(long, "text")
        work.session.merge(
            BriefingEdition(period=period, introduction=text.strip(), changed_at=work.now, changed_by=actor.key)
        )
        book.write(work, "briefings introduced", period=period)
        briefing_card.repaint(work, period)


def put_off(desk: Desk, actor: Actor, name: str, to: datetime) -> datetime:
    """This time only; a moment that has passed sends them now. Returns when they would have gone. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        run = work.session.get(ScheduleRun, name)
        if run is None:
            raise Refusal(f"No briefing called '{name}' is planned. `rapid-response briefings planned` shows them.")
        was, run.put_off_to = run.next_at, to
        work.session.add(run)
        period = schedule.period(was, work.council.calendar())
        book.write(work, MOVED, period=period, names=[name], was=was.isoformat(), to=to.isoformat())
        briefing_card.repaint(work, period)
        return was


def send_now(desk: Desk, actor: Actor, period: str, *, once: str | None = None) -> None:
    """All of that day, at the next tick. Raises Refusal where they have gone."""
    with desk.work(actor, once) as work:
        work.allow(VERB)
        _move(work, period, {run.name: work.now for run, _ in _to_go(work, period)})


def wait(desk: Desk, actor: Actor, period: str, until: datetime | None = None, *, once: str | None = None) -> None:
    """All of that day wait until then; None: one working day more. Raises Refusal, with the field it is about."""
    with desk.work(actor, once) as work:
        work.allow(VERB)
        found, calendar = _to_go(work, period), work.council.calendar()
        to: dict[str, datetime] = {}
        for run, each in found:
            local = run.goes_at.astimezone(calendar.tz)
            to[run.name] = until or calendar.at_day(local.date() + ONE_DAY, 0, local.time())
            following = schedule.upcoming(each.kind, calendar, run.next_at)
            if following is not None and to[run.name] >= following:
                due = speak(following, work.now, work.council.zone)
                raise Refusal(f"The next ones are due by then, at {due}. Please choose an earlier time.", "day")
        if min(to.values()) <= work.now:
            raise Refusal("That time has passed. Please choose a later one, or press “Send now”.", "day")
        _move(work, period, to)


def _to_go(work: Work, period: str) -> Sequence[Planned]:
    day = Day(work.session, work.council, period, work.now)
    if not day.to_go or copies_of(work.session, period):
        raise Refusal(f"The briefings of {_day(period)} have gone out already. What was sent stays as it was sent.")
    return day.to_go


def _move(work: Work, period: str, to: Mapping[str, datetime]) -> None:
    for name, moment in to.items():
        run = work.session.get_one(ScheduleRun, name)
        run.put_off_to = moment
        work.session.add(run)
    book.write(work, MOVED, period=period, names=sorted(to), to=min(to.values()).isoformat())
    briefing_card.repaint(work, period)


def _day(period: str) -> str:
    try:
        return speak_date(date.fromisoformat(period))
    except ValueError:
        return f"“{period}”"


def resend(desk: Desk, actor: Actor, period: str, person: str, *, once: str | None = None) -> None:
    """Their copy of that day once more, as it was, in the way that they wish for now: in the place of what failed.
    Raises Refusal."""
    with desk.work(actor, once) as work:
        work.allow(VERB)
        theirs = select(BriefingCopy).where(BriefingCopy.period == period, BriefingCopy.person == person)
        copy = work.session.exec(theirs).first()
        if copy is None:
            raise Refusal(f"{work.council.directory.name(person)} has no copy of {period}.")
        _clear(work, copy)
        way = by(kinds_of(work.council, person, work.on), work.session.get(BriefingChoice, person))
        work.tell("briefing", f"person:{person}", copy=copy.id, **way)
        book.write(work, "briefing sent again", period=period, person=f"person:{person}")


def _clear(work: Work, copy: BriefingCopy) -> None:
    """What failed of it needs nobody any more. Raises Refusal while it is on its way."""
    rows = select(Delivery).where(Delivery.kind == "briefing", Delivery.recipient == f"person:{copy.person}")
    for row in work.session.exec(rows.with_for_update()):
        if row.data.get("copy") == copy.id and row.state in outbox.PENDING:
            name = work.council.directory.name(copy.person)
            raise Refusal(f"It is on its way to {name} already. If it fails, you hear of it.")
        if row.data.get("copy") == copy.id and row.state == outbox.FAILED:
            outbox.drop(work.session, row)


def choose(desk: Desk, actor: Actor, person: str, *, once: str | None = None, **chosen: Any) -> Allowed:
    """Any of day, hour, roll_up, channel and pause, within what the council allows; None is as the council has it.
    Raises Refusal, with the field that it is about.

    Everybody chooses for themselves; the team for whoever asks them to.
    """
    with desk.work(actor, once) as work:
        if actor.person != person:
            work.allow(VERB)
        kinds = kinds_of(work.council, person, work.on)
        if not kinds:
            raise Refusal(f"{work.council.directory.name(person)} gets no briefing, so there is nothing to choose.")
        before = work.session.get(BriefingChoice, person)
        may = within(work.council, kinds, wish_of(before), work.on, work.now)
        for what, value in chosen.items():
            _check(may, what, value, work.on)
        wish = replace(wish_of(before), **chosen)
        _keep(work, person, wish)
        book.write(work, "briefing chosen", person=f"person:{person}", what=sorted(chosen))
        return within(work.council, kinds, wish, work.on, work.now)


def _check(may: Allowed, what: str, value: Any, on: date) -> None:
    if value is None:
        return
    if what == "pause":
        if (value - on).days > 7 * may.weeks:
            too_long = f"A pause can be {may.weeks} weeks long."
            raise Refusal(too_long if may.weeks else "These briefings cannot be paused.", what)
        return
    allowed = may.of(what)
    if value not in allowed:
        can = ", ".join(map(str, allowed))
        raise Refusal(f"'{value}' cannot be chosen. " + (f"What can: {can}." if can else "Nothing can be."), what)


def _keep(work: Work, person: str, wish: Wish) -> None:
    mark = {"changed_at": work.now, "changed_by": work.actor.key}
    choice = work.session.get(BriefingChoice, person) or BriefingChoice(person=person, **mark)
    kept = {"day": wish.day, "hour": wish.hour, "roll_up": wish.roll_up, "channel": wish.channel}
    choice.sqlmodel_update({**mark, **kept, "paused_until": wish.pause})
    work.session.add(choice)
