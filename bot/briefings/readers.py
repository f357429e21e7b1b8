"""Who reads what: the parts that a person's roles bring on a day, and who gets a kind of briefing."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from triage_rules.council import Briefing as Kind
from triage_rules.council import Council
from triage_rules.directory import Directory, Person, Role
from triage_rules.folder.briefing_kinds import ROLES, Audience


@dataclass(frozen=True)
class Share:
    """One part of a copy. of: wards, portfolios or the body; whole: a role over the whole council."""

    kind: Kind
    of: tuple[str, ...] = ()
    whole: bool = False


@dataclass(frozen=True)
class Reader:
    """A person with the parts that they get, in order."""

    person: Person
    shares: tuple[Share, ...]

    @property
    def audiences(self) -> tuple[Audience, ...]:
        return tuple(dict.fromkeys(share.kind.audience for share in self.shares))

    @property
    def wards(self) -> tuple[str, ...]:
        return self.held("ward_members")

    def held(self, *audiences: Audience) -> tuple[str, ...]:
        return tuple(of for share in self.shares if share.kind.audience in audiences for of in share.of)


def reader(council: Council, person: Person, on: date, names: Collection[str] | None = None) -> Reader:
    """What the roles of a person bring on that day; of the briefings of these names only, where any are given."""
    roles = council.directory.roles_of(person.id, on)
    shares = (share for audience in ROLES for share in _shares(council, audience, roles))
    return Reader(person, tuple(share for share in shares if names is None or share.kind.name in names))


def _shares(council: Council, audience: Audience, roles: tuple[Role, ...]) -> Iterator[Share]:
    held = [role for role in roles if role.role in ROLES[audience]]
    of = tuple(dict.fromkeys(role.of for role in held if role.of))
    if audience == "body":
        for body in of:
            yield Share(papers_of(council, body), (body,))
    elif held:
        kind = next((each for each in council.briefings if each.audience == audience), None)
        usual = Kind(name=audience.replace("_", "-"), audience=audience)
        yield Share(kind or usual, of, whole=any(role.of is None for role in held))


def papers_of(council: Council, body: str) -> Kind:
    """The briefing of a body; the usual one, on request, where the council's files have none."""
    own = next((each for each in council.briefings if each.of == body), None)
    template = "numbers" if council.directory.body(body).kind == "scrutiny" else "board"
    return own or Kind(name=f"papers-{body}", audience="body", of=body, template=template)


def readers_of(directory: Directory, kind: Kind, on: date) -> tuple[Person, ...]:
    """Everybody who gets briefings of this kind on that day, each once."""
    if kind.of is not None:
        return directory.holders("body_member", kind.of, on)
    people = [person for role in ROLES[kind.audience] for person in directory.all_holders(role, on)]
    return tuple({person.id: person for person in people}.values())
