"""A workspace with everybody of a council in it, and the real Bolt app behind it: signed requests in, Web API out."""

import itertools
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlmodel import col, select

from bot.clock import StandingClock
from bot.desk.verbs.report import Report, report
from bot.desk.work import Desk
from bot.simulator import OpenView, Person, Surface, Workspace, run_in_thread, simulator_app
from bot.simulator.state.models import Message
from bot.slack.app import build_app
from bot.slack.identity import People
from storage.actions import Action, of_issue
from storage.intake import Draft
from storage.issues import Event, Issue
from storage.issues import history as events_of
from triage_rules.council import Council

AWAY = "T0000AWAY"
STRANGER = "U0AWAY"
NEWCOMER = "U0NEW"  # of the council's workspace, and not in its directory


def user_id(person: str) -> str:
    return "U" + person.upper().replace("-", "0").replace("_", "0")


class Workplace:
    """`now` for business time; `later` work is done at once. `person` ids are the directory's."""

    def __init__(self, desk: Desk, api_url: str, ws: Workspace, bolt: App):
        self.desk, self.ws, self.bolt, self.clock = desk, ws, bolt, desk.clock
        self.client = WebClient(token=ws.bot_token, base_url=api_url, retry_handlers=[])
        self.people = People(desk, self.client)

    @property
    def council(self) -> Council:
        return self.desk.council()

    def user(self, person: str) -> Person:
        return self.ws.user(user_id(person))

    def actor(self, person: str):
        return self.people.actor(self.ws.team_id, user_id(person), self.ws.team_id)

    def holder(self, role: Any, of: str | None = None) -> str:
        return self.council.directory.holders(role, of, self.desk.today())[0].id

    # -- the form -----------------------------------------------------------------------------------------------

    def label(self, question: str) -> str:
        return self.council.criteria.question(question).text

    def form(self, person: str, text: str = "") -> OpenView:
        view = self.user(person).command("/issue", text)
        assert view is not None
        return view

    def safe(self, view: Surface) -> None:
        for question in self.council.criteria.safety:
            view.fill(question.text, "No")

    def answer(self, view: Surface, answers: Mapping[str, str]) -> list[str]:
        """Answers each question as it is asked, No where nothing is given; the ids that were asked."""
        asked: list[str] = []
        words = {"yes": "Yes", "no": "No", "unknown": "Not known"}
        by_text = {question.text: question.id for question in self.council.criteria.questions}
        while new := [by_text[label] for label in view.labels if label in by_text and by_text[label] not in asked]:
            asked.append(new[0])
            view.fill(self.label(new[0]), words[answers.get(new[0], "no")])
        return asked

    def name_objects(self, view: Surface) -> None:
        """Names the first of whatever the form asks to be named."""
        if "Which issue?" in view.labels:
            view.choose_suggested("Which issue?", "")
        if "Which of these could it harm?" in view.labels:
            view.fill("Which of these could it harm?", view.options("Which of these could it harm?"))
        for label in (
            "Which priority?",
            "Which agreed action?",
            "Which priority could it harm?",
            "Which indicator could it harm?",
        ):
            if label in view.labels:
                view.fill(label, view.options(label)[0])

    # -- what is on record ---------------------------------------------------------------------------------------

    def all(self, table: Any) -> list[Any]:
        with self.desk.look() as session:
            return list(session.exec(select(table)))

    def newest(self) -> Issue:
        with self.desk.look() as session:
            return session.exec(select(Issue).order_by(col(Issue.id).desc())).first()  # pyright: ignore

    def issue(self, number: int | None) -> Issue:
        with self.desk.look() as session:
            return session.get_one(Issue, number)

    def actions(self, number: int | None) -> list[Action]:
        with self.desk.look() as session:
            return list(of_issue(session, number or 0))

    def events(self, number: int | None) -> list[Event]:
        with self.desk.look() as session:
            return list(events_of(session, number or 0))

    def verbs(self, number: int | None) -> list[str]:
        return [event.verb for event in self.events(number)]

    @property
    def drafts(self) -> list[Draft]:
        return self.all(Draft)

    # -- short ways ------------------------------------------------------------------------------------------------

    def reported(self, answers: Mapping[str, Any], by: str = "olive-officer", **more: Any) -> Issue:
        given: dict[str, Any] = {"note": "The bus shelter is smashed.", "place": "Southgate", "answers": dict(answers)}
        receipt = report(self.desk, self.actor(by), Report(**{**given, **more}))
        assert receipt.issue is not None
        return receipt.issue

    def button(self, channel: str, verb: str, target: Any, label: str = "") -> Message:
        """A message with this one button, as a card of ours has it."""
        place = self.ws.channel_named(channel) if not channel.startswith("U") else self.ws.dm_with(channel)
        element = {
            "type": "button",
            "action_id": verb,
            "value": str(target),
            "text": {"type": "plain_text", "text": label or verb},
        }
        blocks = [{"type": "actions", "elements": [element]}]
        posted = self.client.chat_postMessage(channel=place.id, text="A card", blocks=blocks)
        return next(m for m in self.ws.messages[place.id] if m.ts == posted["ts"])

    def press(self, person: str, verb: str, target: Any) -> OpenView | None:
        """This person presses this button in a direct message with the bot."""
        who = self.user(person)
        return who.click(self.button(who.id, verb, target), verb)

    def told(self, person: str) -> list[str]:
        """What only this person has been told, in the direct message with the bot."""
        who = self.user(person)
        return [message.text for message in who.messages() if message.ephemeral_to == who.id]


def _populated(ws: Workspace, council: Council, on: Any) -> None:
    for person in council.directory.people:
        ws.add_user(user_id(person.id), person.id, person.name, person.email)
    ws.add_user(NEWCOMER, "newcomer", "Nia Newcomer", "nia.newcomer@example.org")
    ws.add_team(AWAY, "Police")
    # Somebody of another workspace who says that they are a duty officer of the council.
    impostor = next(person for person in council.directory.all_holders("team_officer", on))
    ws.add_user(STRANGER, "stranger", "Sid Stranger", impostor.email, team_id=AWAY)
    numbers = itertools.count(1)
    ws.add_channel(
        f"C{next(numbers):06d}", council.team.channel, [u for u in ws.users if u != ws.bot_user_id], shared=True
    )
    for organisation in council.directory.organisations:
        members = [user_id(p.id) for p in council.directory.members_of(organisation.id, on)]
        if organisation.channel:
            ws.add_channel(f"C{next(numbers):06d}", organisation.channel, members)
    ws.add_command("/issue")
    ws.add_shortcut("report_issue", "Report an issue")
    ws.add_shortcut("report_message", "Report this message", "message")


@contextmanager
def working(desk: Desk, clock: StandingClock, **more: Any) -> Iterator[Workplace]:
    seconds = itertools.count()
    ws = Workspace(now=_now(clock), monotonic=lambda: next(seconds) / 1000, system_time=time.time)
    _populated(ws, desk.council(), desk.today())
    with run_in_thread(simulator_app(ws)) as served:
        bolt = build_app(
            desk,
            ws.bot_token,
            signing_secret=ws.signing_secret,
            api_url=served.api_url,
            later=lambda work: work(),
            **more,
        )

        def handle(body: str, headers: Mapping[str, str]) -> tuple[int, Mapping[str, str], str]:
            answer = bolt.dispatch(BoltRequest(body=body, headers=dict(headers)))
            return answer.status, answer.first_headers_without_set_cookie(), answer.body

        ws.connect_direct(handle)
        yield Workplace(desk, served.api_url, ws, bolt)


def _now(clock: StandingClock):
    def now() -> datetime:
        return clock.now()

    return now
