"""What a council sets besides people and criteria: its team, words and safety texts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from triage_rules.records import Channel, Email, Held, Name, Person, Record

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class TeamSettings(Record):
    """channel: of Slack, without '#'. lead_portfolio: whose Cabinet Lead the team reports to. email: the team's
    own mailbox, where answers to its letters go; None for none."""

    name: Name
    channel: Channel
    lead_portfolio: str
    email: Email | None = None


class Words(Record):
    """What this council calls things. Small letters where the word stands inside a sentence."""

    ward: Name = "ward"
    councillor: Name = "councillor"
    councillors: Name = "councillors"
    cabinet_lead: Name = "Cabinet Lead"
    cabinet: Name = "Cabinet"
    corporate_director: Name = "Corporate Director"
    management_team: Name = "management team"
    senior_manager: Name = "senior manager"
    duty_officer: Name = "duty officer"
    rural_officer: Name = "rural officer"
    parish_council: Name = "town or parish council"
    priority_board: Name = "Priority Board"
    thematic_partnership: Name = "thematic partnership"
    scrutiny: Name = "scrutiny"
    criteria: Name = "the council's criteria"


class Telephone(Record):
    """A number to ring, and when or for whom."""

    number: Annotated[Name, Field(coerce_numbers_to_str=True)]
    for_: Line = Field(alias="for")


class SafetyText(Record):
    """What a stop says: whom to ring, then what else to know. Nothing of the report is kept."""

    title: Name
    numbers: tuple[Telephone, ...] = Field(min_length=1)
    lines: tuple[Line, ...] = ()


class Repeats(Record):
    """window_days: how far back the reports of one place and service are counted as repeats."""

    window_days: int = Field(default=90, ge=1, le=3660)


class PutOff(Record):
    """How far, in working days, and how often whoever owes an action may put its reminders off. The team may
    always do so, as far."""

    days: int = Field(default=10, ge=1, le=260)
    times: int = Field(default=2, ge=0, le=20)


class PersonEntry(Person):
    """A person as the files have them, with their roles."""

    roles: tuple[Held, ...] = ()

    def person(self) -> Person:
        return Person(**{name: getattr(self, name) for name in Person.model_fields})
