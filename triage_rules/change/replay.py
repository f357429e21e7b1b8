"""What a changed criteria document would have done to the issues on record."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from triage_rules.criteria import Answer, Criteria
from triage_rules.plain_words import counted, day, destination, listed
from triage_rules.table import Table
from triage_rules.triage import Decision, triage

TEAM, WARDS = "team", "ward_member"


@dataclass(frozen=True)
class Past:
    """An issue as the criteria last decided it. `at`: aware UTC. `row` is None for a hold.

    `missing`: what nobody had named, so that it was held although the answers came out at `row`.
    `sent_to`: where a person sent it after that, "team", "ward_member" or "org:<id>".
    """

    reference: str
    at: datetime
    answers: Mapping[str, str]
    route: str
    stream: str | None
    row: str | None
    version: str
    missing: str | None = None
    sent_to: str | None = None


@dataclass(frozen=True)
class Replayed:
    """An issue with what the document would have made of its answers. Those to questions it has not are left out."""

    past: Past
    decision: Decision
    held: bool
    """Whether it would be held, for want of an answer or of what is still missing."""

    @property
    def now(self) -> tuple[str, str | None]:
        return ("hold", None) if self.held else (self.decision.route, self.decision.stream)

    @property
    def changed(self) -> bool:
        """Whether it would have gone to another route or stream."""
        return self.now != (self.past.route, self.past.stream)

    @property
    def as_a_person_did(self) -> bool:
        """Whether it would have gone where a person sent it."""
        sent = self.past.sent_to or ""
        return self.now[0] == (sent if sent in (TEAM, WARDS) else "service" if sent else None)


@dataclass(frozen=True)
class Replay:
    """All of them, in the order in which they were given."""

    table: Table
    issues: tuple[Replayed, ...]

    @property
    def changed(self) -> int:
        return sum(issue.changed for issue in self.issues)

    @property
    def moves(self) -> list[tuple[str, str, int]]:
        """(from, to, how many) in plain words, the most frequent first."""
        count = Counter(
            (destination(each.past.route, each.past.stream), destination(*each.now))
            for each in self.issues
            if each.changed
        )
        return [(*move, number) for move, number in count.most_common()]

    @property
    def overridden(self) -> tuple[Replayed, ...]:
        return tuple(each for each in self.issues if each.past.sent_to)


def replay(table: Table, issues: Iterable[Past], criteria_of: Callable[[str], Criteria | None]) -> Replay:
    """Decide each issue's answers by this table. `criteria_of` finds the criteria of a version, where they are known.

    What had no object then has none now, if it takes the same row and that row sends it to the same place.
    """
    return Replay(table, tuple(_replayed(table, past, criteria_of) for past in issues))


def _replayed(table: Table, past: Past, criteria_of: Callable[[str], Criteria | None]) -> Replayed:
    answers = {id: answer for id, answer in past.answers.items() if id in table.yes}
    decision = triage(table, cast("dict[str, Answer]", answers))
    lacking = bool(past.missing) and decision.row is not None and decision.row.id == past.row
    if lacking and decision.row and (criteria := criteria_of(past.version)):
        lacking = criteria.row(decision.row.id).outcome == decision.row.outcome
    return Replayed(past, decision, lacking or not decision.decided)


def in_words(replay: Replay) -> list[str]:
    """One line an issue, with the reason, then the totals. Dates are of UTC."""
    return [*map(_line, replay.issues), *_totals(replay)]


def _line(each: Replayed) -> str:
    past = each.past
    was = f"{destination(past.route, past.stream)}{_row(past.row)}"
    now = f"{destination(*each.now)}{_row(each.decision.row.id if each.decision.row else None)}"
    went = f"would go to {now} instead of {was}" if each.changed else f"stays with {now}"
    person = f"; a person sent it to {_sent(past.sent_to)}" if past.sent_to else ""
    return f"{past.reference}, {day(past.at.date())}: {went}, because {because(each)}{person}."


def because(each: Replayed) -> str:
    """The reasons in the new document's words."""
    if each.held and each.decision.decided:
        return f"nobody said {each.past.missing}"
    said = [f"{reason.says} ({reason.id})" for reason in each.decision.reasons]
    return listed(said) if said else "that is where all the rest goes"


def _row(id: str | None) -> str:
    return f" by row {id}" if id else ""


def _sent(to: str | None) -> str:
    return f"the service {to[4:]}" if to and to.startswith("org:") else destination(to or "hold", None)


def _totals(replay: Replay) -> list[str]:
    if not replay.issues:
        return ["No issue on record was decided in that time."]
    same = len(replay.issues) - replay.changed
    lines = [f"{counted(len(replay.issues), 'issue')}: {replay.changed:,} would go elsewhere, {same:,} would not."]
    lines += [f"  {number:,} to {to} instead of {was}" for was, to, number in replay.moves]
    if replay.overridden:
        met = sum(each.as_a_person_did for each in replay.overridden)
        lines.append(
            f"People sent {counted(len(replay.overridden), 'issue')} elsewhere than the criteria did; "
            f"this document would itself have sent {met:,} of them there."
        )
    lines.append("Reports that were stopped are not among them: nothing of them was kept.")
    return lines


def as_json(replay: Replay) -> dict[str, Any]:
    criteria = replay.table.criteria
    return {
        "criteria": {"version": criteria.version, "effective_from": criteria.effective_from.isoformat()},
        "issues": [_issue(each) for each in replay.issues],
        "totals": {
            "issues": len(replay.issues),
            "changed": replay.changed,
            "moves": [{"from": was, "to": to, "issues": number} for was, to, number in replay.moves],
            "overrides": len(replay.overridden),
            "overrides_met": sum(each.as_a_person_did for each in replay.overridden),
        },
    }


def _issue(each: Replayed) -> dict[str, Any]:
    past, decision = each.past, each.decision
    route, stream = each.now
    return {
        "id": past.reference,
        "at": past.at.isoformat(),
        "was": {"route": past.route, "stream": past.stream, "row": past.row, "criteria_version": past.version},
        "now": {"route": route, "stream": stream, "row": decision.row.id if decision.row else None},
        "changed": each.changed,
        "because": because(each),
        "reasons": decision.as_json()["reasons"],
        "sent_to": past.sent_to,
    }
