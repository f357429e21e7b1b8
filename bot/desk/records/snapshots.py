"""The council's folder as it was kept each time it was loaded: a person is taken out of every one of them."""

from sqlmodel import Session

from bot.desk.records.substitution import Substitution
from bot.desk.refusal import Refusal
from storage import councils
from storage.councils import CouncilSnapshot, CurrentCouncil
from triage_rules.council import CouncilError, folder_hash, parse


def rewrite(session: Session, substitution: Substitution) -> tuple[int, list[str]]:
    """How many snapshots were changed, and where the one in force had it ("file, line 12"). Raises Refusal."""
    changed: int = 0
    where: list[str] = []
    current = session.get(CurrentCouncil, 1)
    for snapshot in councils.snapshots(session):
        before = snapshot.folder
        files = {name: substitution.value("files", text) for name, text in before.items()}
        if files == before:
            continue
        changed += 1
        if current is not None and snapshot.hash in (current.hash, current.next_hash):
            where = where or _lines(before, files)
            _readable(files, snapshot.council)
        _put(session, snapshot, files, current)
    return changed, where


def _lines(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        f"{name}, line {number}"
        for name, text in before.items()
        for number, (old, new) in enumerate(zip(text.splitlines(), after[name].splitlines(), strict=False), start=1)
        if old != new
    ]


def _readable(files: dict[str, str], council: str) -> None:
    try:
        parse(files, council)
    except CouncilError as error:
        raise Refusal(
            f"The council's folder would not be right without them: {error.problems[0]} Change the folder first."
        ) from error


def _put(session: Session, old: CouncilSnapshot, files: dict[str, str], current: CurrentCouncil | None) -> None:
    """A snapshot's key is its content."""
    key = folder_hash(files)
    councils.keep(session, old.council, key, files, old.criteria_version, old.loaded_at)
    if current is not None:
        current.hash = key if current.hash == old.hash else current.hash
        current.next_hash = key if current.next_hash == old.hash else current.next_hash
        session.add(current)
        session.flush()
    session.delete(old)
    session.flush()
