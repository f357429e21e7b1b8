"""From a role's part to what it is about: all of the team's work, portfolios, a board's priorities, or wards."""

from datetime import datetime

from bot.briefings.parts.portfolio import Remit
from bot.briefings.phrases import several
from bot.briefings.readers import Reader, Share
from bot.briefings.week import QUOTED, READ, STANDING, Week
from storage.matters import Scope
from triage_rules.council import Council


def is_all(council: Council, share: Share) -> bool:
    """The team's own, and the Cabinet Lead's and the directors' who answer for all of it."""
    leads_team = share.kind.audience == "cabinet_leads" and council.team.lead_portfolio in share.of
    return share.kind.about == "everything" or leads_team or (share.whole and share.kind.about == "portfolio")


def remit(week: Week, share: Share) -> Remit:
    say, directory = week.phrases.say, week.council.directory
    names = several([directory.name(id) for id in sorted(share.of)])
    if share.kind.audience == "body":
        [body] = share.of
        boards = [each.id for each in directory.priorities if body in (each.board, each.partnership)]
        everything = is_all(week.council, share)
        # With no priority of its own a body has nothing to hear of, which is not the same as everything.
        return Remit("body", names, everything=everything, priorities=frozenset(boards) or frozenset({""}))
    role = "cabinet_lead" if share.kind.audience == "cabinet_leads" else "corporate_director"
    title = say("part_cabinet" if role == "cabinet_lead" else "part_director", portfolio=names)
    return Remit(share.kind.audience, title, role, is_all(week.council, share), frozenset(share.of))


def scope_of(council: Council, reading: Reader, since: datetime, horizon: datetime, now: datetime) -> Scope:
    """The union of what the reader's parts need."""
    mine = set(reading.held("cabinet_leads", "corporate_directors"))
    return Scope(
        since=since,
        horizon=horizon,
        until=now,
        verbs=READ,
        standing=STANDING,
        quoted=QUOTED,
        everything=any(is_all(council, share) for share in reading.shares),
        team_work=any(share.kind.audience != "ward_members" for share in reading.shares),
        wards=reading.wards,
        owners=tuple(f"org:{org.id}" for org in council.directory.organisations if org.portfolio in mine),
        reporter=f"person:{reading.person.id}",
    )
