"""`rapid-response triage`: what the criteria say, and why."""

import json
import sys
from typing import Any, cast

import click

from bot.cli.explained import explain_on_record
from bot.cli.surroundings import Surroundings, surroundings
from bot.cli.triage_text import suggest_text
from storage.readers import Readers
from triage_rules.council import Council
from triage_rules.criteria import Answer
from triage_rules.explain import explain as words
from triage_rules.triage import triage as decide

ANSWERS = ("yes", "no", "unknown")


@click.command()
@click.option("--council", "name", metavar="C", help="A shipped council or a folder; else the one in force.")
@click.option("--answers", metavar="Q1=no,…", help="Answers by question; `-` reads one JSON object a line.")
@click.option("--text", metavar="TEXT", help="A report's words; `-` reads one JSON object a line.")
@click.option("--explain", metavar="RR-12", help="The decision on record for an issue.")
@click.option("--shares", is_flag=True, help="What to ask first by the shares of answers that the criteria state.")
@click.option("--json", "as_json", is_flag=True, help="JSON instead of words.")
@surroundings
def triage(
    around: Surroundings,
    name: str | None,
    answers: str | None,
    text: str | None,
    explain: str | None,
    shares: bool,
    as_json: bool,
) -> None:
    """What the criteria say, and why; or what a report's text suggests."""
    if sum(given is not None for given in (answers, text, explain)) != 1:
        raise click.UsageError("Give one of --answers, --text and --explain.")
    if explain is not None:
        explain_on_record(around, explain, as_json)
        return
    if text is not None:
        council = around.council(name)
        suggest_text(Readers(around.engine()), council, text, as_json)
        return
    council = around.council_of_folder(name or around.settings.council)
    if answers == "-":
        sys.exit(1 if _stream(council, shares) else 0)
    try:
        given = read_answers(council, dict(_pairs(answers or "")))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    decision = decide(council.table, given, council.criteria.usual if shares else None)
    lines = (
        [json.dumps(decision.as_json(), ensure_ascii=False)]
        if as_json
        else words(decision, council, around.clock.now())
    )
    click.echo("\n".join(lines))


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


def _stream(council: Council, shares: bool) -> int:
    """One JSON object a line in, one a line out; how many lines were bad."""
    bad, usual = 0, council.criteria.usual if shares else None
    for line in sys.stdin:
        if not line.strip():
            continue
        echo: dict[str, Any] = {}
        try:
            given = json.loads(line)
            if not isinstance(given, dict) or "answers" not in given:
                raise ValueError('A line has to be an object with "answers".')
            echo = {"id": given["id"]} if "id" in given else {}
            answer = decide(council.table, read_answers(council, given["answers"]), usual).as_json()
        except ValueError as error:
            bad += 1
            answer = {"error": str(error)}
        click.echo(json.dumps({**echo, **answer}, ensure_ascii=False))
    return bad


COMMANDS = (triage,)
