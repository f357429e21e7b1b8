"""What comes where nobody can be asked: the line that others read is made without names and numbers."""

from dataclasses import replace

from bot.desk.hints.suggestions import Advisor, Typed
from bot.desk.verbs.report import Report
from bot.desk.work import Desk

UNREAD = "A report that nobody has looked through yet"


def without_personal(desk: Desk, given: Report) -> Report:
    """The same report with a summary that others may read; what was written stays whole in the note."""
    advice = Advisor(desk).advise(Typed(given.note, given.place, given.summary, given.wards, given.services))
    if advice is None:  # its words could not be read: a duty officer does
        return replace(given, summary=UNREAD)
    return replace(given, summary=advice.seen) if advice.seen else given
