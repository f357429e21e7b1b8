"""What the demo opens on: a few live issues, put there through the desk, and the people offered first.

A council tells them in `demo/stories.yaml` of its folder; one without that file opens with the worked examples of
its own criteria.
"""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from bot.desk.actor import Actor
from bot.desk.verbs import assign, decide, respond
from bot.desk.verbs.report import Report, report
from bot.desk.work import Desk
from storage.actions import of_issue
from storage.issues import AWAITING
from triage_rules.council import Council
from triage_rules.criteria import Answer

FILE = "demo/stories.yaml"


class Telling(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Asked(Telling):
    owner: str
    text: str


class Story(Telling):
    note: str
    answers: dict[str, Answer]
    summary: str = ""
    place: str = ""
    wards: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    threat: tuple[str, ...] = ()
    accepted: bool = False
    acknowledged: bool = False
    actions: tuple[Asked, ...] = ()


class Part(Telling):
    person: str
    role: str = Field(alias="as")


class Stories(Telling):
    featured: tuple[Part, ...] = ()
    stories: tuple[Story, ...] = ()


def read(text: str | None, council: Council, on: date) -> Stories:
    """The stories of the council's file; without one, its criteria's examples. Raises pydantic's ValidationError."""
    if text is None:
        return Stories(stories=tuple(_of_examples(council, on)))
    return Stories.model_validate(YAML(typ="safe").load(text))


def _of_examples(council: Council, on: date):
    directory = council.directory
    wards = directory.wards(on)
    services = [org.id for org in directory.organisations if org.kind != "parish" and org.channel]
    for number, row in enumerate(
        row for row in council.criteria.rows if row.route in ("service", "team", "ward_member")
    ):
        if not row.examples:
            continue
        threatened = any(
            question.object == "threat" and row.examples[0].answers.get(question.id) == "yes"
            for question in council.criteria.questions
        )
        yield Story(
            note=row.examples[0].text,
            answers=dict(row.examples[0].answers),
            wards=(wards[number % len(wards)].id,),
            services=tuple(services[: 1 if row.route == "service" else 2]),
            threat=("reputation",) if threatened else (),
        )


def tell(desk: Desk, stories: Stories) -> None:
    """Put them on the desk: some only reported, so that there is something to do."""
    directory, on = desk.council().directory, desk.today()
    duty = _actor(directory.all_holders("team_officer", on)[0])
    officer = _actor((directory.all_holders("officer", on) or directory.all_holders("team_officer", on))[0])
    for story in stories.stories:
        issue = report(desk, officer, _report(story)).issue
        if issue is None or issue.id is None:
            continue
        if story.accepted and issue.state == AWAITING:
            decide.accept(desk, duty, issue.id)
            for asked in story.actions:
                assign.add_action(desk, duty, issue.id, asked.text, asked.owner)
        if story.acknowledged:
            _acknowledge(desk, issue.id, on)


def _actor(person: Any) -> Actor:
    return Actor(f"person:{person.id}", person.name, person.id)


def _report(story: Story) -> Report:
    return Report(
        note=story.note,
        summary=story.summary,
        answers=dict(story.answers),
        place=story.place,
        wards=story.wards,
        services=story.services,
        raised_by="resident",
        objects={"threat": list(story.threat)} if story.threat else {},
    )


def _acknowledge(desk: Desk, number: int, on: date) -> None:
    with desk.look() as session:
        actions = of_issue(session, number)
    for action in actions:
        contact = desk.council().directory.holders("contact", action.owner, on)[0]
        respond.acknowledge(desk, _actor(contact), action.id or 0)
