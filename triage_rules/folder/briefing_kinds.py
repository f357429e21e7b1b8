"""The kinds of briefing that a council gives, as data: for whom, about what, when, and what people may choose."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from triage_rules.folder.cron import check_cron
from triage_rules.opening_hours import Weekday, read_wait
from triage_rules.records import Dated, Record, RoleName, Slug

Audience = Literal["ward_members", "cabinet_leads", "corporate_directors", "body", "team"]
Scope = Literal["wards", "portfolio", "priorities", "everything"]
Template = Literal["ward", "portfolio", "board", "numbers", "team"]
Channel = Literal["slack", "email", "print"]

# In the order of the parts of a copy.
ROLES: dict[Audience, tuple[RoleName, ...]] = {
    "cabinet_leads": ("cabinet_lead",),
    "corporate_directors": ("corporate_director",),
    "body": ("body_member",),
    "ward_members": ("ward_member",),
    "team": ("team_officer", "team_manager"),
}
# What each audience may be told about and how; the first of each is the usual one.
ABOUT: dict[Audience, tuple[tuple[Scope, ...], tuple[Template, ...]]] = {
    "cabinet_leads": (("portfolio", "everything"), ("portfolio", "numbers")),
    "corporate_directors": (("portfolio", "everything"), ("portfolio", "numbers")),
    "body": (("priorities", "everything"), ("board", "numbers")),
    "ward_members": (("wards",), ("ward",)),
    "team": (("everything",), ("team", "numbers")),
}


class Choices(Record):
    """What people may choose for themselves. Nothing listed: it is as the council has it.

    pause_weeks: the longest pause; 0 for none.
    """

    days: tuple[Weekday, ...] = ()
    hours: tuple[Annotated[int, Field(ge=0, le=23)], ...] = ()
    roll_ups: tuple[Literal["daily", "weekly"], ...] = ()
    channels: tuple[Channel, ...] = ()
    pause_weeks: int = Field(default=0, ge=0, le=52)


class Briefing(Record):
    """cron: five fields in the council's zone, weekdays by name; moved past closed days when sent. meetings: days on
    which a body meets; its papers go out `papers` working days before, at `at`. With neither it is made on request.

    preview: so much working time before, such as 4h, the team is shown what will go out; None: it is not.
    of: the body. scope, template: None for the audience's usual. public: whether its papers can be read by anybody.
    """

    name: Slug
    audience: Audience
    of: str | None = None
    cron: str | None = None
    meetings: tuple[date, ...] = ()
    papers: int = Field(default=5, ge=0, le=30)
    at: time = time(9)
    scope: Scope | None = None
    template: Template | None = None
    choices: Choices = Choices()
    public: bool = False
    preview: str | None = None

    @field_validator("preview")
    @classmethod
    def _is_working_time(cls, preview: str | None) -> str | None:
        if preview is not None and not isinstance(read_wait(preview), timedelta):
            raise ValueError(f"'{preview}' counts days; write it in working hours, such as 4h or 8h")
        return preview

    @field_validator("cron")
    @classmethod
    def _readable(cls, cron: str | None) -> str | None:
        return cron if cron is None else check_cron(cron)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        scopes, templates = ABOUT[self.audience]
        if self.cron and self.meetings:
            raise ValueError("it has 'cron' and 'meetings'; keep the one that says when it goes out")
        if (self.audience == "body") != (self.of is not None):
            raise ValueError("'of' names the body of a briefing for a body; add it there, and remove it elsewhere")
        if self.scope is not None and self.scope not in scopes:
            raise ValueError(f"its scope is '{self.scope}'; for {self.audience} write {' or '.join(scopes)}")
        if self.template is not None and self.template not in templates:
            raise ValueError(f"its template is '{self.template}'; for {self.audience} write {' or '.join(templates)}")
        return self

    @property
    def shown_before(self) -> timedelta | None:
        """Working time."""
        length = read_wait(self.preview) if self.preview else None
        return length if isinstance(length, timedelta) else None

    @property
    def about(self) -> Scope:
        return self.scope or ABOUT[self.audience][0][0]

    @property
    def form(self) -> Template:
        return self.template or ABOUT[self.audience][1][0]

    @property
    def looks_back(self) -> bool:
        """Papers say what happened since the last papers, whatever their readers have had meanwhile."""
        return self.form in ("board", "numbers")


class PreElection(Dated):
    """From the notice of an election to the poll, both days included. wards: none for the whole council."""

    wards: tuple[str, ...] = ()
