"""Is the record whole? Every chain is walked, and each line that fails is named in plain words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from bot.desk.records.book import SEALED
from storage import audit
from storage.audit import AuditLine, ErasedPart
from storage.issues import Event, Issue
from storage.lines import SEALS, Line, Part, as_written, content, digest, sha256

CALLED: dict[Part, str] = {"who": "who did it was", "facts": "the facts in it were", "words": "what was written was"}


# Issue -> what was sealed of its history: (seq, digest).
Heads = dict[int, set[tuple[int, str]]]


@dataclass
class Verdict:
    """problems: one plain sentence each. newest: the digest of the book's last line, "" for an empty book."""

    issues: int = 0
    lines: int = 0
    erased: int = 0
    problems: list[str] = field(default_factory=list)
    newest: str = ""


def verify(session: Session, known: str | None = None) -> Verdict:
    """`known` is a digest of the book that was written down earlier: it must still be there."""
    verdict = Verdict()
    heads, digests = _book(session, verdict)
    if known is not None and known not in digests:
        verdict.problems.append("The digest that you gave is not in the book: its lines were replaced since.")
    _issues(session, verdict, heads)
    _tombstones(session, verdict)
    return verdict


def _book(session: Session, verdict: Verdict) -> tuple[Heads, set[str]]:
    """Walk the book; what was sealed of each issue, and every line's digest."""
    heads: Heads = defaultdict(set)
    digests: set[str] = set()

    def read() -> Iterator[AuditLine]:
        for line in audit.lines(session):
            digests.add(line.digest)
            verdict.newest = line.digest
            if line.verb == SEALED:
                for issue, seq, sealed in line.data["heads"]:
                    heads[issue].add((seq, sealed))
            yield line

    verdict.lines += _chain(session, verdict, "The book of the records", "audit", read())
    return heads, digests


def _issues(session: Session, verdict: Verdict, heads: Heads) -> None:
    with_erasures = audit.chains_with_erasures(session)
    numbers = session.exec(select(Issue.id).order_by(col(Issue.id))).all()
    for number in sorted({*(n or 0 for n in numbers), *heads}):
        lines = session.exec(select(Event).where(Event.issue_id == number).order_by(col(Event.seq))).all()
        verdict.issues += 1
        verdict.lines += _chain(
            session, verdict, f"RR-{number}", f"RR-{number}" if f"RR-{number}" in with_erasures else None, lines
        )
        verdict.problems += _sealed(number, lines, heads.get(number, set()))


def _sealed(number: int, lines: Sequence[Event], sealed: set[tuple[int, str]]) -> Iterator[str]:
    """What does not fit the book: every line that was ever sealed must still stand, not only the newest."""
    most = max((seq for seq, _ in sealed), default=0)
    if not lines:
        yield f"RR-{number}: the whole history is missing."
    elif len(lines) < most:
        yield f"RR-{number}: lines are missing at the end. It had {most}, now {len(lines)}."
    for seq, expected in sorted(sealed):
        if seq <= len(lines) and lines[seq - 1].digest != expected:
            yield f"RR-{number}, line {seq}: it is not the line that was sealed in the book."


def _chain(session: Session, verdict: Verdict, name: str, erasures: str | None, lines: Iterable[Line]) -> int:
    """Check the lines of one chain in their order; how many there are."""
    erased = audit.erased_parts(session, erasures) if erasures else {}
    previous, number = "", 0
    for number, line in enumerate(lines, start=1):  # noqa: B007  (the last number is the answer)
        where = f"{name}, line {line.seq} ({line.at:%d %B %Y}, {line.verb.replace('_', ' ')})"
        if line.seq != number:
            verdict.problems.append(f"{where}: line {number} should stand here; something is missing or was added.")
            return number
        if line.previous != previous:
            verdict.problems.append(f"{where}: it does not follow from the line before it.")
        if line.digest != digest(line):
            verdict.problems.append(f"{where}: its time, verb, role or way was changed after it was written.")
        for part in SEALS:
            problem = _part(line, part, erased.get((line.seq, part)))
            if problem:
                verdict.problems.append(f"{where}: {problem}")
        previous = line.digest
    return number


def _part(line: Line, part: Part, erased: ErasedPart | None) -> str:
    """What is wrong with a part of a line, "" when nothing is."""
    salt_name, digest_name = SEALS[part]
    salt, sealed, said = getattr(line, salt_name), getattr(line, digest_name), content(line, part)
    if not sealed:
        return "" if part == "words" and line.words is None else f"{CALLED[part]} added after it was written."
    if salt:
        return "" if sha256(salt, said) == sealed else f"{CALLED[part]} changed after it was written."
    if erased is None:
        return f"{CALLED[part]} taken out, and the book has no erasure for it."
    if sha256(erased.salt, said) != erased.left:
        return f"{CALLED[part]} changed after it had been erased."
    return ""


def list_digest(parts: Iterable[ErasedPart]) -> str:
    return sha256(as_written(sorted([part.chain, part.seq, part.part, part.left] for part in parts)))


def _tombstones(session: Session, verdict: Verdict) -> None:
    """What the book says was erased is what was erased."""
    found: dict[int, list[ErasedPart]] = defaultdict(list)
    for part in session.exec(select(ErasedPart).order_by(col(ErasedPart.id))):
        found[part.tombstone_id].append(part)
        verdict.erased += 1
    for line in session.exec(select(AuditLine).where(AuditLine.verb != SEALED).order_by(col(AuditLine.seq))):
        parts = found.pop(line.id or 0, [])
        if parts or "parts" in line.data:
            says = (line.data.get("parts"), line.data.get("parts_digest"))
            if says != (len(parts), list_digest(parts)):
                verdict.problems.append(
                    f"The book of the records, line {line.seq}: what was erased is not what it says was erased."
                )
    if found:
        verdict.problems.append("Something was erased without a line in the book of the records.")
