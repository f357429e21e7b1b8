"""Who may do what: one pure function over who acts, by which way, the verb, what it is about, and the date."""

from dataclasses import dataclass
from datetime import date

from bot.desk.actor import CLOCK, Actor, Bound
from storage.actions import Action
from storage.issues import Issue
from triage_rules.access import Access
from triage_rules.council import Council
from triage_rules.directory import Directory
from triage_rules.plain_words import a
from triage_rules.records import ELECTED, Role
from triage_rules.sight import sees

# What a link in an e-mail may be used for, whoever follows it; the rest is done in Slack.
BY_LINK = frozenset({"see", "acknowledge", "not_ours", "done", "set_reference", "put_off", "add_note", "reply"})
# Somebody of another workspace acts for their organisation, whatever else they are.
FROM_OUTSIDE = frozenset({"owner", "assignee", "member"})


@dataclass(frozen=True)
class Subject:
    """What is acted on: the issue with its wards and portfolios, and the action where the verb is about one;
    or an organisation, where it is about that."""

    issue: Issue | None = None
    wards: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    action: Action | None = None
    organisation: str | None = None


def standings(actor: Actor, subject: Subject, directory: Directory, on: date) -> frozenset[str]:
    """Everything that this person is to the subject on that day, coming the way they come."""
    if actor.key == CLOCK:
        return frozenset({"clock"})
    if actor.acts_for is not None:
        return frozenset(_of_organisation(actor.acts_for, subject))
    found: set[str] = set()
    issue = subject.issue
    if issue is not None and issue.entered_by == actor.key:
        found.add("reporter")
    if issue is not None and actor.person and actor.person in issue.leads and _theirs(issue, actor.person):
        found.add("lead")
    for role in actor.roles(directory, on):
        found |= _by_role(role, subject)
    if not actor.own_team:
        return frozenset(found & FROM_OUTSIDE)
    return frozenset(found if actor.guest else found | {"colleague"})


def _by_role(role: Role, subject: Subject) -> set[str]:
    issue = subject.issue
    if role.role in ELECTED and issue is not None and not _theirs(issue, role.person, role.role):
        return set()
    match role.role:
        case "team_officer" | "team_manager" | "rural_officer":
            return {"team"}
        case "ward_member" if _touches(subject, role.of) or (issue is not None and issue.casework_for == role.person):
            return {"councillor"}
        case "senior_manager" if _touches(subject, role.of):
            return {"contact"}
        case "cabinet_lead" if issue is None or role.of in subject.portfolios:
            return {"cabinet"}
        case "corporate_director" if issue is None or role.of is None or role.of in subject.portfolios:
            return {"director"}
        case "contact" | "manager" | "executive" if role.of is not None:
            return _of_organisation(role.of, subject)
    return set()


def _of_organisation(organisation: str, subject: Subject) -> set[str]:
    issue, action = subject.issue, subject.action
    holds = {
        "owner": issue is not None and issue.owner == f"org:{organisation}",
        "assignee": action is not None and action.owner == organisation,
        "member": subject.organisation == organisation,
    }
    return {name for name, does in holds.items() if does}


def _theirs(issue: Issue, person: str, role: str = "ward_member") -> bool:
    """A resident's case is nothing to other councillors; a Cabinet Lead may be needed to agree planned work."""
    needed = role == "cabinet_lead" and issue.stream == "planned_candidate"
    return sees("agreeing" if needed else "councillor", "summary", issue, person)


def _touches(subject: Subject, ward: str | None) -> bool:
    return subject.issue is None or subject.issue.whole_borough or ward in subject.wards


def may(actor: Actor, verb: str, subject: Subject, council: Council, on: date) -> bool:
    """By the council's table. Whoever comes by a link may do what the link is for, and nothing else."""
    if actor.bound is not None and not _within(actor.bound, verb, subject):
        return False
    if actor.acts_for is not None and verb not in BY_LINK:
        return False
    held = standings(actor, subject, council.directory, on)
    if verb == "see_note" and not _detail_may_go(actor, subject, council.directory, on):
        held -= FROM_OUTSIDE
    return bool(council.access.get(verb, frozenset()) & held)


def _detail_may_go(actor: Actor, subject: Subject, directory: Directory, on: date) -> bool:
    """Personal detail goes to a partner only under an information-sharing agreement that holds that day."""
    asked = subject.action.owner if subject.action else ""
    owner = subject.issue.owner.removeprefix("org:") if subject.issue else ""
    theirs = [
        org
        for org in directory.organisations_of(actor.person or "", on)
        if org.id in (asked, owner, subject.organisation)
    ]
    return bool(theirs) and all(org.may_have_detail(on) for org in theirs)


def _within(bound: Bound, verb: str, subject: Subject) -> bool:
    if subject.action is not None:
        return verb in BY_LINK and subject.action.id == bound.action
    # The answer to the reporter is about the issue, whichever action led to it.
    return verb == "reply" and subject.issue is not None and subject.issue.id == bound.issue


def standing_words(council: Council) -> dict[str, str]:
    """What each standing is called in a refusal, in the council's own words."""
    words = council.words
    return {
        "colleague": "council staff",
        "reporter": "the person who reported it",
        "team": f"{a(words.duty_officer)} of the team",
        "councillor": f"{a(words.councillor)} of the {words.ward}",
        "lead": f"the {words.councillor} who leads on it",
        "contact": f"the {words.ward}'s named officer",
        "owner": "the service that owns it",
        "assignee": "the organisation that was asked",
        "member": "somebody who acts for the organisation",
        "cabinet": f"the {words.cabinet_lead}",
        "director": f"the {words.corporate_director}",
        "clock": "the clock",
    }


def who_may(verb: str, council: Council) -> str:
    """ "a duty officer of the team or the ward's named officer": for a refusal that says who can."""
    who: Access = council.access
    allowed = [words for standing, words in standing_words(council).items() if standing in who.get(verb, frozenset())]
    return " or ".join([", ".join(allowed[:-1]), allowed[-1]] if len(allowed) > 1 else allowed) or "nobody"
