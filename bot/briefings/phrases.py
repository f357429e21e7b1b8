"""The sentences of a briefing: macros of `templates/phrases.j2`, so that no wording stands in the code."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from triage_rules.council import Council
from triage_rules.working_time import speak, speak_date

TEMPLATES = Path(__file__).parent / "templates"
# Plain text comes out of these, and every form escapes it in its own way.
_PLAIN = Environment(  # plain text, no markup  # nosec B701
    loader=FileSystemLoader(TEMPLATES),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,
)
TITLE, WORDS = 90, 240  # characters


class Phrases:
    """Says things at one moment: `now` is aware UTC; days and times come out in the council's zone."""

    def __init__(self, council: Council, now: datetime):
        self.zone, self.now = council.zone, now
        self._module = _PLAIN.get_template("phrases.j2").make_module(
            {"words": council.words, "team": council.team.name}
        )

    def say(self, name: str, /, **facts: object) -> str:
        """The macro of that name as one line; it takes of `facts` what it needs. Raises AttributeError for a name
        that is not there."""
        macro = getattr(self._module, name)
        return " ".join(str(macro(**{fact: facts[fact] for fact in macro.arguments if fact in facts})).split())

    def knows(self, name: str) -> bool:
        return hasattr(self._module, name)

    def by(self, moment: datetime) -> str:
        return speak(moment, self.now, self.zone)

    def day(self, moment: datetime) -> str:
        """ "today", "Wednesday" within the week, else "Wednesday 18 November"."""
        day, today = (at.astimezone(ZoneInfo(self.zone)).date() for at in (moment, self.now))
        if day == today:
            return "today"
        return f"{day:%A}" if abs(day - today) < timedelta(days=7) else speak_date(day)


def cut(text: str, most: int) -> str:
    """One line of at most `most` characters, whole words where that is possible."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    head = flat[: most - 1]
    return (head.rsplit(" ", 1)[0] if " " in head[most // 2 :] else head).rstrip(",;:.") + "…"


def title(summary: str) -> str:
    """The first sentence of a summary, short enough for a heading."""
    flat = " ".join(summary.split())
    for end in (". ", "! ", "? "):
        first = flat.partition(end)[0]
        if 10 < len(first) < len(flat):
            flat = first
    return cut(flat.rstrip("."), TITLE)


def sentence(words: str | None) -> str:
    """What somebody wrote as a reason, cut, and ended like a sentence."""
    said = cut(words or "", WORDS)
    return said if not said or said[-1] in ".!?…" else f"{said}."


def several(names: list[str]) -> str:
    """ "a, b and c"."""
    names = list(dict.fromkeys(names))
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
