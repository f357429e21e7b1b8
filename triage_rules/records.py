"""What the directory holds: areas, people and their roles with dates, organisations, what has an owner."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

SLUG = r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$"
EMAIL = r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;]+$"
CHANNEL = r"^[^#\s]+$"
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Email = Annotated[str, StringConstraints(pattern=EMAIL, max_length=254)]
# Only encrypted, or this machine itself; no name and password in it.
WEBHOOK = r"^(?:https://[^\s/@]+|http://(?:127\.0\.0\.1|localhost)(?::[0-9]+)?)(?:/\S*)?$"
Webhook = Annotated[str, StringConstraints(pattern=WEBHOOK, max_length=300)]
Channel = Annotated[str, StringConstraints(pattern=CHANNEL, max_length=80)]
RoleName = Literal[
    "ward_member",
    "cabinet_lead",
    "corporate_director",
    "team_officer",
    "team_manager",
    "rural_officer",
    "senior_manager",
    "contact",
    "manager",
    "executive",
    "body_member",
    "officer",
]
OVER: dict[RoleName, tuple[str, bool]] = {
    "ward_member": ("ward", True),
    "cabinet_lead": ("portfolio", True),
    "corporate_director": ("portfolio", False),
    "team_officer": ("", False),
    "team_manager": ("", False),
    "rural_officer": ("", False),
    "senior_manager": ("ward", True),
    "contact": ("organisation", True),
    "manager": ("organisation", True),
    "executive": ("organisation", True),
    "body_member": ("body", True),
    "officer": ("organisation", False),
}
"""What each role is held over, and whether that must be named ("" and False: the whole council)."""
ELECTED: frozenset[RoleName] = frozenset({"ward_member", "cabinet_lead"})
"""Roles in which nobody can stand in for somebody else."""


class Record(BaseModel):
    """A line of the council's data: never changed after reading; a misspelt field is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Dated(Record):
    """Something that holds for a time; both days are included, None is open."""

    from_: date | None = Field(default=None, alias="from")
    until: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ and self.until and self.until < self.from_:
            raise ValueError(f"it ends on {self.until}, before it begins on {self.from_}; swap the dates")
        return self

    def holds(self, on: date) -> bool:
        return (self.from_ is None or self.from_ <= on) and (self.until is None or on <= self.until)


class Held(Dated):
    """A role as it stands under its person in the council's files."""

    role: RoleName
    of: str | None = None


class Role(Held):
    """A role with its person. `of`: a ward, portfolio, organisation or body; None is the whole council."""

    person: Slug


class Away(Dated):
    """Days on leave, both included. deputy: who is reminded, told and may act instead meanwhile; None for nobody."""

    deputy: Slug | None = None


class Person(Record):
    """id: a permanent slug. tells_by: how news reaches them. away: when they are on leave. address: for post, line by
    line. large_print: their briefings come in 16 point.
    """

    id: Slug
    name: Name
    email: Email
    tells_by: Literal["slack", "email", "print"] = "slack"
    away: tuple[Away, ...] = ()
    address: tuple[Name, ...] = ()
    large_print: bool = False


class Area(Dated):
    """id: a slug. code: GSS code. wards: of a parish or locality, the wards that it touches.

    vacancies: seats of a ward that nobody holds just now.
    """

    id: Slug
    name: Name
    kind: Literal["ward", "parish", "locality", "borough"]
    code: str | None = None
    rural: bool = False
    vacancies: int = 0
    wards: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _wards_of_what(self) -> Area:
        if self.wards and self.kind in ("ward", "borough"):
            raise ValueError(f"a {self.kind} has no list of wards; remove 'wards'")
        return self


class Agreement(Dated):
    """An information-sharing agreement. reference: where it is written."""

    reference: Name


class Delegation(Dated):
    """reference: of the scheme of delegation. role: who holds it. verbs: what it lets them decide."""

    id: Slug
    reference: Name
    role: RoleName
    verbs: tuple[Literal["accept", "change_route", "agree", "close"], ...] = Field(min_length=1)


class Organisation(Record):
    """A service, partner or parish council that can own work.

    calendar, ladder: None for the council's. webhook: where its own system hears of its work; the secret that signs
    is in the environment (WEBHOOK_SECRETS). sharing_agreement: under which personal detail may go to a partner; the
    council's own services need none."""

    id: Slug
    name: Name
    kind: Literal["service", "partner", "parish"]
    channel: Channel | None = None
    calendar: str | None = None
    ladder: str | None = None
    portfolio: str | None = None
    area: str | None = None
    webhook: Webhook | None = None
    sharing_agreement: Agreement | None = None

    def may_have_detail(self, on: date) -> bool:
        """Whether personal detail may go there on that day."""
        return self.kind == "service" or (self.sharing_agreement is not None and self.sharing_agreement.holds(on))


class Portfolio(Record):
    id: Slug
    name: Name


class Body(Record):
    """A board or partnership that is told of progress or outcomes."""

    id: Slug
    name: Name
    kind: Literal["priority_board", "thematic_partnership", "scrutiny"]


class Owned(Record):
    """owner: an organisation. portfolio: whose Cabinet Lead answers for it."""

    id: Slug
    name: Name
    owner: str
    portfolio: str


class Priority(Owned):
    """board, partnership: the bodies that hear of it."""

    board: str | None = None
    partnership: str | None = None


class Indicator(Owned):
    pass


class PlanAction(Owned):
    """programme: whether the team's yearly programme carries it, or its owner does."""

    priority: str
    programme: Literal["team", "service"] = "service"
