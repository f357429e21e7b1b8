"""The team's Monday list: what waits for the team, for whom it waits, and which criteria people decide against."""

from collections import Counter
from collections.abc import Sequence

from bot.briefings.content import Entry, Part
from bot.briefings.parts.hot_spots import hot_spots
from bot.briefings.parts.portfolio import overrides
from bot.briefings.phrases import cut, several
from bot.briefings.telling import delays, due, line, organisation, section
from bot.briefings.week import Week
from storage.actions import DUE
from storage.issues import AWAITING, HELD, LIVE
from storage.matters import Matter
from storage.outbox import Delivery
from triage_rules.change.review import ToReview
from triage_rules.plain_words import destination
from triage_rules.working_time import speak_date

MOST_TO_REVIEW = 5
ASKED = 60  # characters of a question
ORDER = ("unaccepted", "held", "overdue", "unacknowledged", "failed", "paused", "repeats", "overrides", "review")


def team_part(week: Week) -> Part:
    sections: dict[str, list[Entry]] = {kind: [] for kind in ORDER}
    live = [m for m in week.matters if m.issue.state in LIVE and week.may_see(m)]
    for matter in live:
        kind, text, step = _stands(week, matter)
        if kind:
            sections[kind].append(_line(week, matter, text, step))
    sections["failed"] = _failed(week)
    sections["paused"] = [
        Entry(
            title=week.council.directory.name(choice.person),
            text=week.phrases.say("paused", until=speak_date(choice.paused_until or week.on)),
        )
        for choice in week.paused
    ]
    sections["repeats"] = hot_spots(week)
    sections["overrides"] = overrides(week, [m for m in week.matters if week.is_shown(m)])
    sections["review"] = _review(week)
    filled = tuple(section(week, kind, sections[kind]) for kind in ORDER if sections[kind])
    late = sum(1 for m in live if week.late(m))
    return Part(
        audience="team",
        title=week.phrases.say("part_team"),
        sections=filled,
        quiet="" if filled else week.phrases.say("quiet_team"),
        standing=week.phrases.say("standing", open=len(live), late=late) if live else "",
    )


def _stands(week: Week, matter: Matter) -> tuple[str, str, str | None]:
    """(section, text, next step or None for the usual one); the first section that fits."""
    issue = matter.issue
    late, _ = delays(week, matter)
    if issue.state == AWAITING:
        return "unaccepted", late or week.phrases.say("raised"), None
    if issue.state == HELD:
        missing = issue.objects.get("missing", "")
        said = week.phrases.say("held_for", missing=missing) if missing else ""
        return "held", f"{late} {said}".strip(), None
    if late:
        return "overdue", late, ""
    waiting = [action for action in matter.actions.values() if action.state == DUE]
    if waiting:
        waits = [w for w in week.ahead(matter) if w.clock == "acknowledge"]
        return "unacknowledged", "", due(week, waits[0], issue) if waits else None
    return "", "", None


def _line(week: Week, matter: Matter, text: str, step: str | None) -> Entry:
    """A sensitive matter is only named by its number: the list may be read on paper."""
    if week.is_shown(matter):
        return line(week, matter, text, next_step=step)
    hidden = line(week, matter, text, next_step=step)
    return hidden.model_copy(update={"title": week.phrases.say("sensitive"), "place": ""})


def _failed(week: Week) -> list[Entry]:
    """By recipient: how many messages, of which kinds."""
    by: dict[str, list[Delivery]] = {}
    for delivery in week.failed:
        by.setdefault(delivery.recipient, []).append(delivery)
    return [
        Entry(title=_recipient(week, key), text=week.phrases.say("failed", n=len(rows), kinds=_kinds(rows)))
        for key, rows in by.items()
    ]


def _review(week: Week) -> list[Entry]:
    """Where people decided otherwise than the criteria: what the same issues speak against stands together."""
    together: dict[tuple[str | None, tuple[str, ...]], list[ToReview]] = {}
    for group in week.review:
        references = tuple(each.reference for each in group.overrides)
        together.setdefault((group.row, references), []).append(group)
    return [_to_review(week, row, refs, found) for (row, refs), found in list(together.items())[:MOST_TO_REVIEW]]


def _to_review(week: Week, row: str | None, references: Sequence[str], found: Sequence[ToReview]) -> Entry:
    by_id = week.council.criteria.by_id
    questions = [by_id[group.question].text for group in found if group.question in by_id]
    sent = dict.fromkeys(destination(each.route, None) for each in found[0].overrides)
    text = week.phrases.say(
        "to_review",
        question=cut(questions[0], ASKED) if len(questions) == 1 else "",
        sent=several(list(sent)),
        n=len(references),
        references=several(list(references)),
    )
    ids = several([group.question for group in found])
    return Entry(title=week.phrases.say("review_row" if row else "review_held", row=row, question=ids), text=text)


def _recipient(week: Week, key: str) -> str:
    kind, _, id = key.partition(":")
    if kind == "user":
        return id
    return organisation(week, id or None)


def _kinds(rows: Sequence[Delivery]) -> str:
    return ", ".join(kind.replace("_", " ") for kind in Counter(row.kind for row in rows))
