"""The team's hand on what goes out on a day: read one, send now, let them wait, write above them, who got what."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any

from bot.briefings.outgoing import INTRODUCE, OTHER_TIME, READ, SEND, WAIT, WHO
from bot.briefings.slack_form import draw_briefing
from bot.cards.kinds.news import SEND_AGAIN
from bot.desk.actor import Actor
from bot.desk.outgoing import Sent, as_it_would_go, introduction_of, who_got_what, who_will_get
from bot.desk.refusal import Doubled, Refusal
from bot.desk.verbs import briefings as desk
from bot.slack.blocks import (
    Block,
    Choice,
    button,
    context,
    day,
    escaped,
    modal,
    page,
    question,
    section,
    select,
    typed,
    values_of,
)
from bot.slack.incoming import Body, Incoming
from bot.slack.reception import Reception
from bot.slack.sent_form import not_done
from triage_rules.working_time import speak_time

WORDS_FORM, TIME_FORM, READER_FORM = "briefings_words", "briefings_at", "briefings_reader"
READER = "reader"
HOURS = range(6, 21)
MOST_FAILED = 40  # shown one by one
Handler = Callable[[Reception, Incoming], Any]


def _about(incoming: Incoming) -> str:
    """The day that the button, or the entry of its menu, is about."""
    action = incoming.action
    chosen = str((action.get("selected_option") or {}).get("value") or "")
    return chosen.partition(":")[2] if chosen else str(action.get("value") or "")


def _kindly(work: Handler) -> Handler:
    """What is refused is said to whoever pressed; a doubled click is silent."""

    def kind(reception: Reception, incoming: Incoming) -> None:
        try:
            work(reception, incoming)
        except Doubled:
            return
        except Refusal as refusal:
            reception.answers.say(incoming, refusal.message)

    return kind


# -- at once -------------------------------------------------------------------------------------------------------


@_kindly
def send(reception: Reception, incoming: Incoming) -> None:
    desk.send_now(reception.desk, reception.actor(incoming), _about(incoming), once=incoming.once_for_action)


@_kindly
def wait(reception: Reception, incoming: Incoming) -> None:
    desk.wait(reception.desk, reception.actor(incoming), _about(incoming), once=incoming.once_for_action)


@_kindly
def again(reception: Reception, incoming: Incoming) -> None:
    """Somebody's copy once more; its value is "<day>/<person>"."""
    period, _, person = str(incoming.action.get("value") or "").partition("/")
    desk.resend(reception.desk, reception.actor(incoming), period, person, once=incoming.once_for_action)
    name = reception.desk.council().directory.name(person)
    said = f"It goes to {name} once more. If it fails again, you hear of it here."
    reception.answers.say(incoming, said, title="Sent again")


# -- by a form -----------------------------------------------------------------------------------------------------


@_kindly
def introduce(reception: Reception, incoming: Incoming) -> None:
    period = _about(incoming)
    now = introduction_of(reception.desk, reception.actor(incoming), period)
    label, hint = "What should stand above each one?", "A line or two. Everybody who gets a briefing reads it."
    field = question("text", label, typed(now, lines=True, most=desk.LONGEST), hint=hint, optional=True)
    form = modal("Introduction", [field], callback=WORDS_FORM, submit="Save", metadata=period)
    reception.answers.open(incoming, form)


def words_sent(reception: Reception, incoming: Incoming) -> Body | None:
    text = str(values_of(incoming.view).get("text") or "")

    def save(actor: Actor, once: str) -> None:
        desk.introduce(reception.desk, actor, incoming.metadata, text, once=once)

    return _sent(reception, incoming, save)


def other_time(reception: Reception, incoming: Incoming) -> None:
    hours = [(str(hour), speak_time(time(hour))) for hour in HOURS]
    fields = [
        context("They go out then instead, this once."),
        question("day", "On which day?", day()),
        question("hour", "At what time?", select(hours)),
    ]
    form = modal("Another time", fields, callback=TIME_FORM, submit="Save", metadata=_about(incoming))
    reception.answers.open(incoming, form)


def time_sent(reception: Reception, incoming: Incoming) -> Body | None:
    given = values_of(incoming.view)
    on, hour = str(given.get("day") or ""), str(given.get("hour") or "")

    def save(actor: Actor, once: str) -> None:
        try:
            local = datetime.combine(date.fromisoformat(on), time(int(hour)), reception.desk.council().calendar().tz)
        except ValueError:
            raise Refusal("Please choose a day and a time.", "day") from None
        desk.wait(reception.desk, actor, incoming.metadata, local.astimezone(UTC), once=once)

    return _sent(reception, incoming, save)


def _sent(reception: Reception, incoming: Incoming, save: Callable[[Actor, str], None]) -> Body | None:
    try:
        save(reception.actor(incoming), f"view:{incoming.view_id}")
    except Doubled:
        return None
    except Refusal as refusal:
        return not_done(incoming, refusal, escaped(refusal.message))
    return None


# -- reading -------------------------------------------------------------------------------------------------------


@_kindly
def read(reception: Reception, incoming: Incoming) -> None:
    """Whose? Then that one, as it would go now."""
    period, actor = _about(incoming), reception.actor(incoming)
    people = who_will_get(reception.desk, actor, period)
    if not people:
        raise Refusal("Nobody gets a briefing that day.")
    reception.answers.open(incoming, _reading(period, people, people[0], _blocks(reception, actor, period, people[0])))


def reader_chosen(reception: Reception, incoming: Incoming) -> None:
    chosen = values_of(incoming.view).get(READER)
    period, actor = incoming.metadata, reception.actor(incoming)
    people = who_will_get(reception.desk, actor, period)
    found = next((each for each in people if each[0] == chosen), None)
    if found is not None:
        view = _reading(period, people, found, _blocks(reception, actor, period, found))
        reception.answers.update(incoming, view, None)


def _reading(period: str, people: list[Choice], chosen: Choice, blocks: list[Block]) -> Block:
    field = section("Whose?", READER, select(people, chosen[0]) | {"action_id": READER})
    return modal("Read one", [field, *blocks], callback=READER_FORM, close="Close", metadata=period)


def readers(reception: Reception, incoming: Incoming) -> list[Choice]:
    """To choose from by typing, where they are too many for a menu."""
    return who_will_get(reception.desk, reception.actor(incoming), incoming.metadata)


def _blocks(reception: Reception, actor: Actor, period: str, reader: Choice) -> list[Block]:
    """As they would read it, without its buttons: those are the reader's."""
    briefing = as_it_would_go(reception.desk, actor, period, reader[0])
    texts = (block for block in draw_briefing(briefing).blocks if block["type"] != "actions")
    return [{name: part for name, part in block.items() if name != "accessory"} for block in texts]


@_kindly
def who(reception: Reception, incoming: Incoming) -> None:
    period = _about(incoming)
    found = who_got_what(reception.desk, reception.actor(incoming), period)
    failed = [each for each in found if each.failed]
    waiting = sum(each.waits for each in found)
    counts = (
        f"*{len(found)} copies*: {len(found) - waiting - len(failed)} sent, {waiting} on the way, {len(failed)} failed."
    )
    shown = [_failed(period, each) for each in failed[:MOST_FAILED]]
    more = [context(f"And {len(failed) - MOST_FAILED} more.")] if len(failed) > MOST_FAILED else []
    reception.answers.open(incoming, page("Who got what", counts, more=[*shown, *more]))


def _failed(period: str, each: Sent) -> Block:
    text = f"*{escaped(each.name)}* did not get theirs.\n{escaped(each.error)}"
    return section(text, accessory=button("Send again", SEND_AGAIN, f"{period}/{each.person}"))


BUTTONS: dict[str, Handler] = {
    READ: read,
    SEND: send,
    WAIT: wait,
    INTRODUCE: introduce,
    OTHER_TIME: other_time,
    WHO: who,
    SEND_AGAIN: again,
}
FORMS: dict[str, Handler] = {WORDS_FORM: words_sent, TIME_FORM: time_sent}
CHANGED: dict[str, Handler] = {READER_FORM: reader_chosen}
