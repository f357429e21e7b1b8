"""A council's own template, rendered in a child process with limits of time, memory and output."""

import json
import subprocess  # nosec B404
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.briefings.content import Briefing
from bot.briefings.forms import facts_of
from bot.briefings.own_templates.sample import samples
from bot.briefings.phrases import TEMPLATES
from triage_rules.folder.own_templates import FOLDER
from triage_rules.folder.problems import Problem

CHILD = Path(__file__).parent / "child.py"
SECONDS, MEMORY, LETTERS = 2, 1024**3, 500_000  # of computing; bytes; characters written
PATIENCE = 30  # seconds by the clock, on a busy machine
FIX = "Put it right, or take the file away: then the usual letter goes out."


@dataclass(eq=False)
class Fault(Exception):
    """Why a template of a council cannot be used. file: inside the council's folder."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.what}"


def rendered(own: Mapping[str, str], name: str, facts: Mapping[str, Any]) -> str:
    """The text that the council's template of that name makes. Raises Fault."""
    given = {
        "name": name,
        "sources": {**_shipped(), **own},
        "facts": facts,
        "seconds": SECONDS,
        "memory": MEMORY,
        "letters": LETTERS,
    }
    try:
        done = subprocess.run(  # nosec B603
            [sys.executable, "-I", str(CHILD)],
            input=json.dumps(given, default=str),
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=PATIENCE,
            check=False,
            env={},
        )
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError, OSError):
        raise Fault(f"{FOLDER}{name}", 1, "it takes too long or needs too much, so it was stopped") from None
    if "text" in answer:
        return answer["text"]
    raise Fault(f"{FOLDER}{answer['file']}", answer["line"], answer["what"])


@cache
def _shipped() -> dict[str, str]:
    """What they can build on: they may import and include the shipped ones."""
    return {path.name: path.read_text(encoding="utf-8") for path in TEMPLATES.glob("*.j2")}


def as_letter(own: Mapping[str, str], name: str, briefing: Briefing, write_to: str) -> str:
    """Raises Fault."""
    return rendered(own, name, facts_of(briefing, write_to=write_to))


def faults(own: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with a council's templates: each is tried with a full week, a quiet one and a long one."""
    for name in own:
        for briefing in samples():
            try:
                as_letter(own, name, briefing, "team@example.org")
            except Fault as fault:
                yield Problem(fault.file, fault.line, fault.what.rstrip("."), FIX)
                break
