"""A shorter briefing for a form that has no room for all of it: what is asked of the reader is kept the longest."""

from bot.briefings.content import Briefing, Section

# Entries of a section that asks something of the reader, and of any other; None: all. The first that fits is taken.
Limit = tuple[int | None, int | None]
LIMITS: tuple[Limit, ...] = (
    (None, None),
    (20, 12),
    (15, 8),
    (12, 6),
    (10, 5),
    (8, 4),
    (7, 3),
    (5, 2),
    (3, 1),
    (1, 0),
    (0, 0),
)
ASKING = frozenset({"asked", "decisions"})


def most(section: Section, limit: Limit) -> int | None:
    """How many of its entries are shown; None for all."""
    return limit[0] if section.kind in ASKING else limit[1]


def shortened(briefing: Briefing, limit: Limit) -> Briefing:
    """At most so many entries a section; each section says how many it leaves out."""

    def section(whole: Section) -> Section:
        kept = most(whole, limit)
        if kept is None or len(whole.entries) <= kept:
            return whole
        return whole.model_copy(update={"entries": whole.entries[:kept], "more": len(whole.entries) - kept})

    parts = (part.model_copy(update={"sections": tuple(map(section, part.sections))}) for part in briefing.parts)
    return briefing.model_copy(update={"parts": tuple(parts)})
