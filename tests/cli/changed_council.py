"""The sample council's criteria with one row changed, in files, and a database with issues that it decided."""

from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import Engine

from bot.cli.entry import rapid_response
from bot.clock import StandingClock
from bot.desk.council_in_force import CouncilInForce
from bot.desk.work import Desk
from storage import council_files
from tests.desk.people import Office
from tests.sample import NAME

FILE = "criteria.yaml"
WRITTEN = council_files.read(NAME)
"""Every file of the sample council."""
BEFORE = "when: {Q10: yes, Q11: yes}\n    route: service\n    stream: flagged"
AFTER = "when: {Q10: yes, Q11: yes}\n    route: team\n    stream: rapid_response"


def changed_files() -> dict[str, str]:
    """What was flagged to a service goes to the team, from April 2027."""
    text = WRITTEN[FILE].replace("effective_from: 2010-03-23", "effective_from: 2027-04-01")
    assert BEFORE in text
    return {**WRITTEN, FILE: text.replace(BEFORE, AFTER)}


def write_folder(folder: Path, files: Mapping[str, str]) -> str:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return str(folder)


def criteria_file(folder: Path, text: str) -> str:
    path = folder / "changed.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def office_on(engine: Engine, clock: StandingClock) -> Office:
    """A desk whose council was loaded into the database, so that its snapshot is on record."""
    in_force = CouncilInForce(engine, clock)
    in_force.load(NAME, WRITTEN)
    return Office(Desk(engine, clock, in_force))


def run(*arguments: str, url: str = "", council: str = "") -> Result:
    return CliRunner().invoke(rapid_response, list(arguments), env={"DATABASE_URL": url, "COUNCIL": council})
