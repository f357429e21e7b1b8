"""The forms of the verbs, drawn from the table in `verbs.py`. Pure."""

from bot.desk.verbs.privacy import PARAGRAPHS
from bot.desk.verbs.talk import AUDIENCES
from bot.slack.blocks import Block, Choice, boxes, context, day, escaped, modal, question, section, select, typed
from bot.slack.buttons import Target
from bot.slack.choices import organisation_choices
from bot.slack.verbs import UNKNOWN, VERBS, Field
from storage.actions import Action
from storage.issues import Issue
from triage_rules.council import Council

CALLBACK = "verb_form"


def draw_form(
    name: str, target: Target, council: Council, issue: Issue, action: Action | None, trouble: str = ""
) -> Block:
    """The form of this verb; above its fields, what it is about."""
    form = VERBS[name].form
    assert form is not None, "only verbs with a form are drawn"
    about = f"*{issue.reference}*  {escaped(issue.summary[:300])}"
    if action is not None and not action.leads:
        about += f"\n{escaped(council.directory.name(action.owner))}: {escaped(action.text[:300])}"
    fields = [_field(each, council, issue, action) for each in form.fields]
    blocks = [*([section(f":warning: {escaped(trouble)}")] if trouble else []), context(about), *fields]
    return modal(form.title, blocks, callback=CALLBACK, submit=form.submit, metadata=f"{name}:{target}")


def _field(field: Field, council: Council, issue: Issue, action: Action | None) -> Block:
    start = str(getattr(action, field.starts, "") or getattr(issue, field.starts, "")) if field.starts else ""
    return question(
        field.name,
        field.label,
        _element(field, council, start, issue, action),
        hint=field.hint,
        optional=field.optional,
    )


def _element(field: Field, council: Council, start: str, issue: Issue, action: Action | None) -> Block:
    match field.kind:
        case "line":
            return typed(start, most=300)
        case "lines":
            return typed(start, lines=True)
        case "organisation":
            return select(organisation_choices(council))
        case "route":
            return select(route_choices(council))
        case "next_owner":
            return select(next_owner_choices(council, action))
        case "day":
            return day()
        case "audience":
            return select(list(AUDIENCES.items()))
        case "councillor":
            return select(case_choices(council, issue), start)
        case "sensitive":
            return boxes([("yes", "Sensitive: shown to as few as possible")], ("yes",) if issue.sensitive else ())
        case "paragraph":
            return select([(n, f"Paragraph {n}: {words}") for n, words in PARAGRAPHS.items()], start)
        case _:
            return boxes([("yes", "No further action (say above why)")])


def case_choices(council: Council, issue: Issue) -> list[Choice]:
    """Everybody who may hold a case: all who sit for a ward, whoever holds it now first."""
    sitting = {role.person for role in council.directory.roles if role.role == "ward_member"}
    people = [(p.id, p.name) for p in council.directory.people if p.id in sitting]
    return sorted(people, key=lambda choice: (choice[0] != issue.casework_for, choice[1]))[:100]


def route_choices(council: Council) -> list[Choice]:
    """Where a duty officer may send an issue: the team, the councillors, or one service or partner."""
    councillors = f"The {council.words.councillors} of the {council.words.ward}"
    services = [(f"org:{id}", name) for id, name in organisation_choices(council)]
    return [("team", council.team.name), ("ward_member", councillors), *services]


def next_owner_choices(council: Council, action: Action | None) -> list[Choice]:
    """Everybody but the present owner, and the choice not to know."""
    others = [choice for choice in organisation_choices(council) if action is None or choice[0] != action.owner]
    return [(UNKNOWN, "I do not know"), *others]
