"""The end of a run: what is left is sent in calm weather, then database and Slack are held against each other."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_sdk import WebClient
from sqlmodel import Session, col, select

from bot import scheduler
from bot.delivery.ledger import LEASE
from bot.delivery.sender import way_of
from bot.desk.work import Desk
from bot.simulator.state.models import Message
from storage.issues import Event, Issue
from storage.lines import digest
from storage.outbox import DROPPED, FAILED, PARKED_NOTICE, ROUND_UP, SENT, Delivery, Posted
from storage.session import open_engine, reading
from storage.waits import Reminder
from tests.properties import laws
from tests.sample import sample_council
from torture.campaign import Outcomes
from torture.processes import MARK, dispatcher, newest_line
from torture.stage import Stage
from torture.verbs import LEAVES

ROUNDS = 300


@dataclass
class Reckoning:
    """What is wrong, by kind; and how much there was of everything."""

    wrong: dict[str, list[str]] = field(
        default_factory=lambda: {"lost": [], "doubled": [], "out of order": [], "stuck": []}
    )
    figures: Counter[str] = field(default_factory=Counter)


def settle(stage: Stage) -> None:
    """Calm weather, and one worker until nothing is left to do."""
    stage.weather.calm = True
    stage.weather.release()
    stage.clock.hold()
    stage.clock.skip(LEASE)  # whoever died has no turn any more
    engine = open_engine(stage.database)
    desk = Desk(engine, stage.clock, sample_council)
    client = WebClient(token=stage.workspace.bot_token, base_url=stage.api, timeout=10, retry_handlers=[])
    last = dispatcher(desk, client, "the last")
    for _ in range(ROUNDS):
        scheduler.tick(desk)
        sent = last.drain()
        with reading(engine) as session:
            if not sent and not session.exec(_unsettled().limit(1)).first():
                break
        stage.clock.skip(LEASE / 4)
    engine.dispose()


def _unsettled():
    return select(Delivery).where(col(Delivery.state).not_in((SENT, FAILED, DROPPED)))


def reckon(stage: Stage, outcomes: Outcomes) -> Reckoning:
    found = Reckoning()
    engine = open_engine(stage.database)
    with reading(engine) as session:
        slack = _Slack(stage)
        rows = session.exec(select(Delivery).order_by(col(Delivery.id))).all()
        _deeds(session, outcomes, found)
        _histories(session, found)
        _reminders(session, stage, rows, found)
        _messages(rows, slack, found)
        _cards(session, rows, slack, found)
        _lanes(rows, slack, found)
        _stuck(session, stage, found)
        found.figures["issues"] = len(session.exec(select(Issue.id)).all())
    engine.dispose()
    return found


class _Slack:
    """What stands in the workspace, by the key in each message."""

    def __init__(self, stage: Stage):
        self.by_key: dict[str, list[Message]] = defaultdict(list)
        self.at: dict[tuple[str, str], Message] = {}
        for messages in stage.workspace.messages.values():
            for message in messages:
                self.by_key[(message.metadata or {}).get("event_payload", {}).get("key", "")].append(message)
                self.at[message.channel, message.ts] = message


# -- what people did ------------------------------------------------------------------------------------------------


def _deeds(session: Session, outcomes: Outcomes, found: Reckoning) -> None:
    lines = session.exec(select(Event)).all()
    by_words: Counter[tuple[str, str]] = Counter((e.verb, e.words.rpartition(" ")[2]) for e in lines if e.words)
    found.figures["deeds done"], found.figures["deeds refused"] = len(outcomes.done), len(outcomes.refused)
    for deed, wanted in [(d, 1) for d in outcomes.done] + [(d, 0) for d in outcomes.refused]:
        if deed.verb in LEAVES:
            _same(by_words[LEAVES[deed.verb], deed.key], wanted, str(deed), found)
    for verb, past, names in (("accept", "accepted", "number"), ("acknowledge", "acknowledged", "action")):
        done = Counter(deed.given[names] for deed in outcomes.done if deed.verb == verb)
        seen = Counter(e.issue_id if verb == "accept" else e.data["action"] for e in lines if e.verb == past)
        implied = _acknowledged_by_done(lines) if verb == "acknowledge" else Counter()
        for subject in done.keys() | seen.keys():
            _same(seen[subject], done[subject] + implied[subject], f"{verb} {subject}", found)


def _acknowledged_by_done(lines: Sequence[Event]) -> Counter[int]:
    """What was done before it was acknowledged counts as both, in one transaction: silence may have undone an earlier
    acknowledgement."""
    at = {(e.data["action"], e.at) for e in lines if e.verb == "acknowledged"}
    return Counter(e.data["action"] for e in lines if e.verb == "done" and (e.data["action"], e.at) in at)


def _same(seen: int, wanted: int, what: str, found: Reckoning) -> None:
    if seen != wanted:
        found.wrong["lost" if seen < wanted else "doubled"].append(f"{what}: {seen} times, not {wanted}")


def _histories(session: Session, found: Reckoning) -> None:
    """Each line of history is there once, in its place, and chained to the one before."""
    before: dict[int, Event] = {}
    for line in session.exec(select(Event).order_by(col(Event.issue_id), col(Event.seq))):
        last = before.get(line.issue_id)
        whole = digest(line) == line.digest and line.previous == (last.digest if last else "")
        if line.seq != (last.seq + 1 if last else 1) or not whole:
            found.wrong["lost"].append(f"the history of RR-{line.issue_id} breaks at line {line.seq}")
        before[line.issue_id] = line
    found.figures["lines of history"] = sum(line.seq for line in before.values())


def _reminders(session: Session, stage: Stage, rows: Sequence[Delivery], found: Reckoning) -> None:
    """Each step that was taken left one line; whoever it reminded has it in one message, alone or with others."""
    taken = session.exec(select(Reminder).where(Reminder.state == "done")).all()
    lines = [e for e in session.exec(select(Event)) if e.verb in ("reminded", "escalated", "lapsed")]
    _same(len(lines), len(taken), "lines about reminders", found)
    written, said = laws.reminders_written(session), laws.reminders_said(session)
    for reminder in written.keys() | said.keys():
        _same(written[reminder], said[reminder], f"reminder {reminder} in a message", found)
    lists = [row for row in rows if row.kind == ROUND_UP]
    found.figures["steps of ladders"], found.figures["reminders written"] = len(taken), written.total()
    found.figures["lists"] = len(lists)
    found.figures["reminders in lists"] = sum(len(row.data["items"]) for row in lists)


# -- what Slack shows -------------------------------------------------------------------------------------------------


def _messages(rows: Sequence[Delivery], slack: _Slack, found: Reckoning) -> None:
    council = sample_council()
    notices = Counter(row.data["delivery"] for row in rows if row.kind == PARKED_NOTICE)
    painted = _painted(rows, slack, found)
    for row in rows:
        about = f"delivery {row.id} ({row.kind} to {row.recipient}, {row.state}, {row.error})"
        if row.state == FAILED:
            found.figures["parked: no e-mail"] += 1
            if way_of(row.recipient, council) == "slack":
                found.wrong["stuck"].append(about)
            _same(notices[row.id], 1, f"the notice of {about}", found)
        elif row.id in painted:
            found.figures["repaints"] += row.state == SENT
        elif not row.card:
            found.figures["messages"] += 1
            _same(len(slack.by_key[row.key]), int(row.state == SENT), about, found)
        elif row.state == SENT:
            found.figures["repaints"] += 1


def _painted(rows: Sequence[Delivery], slack: _Slack, found: Reckoning) -> set[int | None]:
    """The card about a day's briefings is about no issue: each repaint names the first, and one message stands."""
    groups: dict[int | None, list[Delivery]] = defaultdict(list)
    for row in rows:
        if "repaints" in row.data:
            groups[row.data["repaints"]].append(row)
    first = {row.id: row for row in rows if row.id in groups}
    for id, repaints in groups.items():
        all_of = [first[id], *repaints]
        standing = sum(len(slack.by_key[row.key]) for row in all_of)
        _same(standing, int(any(row.state == SENT for row in all_of)), f"the card of delivery {id}", found)
    return {row.id for id, repaints in groups.items() for row in (first[id], *repaints)}


def _cards(session: Session, rows: Sequence[Delivery], slack: _Slack, found: Reckoning) -> None:
    """Each card stands once, where we think it stands, and shows the issue as it is now."""
    card_of = {row.key: (row.kind, row.recipient, row.issue_id, row.action_id or 0) for row in rows if row.card}
    standing: dict[tuple, list[Message]] = defaultdict(list)
    for key, messages in slack.by_key.items():
        if key in card_of:
            standing[card_of[key]] += messages
    wanted = {card_of[row.key] for row in rows if row.card and row.state == SENT}
    for card in wanted | standing.keys():
        _same(len(standing[card]), 1, f"card {card}", found)
    for posted in session.exec(select(Posted)):
        found.figures["cards"] += 1
        message = slack.at.get((posted.channel_id, posted.ts))
        line = message.text.rpartition(MARK)[2] if message else "none"
        if line != str(newest_line(session, posted.issue_id)):
            what = f"card {posted.kind} to {posted.recipient}, RR-{posted.issue_id}"
            found.wrong["out of order"].append(f"{what} shows line {line}, not {newest_line(session, posted.issue_id)}")


def _lanes(rows: Sequence[Delivery], slack: _Slack, found: Reckoning) -> None:
    """In each lane the messages stand in the order in which they were written; a list stands after all that was
    written before it to the same recipient."""
    last: dict[str, tuple[float, int]] = {}
    newest: dict[str, tuple[float, int]] = {}
    seen: set[tuple[str | None, str | None]] = set()
    for row in rows:
        place = (row.channel_id, row.ts)
        if row.state != SENT or not row.ts or place in seen:
            continue
        seen.add(place)
        here, lane = (float(row.ts), row.id or 0), last.get(row.lane, (0.0, 0))
        before = max(lane, newest.get(row.recipient, lane)) if row.kind == ROUND_UP else lane
        if here[0] <= before[0]:
            found.wrong["out of order"].append(f"delivery {row.id} stands before delivery {before[1]} in {row.lane}")
        last[row.lane], newest[row.recipient] = here, max(here, newest.get(row.recipient, here))
    found.figures["lanes"] = len(last)


def _stuck(session: Session, stage: Stage, found: Reckoning) -> None:
    for row in session.exec(_unsettled()):
        found.wrong["stuck"].append(f"delivery {row.id} ({row.kind} to {row.recipient}) is {row.state}: {row.error}")
    due = select(Reminder).where(Reminder.state == "planned", col(Reminder.due_at) <= stage.clock.now())
    for reminder in session.exec(due):
        found.wrong["stuck"].append(f"reminder {reminder.id} was due at {reminder.due_at}")
