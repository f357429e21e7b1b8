"""The card on which the team sees a day's briefings, kept up to date."""

from bot.briefings import outgoing
from bot.desk.work import Work


def repaint(work: Work, period: str) -> None:
    """The card of that day, where there is one, shows how it stands when it is drawn."""
    first = outgoing.posted(work.session, period)
    if first is not None:
        work.tell(outgoing.CARD, "team", period=period, repaints=first.id)
