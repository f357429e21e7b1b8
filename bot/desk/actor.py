"""Who does something: a person at a desk, or the clock."""

from dataclasses import dataclass
from datetime import date

from triage_rules.directory import Directory, Role

CLOCK = "clock"

# What people are called when their role is shown; an organisation's people are shown with its name instead.
ROLE_NAMES = {
    "team_officer": "duty officer",
    "team_manager": "team manager",
    "rural_officer": "officer for the rural area",
    "cabinet_lead": "Cabinet Member",
    "corporate_director": "Corporate Director",
    "senior_manager": "senior manager",
    "ward_member": "councillor",
    "officer": "officer",
}
ORGANISATION_ROLES = ("contact", "manager", "executive")


@dataclass(frozen=True)
class Actor:
    """`key` is a recipient key: "person:<slug>", "user:<team>/<user>" for somebody not in the directory, or "clock".

    `own_team` is true for people of the council's own workspace.
    """

    key: str
    name: str
    person: str | None = None
    own_team: bool = True
    way: str = "slack"

    def roles(self, directory: Directory, on: date) -> tuple[Role, ...]:
        return tuple(directory.roles_of(self.person, on)) if self.person else ()

    def shown_role(self, directory: Directory, on: date) -> str:
        """What the person was on that day, in words: "West Mercia Police", "duty officer", "councillor for Park"."""
        named: list[tuple[int, Role]] = []
        for role in self.roles(directory, on):
            if role.role in ORGANISATION_ROLES and role.of:
                return directory.organisation(role.of).name
            named.append((list(ROLE_NAMES).index(role.role) if role.role in ROLE_NAMES else 99, role))
        if not named:
            return ""
        first = min(named, key=lambda pair: pair[0])[1]
        words = ROLE_NAMES.get(first.role, first.role.replace("_", " "))
        if first.role == "ward_member" and first.of is not None:
            return f"{words} for {directory.area(first.of).name}"
        return words


def the_clock() -> Actor:
    return Actor(key=CLOCK, name="The clock")
