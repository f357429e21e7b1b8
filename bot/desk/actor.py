"""Who does something: a person at a desk, or the clock."""

from dataclasses import dataclass
from datetime import date

from triage_rules.council import Council
from triage_rules.directory import Directory
from triage_rules.records import Role, RoleName

CLOCK = "clock"

# The council's own word for a role, foremost role first; an organisation's people are shown with its name instead.
ROLE_WORDS = {
    "team_officer": "duty_officer",
    "team_manager": "duty_officer",
    "rural_officer": "rural_officer",
    "cabinet_lead": "cabinet_lead",
    "corporate_director": "corporate_director",
    "senior_manager": "senior_manager",
    "ward_member": "councillor",
}
ORGANISATION_ROLES: tuple[RoleName, ...] = ("contact", "manager", "executive")


# Verbs that people do in one of their roles, whatever else they are.
AS = {"led": ("ward_member",), "viewed": ("ward_member",), "agreed": ("cabinet_lead", "corporate_director")}


@dataclass(frozen=True)
class Bound:
    """By a link somebody may answer this one action, and do nothing else."""

    issue: int
    action: int


@dataclass(frozen=True)
class Actor:
    """`key` is a recipient key: "person:<slug>", "user:<team>/<user>" for somebody not in the directory, or "clock".

    `own_team` is true for people of the council's own workspace, `guest` for those who are only invited to it. `way`
    is how it reached us: "slack", "connect" (another workspace), "guest", or "link" for a link in an e-mail, which has
    `bound`. `acts_for`: the organisation whose own system this is; it is nobody's person.
    """

    key: str
    name: str
    person: str | None = None
    own_team: bool = True
    way: str = "slack"
    bound: Bound | None = None
    guest: bool = False
    acts_for: str | None = None

    def roles(self, directory: Directory, on: date) -> tuple[Role, ...]:
        return tuple(directory.roles_of(self.person, on)) if self.person else ()

    def shown_role(self, council: Council, on: date, verb: str = "") -> str:
        """What the person was on that day, in words: "West Mercia Police", "duty officer", "councillor for Park".

        Of several roles, the one in which they do the verb: a Cabinet Lead leads in their ward as its councillor.
        """
        held = self.roles(council.directory, on)
        for role in held:
            if role.role in ORGANISATION_ROLES and role.of is not None:
                return council.directory.organisation(role.of).name
        words_of = {name: ROLE_WORDS[name] for name in AS.get(verb, ())} | ROLE_WORDS
        for name, word in words_of.items():
            role = next((role for role in held if role.role == name), None)
            if role is not None:
                words = getattr(council.words, word)
                return f"{words} for {council.directory.name(role.of)}" if name == "ward_member" and role.of else words
        return ""


def the_clock() -> Actor:
    return Actor(key=CLOCK, name="The clock")
