"""The people of the sample council as actors, reports that take each route, and short ways to look at rows."""

from typing import Any

from sqlmodel import col, select

from bot.desk.actor import Actor
from bot.desk.verbs.report import Receipt, Report, report
from bot.desk.work import Desk
from storage.actions import Action, of_issue
from storage.issues import Event, Issue, history
from storage.outbox import Delivery
from storage.waits import RUNNING, Wait

NO = {"Q1": "no", "Q2": "no", "Q3": "yes", "Q4": "no", "Q5": "no", "Q7": "no"}
# Row -> answers that lead there.
ANSWERS: dict[str, dict[str, str]] = {
    "R1": {**NO, "Q1": "yes"},
    "R2": {**NO, "Q2": "yes"},
    "R3": {**NO, "Q4": "yes"},
    "R4": {**NO, "Q3": "no"},
    "R5": {**NO, "Q5": "yes", "Q6": "yes"},
    "R6": {**NO, "Q5": "yes", "Q6": "no"},
    "R7": {**NO, "Q7": "yes", "Q8": "yes"},
    "R8": {**NO, "Q7": "yes", "Q8": "no"},
    "R9": {**NO, "Q9": "yes", "Q10": "no", "Q11": "yes"},
    "R10": {**NO, "Q9": "no", "Q10": "no", "Q11": "yes"},
    "R11": {**NO, "Q10": "yes", "Q11": "yes"},
    "R12": {**NO, "Q10": "no", "Q11": "no"},
    "R13": {**NO, "Q10": "yes", "Q11": "no"},
}
OBJECTS: dict[str, dict[str, Any]] = {
    "R5": {"priority": "first"},
    "R7": {"plan_action": "first"},
    "R8": {"plan_action": "first"},
    "R9": {"threat": ["reputation"]},
    "R10": {"threat": ["reputation"]},
    "R11": {"threat": ["reputation"]},
}
ONE_SERVICE = {"R6", "R11", "R13"}


class Office:
    def __init__(self, desk: Desk):
        self.desk = desk
        self.council = desk.council()
        self.directory = self.council.directory

    def actor(self, person: str, own_team: bool = True) -> Actor:
        return Actor(f"person:{person}", self.directory.person(person).name, person, own_team)

    def holder(self, role: str, of: str | None = None) -> Actor:
        """The first person who holds that role today."""
        return self.actor(self.directory.holders(role, of, self.desk.today())[0].id)

    @property
    def officer(self) -> Actor:
        return self.actor("olive-officer")

    @property
    def duty(self) -> Actor:
        return self.actor("sam-duty")

    @property
    def police(self) -> Actor:
        return self.actor("sgt-lee")

    def councillors(self, ward: str) -> list[Actor]:
        return [self.actor(person.id) for person in self.directory.ward_members(ward, self.desk.today())]

    def report(self, row: str, ward: str = "cuckoo-oak", by: Actor | None = None, **more: Any) -> Issue:
        """A report whose answers lead to that row. Stops have `stopped` instead."""
        receipt = self.receipt(row, ward, by, **more)
        assert receipt.issue is not None
        return receipt.issue

    def receipt(
        self, row: str, ward: str = "cuckoo-oak", by: Actor | None = None, once: str | None = None, **more: Any
    ) -> Receipt:
        given: dict[str, Any] = {
            "note": "The bus shelter at Southgate has been smashed again.",
            "place": "Southgate",
            "wards": (ward,),
            "services": ("street_scene",) if row in ONE_SERVICE else ("street_scene", "police"),
            "raised_by": "resident",
            "answers": ANSWERS[row],
            "objects": self.objects(row),
            **more,
        }
        return report(self.desk, by or self.officer, Report(**given), once)

    def objects(self, row: str) -> dict[str, Any]:
        firsts = {"priority": self.directory.priorities[0].id, "plan_action": self.directory.plan_actions[0].id}
        return {name: firsts[name] if value == "first" else value for name, value in OBJECTS.get(row, {}).items()}

    # -- looking ------------------------------------------------------------------------------------------------

    def issue(self, number: int | None) -> Issue:
        with self.desk.look() as session:
            return session.get_one(Issue, number)

    def actions(self, number: int | None) -> list[Action]:
        with self.desk.look() as session:
            return list(of_issue(session, number or 0))

    def waits(self, number: int | None) -> dict[str, Wait]:
        """The running waits by clock."""
        with self.desk.look() as session:
            found = session.exec(select(Wait).where(Wait.issue_id == number, Wait.state == RUNNING))
            return {wait.clock: wait for wait in found}

    def history(self, number: int | None) -> list[Event]:
        with self.desk.look() as session:
            return list(history(session, number or 0))

    def verbs(self, number: int | None) -> list[str]:
        return [event.verb for event in self.history(number)]

    def outbox(self, number: int | None = None) -> list[Delivery]:
        with self.desk.look() as session:
            query = select(Delivery).order_by(col(Delivery.id))
            if number is not None:
                query = query.where(Delivery.issue_id == number)
            return list(session.exec(query))

    def told(self, number: int | None) -> set[tuple[str, str]]:
        """(kind, recipient) of everything in the outbox about an issue."""
        return {(delivery.kind, delivery.recipient) for delivery in self.outbox(number)}

    def sent(self) -> None:
        """Pretend that all deliveries so far have been sent."""
        from storage.session import writing

        with writing(self.desk.engine) as session:
            for delivery in session.exec(select(Delivery)):
                delivery.state, delivery.attempts = "sent", 1
                session.add(delivery)
            session.commit()
