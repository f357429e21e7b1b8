"""What happened last and what happens next, in a few words. Words are in templates/steps.j2 and events.j2."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.cards.matter import Matter
from bot.cards.paper import has_phrase, phrase
from bot.cards.reasons import by_criteria, dated
from bot.cards.standing import what
from bot.cards.text import Ready
from storage.actions import Action
from storage.issues import Event
from storage.waits import RUNNING, Reminder, Wait, planned

# What is said on a card. The others are steps inside a step, or no news.
SILENT = frozenset({"decided", "route_kept", "refused", "reopening", "sent_on", "joined_programme"})


MOST_REASONS = 3


@dataclass(frozen=True)
class Step:
    """Something planned: when, and what will happen then ("West Mercia Police is reminded to acknowledge").

    `line` has the time in it: "West Mercia Police is reminded at 3pm today to acknowledge".
    """

    at: datetime
    words: Ready
    line: Ready


def planned_steps(matter: Matter, action: Action | None = None, clock: str | None = None) -> list[Step]:
    """What is still to come, soonest first; about one action, or of one clock, where it is given."""
    return sorted(_steps(matter, action, clock), key=lambda step: step.at)


def _steps(matter: Matter, action: Action | None, clock: str | None) -> Iterator[Step]:
    for wait in matter.waits:
        if wait.state != RUNNING or (action is not None and not _is_about(wait, action)):
            continue
        if clock is not None and wait.clock != clock:
            continue
        for reminder in planned(matter.scene.session, wait):
            if reminder.due_at > matter.scene.now:
                yield _step(matter, wait, reminder)


def _is_about(wait: Wait, action: Action) -> bool:
    return wait.action_id == action.id or (action.leads and wait.action_id is None)


def _step(matter: Matter, wait: Wait, reminder: Reminder) -> Step:
    """The most particular phrase there is: for this clock, for this kind of owner, for this kind of step."""
    kind, owner = reminder.kind, wait.owner.partition(":")[0]
    names = (f"{kind}_{wait.clock}", f"{kind}_{owner}_{reminder.to}", f"{kind}_{owner}", kind)
    key = next(name for name in names if has_phrase("steps.j2", name))
    facts = matter.scene.facts(matter=matter, owner=matter.scene.owner(wait.owner), **_subject(wait.clock))
    words, line = (
        phrase("steps.j2", key, {**facts, "at": at}) for at in ("", Ready(f" at {matter.scene.say(reminder.due_at)}"))
    )
    return Step(reminder.due_at, words, line)


def _subject(clock: str) -> dict[str, Ready]:
    """What a reminder about this clock is about ("to_do"), and what somebody senior is told ("that")."""
    subject = {}
    for name in ("to_do", "that"):
        key = f"{name}_{clock}"
        subject[name] = Ready(f" {phrase('steps.j2', key, {})}") if has_phrase("steps.j2", key) else Ready()
    return subject


def next_step(matter: Matter, action: Action | None = None, clock: str | None = None) -> Ready | None:
    """ "the Rapid Response Team is reminded at 1pm today"; None when nothing is planned."""
    coming = planned_steps(matter, action, clock)
    return coming[0].line if coming else None


def last_step(matter: Matter, action: Action | None = None) -> Ready | None:
    """What was done last: about the action, where one is given."""
    for event in reversed(matter.events):
        about = event.data.get("action")
        if event.verb not in SILENT and (action is None or about == action.id):
            return phrase(
                "steps.j2", "last", matter.scene.facts(event=event, said=event_words(matter, event, brief=True))
            )
    return None


def event_words(matter: Matter, event: Event, works_on_it: bool = False, brief: bool = False) -> Ready:
    """One line of history in the past tense, without its time: "Accepted by Sam Duty, duty officer"."""
    facts: dict[str, Any] = matter.scene.facts(matter=matter, issue=matter.issue, event=event, data=event.data)
    facts["brief"] = brief
    facts.update(_subject(str(event.data.get("clock"))))
    facts["by"] = _by(matter, event, works_on_it)
    if event.verb == "decided" and not brief:
        facts["because"] = [reason.says for reason in by_criteria(matter, event)][:MOST_REASONS]
        facts["dated"] = dated(matter, event)
    action = next((a for a in matter.actions if a.id == event.data.get("action")), None)
    facts["action"] = what(action, 100) if action else ""
    key = event.verb if has_phrase("events.j2", event.verb) else "other"
    return phrase("events.j2", key, facts)


def _by(matter: Matter, event: Event, works_on_it: bool) -> str:
    """Who did it. Whoever reports is named only to those who work on it, and only when they hold a role here."""
    if event.actor == matter.issue.entered_by and not (works_on_it and event.actor_role):
        return "the reporter"
    return matter.scene.who(event)
