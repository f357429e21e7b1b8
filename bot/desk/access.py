"""Who may do what: one table of verbs and standings, one pure function."""

from dataclasses import dataclass
from datetime import date

from bot.desk.actor import CLOCK, Actor, Bound
from storage.actions import Action
from storage.issues import Issue
from triage_rules.directory import Directory
from triage_rules.records import Role

# What somebody is to an issue or an action. "colleague" is anyone of the council's own workspace.
STANDINGS = {
    "colleague": "council staff",
    "reporter": "the person who reported it",
    "team": "a duty officer of the team",
    "councillor": "a councillor of the ward",
    "lead": "the councillor who leads on it",
    "contact": "the ward's named officer",
    "owner": "the service that owns it",
    "assignee": "the organisation that was asked",
    "cabinet": "the Cabinet Member",
    "director": "the Corporate Director",
    "clock": "the clock",
}

# Safe default: a verb that is not here is nobody's.
TABLE: dict[str, frozenset[str]] = {
    verb: frozenset(who.split())
    for verb, who in {
        "report": "colleague team councillor cabinet director",
        "see": "reporter team councillor contact owner assignee cabinet director",
        "see_note": "reporter team owner contact",
        "edit": "reporter team",
        "accept": "team",
        "change_answers": "team",
        "change_route": "team",
        "add_action": "team",
        "withdraw": "team",
        "revoke_link": "team",
        "acknowledge": "assignee",
        "not_ours": "assignee",
        "done": "assignee",
        "set_reference": "assignee",
        "add_note": "reporter team owner assignee contact lead councillor",
        "reply": "team owner lead contact",
        "ask": "team owner lead contact",
        "answer": "reporter",
        "close": "team owner lead contact",
        "reopen": "team",
        "satisfied": "reporter",
        "lead": "councillor",
        "view": "councillor",
        "agree": "cabinet director",
        "remind": "clock",
        "escalate": "clock",
        "lapse": "clock",
        "brief": "clock team councillor cabinet director",
    }.items()
}

# What a link in an e-mail may be used for, whoever follows it; the rest is done in Slack.
BY_LINK = frozenset({"see", "acknowledge", "not_ours", "done", "set_reference", "add_note", "reply"})


@dataclass(frozen=True)
class Subject:
    """What is acted on: the issue with its wards and portfolios, and the action where the verb is about one."""

    issue: Issue | None = None
    wards: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    action: Action | None = None


def standings(actor: Actor, subject: Subject, directory: Directory, on: date) -> frozenset[str]:
    """Everything that this person is to the subject on that day."""
    if actor.key == CLOCK:
        return frozenset({"clock"})
    found = {"colleague"} if actor.own_team else set()
    issue = subject.issue
    if issue is not None and issue.entered_by == actor.key:
        found.add("reporter")
    if issue is not None and actor.person and actor.person in issue.leads:
        found.add("lead")
    for role in actor.roles(directory, on):
        found |= _by_role(role, subject)
    return frozenset(found)


def _by_role(role: Role, subject: Subject) -> set[str]:
    issue, action = subject.issue, subject.action
    match role.role:
        case "team_officer" | "team_manager" | "rural_officer":
            return {"team"}
        case "ward_member" if _touches(subject, role.of):
            return {"councillor"}
        case "senior_manager" if _touches(subject, role.of):
            return {"contact"}
        case "cabinet_lead" if issue is None or role.of in subject.portfolios:
            return {"cabinet"}
        case "corporate_director" if issue is None or role.of is None or role.of in subject.portfolios:
            return {"director"}
        case "contact" | "manager" | "executive":
            owns = issue is not None and issue.owner == f"org:{role.of}"
            asked = action is not None and action.owner == role.of
            return {name for name, holds in (("owner", owns), ("assignee", asked)) if holds}
    return set()


def _touches(subject: Subject, ward: str | None) -> bool:
    return subject.issue is None or subject.issue.whole_borough or ward in subject.wards


def may(actor: Actor, verb: str, subject: Subject, directory: Directory, on: date) -> bool:
    if actor.bound is not None and not _within(actor.bound, verb, subject):
        return False
    return bool(TABLE.get(verb, frozenset()) & standings(actor, subject, directory, on))


def _within(bound: Bound, verb: str, subject: Subject) -> bool:
    if subject.action is not None:
        return verb in BY_LINK and subject.action.id == bound.action
    # The answer to the reporter is about the issue, whichever action led to it.
    return verb == "reply" and subject.issue is not None and subject.issue.id == bound.issue


def who_may(verb: str) -> str:
    """ "a duty officer of the team or the ward's named officer": for a refusal that says who can."""
    allowed = [words for standing, words in STANDINGS.items() if standing in TABLE.get(verb, frozenset())]
    return " or ".join([", ".join(allowed[:-1]), allowed[-1]] if len(allowed) > 1 else allowed) or "nobody"
