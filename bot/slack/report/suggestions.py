"""What is offered while people type in a select that has too many choices for a menu."""

from collections.abc import Iterable

from bot.slack.blocks import MOST_OPTIONS, Block, Choice, options
from bot.slack.briefings import outgoing
from bot.slack.choices import named, named_choices, organisation_choices
from bot.slack.incoming import Incoming
from bot.slack.reception import Reception, may_report
from bot.slack.report import drafts
from bot.slack.report import state as form
from bot.slack.report.changes import name_of
from bot.slack.report.view import ward_choices
from bot.slack.verb_forms import next_owner_choices, route_choices
from storage.issues import LIVE, Issue, by_state, in_wards
from triage_rules.sight import sees

SHOWN = 50


def offered(reception: Reception, incoming: Incoming) -> list[Block]:
    """Options for the select that asks, for what has been typed so far."""
    block, typed = name_of(incoming.body.get("block_id") or "")[0], str(incoming.body.get("value") or "")
    if block == form.ISSUE and may_report(reception, reception.actor(incoming)):
        return options(_issues(reception, incoming, typed))
    if block == outgoing.READER:
        return options(matching(outgoing.readers(reception, incoming), typed))
    return options(matching(_choices(reception, block), typed))


def _choices(reception: Reception, block: str) -> list[Choice]:
    council = reception.desk.council()
    directory = council.directory
    match block:
        case form.WARDS:
            return ward_choices(council, reception.desk.clock.now())
        case form.SERVICES | "who":
            return organisation_choices(council)
        case "next_owner":
            return next_owner_choices(council, None)
        case "send_to":
            return route_choices(council)
        case form.PRIORITY | form.THREAT_PRIORITY:
            return named_choices(directory.priorities)
        case form.PLAN_ACTION:
            return named_choices(directory.plan_actions)
        case form.THREAT_INDICATOR:
            return named_choices(directory.indicators)
    return []


def matching(choices: Iterable[Choice], typed: str) -> list[Choice]:
    """Those whose name holds every word typed; those that begin with it first."""
    words = typed.casefold().split()
    found = [choice for choice in choices if all(word in choice[1].casefold() for word in words)]
    found.sort(key=lambda choice: not choice[1].casefold().startswith(typed.strip().casefold()))
    return found[:MOST_OPTIONS]


def _issues(reception: Reception, incoming: Incoming, typed: str) -> list[Choice]:
    """Open issues to join, those of the wards chosen first. Only summaries, and none that is marked sensitive."""
    state = drafts.load(reception.desk, incoming.key, incoming.metadata) or form.FormState()
    with reception.desk.look() as session:
        near = in_wards(session, state.wards) if state.wards else ()
        found = {issue.id: issue for issue in (*near, *by_state(session, LIVE, limit=500))}
    open_ones = (issue for issue in found.values() if _joinable(issue) and issue.id != state.changes)
    words = typed.casefold().replace("rr-", "").split()
    fitting = [issue for issue in open_ones if _fits(issue, words)]
    return [(str(issue.id), named(issue)) for issue in fitting[:SHOWN]]


def _joinable(issue: Issue) -> bool:
    return issue.state in LIVE and sees("colleague", "summary", issue)


def _fits(issue: Issue, words: list[str]) -> bool:
    text = f"{issue.id} {issue.summary} {issue.place}".casefold()
    return all(word in text for word in words)
