"""Lines that are written once and chained: what a line is, and the arithmetic of its seals.

What is about a person stands in three parts: who did it, the facts, and the words. Each part has a salt of its
own, and only the salted digest enters the chain; so a part can be erased and the chain stays whole.
"""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import JSON, Text
from sqlmodel import Field

from storage.base import Table

Part = Literal["who", "facts", "words"]
# Part -> the columns of its salt and its digest.
SEALS: dict[Part, tuple[str, str]] = {
    "who": ("who_salt", "who_digest"),
    "facts": ("facts_salt", "facts_digest"),
    "words": ("salt", "words_digest"),
}


class Line(Table):
    """What every chained line has. `data` holds ids and states only; what people wrote is in `words`."""

    id: int | None = Field(default=None, primary_key=True)
    seq: int
    at: datetime = Field(index=True)
    verb: str
    actor: str  # recipient key, or "clock"
    actor_name: str  # as shown: "Sgt Lee, West Mercia Police"
    actor_role: str = ""  # role held then
    way: str = "slack"
    data: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    words: str | None = Field(default=None, sa_type=Text)
    who_salt: str = ""
    who_digest: str = ""
    facts_salt: str = ""
    facts_digest: str = ""
    salt: str = ""  # of the words
    words_digest: str = ""
    previous: str = ""
    digest: str = ""

    @property
    def chain(self) -> str:
        """The name of the chain that it is a line of."""
        raise NotImplementedError


def sha256(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def as_written(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)


def content(line: Line, part: Part) -> str:
    """What a part says, as it enters its digest."""
    match part:
        case "who":
            return as_written([line.actor, line.actor_name])
        case "facts":
            return as_written(line.data)
        case "words":
            return line.words or ""


def digest(line: Line) -> str:
    """The link of the chain: what is about nobody, plainly; for the parts their salted digests.

    What is empty is left out, so that a column that is added later changes no line that has none of it.
    """
    plain = {
        "chain": line.chain,
        "seq": line.seq,
        "at": line.at.astimezone(UTC).isoformat(),
        "verb": line.verb,
        "role": line.actor_role,
        "way": line.way,
    }
    parts = (line.who_digest, line.facts_digest, line.words_digest)
    return sha256(line.previous, as_written({name: value for name, value in plain.items() if value != ""}), *parts)


def seal(line: Line, salts: tuple[str, str, str]) -> None:
    """Close a line that is complete but for its digests. `salts` are for who, facts and words."""
    for (part, (salt_name, digest_name)), salt in zip(SEALS.items(), salts, strict=True):
        if part != "words" or line.words is not None:
            setattr(line, salt_name, salt)
            setattr(line, digest_name, sha256(salt, content(line, part)))
    line.digest = digest(line)
