"""Changes what is on record, in every table, and keeps account of it: for an erasure, a correction, a removal.

One pass is one transaction. Lines of a chain are changed part by part: the part's salt goes, and the book remembers
what is left, so that the chain still holds and nothing can be taken out unseen.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as choose

from storage.audit import AuditLine, ErasedPart
from storage.issues import Event
from storage.kept import KEPT, Kept
from storage.lines import SEALS, Line, Part, content, sha256
from storage.outbox import UNSAY

LINES: dict[str, type[Event] | type[AuditLine]] = {"event": Event, "auditline": AuditLine}
PART_OF: dict[str, Part] = {"actor": "who", "actor_name": "who", "data": "facts", "words": "words"}
# By which column a row belongs to an issue.
OF_ISSUE = {
    "issue": "id",
    "event": "issue_id",
    "action": "issue_id",
    "wait": "issue_id",
    "delivery": "issue_id",
    "posted": "issue_id",
    "legalhold": "issue_id",
    "strayletter": "issue_id",
}
WITHOUT_PASS = frozenset({"councilsnapshot"})  # its key is its content: bot/desk/records/snapshots.py

# What a column is, its value, its whole row -> what stands there from now on.
Change = Callable[[Kept, Any, Mapping[str, Any]], Any]


class Rewriting:
    """`changed` counts rows by "table.column"; `issues` are those whose cards show something else now, `events` and
    `copies` the lines of history and the copies of briefings that do."""

    def __init__(self, session: Session, token: Callable[[], str]):
        self._session, self._token = session, token
        self.changed: Counter[str] = Counter()
        self.parts: list[ErasedPart] = []
        self.issues: set[int] = set()
        self.events: set[int] = set()
        self.copies: set[int] = set()

    def everywhere(self, change: Change) -> None:
        """Every personal column of every row."""
        for table in KEPT:
            if table not in WITHOUT_PASS:
                self.table(table, change)
        self._session.expire_all()

    def of_issues(self, numbers: Iterable[int], change: Change) -> None:
        """What belongs to these issues, and what the copies of briefings say of them."""
        wanted = sorted(numbers)
        for table, column in OF_ISSUE.items():
            self.table(table, change, column, wanted)
        self._copies(set(wanted), change)
        self._session.expire_all()

    def table(self, name: str, change: Change, of: str = "", values: Sequence[Any] = ()) -> None:
        """The personal columns of a table; with `of` only of rows where that column has one of the values."""
        table = SQLModel.metadata.tables[name]
        columns = {column: kept for column, kept in KEPT[name].columns.items() if kept.personal}
        if not columns:
            return
        query = select(table)
        if of:
            query = query.where(table.c[of].in_(values))
        hits = []
        for row in self._session.execute(query.execution_options(yield_per=500)).mappings():
            new = {c: _changed(kept, row[c], dict(row), change) for c, kept in columns.items()}
            new = {c: value for c, value in new.items() if value != row[c]}
            if new and row.get("kind") != UNSAY:  # where to delete something; it forgets by itself once it has
                hits.append((row, new))
        for row, new in hits:
            self._put(table, row, new)

    def _put(self, table: Table, row: Any, new: dict[str, Any]) -> None:
        self.changed.update(f"{table.name}.{column}" for column in new)
        if table.name in OF_ISSUE and table.name != "legalhold" and (issue := row[OF_ISSUE[table.name]]):
            self.issues.add(issue)
        if table.name in LINES:
            line = self._session.get_one(LINES[table.name], row["id"])
            self.line(line, new)
            return
        if table.name == "briefingcopy" and "content" in new:
            self.copies.add(row["id"])
        keys = [column == row[column.name] for column in table.primary_key.columns]
        self._session.execute(update(table).where(*keys).values(new))

    def line(self, line: Line, new: dict[str, Any]) -> None:
        """Change a line of a chain: from now on the book, and no salt, says what stands there."""
        for column, value in new.items():
            setattr(line, column, value)
        parts: list[Part] = [PART_OF[column] for column in new]
        for part in dict.fromkeys(parts):
            setattr(line, SEALS[part][0], "")
            self._forget_earlier(line, part)
            salt = self._token()
            left = sha256(salt, content(line, part))
            self.parts.append(
                ErasedPart(tombstone_id=0, chain=line.chain, seq=line.seq, part=part, salt=salt, left=left)
            )
        self._session.add(line)
        if isinstance(line, Event):
            self.events.add(line.id or 0)

    def _forget_earlier(self, line: Line, part: Part) -> None:
        """What an earlier change left is gone now; its digest must not be open to guessing."""
        earlier = choose(ErasedPart).where(
            ErasedPart.chain == line.chain, ErasedPart.seq == line.seq, ErasedPart.part == part
        )
        for row in self._session.exec(earlier.where(col(ErasedPart.salt) != "")):
            row.salt = ""
            self._session.add(row)

    def _copies(self, numbers: set[int], change: Change) -> None:
        kept = KEPT["briefingcopy"].columns["content"]

        def entries(_: Kept, said: str) -> str:
            return of_entries(said, numbers, lambda value: change(kept, value, {}))

        table = SQLModel.metadata.tables["briefingcopy"]
        for id, said in self._session.execute(select(table.c.id, table.c.content)).all():
            new = entries(kept, said)
            if new != said:
                self.changed["briefingcopy.content"] += 1
                self.copies.add(id)
                self._session.execute(update(table).where(table.c.id == id).values(content=new))


def _changed(kept: Kept, value: Any, row: Mapping[str, Any], change: Change) -> Any:
    if value is None or value == "":
        return value
    if kept.kind != "copy":
        return change(kept, value, row)
    said = json.loads(value)
    new = change(kept, said, row)
    return value if new == said else json.dumps(new, ensure_ascii=False)


def of_entries(content: str, numbers: set[int], change: Callable[[Any], Any]) -> str:
    """A briefing's copy with its entries about these issues changed; every entry stays, so that it still counts."""
    if not content:
        return content
    said = json.loads(content)
    touched = False
    for part in said.get("parts", ()):
        for section in part.get("sections", ()):
            for at, entry in enumerate(section.get("entries", ())):
                if entry.get("issue") in numbers:
                    new = change(entry)
                    touched = touched or new != entry
                    section["entries"][at] = new
    return json.dumps(said, ensure_ascii=False) if touched else content
