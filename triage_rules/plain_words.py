"""Routes, answers and dates in plain words, for the command line; a council's own words are in its rows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

ROUTES = {
    "stop": "a stop",
    "join": "the issue that is open already",
    "signpost": "someone else who can help",
    "team": "the team",
    "service": "the service",
    "ward_member": "the ward's councillors",
    "hold": "a person who decides",
}
STREAMS = {
    "emergency": "ring 999 first",
    "safeguarding": "tell the safeguarding team",
    "engagement": "engagement",
    "planned": "planned work",
    "rapid_response": "rapid response",
    "planned_candidate": "candidate for planned work",
    "plan_owner": "owner of the agreed action",
    "flagged": "Cabinet Member told at once",
}


def destination(route: str, stream: str | None) -> str:
    """What can follow "it goes to": "the team (rapid response)"."""
    return f"{ROUTES[route]} ({STREAMS[stream]})" if stream else ROUTES[route]


def answered(case: Mapping[str, str]) -> str:
    """What can follow "when": "Q9 is no and Q10 is yes"."""
    return listed([f"{id} is {answer}" for id, answer in case.items()])


def listed(words: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, final = words
    return f"{', '.join(most)} {last} {final}" if most else final


def day(on: date) -> str:
    """ "3 April 2027"."""
    return f"{on.day} {on:%B %Y}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 issue", "2,048 issues"."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?', '!')) else '.'}"


def a(noun: str) -> str:
    """ "a duty officer", "an officer"."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def first(items: Sequence[str], most: int, more: str) -> list[str]:
    """The first few, and how many there are besides: `more` holds "{}"."""
    return [*items[:most], more.format(len(items) - most)] if len(items) > most + 1 else list(items)
