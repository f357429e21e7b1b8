"""What a reader has to know before and after a briefing: an election that is near, and what it is counted by."""

from collections.abc import Iterator
from datetime import date

from bot.briefings.phrases import Phrases, several
from bot.briefings.readers import Reader, Share
from triage_rules.council import Council
from triage_rules.folder.briefing_kinds import PreElection
from triage_rules.working_time import speak_date


def pre_election(council: Council, on: date, share: Share) -> PreElection | None:
    """The period that this part falls in: the whole council's, or of one of its wards."""
    wards = set(share.of) if share.kind.audience == "ward_members" else set()
    near = (each for each in council.pre_election if each.holds(on))
    return next((each for each in near if not each.wards or not wards or wards & set(each.wards)), None)


def notices(council: Council, phrases: Phrases, reading: Reader, on: date) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_notices(council, phrases, reading, on)))


def _notices(council: Council, phrases: Phrases, reading: Reader, on: date) -> Iterator[str]:
    for share in reading.shares:
        period = pre_election(council, on, share)
        if period is None or (period.wards and share.kind.audience == "team"):
            continue
        until = speak_date(period.until) if period.until else phrases.say("the_poll")
        if share.kind.public:
            yield phrases.say("pre_election_public", until=until)
        else:
            where = several([council.directory.name(ward) for ward in period.wards])
            yield phrases.say("pre_election", where=where, until=until)


def foot(council: Council, phrases: Phrases, reading: Reader) -> str:
    """Only for whom wards are something to go by."""
    if council.boundaries is None or not reading.wards:
        return ""
    return phrases.say("boundaries", day=f"{council.boundaries.day} {council.boundaries:%B %Y}")
