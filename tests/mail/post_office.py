"""The sample council's desk with its outbox: e-mail goes to a mail server, everything for Slack is only kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from bot.briefings.letter_form import draw_letter
from bot.cards.draw import draw as draw_card
from bot.cards.message import Message
from bot.clock import StandingClock
from bot.delivery.dispatcher import Dispatcher
from bot.delivery.mail_sender import MailSender, address
from bot.delivery.sender import Place, Receipt
from bot.delivery.smtp_server import Post, parse_smtp_url
from bot.desk.due import undelivered
from bot.desk.verbs import assign, decide
from bot.desk.verbs.links import Links
from bot.desk.work import Desk
from storage.outbox import Delivery
from tests.desk.people import Office
from tests.sample import sample_council
from triage_rules.council import Council
from triage_rules.directory import Directory, Role

SECRET = "a secret of at least thirty-two characters"
PUBLIC_URL = "http://127.0.0.1:8080"
FROM = "Rapid Response <bot@mail.example.org>"
PATIENCE = 0.3  # seconds for one answer: enough on loopback


class Kept:
    """Stands in for Slack: what the team and the channels would read."""

    limits, longest, repaints = None, timedelta(seconds=1), True

    def __init__(self):
        self.posts: list[tuple[str, str]] = []

    def address(self, recipient: str, council: Council) -> str:
        return recipient

    def post(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        self.posts.append((delivery.recipient, message.plain_text))
        return Receipt(place.channel, delivery.key)

    def repaint(self, delivery: Delivery, message: Message, place: Place) -> Receipt:
        return Receipt(place.channel, place.card or "")

    def find(self, delivery: Delivery, place: Place) -> Sequence[Receipt]:
        return ()

    def delete(self, receipt: Receipt) -> None: ...


def draw(session: Session, council: Council, delivery: Delivery, now) -> Message | None:
    drawn = draw_letter if delivery.kind == "briefing" else draw_card
    return drawn(session, council, delivery, now)


def council_with_mailbox() -> Council:
    council = sample_council()
    return replace_team_email(council, "team@example.org")


def replace_team_email(council: Council, email: str | None) -> Council:
    team = council.team.model_copy(update={"email": email})
    return replace(council, team=team)


class PostOffice:
    """`schools` have no channel: what is asked of them goes by e-mail. All on a clock that stands still."""

    def __init__(self, engine: Engine, clock: StandingClock, port: int, worker: str = "first"):
        self.engine, self.clock, self.port, self.worker = engine, clock, port, worker
        self.council = council_with_mailbox()
        self.desk = Desk(engine, clock, lambda: self.council)
        self.office = Office(self.desk)
        self.links = Links(self.desk, SECRET, PUBLIC_URL)
        self.slack = Kept()
        self.dispatcher = self.new_dispatcher()

    def sender(self, url: str = "") -> MailSender:
        server = parse_smtp_url(url or f"smtp://127.0.0.1:{self.port}")
        post = Post(server, self.clock.monotonic, "mail.example.org", step=PATIENCE, last=PATIENCE)
        return MailSender(post, address(FROM), lambda: self.council, self.clock, self.links.url)

    def new_dispatcher(self, url: str = "", worker: str = "first") -> Dispatcher:
        return Dispatcher(
            self.engine,
            self.clock,
            {"slack": self.slack, "email": self.sender(url)},
            draw,
            lambda: self.council,
            worker,
            on_parked=lambda session, delivery: undelivered.tell_team(session, delivery, self.clock),
            on_late=lambda session, delivery: undelivered.tell_of_delay(session, delivery, self.clock),
        )

    def ask_schools(self, text: str = "Ask pupils which way home they avoid", **more) -> int:
        """An accepted issue with one action, which the schools are asked to do; the action's id."""
        issue = self.office.report("R9", **more)
        decide.accept(self.desk, self.office.duty, issue.id or 0)
        return assign.add_action(self.desk, self.office.duty, issue.id or 0, text, "schools").id or 0

    def drain(self) -> None:
        """Everything that is due, and what waits behind the councillors."""
        self.clock.move_system(timedelta(minutes=6))
        self.dispatcher.drain()

    def pass_time(self, **by: float) -> None:
        """System time only."""
        self.clock.move_system(timedelta(**by))

    def letters(self, recipient: str) -> list[Delivery]:
        with self.desk.look() as session:
            query = select(Delivery).where(Delivery.recipient == recipient).order_by(col(Delivery.id))
            return list(session.exec(query))

    def team_reads(self) -> list[str]:
        return [text for recipient, text in self.slack.posts if recipient == "team"]


def role_ended(council: Council, person: str, organisation: str, last_day: date) -> Council:
    """The same council, in which this person's role there ended on that day."""
    directory = council.directory

    def ended(role: Role) -> Role:
        theirs = (role.person, role.of) == (person, organisation)
        return role.model_copy(update={"until": last_day}) if theirs else role

    fields = {name: getattr(directory, name) for name in type(directory).model_fields}
    return replace(council, directory=Directory(**fields | {"roles": tuple(map(ended, directory.roles))}))
