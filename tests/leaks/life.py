"""A whole life of an issue with words in every field, a fortnight of reminders and briefings, and three more issues:
a resident's case for one councillor, one that is exempt, one that came through Open311."""

import json
from datetime import timedelta

from pydantic import SecretStr
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from bot.app import draw
from bot.delivery.webhook_sender import WebhookSender
from bot.desk.due import brief, chase
from bot.desk.mail import receive
from bot.desk.verbs import assign, close, councillors, decide, privacy, put_off, respond, talk
from bot.desk.verbs.report import Report, report, satisfied
from bot.desk.work import Desk
from bot.letterbox.letter import read_letter
from bot.web.machines.open311 import open311_routes
from storage.outbox import Delivery
from tests.desk.people import ANSWERS, Office
from tests.leaks.planted import Seen, planted
from tests.letterbox.letters import letter as written

WARD = "cuckoo-oak"
KEY = "a key of an app"
WITHOUT_AGREEMENT = "fire_service"  # asked, too, and no personal detail may go there
# The foremost of several roles.
READERS = {
    "ward_member": "councillor",
    "cabinet_lead": "cabinet",
    "corporate_director": "director",
    "contact": "asked",
    "manager": "asked",
    "executive": "asked",
    "team_officer": "team",
    "team_manager": "team",
    "senior_manager": "officer",
}


class Life:
    """Issue 1 is the long one; 2 the case, of `holder`; 3 is exempt; 4 came through Open311; 5 is planned work."""

    def __init__(self, desk: Desk):
        self.desk, self.office, self.seen = desk, Office(desk), Seen()
        self.holder = self.office.councillors(WARD)[1]
        self.hooks = WebhookSender({"police": SecretStr("s" * 32)}, desk.engine, desk.clock, desk.council)

    def reader(self, delivery: Delivery) -> str:
        """Whose eyes a message is for."""
        kind, _, id = delivery.recipient.partition(":")
        places = {"team": "team", "org": "partner" if id == WITHOUT_AGREEMENT else "asked", "hook": "asked"}
        return self.kind_of(id) if kind == "person" else places.get(kind, kind)

    def kind_of(self, person: str) -> str:
        if person in (self.office.officer.person, self.holder.person):
            return "reporter" if person == self.office.officer.person else "holder"
        roles = self.office.directory.roles_of(person, self.desk.today())
        held = {role.role for role in roles}
        if any(role.of == WITHOUT_AGREEMENT for role in roles):
            return "partner"
        return next((name for role, name in READERS.items() if role in held), "+".join(sorted(held)) or "nobody")

    def look(self) -> None:
        """Everything that lies in the outbox, as its reader would get it now."""
        desk = self.desk
        with desk.look() as session:
            for delivery in session.exec(select(Delivery)):
                message = draw(session, desk.council(), delivery, desk.clock.now())
                if message is None:
                    continue
                whole = [message.text, message.subject, message.html, json.dumps(message.blocks, ensure_ascii=False)]
                if delivery.recipient.startswith("hook:"):
                    whole.append(json.dumps(self.hooks._payload(delivery, message), ensure_ascii=False))
                self.seen.shown[self.reader(delivery)] += whole

    def days(self, number: int) -> None:
        for _ in range(number):
            self.desk.clock.move(timedelta(days=1))  # pyright: ignore[reportAttributeAccessIssue]
            chase.tick(self.desk)
            brief.brief(self.desk)
            self.look()

    # -- what happens ---------------------------------------------------------------------------------------------

    def live(self) -> None:
        desk, office, duty = self.desk, self.office, self.office.duty
        self.begin()
        self.look()
        decide.accept(desk, duty, 1)
        self.marked()
        police = assign.add_action(desk, duty, 1, planted("action"), "police").id or 0
        schools = assign.add_action(desk, duty, 1, "Ask the pupils", "schools").id or 0
        fire = assign.add_action(desk, duty, 1, "Look at the hydrant", WITHOUT_AGREEMENT).id or 0
        self.look()
        self.talk(police, schools)
        self.days(14)
        respond.done(desk, office.police, police, planted("outcome"))
        respond.done(desk, office.holder("contact", WITHOUT_AGREEMENT), fire, "It works")
        self.look()
        assign.withdraw(desk, duty, schools, "Not needed")
        close.close(desk, duty, 1, planted("why_closed"))
        self.look()
        satisfied(desk, office.officer, 1, False, planted("why_not_satisfied"))
        self.days(8)
        decide.change_route(desk, duty, 1, "team", planted("why_rerouted"))
        self.look()
        self.planned()
        self.days(3)

    def planned(self) -> None:
        """Issue 5: planned work that one of the two who have to agree does not want."""
        desk, office = self.desk, self.office
        decide.accept(desk, office.duty, office.report("R10").id or 0)
        self.look()
        decide.agree(desk, office.holder("corporate_director"), 5, False, planted("why_not_agreed"))
        self.look()

    def begin(self) -> None:
        office = self.office
        given = Report(
            note=planted("note"), summary=planted("summary"), place=planted("place"), reply_to=planted("reply_to"),
            answers=ANSWERS["R9"], wards=(WARD,), services=("street_scene", "police"), raised_by="resident",
            objects=office.objects("R9"),
        )  # fmt: skip
        report(self.desk, office.officer, given)

    def marked(self) -> None:
        """The case, the exempt one, and the one of an app."""
        desk, office = self.desk, self.office
        one = {"answers": ANSWERS["R13"], "wards": (WARD,), "services": ("street_scene",), "raised_by": "resident"}
        case = {name: planted(f"case_{name}") for name in ("note", "summary", "place")}
        report(desk, office.officer, Report(**case, **one, casework_for=self.holder.person))
        exempt = {name: planted(f"exempt_{name}") for name in ("note", "summary", "place")}
        report(desk, office.officer, Report(**exempt, **one))
        privacy.mark(desk, office.duty, 3, privacy.Marks(sensitive=True, exempt="3"))
        client = TestClient(Starlette(routes=open311_routes(desk, {"app": SecretStr(KEY)})))
        given = {
            "api_key": KEY, "service_code": "street_scene", "description": planted("citizen_note"),
            "address_string": planted("citizen_place"), "first_name": planted("citizen_contact"),
        }  # fmt: skip
        answers = [client.post("/open311/v2/requests.json", data=given)]
        answers += [client.get(f"/open311/v2/requests/RR-{n}.{form}") for n in (1, 2, 3, 4) for form in ("json", "xml")]
        assert answers[0].status_code == 201
        self.seen.shown["open311"] += [answer.text for answer in answers]

    def talk(self, police: int, schools: int) -> None:
        desk, office, duty = self.desk, self.office, self.office.duty
        respond.acknowledge(desk, office.police, police)
        respond.set_reference(desk, office.police, police, planted("reference"), planted("expected_by"))
        put_off.put_off(desk, office.police, police, _later(desk), planted("why_put_off"))
        respond.not_ours(desk, office.actor("ruby-register"), schools, planted("why_not_ours"), None)
        talk.add_note(desk, office.police, 1, planted("note_later"), police)
        talk.add_note(desk, duty, 1, planted("note_councillors"), audience="councillors")
        talk.add_note(desk, duty, 1, planted("note_public"), audience="public")
        talk.ask(desk, duty, 1, planted("question"))
        self.look()
        talk.answer(desk, office.officer, 1, planted("answer"))
        talk.reply(desk, duty, 1, planted("reply"))
        councillors.give_view(desk, office.councillors(WARD)[0], 1, planted("view"))
        receive(desk, read_letter(written("stranger@example.org", planted("stray"), "Hello")), "x")
        self.look()


def _later(desk: Desk) -> str:
    return (desk.today() + timedelta(days=8)).isoformat()
