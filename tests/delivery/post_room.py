"""A small council, a workspace that fits it, and a room from which deliveries go out to it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.cards.message import Message
from bot.clock import StandingClock
from bot.delivery.addresses import Addresses
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.ledger import OnParked
from bot.delivery.pacing import Limits
from bot.delivery.slack_sender import SlackSender, web_client
from bot.simulator import Workspace
from storage.issues import Issue
from storage.outbox import Delivery, Posted
from storage.session import reading, writing
from triage_rules.council import Council
from triage_rules.directory import Directory, Organisation, Person

PEOPLE = (
    Person(id="ann", name="Cllr Ann", email="ann@example.org"),
    Person(id="bob", name="Cllr Bob", email="bob@example.org"),
    Person(id="eve", name="Cllr Eve", email="eve@example.org", tells_by="email"),
    Person(id="pat", name="Cllr Pat", email="pat@example.org", tells_by="print"),
    Person(id="gus", name="Cllr Gus", email="gus@example.org"),  # not in Slack
)
ORGANISATIONS = (
    Organisation(id="streets", name="Streets", kind="service", channel="streets"),
    Organisation(id="police", name="Police", kind="partner", channel="police"),
    Organisation(id="parks", name="Parks", kind="service", channel="C0000PARK"),
    Organisation(id="old", name="Old Service", kind="service", channel="old"),
    Organisation(id="quiet", name="Quiet Service", kind="service", channel="quiet"),
    Organisation(id="parish", name="Parish Council", kind="parish"),
)


def small_council(channels: Mapping[str, str] | None = None, emails: Mapping[str, str] | None = None) -> Council:
    """Only what delivery looks at; `channels` and `emails` are changes, by id."""
    organisations = (o.model_dump() | {"channel": (channels or {}).get(o.id, o.channel)} for o in ORGANISATIONS)
    people = (p.model_dump() | {"email": (emails or {}).get(p.id, p.email)} for p in PEOPLE)
    directory = Directory.model_validate({"people": tuple(people), "organisations": tuple(organisations)})
    return cast(Council, SimpleNamespace(directory=directory, team=SimpleNamespace(channel="rapid-response")))


def small_workspace(clock: StandingClock) -> Workspace:
    ws = Workspace(now=clock.now, monotonic=clock.monotonic, system_time=lambda: clock.system().timestamp())
    ws.add_user("U1", "ann", "Ann", "ann@example.org")
    ws.add_user("U2", "bob", "Bob", "bob@example.org")
    ws.add_channel("C0000TEAM", "rapid-response", ["U1"])
    ws.add_channel("C0000STRE", "streets", ["U1"])
    ws.add_channel("C0000POLI", "police", ["U1"], private=True)
    ws.add_channel("C0000PARK", "parks", ["U1"])
    ws.add_channel("C0000OLD", "old", ["U1"], archived=True)
    ws.add_channel("C0000QUIE", "quiet", ["U1"], with_bot=False)
    return ws


def draw(session: Session, council: Council, delivery: Delivery, now: datetime) -> Message | None:
    """What `data` asks for; a card shows its issue's summary as it is now."""
    asked = delivery.data
    if "raises" in asked:
        raise KeyError(asked["raises"])
    if asked.get("silent"):
        return None
    text = asked.get("text", delivery.kind)
    if delivery.card and (issue := session.get(Issue, delivery.issue_id)):
        text = issue.summary
    thread_of = tuple(asked["thread_of"]) if "thread_of" in asked else None
    return Message(text, thread_of=cast(Any, thread_of))


class PostRoom:
    """`clock` rules everything; `put` writes deliveries, `drain` sends what is due."""

    def __init__(self, engine: Engine, clock: StandingClock, ws: Workspace, api_url: str):
        self.engine, self.clock, self.ws, self.api_url = engine, clock, ws, api_url
        self.council = small_council()
        self.told: list[int | None] = []
        self.dispatcher = self.new_dispatcher()
        self._number = 0

    def new_sender(
        self, limits: Limits | None = None, kind: type[SlackSender] = SlackSender, timeout: int = 5, url: str = ""
    ) -> SlackSender:
        client = web_client(self.ws.bot_token, url or self.api_url, timeout)
        return kind(client, Addresses(self.engine, client, self.clock), limits)

    def new_dispatcher(
        self,
        sender: SlackSender | None = None,
        worker: str = "first",
        on_parked: OnParked | None = None,
        drawn: Callable[..., Message | None] = draw,
    ) -> Dispatcher:
        return Dispatcher(
            self.engine,
            self.clock,
            {"slack": sender or self.new_sender()},
            drawn,
            lambda: self.council,
            worker,
            on_parked or (lambda session, delivery: self.told.append(delivery.id)),
        )

    def issue(self, summary: str = "A broken gate") -> int:
        now = self.clock.now()
        issue = Issue(
            state="open", route="service", criteria_version="v", owner="team", summary=summary, note="",
            entered_by="person:ann", reported_at=now, changed_at=now,
        )  # fmt: skip
        with writing(self.engine) as session:
            session.add(issue)
            session.commit()
            return issue.id or 0

    def summarise(self, issue_id: int, summary: str) -> None:
        with writing(self.engine) as session:
            issue = session.get_one(Issue, issue_id)
            issue.summary = summary
            session.add(issue)
            session.commit()

    def put(self, recipient: str, text: str | None = None, *, kind: str = "told", **more: Any) -> int:
        """One delivery, due now; `data` takes what `draw` understands."""
        self._number += 1
        data = dict(more.pop("data", {})) | ({"text": text} if text else {})
        now = self.clock.system()
        row = Delivery(
            **{
                "key": f"key-{self._number}",
                "kind": kind,
                "recipient": recipient,
                "lane": f"lane-{self._number}",
                "data": data,
                "due_at": now,
                "created_at": now,
            }
            | more
        )
        with writing(self.engine) as session:
            session.add(row)
            session.commit()
            return row.id or 0

    def card(self, recipient: str, issue_id: int, *, kind: str = "issue_card", **more: Any) -> int:
        return self.put(recipient, kind=kind, issue_id=issue_id, card=True, lane=f"{recipient} {issue_id}", **more)

    def drain(self) -> int:
        return self.dispatcher.drain()

    def row(self, delivery_id: int) -> Delivery:
        with reading(self.engine) as session:
            return session.get_one(Delivery, delivery_id)

    def states(self, *deliveries: int) -> list[str]:
        return [self.row(delivery).state for delivery in deliveries]

    def posted(self) -> list[Posted]:
        with reading(self.engine) as session:
            return list(session.exec(select(Posted)))

    def texts(self, channel: str = "C0000TEAM") -> list[str]:
        """All that stands in a channel, its threads included, oldest first."""
        return [message.text for message in self.ws.messages.get(channel, [])]

    def pass_time(self, **by: float) -> None:
        """System time only."""
        self.clock.move_system(timedelta(**by))

    def calls(self, method: str = "chat.postMessage") -> int:
        return len(self.ws.log.of(method))
