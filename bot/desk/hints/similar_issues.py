"""Issues on record that a new report may repeat: those alike that are still open, and how many came before."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from bot.desk.hints.advice import Like, Repeats
from storage.issues import LIVE, Issue, IssueWard
from triage_rules.prefill.similar import Archive, Matter
from triage_rules.prefill.suggest import Reader, Suggestions
from triage_rules.prefill.where.gazetteer import key_of
from triage_rules.prefill.where.places import Place
from triage_rules.prefill.words.text import read_text

ALIKE = 0.4
"""From this score on an issue is offered as the same."""
APART = 0.25
"""Below this score nothing on record is taken to be the same."""
MOST_OFFERED = 2
MOST_LOOKED_AT = 150
MOST_READ = 40
"""Issues whose text is read anew for one report; those read before are remembered."""
READ = 1500
"""Characters of an issue that are read."""
REMEMBERED = 2000


@dataclass(frozen=True)
class Found:
    """`apart`: whether all open issues near it were compared, and none is even a little like it."""

    like: tuple[Like, ...] = ()
    repeats: Repeats | None = None
    apart: bool = False


@dataclass(frozen=True)
class Near:
    """Where and when to look. `wards`: ids, empty for everywhere; `but`: an issue that does not count."""

    wards: tuple[str, ...]
    services: tuple[str, ...]
    since: datetime
    but: int | None = None


class SimilarIssues:
    """Remembers what the newest reader made of each issue's text; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._reader: Reader | None = None
        self._read: OrderedDict[int, tuple[int, Matter]] = OrderedDict()  # by number: the text's hash, what it says

    def find(self, session: Session, reader: Reader, new: Suggestions, near: Near) -> Found:
        rows = [issue for issue in _near(session, near) if issue.id != near.but]
        known = {str(issue.id): (issue, matter) for issue, matter in self._matters(reader, rows)}
        open_ones = {id: issue for id, (issue, _) in known.items() if issue.state in LIVE}
        archive = Archive(known[id][1] for id in open_ones)
        alike = archive.like(new.matter)
        like = tuple(
            Like(issue=int(each.id), summary=open_ones[each.id].summary, because=each.because)
            for each in alike[:MOST_OFFERED]
            if each.score >= ALIKE and not each.place_only
        )
        apart = len(known) == len(rows) < MOST_LOOKED_AT and not any(each.score >= APART for each in alike)
        return Found(like, _repeats(known.values(), new, near), apart and bool(near.wards))

    def _matters(self, reader: Reader, rows: Iterable[Issue]) -> Iterator[tuple[Issue, Matter]]:
        left = MOST_READ
        for issue in rows:
            text, number = f"{issue.note[:READ]}\n{issue.place[:READ]}", issue.id or 0
            matter = self._remembered(reader, number, hash(text))
            if matter is None:
                if not left:
                    continue
                left -= 1
                matter = reader.suggest(text, id=str(number)).matter
                self._remember(number, hash(text), matter)
            yield issue, matter

    def _remembered(self, reader: Reader, number: int, text: int) -> Matter | None:
        with self._lock:
            if reader is not self._reader:
                self._reader = reader
                self._read.clear()
            known = self._read.get(number)
            return known[1] if known and known[0] == text else None

    def _remember(self, number: int, text: int, matter: Matter) -> None:
        with self._lock:
            self._read[number] = (text, matter)
            self._read.move_to_end(number)
            while len(self._read) > REMEMBERED:
                self._read.popitem(last=False)


def _near(session: Session, near: Near) -> Sequence[Issue]:
    """Open issues there and reports since then, newest first; none that is private, whose very number would tell."""
    wanted: list[ColumnElement[bool]] = [
        col(Issue.state).in_(LIVE) | (col(Issue.reported_at) >= near.since),
        col(Issue.sensitive).is_(False),
        col(Issue.exempt_paragraph).is_(None),
        col(Issue.casework_for).is_(None),
    ]
    if near.wards:
        touched = select(IssueWard.issue_id).where(col(IssueWard.ward).in_(near.wards))
        wanted.append(col(Issue.id).in_(touched) | col(Issue.whole_borough))
    return session.exec(select(Issue).where(*wanted).order_by(col(Issue.id).desc()).limit(MOST_LOOKED_AT)).all()


def _repeats(known: Iterable[tuple[Issue, Matter]], new: Suggestions, near: Near) -> Repeats | None:
    """Of the same place, and of a service that both touch."""
    here, services = _names(new.places), set(near.services)
    times = [
        issue.reported_at
        for issue, matter in known
        if issue.reported_at >= near.since and matter.places & here and services & {*issue.services, *matter.services}
    ]
    return Repeats(reports=len(times), since=min(times)) if times else None


def _names(places: Sequence[Place]) -> frozenset[str]:
    """Of streets, postcodes and the like as they are looked up; of settlements only when there is nothing closer."""
    close = [place for place in places if place.kind in ("street", "postcode", "landmark", "estate")]
    return frozenset(key_of(token.word for token in read_text(place.text).tokens) for place in close or places)
