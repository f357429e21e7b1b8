"""`rapid-response council people import` and `council export`: who is who, without Git."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from bot.cli.acting import actor_of, desk_of, kindly
from bot.cli.surroundings import No, Surroundings, surroundings
from bot.desk import people_import
from bot.desk.council_in_force import CouncilInForce
from storage.session import reading
from triage_rules.change.people_csv import Listed, read_people
from triage_rules.change.people_edit import edit
from triage_rules.change.people_plan import End, Plan, Start, plan, wards_without
from triage_rules.council import Council, CouncilError, parse
from triage_rules.plain_words import counted, day

BIGGEST = 5_000_000  # bytes


@click.group()
def people() -> None:
    """Officers, councillors and contacts, from a list that the council keeps anyway."""


@people.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from",
    "begins",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="First day of what is new; today if left out.",
)
@click.option("--apply", "apply_", is_flag=True, help="Do it. Without this it is only shown.")
@click.option("--by", "email", metavar="EMAIL", help="Who decides it; needed with --apply.")
@surroundings
def import_(around: Surroundings, file: Path, begins: datetime | None, apply_: bool, email: str | None) -> None:
    """Show who would start and end, and which seats are empty; --apply does it.

    For each ward, organisation or team that the CSV names with a role, it says who all its holders are.
    Columns: name, email, role, of; and where wanted from, until, tells_by, id. Docs: docs/records.md.
    """
    desk = desk_of(around)
    council = desk.council()
    listed, problems = read_people(_text(file), file.name, council)
    if problems:
        raise No("\n".join([*map(str, problems), f"{counted(len(problems), 'mistake')}; nothing was changed."]))
    made = plan(council, listed, begins.date() if begins else desk.today())
    for line in preview(council, made, listed):
        click.echo(line)
    if not made:
        return
    try:
        with reading(around.engine()) as session:
            parse(edit(people_import.folder(session), made), council.id)
        if not apply_:
            click.echo("Nothing was changed: this was a preview. Add --apply and --by to do it.")
            return
        if email is None:
            raise No("Say who decides it: --by EMAIL.")
        with kindly():
            in_force = CouncilInForce(around.engine(), around.clock)
            handed = people_import.apply(desk, actor_of(around, email), in_force, made)
    except CouncilError as error:
        wrong = "\n".join(map(str, error.problems))
        raise No(f"With this list the council's data would not be right:\n{wrong}\nNothing was changed.") from error
    click.echo(f"Done. Open work of {counted(handed, 'issue')} was handed on.")
    click.echo("To have the same in your copy of the folder: `rapid-response council export FOLDER`.")


def _text(file: Path) -> str:
    if file.stat().st_size > BIGGEST:
        raise No(f"{file.name} is larger than 5 MB, which is no list of people.")
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "cp1252"):  # as spreadsheets save it
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise No(f"{file.name} cannot be read as text. Save it as CSV (UTF-8).")


def preview(council: Council, made: Plan, listed: list[Listed]) -> Iterator[str]:
    """What the list would do, in groups of lines."""
    name = council.directory.name
    if not made:
        yield "The list says what is in force already. Nothing would change."
    yield from _group(f"Starts, {day(made.from_)} unless it says otherwise", [_start(council, s) for s in made.starts])
    yield from _group("Ends", [_end(council, e) for e in made.ends])
    corrected = [f"{name(c.person)}: {c.field} {c.before} becomes {c.after}" for c in made.corrections]
    yield from _group("Put right", corrected)
    yield from _group("New in the directory", [f"{p.name}, {p.email} ({p.id})" for p in made.newcomers])
    empty = [f"{name(w)}: {counted(n, 'empty seat') if n else 'none any more'}" for w, n in made.vacancies.items()]
    yield from _group("Vacancies", empty)
    look = [
        f"{name(ward)} had {counted(before, 'seat')} and has {after}: is one vacant? Add a line without a name."
        for ward, before, after in made.shrunk
    ]
    for ward in wards_without(made, council.directory, listed):
        look.append(f"{ward} has no councillor: the team stands in until there is one.")
    yield from _group("Please look", look)
    if made.untouched:
        yield f"{made.untouched} others with the same roles are not in the list and stay as they are."


def _start(council: Council, start: Start) -> str:
    until = f" until {day(start.until)}" if start.until else ""
    return f"{start.name}, {_role(council, start.role, start.of)}, from {day(start.from_)}{until}"


def _end(council: Council, end: End) -> str:
    last = "would have begun later" if end.was_to_start else f"last day {day(end.until)}"
    return f"{end.name}, {_role(council, end.role, end.of)}, {last}"


def _group(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"{title}:"
        yield from (f"  {line}" for line in lines)


def _role(council: Council, role: str, of: str | None) -> str:
    return f"{role.replace('_', ' ')} of {council.directory.name(of)}" if of else role.replace("_", " ")


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@surroundings
def export(around: Surroundings, folder: Path) -> None:
    """Write the council's files as they are in force, imports included, into a folder."""
    around.council()
    with reading(around.engine()) as session:
        files = people_import.folder(session)
    if not files:
        raise No("No council has been loaded yet: run `rapid-response council load`.")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    click.echo(
        f"{counted(len(files), 'file')} written to {folder}. `rapid-response council check {folder}` reads them."
    )
