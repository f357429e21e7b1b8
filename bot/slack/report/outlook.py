"""The line at the form's foot: where the issue would go as it stands, why, and what happens next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.routes import missing_object
from bot.slack.blocks import cut, escaped
from bot.slack.report.state import PLAN_ACTION, FormState, Walk, objects_of, safety_clear
from triage_rules.council import Council
from triage_rules.explain import MOST_REASONS, clause
from triage_rules.plain_words import counted
from triage_rules.triage import Reason
from triage_rules.working_time import speak


@dataclass(frozen=True)
class Outlook:
    """Three short lines of mrkdwn. `where`: "*This goes to* …", and which answers decide it; `clause`: what says so;
    `next`: what happens then. The last two are empty when nothing is said of them."""

    where: str
    next: str = ""
    clause: str = ""

    @property
    def text(self) -> str:
        next_ = f"*Next:* {self.next}" if self.next else ""
        return "\n".join(line for line in (self.where, self.clause, next_) if line)


def outlook(council: Council, state: FormState, walk: Walk, now: datetime) -> Outlook:
    """Where it goes by the answers so far. What is missing is held for a person, never guessed."""
    if not safety_clear(state, council.table):
        return Outlook("*Where it goes is still open:* the questions at the top come first.")
    missing, row = _missing(council, state, walk), walk.decision.row
    found = _course(council, state, walk, missing, _By(council, now))
    return replace(found, clause=f"_{escaped(clause(row, held=missing is not None))}_") if row else found


def _course(council: Council, state: FormState, walk: Walk, missing: str | None, by: "_By") -> Outlook:
    decision = walk.decision
    held = f"a {escaped(council.words.duty_officer)} decides by {by.when('hold')}"
    if decision.route == "hold" and walk.next:
        return Outlook(
            "*Where it goes is still open:* the question above decides.", f"answer it, or send it as it is: {held}."
        )
    if missing:
        return Outlook(f"*This needs a person to decide:* nobody has said {escaped(missing)} yet.", f"{held}.")
    because = _because(council, state, walk)
    match decision.route:
        case "team":
            accepts = f"a {escaped(council.words.duty_officer)} accepts it by {by.when('accept')}."
            return Outlook(f"*This goes to* the {escaped(council.team.name)}{because}", accepts)
        case "service":
            target = target_of(council, state, walk) or ""
            service = escaped(council.directory.organisation(target).name)
            acknowledges = f"they say by {by.when('acknowledge', target)} that they have it."
            return Outlook(f"*This goes to* {service}{because}", acknowledges)
        case "ward_member":
            names = _wards(council, state)
            who = f"the {escaped(council.words.councillors)} for {names}"
            return Outlook(f"*This goes to* {who}{because}", f"one of them takes the lead by {by.when('lead')}.")
        case "join":
            return Outlook(f"*This joins* RR-{state.issue}{because}", "you hear what becomes of it.")
        case _:
            return Outlook(f"*Someone else can help*{because}", "you are told who.")


@dataclass(frozen=True)
class _By:
    council: Council
    now: datetime

    def when(self, clock: str, organisation: str | None = None) -> str:
        return speak(self.council.due(clock, self.now, organisation), self.now, self.council.zone)


def target_of(council: Council, state: FormState, walk: Walk) -> str | None:
    """The one organisation that a service route goes to."""
    if walk.decision.stream == "plan_owner":
        named = objects_of(state, walk.answers, council.criteria).get(PLAN_ACTION)
        return council.directory.plan_action(named).owner if named else None
    return state.services[0] if len(state.services) == 1 else None


def _missing(council: Council, state: FormState, walk: Walk) -> str | None:
    objects = objects_of(state, walk.answers, council.criteria)
    if missing := missing_object(council, dict(walk.answers), objects):
        return missing
    decision = walk.decision
    if decision.route == "hold":
        return "enough to tell where it goes"
    if decision.route == "service" and target_of(council, state, walk) is None:
        return "which one service or partner could deal with it"
    if decision.route == "ward_member" and not (state.wards or state.whole_borough):
        return f"which {council.words.ward} it is in"
    return None


def _because(council: Council, state: FormState, walk: Walk) -> str:
    decisive = walk.decision.reasons
    reasons = [escaped(_says(council, state, reason)) for reason in decisive[:MOST_REASONS]]
    if len(decisive) > MOST_REASONS:
        reasons.append(counted(len(decisive) - MOST_REASONS, "further answer"))
    return f", because {_listed(reasons)}." if reasons else "."


def _says(council: Council, state: FormState, reason: Reason) -> str:
    """A threat in the words of its parts that were claimed; any other reason in its own."""
    parts = council.criteria.question(reason.id).parts if reason.answer == "yes" else ()
    claimed = [part.says for part in parts if part.id in state.threats and part.says]
    return _listed(claimed) if claimed else reason.says


def _wards(council: Council, state: FormState) -> str:
    if state.whole_borough:
        return "the whole borough"
    names = [escaped(council.directory.name(ward)) for ward in state.wards]
    return cut(_listed(names), 300)


def _listed(words: Sequence[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
