"""A council's criteria as it writes them: the questions, and the rows that say where an issue goes.

These are the shapes of `criteria.yaml`. Whether the rows make sense together is proved in `table.py`.
"""

import hashlib
import json
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Answer = Literal["yes", "no", "unknown"]
Given = Literal["yes", "no"]
RowRoute = Literal["stop", "join", "signpost", "team", "service", "ward_member"]
Route = Literal["stop", "join", "signpost", "team", "service", "ward_member", "hold"]
Stream = Literal[
    "emergency",
    "safeguarding",
    "engagement",
    "planned",
    "rapid_response",
    "planned_candidate",
    "plan_owner",
    "flagged",
]
Outcome = tuple[RowRoute, Stream | None]
Object = Literal["issue", "priority", "plan_action", "threat"]
Signal = Literal[
    "immediate_danger",
    "safeguarding",
    "council_can_act",
    "repeat",
    "asks_for_consultation",
    "already_planned",
    "unforeseen",
    "one_service",
    "threat_priority",
    "threat_kpi",
    "threat_reputation",
]

STREAMS_OF: dict[RowRoute, tuple[Stream | None, ...]] = {
    "stop": ("emergency", "safeguarding"),
    "join": (None,),
    "signpost": (None,),
    "team": ("engagement", "planned", "rapid_response", "planned_candidate"),
    "service": (None, "plan_owner", "flagged"),
    "ward_member": (None,),
}
"""The streams that each route may have; None where it may go without one."""

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,39}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\r\n]*$")]
Label = Annotated[Line, StringConstraints(max_length=150)]


class Document(BaseModel):
    """What a council writes: nothing in it is changed after reading, and a misspelt key is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Says(Document):
    """An answer as the reason for a decision, in words that can follow "because"."""

    yes: Line
    no: Line
    unknown: Line | None = None


class Part(Document):
    """One kind of threat that a question of object "threat" may be answered with; any Yes counts."""

    id: Literal["priority", "indicator", "reputation"]
    text: Label
    says: Line | None = None
    source: Line | None = None
    signal: Signal | None = None


class Usual(Document):
    """How often a question is answered so, of the reports on which it is asked: counts or shares, in any unit.

    Only the order of asking rests on it, never a route.
    """

    yes: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    no: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    unknown: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0

    @model_validator(mode="after")
    def _something_is_usual(self) -> Self:
        if not self.yes + self.no:
            raise ValueError("yes and no are both 0; say how many of a hundred answer each, such as {yes: 20, no: 80}")
        return self


class Question(Document):
    """One question to the person who reports; `safety` ones come first and only a given Yes to one stops."""

    id: Id
    text: Label
    help: Line
    source: Line
    says: Says
    safety: bool = False
    object: Object | None = None
    parts: tuple[Part, ...] = ()
    signal: Signal | None = None
    usual: Usual | None = None

    @model_validator(mode="after")
    def _parts_go_with_a_threat(self) -> Self:
        if (self.object == "threat") != bool(self.parts):
            raise ValueError("`parts` belong to a question with `object: threat`, which needs at least one")
        if len({part.id for part in self.parts}) < len(self.parts):
            raise ValueError("two of the parts have the same id; give each of them once")
        return self

    def because(self, answer: Answer) -> str:
        """The answer as a reason; for "unknown" the council's own words, or else the question itself."""
        if answer == "unknown":
            return self.says.unknown or f"it is not known yet: {self.text}"
        return self.says.yes if answer == "yes" else self.says.no


class Tell(Document):
    """Who hears of an issue on this row, and when. Councils name the people in their directory."""

    who: Literal[
        "ward_members",
        "team_lead",
        "portfolio_holders",
        "corporate_director",
        "rural_officer",
        "parish_councils",
        "priority_board",
        "thematic_partnership",
    ]
    at: Literal["report", "accept", "close", "roll_up", "digest"]


class Example(Document):
    """A worked example. Its answers must come out at the row that it stands beside; the rest is not known."""

    text: Text
    answers: dict[Id, Answer]


class Row(Document):
    """One row: it takes what meets all its conditions and no earlier row takes. It may have none (`{}`)."""

    id: Id
    when: dict[Id, Given]
    route: RowRoute
    stream: Stream | None = None
    meaning: Text
    source: Line
    tell: tuple[Tell, ...] = ()
    examples: tuple[Example, ...] = ()

    @model_validator(mode="after")
    def _stream_fits_route(self) -> Self:
        allowed = STREAMS_OF[self.route]
        if self.stream not in allowed:
            names = ", ".join(stream for stream in allowed if stream)
            if not names:
                raise ValueError(f"the route {self.route} has no stream; take `stream` away")
            raise ValueError(f"the route {self.route} goes with one of these streams: {names}")
        return self

    @property
    def outcome(self) -> Outcome:
        """(route, stream): two rows with the same outcome send an issue the same way."""
        return self.route, self.stream


class Criteria(Document):
    """The whole document, in the order in which it is written: earlier rows win."""

    effective_from: date
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]

    @cached_property
    def version(self) -> str:
        """Twelve hex digits of the SHA-256 of the content: the same words give the same version.

        Fields at their default are left out, so that a field that we add later changes no version. The
        order of a row's conditions counts: it is the order of the reasons that people read. What is `usual`
        does not: it changes with what is counted, and decides nothing.
        """
        content = self.model_dump(mode="json", exclude_defaults=True, exclude={"questions": {"__all__": {"usual"}}})
        for row in content["rows"]:
            row["when"] = list(row["when"].items())
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:12]

    @cached_property
    def by_id(self) -> dict[str, Question]:
        """Question id to question."""
        return {question.id: question for question in self.questions}

    def question(self, id: str) -> Question:
        """The question with this id; KeyError when there is none."""
        return self.by_id[id]

    def row(self, id: str) -> Row:
        """The row with this id; KeyError when there is none."""
        for row in self.rows:
            if row.id == id:
                return row
        raise KeyError(id)

    @property
    def usual(self) -> dict[str, Usual]:
        """Question id to the shares of its answers, where the document states them."""
        return {question.id: question.usual for question in self.questions if question.usual}

    @cached_property
    def safety(self) -> tuple[Question, ...]:
        """The safety questions, the more urgent first."""
        return tuple(question for question in self.questions if question.safety)
