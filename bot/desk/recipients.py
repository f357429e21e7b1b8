"""From roles to recipients: who, today, stands behind "every councillor of these wards" or "the police's manager"."""

from datetime import date

from bot.desk.actor import ORGANISATION_ROLES
from bot.desk.work import Work, portfolios_of
from storage import issues
from storage.issues import Issue
from triage_rules.council import Council
from triage_rules.records import Person

# Who entered a report that came through Open311: "open311:<client>".
OPEN311 = "open311:"


def reporter(issue: Issue) -> str:
    """Who hears what is for the reporter; the team, where nobody of ours stands in between."""
    return "team" if issue.entered_by.startswith(OPEN311) else issue.entered_by


def person_key(person: Person) -> str:
    return f"person:{person.id}"


def councillors(work: Work, issue: Issue) -> list[str]:
    """All councillors of every ward that the issue touches; one who raised it as a complaint still hears.

    A resident's case is for the one councillor whom the resident asked, as long as they sit."""
    directory = work.council.directory
    if issue.casework_for is not None:
        roles = directory.roles_of(issue.casework_for, work.on)
        return [f"person:{issue.casework_for}"] if any(held.role == "ward_member" for held in roles) else []
    wards = issues.ward_ids(work.session, issue.id or 0)
    if issue.whole_borough:
        wards = [area.id for area in directory.wards(work.on)]
    found = [person_key(person) for ward in wards for person in directory.ward_members(ward, work.on)]
    return list(dict.fromkeys(found))


def named_officers(work: Work, issue: Issue) -> list[str]:
    """The wards' senior managers: contact for a matter that councillors lead until one of them takes it."""
    wards = issues.ward_ids(work.session, issue.id or 0)
    directory = work.council.directory
    found = [person_key(person) for ward in wards for person in directory.holders("senior_manager", ward, work.on)]
    return list(dict.fromkeys(found)) or ["team"]


def team_lead(council: Council, on: date) -> list[str]:
    """The Cabinet Member whom the team reports to."""
    return [person_key(p) for p in council.directory.holders("cabinet_lead", council.team.lead_portfolio, on)]


def portfolio_holders(work: Work, issue: Issue) -> list[str]:
    """The Cabinet Members of what the issue threatens or serves; else the one whom the team reports to."""
    directory = work.council.directory
    found = [
        person_key(person)
        for portfolio in portfolios_of(work.council, issue)
        for person in directory.holders("cabinet_lead", portfolio, work.on)
    ]
    return list(dict.fromkeys(found)) or team_lead(work.council, work.on)


def corporate_directors(work: Work, issue: Issue) -> list[str]:
    directory = work.council.directory
    scopes: list[str | None] = [*portfolios_of(work.council, issue), None]
    found = [person_key(person) for of in scopes for person in directory.holders("corporate_director", of, work.on)]
    return list(dict.fromkeys(found))[:1]


def rural_officers(work: Work, issue: Issue) -> list[str]:
    """For a rural ward, or a parish matter: raised by a parish council or needing work by one."""
    directory = work.council.directory
    wards = issues.ward_ids(work.session, issue.id or 0)
    rural = any(directory.area(ward).rural for ward in wards)
    parish = issue.raised_by == "parish" or any(
        directory.organisation(service).kind == "parish" for service in issue.services
    )
    if not (rural or parish):
        return []
    return [person_key(person) for person in directory.holders("rural_officer", None, work.on)]


def parish_councils(work: Work, issue: Issue) -> list[str]:
    """The town and parish councils where the work is; a parish that overlaps the ward by a corner hears too."""
    directory = work.council.directory
    wards = set(issues.ward_ids(work.session, issue.id or 0))
    found = []
    for organisation in directory.organisations:
        area = directory.area(organisation.area) if organisation.area else None
        if area is not None and wards & set(area.wards):
            found += organisation_recipients(work, organisation.id)
    return found


def organisation_recipients(work: Work, organisation_id: str) -> list[str]:
    """Its channel, and each contact who is told by e-mail. Without a channel all of its contacts; where it has none,
    whoever is above them, and then the team: nothing is asked of nobody. A system of its own hears as well."""
    directory = work.council.directory
    organisation = directory.organisation(organisation_id)
    machine = [f"hook:{organisation.id}"] if organisation.webhook else []
    if organisation.channel:
        contacts = directory.holders("contact", organisation.id, work.on)
        return [f"org:{organisation.id}", *(person_key(p) for p in contacts if p.tells_by == "email"), *machine]
    for role in ORGANISATION_ROLES:
        if found := directory.holders(role, organisation.id, work.on):
            return [*(person_key(person) for person in found), *machine]
    return machine or ["team"]


def in_slack(work: Work, recipient: str) -> bool:
    """Whether a repaint reaches this recipient: a letter cannot be repainted."""
    people = {person_key(person): person for person in work.council.directory.people}
    return recipient not in people or people[recipient].tells_by == "slack"


def told(work: Work, issue: Issue, who: str) -> list[str]:
    """The recipients behind a `who` of the criteria's "who is told". No Cabinet Member hears of a resident's case."""
    if issue.casework_for is not None and who in ("team_lead", "portfolio_holders"):
        return []
    match who:
        case "ward_members":
            return councillors(work, issue)
        case "team_lead":
            return team_lead(work.council, work.on)
        case "portfolio_holders":
            return portfolio_holders(work, issue)
        case "corporate_director":
            return corporate_directors(work, issue)
        case "rural_officer":
            return rural_officers(work, issue)
        case "parish_councils":
            return parish_councils(work, issue)
        case _:
            # Boards and partnerships hear through briefings, not one by one.
            return []


def present(work: Work, told: list[str]) -> list[str]:
    """The same with deputies for people on leave, each once."""
    directory, found = work.council.directory, []
    for recipient in told:
        kind, _, person = recipient.partition(":")
        found.append(f"person:{directory.standing_in(person, work.on)}" if kind == "person" else recipient)
    return list(dict.fromkeys(found))


def behind_wait(work: Work, owner: str, to: str) -> list[str]:
    """Whom a step of a ladder goes to, for a wait owned by `owner` ("team", "org:<id>", "wards", a recipient key)."""
    directory = work.council.directory
    if owner.startswith("org:"):
        organisation = owner.removeprefix("org:")
        if to in ("owner", "contacts"):
            return organisation_recipients(work, organisation)
        if to in ("manager", "executive"):
            found = directory.holders(to, organisation, work.on)
            return [person_key(person) for person in found] or ["team"]
    elif owner == "team" and to in ("manager", "executive"):
        role = "team_manager" if to == "manager" else "corporate_director"
        return [person_key(person) for person in directory.holders(role, None, work.on)] or ["team"]
    elif to in ("owner", "contacts") and owner not in ("team", "wards"):
        return [owner]
    return ["team"]
