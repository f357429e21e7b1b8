"""A decision in at most five short lines: where it went, why, what says so, what happens next and by when."""

from collections.abc import Sequence
from datetime import datetime

from triage_rules.council import Council
from triage_rules.criteria import Criteria, Row
from triage_rules.plain_words import counted, day, listed, sentence
from triage_rules.triage import Decision, Reason
from triage_rules.working_time import speak

MOST_REASONS = 3
HELD = "It needs a person to decide"


def explain(decision: Decision, council: Council, now: datetime) -> tuple[str, ...]:
    """A decision of now (aware), with what happens next by this council's clocks. At most five lines."""
    return explanation(council.criteria, decision.row, decision.reasons, what_next(decision, council, now))


def explanation(
    criteria: Criteria, row: Row | None, reasons: Sequence[Reason], next: str = "", missing: str | None = None
) -> tuple[str, ...]:
    """The same for a decision on record, with the criteria that made it. At most five lines.

    `row` is None for a hold. `missing` is what nobody had named, so that it was held although a row fits.
    `reasons`: the most telling first. `next`: a sentence, left out when empty.
    """
    held = bool(missing) or row is None
    lines = [f"{HELD}{f': nobody has said {missing}' if missing else ''}." if held or row is None else row.meaning]
    if reasons:
        lines.append(because(reasons))
    if row is not None:
        lines.append(clause(row, held=held))
    if next:
        lines.append(sentence(next))
    return (*lines, f"Criteria of {day(criteria.effective_from)}, version {criteria.version}.")


def clause(row: Row, *, held: bool = False) -> str:
    """Which row of the document says so, or would have."""
    return f"Row {row.id} {'would take it' if held else 'says so'}: {_source(row.source)}."


def because(reasons: Sequence[Reason]) -> str:
    """ "Because nobody had foreseen it (Q9) and it clearly falls to one service (Q10)."; the first few."""
    if all(reason.answer == "unknown" for reason in reasons):
        return f"Not known, and it matters: {_few([reason.id for reason in reasons], 'other')}."
    return f"Because {_few([f'{reason.says} ({reason.id})' for reason in reasons], 'further answer')}."


def _few(said: Sequence[str], more: str) -> str:
    left = len(said) - MOST_REASONS
    return listed([*said[:MOST_REASONS], counted(left, more)] if left > 0 else said)


def _source(source: str) -> str:
    """What no document says is the council's own."""
    return "this council's own rule" if source == "ours" else source


def what_next(decision: Decision, council: Council, now: datetime) -> str:
    """What happens next and by when, of a decision of now (aware), before anybody is named."""

    def by(clock: str) -> str:
        return speak(council.due(clock, now), now, council.zone)

    words = council.words
    match decision.route:
        case "stop":
            safety = council.safety[decision.stream or ""]
            return f"ring {listed([number.number for number in safety.numbers], 'or')}"
        case "join":
            return "whoever reports it hears what becomes of that issue"
        case "signpost":
            return "whoever reports it hears at once who can help, and why it is not for us"
        case "team":
            return f"a {words.duty_officer} accepts it by {by('accept')}"
        case "service":
            return f"the service says by {by('acknowledge')} that it has it"
        case "ward_member":
            return f"one of the {words.councillors} takes the lead by {by('lead')}"
        case _:
            first = council.criteria.question(decision.ask[0])
            return f"ask {first.id} first ({first.text}); or a {words.duty_officer} decides by {by('hold')}"
