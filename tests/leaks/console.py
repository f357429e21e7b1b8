"""The command line on the database of a life: what it prints, and the folders that it writes."""

import json
from datetime import timedelta
from pathlib import Path

from click.testing import CliRunner

from bot.cli.entry import rapid_response
from bot.cli.surroundings import Surroundings
from bot.desk.work import Desk
from triage_rules.council import Council


class Shell(Surroundings):
    """The console of a server, at the life's own time."""

    def __init__(self, desk: Desk):
        self.clock = desk.clock
        self._desk = desk

    def engine(self):
        return self._desk.engine

    def councils(self):
        return self._desk.council

    def council(self, name: str | None = None) -> Council:
        return self._desk.council()


def run(desk: Desk, *arguments: str) -> str:
    """What it prints; it may say No, but never fails."""
    result = CliRunner().invoke(rapid_response, list(arguments), obj=Shell(desk))
    assert result.exit_code in (0, 1), (arguments, result.output)
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
    return result.output


def printed(desk: Desk, number: int) -> str:
    """Everything that looks at what is on record, and is for whoever runs the service."""
    days = [(desk.today() - timedelta(days=n)).isoformat() for n in range(30)]
    lines = [
        ("audit", "verify"), ("audit", "book"), ("links", "list"), ("invitations", "list"), ("outbox", "list"),
        ("hold", "list"), ("retain", "--dry-run"), ("dpia",), ("dpia", "--format", "html"), ("briefings", "planned"),
        ("replay", "--criteria", "telford-wrekin"), ("replay", "--criteria", "telford-wrekin", "--json"),
        ("council", "show", "people"), ("doctor",),
        *(("briefings", "sent", day) for day in days),
        *(("audit", "show", str(n)) for n in range(1, number + 1)),
    ]  # fmt: skip
    return "\n".join(run(desk, *line) for line in lines)


def explained(desk: Desk, number: int) -> str:
    issues = [f"RR-{n}" for n in range(1, number + 1)]
    return "\n".join(run(desk, "triage", "--explain", rr, *more) for rr in issues for more in ((), ("--json",)))


def brief(desk: Desk, email: str) -> str:
    """One person's briefing, on each Monday of the last weeks, as it was or would be."""
    days = [desk.today() - timedelta(days=n) for n in range(28)]
    mondays = [day.isoformat() for day in days if day.weekday() == 0]
    return "\n".join(
        run(desk, "brief", "--to", email, "--at", day, "--format", form) for day in mondays for form in ("text", "json")
    )


def handed_out(desk: Desk, folder: Path, *arguments: str) -> str:
    run(desk, "export", *arguments, "--to", str(folder), "--why", "Asked", "--by", "sam.duty@example.org")
    texts = [(folder / name).read_text() for name in ("record.json", "record.txt")]
    assert json.loads(texts[0])
    return "\n".join(texts)
