"""`rapid-response triage --explain RR-12`: a decision on record, in the words of the criteria that made it."""

import json
from typing import Any

import click
from sqlmodel import Session

from bot.cli.surroundings import No, Surroundings
from storage import councils
from storage.issues import Event, Issue, last_event
from storage.session import reading
from triage_rules.criteria import Criteria
from triage_rules.explain import explanation
from triage_rules.plain_words import day, destination
from triage_rules.triage import Reason


def explain_on_record(around: Surroundings, reference: str, as_json: bool) -> None:
    """Print it. Raises No when there is none, UsageError when the reference is not one."""
    digits = reference.upper().removeprefix("RR-")
    if not (digits.isascii() and digits.isdigit()):
        raise click.UsageError(f"'{reference}' is not a reference such as RR-12.")
    with reading(around.engine()) as session:
        issue = session.get(Issue, int(digits)) if int(digits) < 2**31 else None
        decided = last_event(session, int(digits), "decided") if issue else None
        if issue is None or decided is None:
            raise No(f"There is no decision on record for RR-{digits}.")
        changed = last_event(session, int(digits), "route_changed")
        changed = changed if changed and changed.seq > decided.seq else None
        criteria = _criteria(around, session, decided.data["version"])
    if as_json:
        click.echo(json.dumps(_facts(issue, decided, changed, criteria), ensure_ascii=False))
    else:
        click.echo("\n".join(_words(issue, decided, changed, criteria)))


def _criteria(around: Surroundings, session: Session, version: str) -> Criteria | None:
    """From the snapshots; a database that has none was served from the folder."""
    found = councils.criteria_of(session, version)
    if found is None and councils.current_hash(session) is None:
        folder = around.council_of_folder(around.settings.council).criteria
        return folder if folder.version == version else None
    return found


def _words(issue: Issue, decided: Event, changed: Event | None, criteria: Criteria | None) -> list[str]:
    data = decided.data
    went = destination(data["route"], data["stream"])
    lines = [f"{issue.reference}: decided on {day(decided.at.date())} to go to {went}."]
    if criteria is None:
        lines.append(f"The words of criteria version {data['version']} are not kept here. What is on record:")
        lines.append(f"  row {data['row']}, because of {', '.join(data['reasons']) or 'no answer in particular'}")
    else:
        row = criteria.row(data["row"]) if data["row"] else None
        said = explanation(criteria, row, _reasons(criteria, decided), missing=data.get("missing"))
        lines += [f"  {line}" for line in said]
    if changed:
        why = "(the reason has been erased)" if changed.words is None else changed.words
        lines.append(
            f"On {day(changed.at.date())} {changed.actor_name} sent it elsewhere ({changed.data['to']}): {why}"
        )
    lines.append("The answers:")
    return [*lines, *(f"  {_answer(criteria, id, answer)}" for id, answer in data["answers"].items())]


def _answer(criteria: Criteria | None, id: str, answer: str) -> str:
    question = criteria.by_id.get(id) if criteria else None
    return f"{id}: {answer}{f'  ({question.text})' if question else ''}"


def _reasons(criteria: Criteria, decided: Event) -> list[Reason]:
    answers = decided.data["answers"]
    found = []
    for id in decided.data["reasons"]:
        question, answer = criteria.question(id), answers.get(id, "unknown")
        found.append(Reason(id, question.text, answer, question.source, question.because(answer)))
    return found


def _facts(issue: Issue, decided: Event, changed: Event | None, criteria: Criteria | None) -> dict[str, Any]:
    """`meaning`, `source` and what stands in `reasons` besides the ids are null where the words are not kept."""
    data = decided.data
    row = criteria.row(data["row"]) if criteria and data["row"] else None
    reasons = [vars(reason) for reason in _reasons(criteria, decided)] if criteria else []
    return {
        "reference": issue.reference,
        "at": decided.at.isoformat(),
        **data,
        "reasons": reasons or [{"id": id, "answer": data["answers"].get(id, "unknown")} for id in data["reasons"]],
        "criteria_version": data["version"],
        "effective_from": criteria.effective_from.isoformat() if criteria else None,
        "meaning": row.meaning if row else None,
        "source": row.source if row else None,
        "changed": _change(changed) if changed else None,
    }


def _change(changed: Event) -> dict[str, Any]:
    by = {"by": changed.actor_name, "role": changed.actor_role}
    return {"at": changed.at.isoformat(), **by, "to": changed.data["to"], "why": changed.words}
