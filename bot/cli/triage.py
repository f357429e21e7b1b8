"""`rapid-response triage`: what the criteria say, and why."""

import json
import sys
from typing import Any, cast

import click

from bot.cli.surroundings import No, Surroundings, surroundings
from storage.issues import last_event
from storage.session import reading
from triage_rules.council import Council
from triage_rules.criteria import Answer
from triage_rules.triage import Decision
from triage_rules.triage import triage as decide

ANSWERS = ("yes", "no", "unknown")


@click.command()
@click.option("--council", "name", metavar="C", help="A shipped council or a folder; else the one in force.")
@click.option("--answers", metavar="Q1=no,…", help="Answers by question; `-` reads one JSON object a line.")
@click.option("--explain", metavar="RR-12", help="The decision on record for an issue.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of words.")
@surroundings
def triage(around: Surroundings, name: str | None, answers: str | None, explain: str | None, as_json: bool) -> None:
    """What the criteria say, and why."""
    if (answers is None) == (explain is None):
        raise click.UsageError("Give either --answers or --explain.")
    if explain is not None:
        _explain(around, explain, as_json)
        return
    council = around.council_of_folder(name or around.settings.council)
    if answers == "-":
        sys.exit(1 if _stream(council) else 0)
    try:
        given = read_answers(council, dict(_pairs(answers or "")))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    decision = decide(council.table, given)
    click.echo(json.dumps(decision.as_json(), ensure_ascii=False) if as_json else in_words(council, decision))


def _pairs(text: str):
    for pair in filter(None, (part.strip() for part in text.split(","))):
        question, equals, answer = pair.partition("=")
        if not equals:
            raise ValueError(f"'{pair}' is not of the form Q1=no.")
        yield question.strip(), answer.strip().lower()


def read_answers(council: Council, given: Any) -> dict[str, Answer]:
    """Checked answers. Raises ValueError naming what is wrong."""
    if not isinstance(given, dict):
        raise ValueError('"answers" has to be an object such as {"Q1": "no"}.')
    known = {question.id for question in council.criteria.questions}
    for question, answer in given.items():
        if question not in known:
            raise ValueError(f"There is no question '{question}' in these criteria.")
        if answer not in ANSWERS:
            raise ValueError(f"{question}: write yes, no or unknown, not '{answer}'.")
    return cast("dict[str, Answer]", given)


def _stream(council: Council) -> int:
    """One JSON object a line in, one a line out; how many lines were bad."""
    bad = 0
    for line in sys.stdin:
        if not line.strip():
            continue
        echo: dict[str, Any] = {}
        try:
            given = json.loads(line)
            if not isinstance(given, dict) or "answers" not in given:
                raise ValueError('A line has to be an object with "answers".')
            echo = {"id": given["id"]} if "id" in given else {}
            answer = decide(council.table, read_answers(council, given["answers"])).as_json()
        except ValueError as error:
            bad += 1
            answer = {"error": str(error)}
        click.echo(json.dumps({**echo, **answer}, ensure_ascii=False))
    return bad


def in_words(council: Council, decision: Decision) -> str:
    """A few lines: where it goes, why, and what would still have to be said."""
    questions = {question.id: question for question in council.criteria.questions}
    row = f" (row {decision.row.id}: {decision.row.meaning})" if decision.row else ""
    lines = [f"Route: {decision.route}{f', {decision.stream}' if decision.stream else ''}{row}"]
    lines += [f"  because {reason.says} ({reason.id}, {reason.source})" for reason in decision.reasons]
    if decision.ask:
        lines += ["Still to be asked, the best question first:"]
        lines += [f"  {id}: {questions[id].text}" for id in decision.ask]
    return "\n".join([*lines, f"Criteria: version {decision.criteria_version}"])


def _explain(around: Surroundings, reference: str, as_json: bool) -> None:
    digits = reference.upper().removeprefix("RR-")
    if not digits.isdigit():
        raise click.UsageError(f"'{reference}' is not a reference such as RR-12.")
    with reading(around.engine()) as session:
        decided = last_event(session, int(digits), "decided")
        if decided is None:
            raise No(f"There is no decision on record for RR-{digits}.")
        facts = {"reference": f"RR-{digits}", "at": decided.at.isoformat(), **decided.data}
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    click.echo(f"{facts['reference']} was sent to {facts['route']} on {decided.at:%d %B %Y} by row {facts['row']},")
    click.echo(f"under version {facts['version']} of the criteria, with these answers:")
    for question, answer in facts["answers"].items():
        click.echo(f"  {question}: {answer}")


COMMANDS = (triage,)
