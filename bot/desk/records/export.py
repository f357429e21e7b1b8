"""What is handed out: to somebody who asks for what is on record of them, or to the public. Others are blacked out."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select as pick
from sqlmodel import SQLModel, col, select

from bot.desk.actor import Actor
from bot.desk.records import book
from bot.desk.records.keeping import VERB
from bot.desk.records.rewriting import OF_ISSUE
from bot.desk.records.subjects import Subject, find
from bot.desk.records.substitution import Substitution
from bot.desk.refusal import Refusal
from bot.desk.work import Desk, Work
from storage import actions
from storage.issues import Issue, ward_ids
from storage.kept import KEPT, Kept
from triage_rules.sight import sees

Redact = Callable[[str], str]  # personal data of a text blacked out
SOMEBODY = "[name]"
LEFT_OUT = ("copy", "files")  # briefings and the folder: what they say of somebody stands in the other tables too


@dataclass
class Export:
    """about: what it is, in words. rows: by table. withheld: what is only counted, and why."""

    about: str
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    withheld: Counter[str] = field(default_factory=Counter)


def of_person(desk: Desk, actor: Actor, who: str, why: str, redact: Redact) -> Export:
    """Every row that says something of them. Raises Refusal."""
    with desk.work(actor) as work:
        work.allow(VERB)
        subject = find(work.session, work.council, who)
        theirs = _tokens(subject)
        looking = Substitution(dict.fromkeys(theirs, "\x00"), {subject.id: "\x00"} if subject.id else {})
        export = Export(f"What is on record of {subject.name}")
        shown = _blackener(work, theirs, redact)
        for table in KEPT:
            rows = [_row(table, row, shown) for row in _all(work, table) if _says(table, row, looking)]
            if rows:
                export.rows[table] = rows
        if not export.rows:
            raise Refusal(f"Nothing on record says {subject.name}.")
        book.write(work, "exported", why, kind="subject", person=subject.keys[0], rows=_count(export))
        return export


def of_issue(desk: Desk, actor: Actor, number: int, words: Sequence[str], why: str, redact: Redact) -> Export:
    """What one issue says, for the resident whom it is about; `words` are theirs, such as their name."""
    with desk.work(actor) as work:
        work.allow(VERB)
        if work.session.get(Issue, number) is None:
            raise Refusal(f"There is no RR-{number} here.")
        export = Export(f"What is on record in RR-{number}")
        shown = _blackener(work, words, redact)
        for table, column in OF_ISSUE.items():
            if table != "delivery":
                rows = [_row(table, row, shown) for row in _all(work, table) if row[column] == number]
                export.rows |= {table: rows} if rows else {}
        book.write(work, "exported", why, kind="subject", issue=number, rows=_count(export))
        return export


def for_the_public(
    desk: Desk, actor: Actor, since: date, until: date, ward: str | None, why: str, redact: Redact
) -> Export:
    """Issues reported from one day to another, both included: nobody's name, no note, nothing that is exempt."""
    with desk.work(actor) as work:
        work.allow(VERB)
        zone = ZoneInfo(work.council.zone)
        first, last = (datetime.combine(day, at, zone) for day, at in ((since, time.min), (until, time.max)))
        query = select(Issue).where(col(Issue.reported_at) >= first, col(Issue.reported_at) <= last)
        export = Export(f"Issues reported from {since} to {until}")
        shown = _blackener(work, (), redact)
        rows = export.rows["issues"] = []
        for issue in work.session.exec(query.order_by(col(Issue.id))).all():
            wards = ward_ids(work.session, issue.id or 0)
            if ward is not None and ward not in wards and not issue.whole_borough:
                continue
            if kept_back := _kept_back(issue):
                export.withheld[kept_back] += 1
            else:
                rows.append(_public(work, issue, wards, shown))
        book.write(
            work, "exported", why, kind="foi", since=str(since), until=str(until), ward=ward, rows=_count(export)
        )
        return export


def _kept_back(issue: Issue) -> str:
    """Why an issue is only counted; "" when it may be told."""
    if sees("public", "summary", issue):
        return ""
    if issue.casework_for:
        return "a resident's case"
    if issue.exempt_paragraph:
        return f"exempt: {issue.exempt_paragraph}"
    return "sensitive"


def _public(work: Work, issue: Issue, wards: list[str], shown: Callable[[Kept, Any], Any]) -> dict[str, Any]:
    columns, asked = KEPT["issue"].columns, actions.of_issue(work.session, issue.id or 0)
    name = work.council.directory.name
    return {
        "reference": issue.reference,
        "summary": shown(columns["summary"], issue.summary),
        "place": shown(columns["place"], issue.place),
        "wards": [name(each) for each in wards],
        "route": issue.route,
        "stream": issue.stream,
        "state": issue.state,
        "reported_at": issue.reported_at,
        "answered_at": issue.answered_at,
        "closed_at": issue.closed_at,
        "actions": [{"of": name(a.owner), "state": a.state, "asked": a.created_at, "ended": a.ended_at} for a in asked],
    }


def _tokens(subject: Subject) -> list[str]:
    return [*subject.keys, *(name for name in subject.names if " " in name), *subject.addresses]


def _all(work: Work, table: str) -> list[dict[str, Any]]:
    return [dict(row) for row in work.session.execute(pick(SQLModel.metadata.tables[table])).mappings()]


def _says(table: str, row: dict[str, Any], looking: Substitution) -> bool:
    columns = KEPT[table].columns.items()
    return any(
        kept.personal and kept.kind not in LEFT_OUT and looking.value(kept.kind, row[column]) != row[column]
        for column, kept in columns
    )


def _row(table: str, row: dict[str, Any], shown: Callable[[Kept, Any], Any]) -> dict[str, Any]:
    told = {column: kept for column, kept in KEPT[table].columns.items() if kept.kind not in LEFT_OUT}
    secret = ("salt", "digest", "lease", "previous")
    return {
        column: shown(kept, row[column])
        for column, kept in told.items()
        if row[column] not in (None, "", [], {}) and not any(part in column for part in secret)
    }


def _blackener(work: Work, theirs: Sequence[str], redact: Redact) -> Callable[[Kept, Any], Any]:
    """Everybody else's names and keys, and personal data in texts; what is theirs is left standing."""
    own = {token.casefold() for token in theirs}
    people = [person for person in work.council.directory.people if person.name.casefold() not in own]
    names = {person.name: SOMEBODY for person in people} | {person.email: "[e-mail]" for person in people}
    ids = {f"person:{p.id}": f"person:{SOMEBODY}" for p in people} | {p.id: SOMEBODY for p in people}
    others = Substitution(names, ids)
    marks = {token: f"\x01{at}\x01" for at, token in enumerate(theirs)}
    keep = Substitution(marks)

    def shown(kept: Kept, value: Any) -> Any:
        if not kept.personal:
            return value
        value = others.value("ids" if kept.kind in ("key", "person", "ids") else kept.kind, value)
        if kept.kind != "text" or not isinstance(value, str):
            return value
        text = redact(keep.value("text", value))
        for token, mark in marks.items():
            text = text.replace(mark, token)
        return text

    return shown


def _count(export: Export) -> int:
    return sum(len(rows) for rows in export.rows.values())
