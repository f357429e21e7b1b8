"""What every act on the records has around it: who may, a dry run, and the traces in the database's files."""

from collections.abc import Callable

from bot.desk.actor import Actor
from bot.desk.records.tombstone import Report
from bot.desk.work import Desk, Work
from storage.session import purge

VERB = "keep_records"


class Rehearsed(Exception):
    """Everything was done, and is undone; `report` says what it was."""

    def __init__(self, report: Report):
        super().__init__("dry run")
        self.report = report


def run(desk: Desk, actor: Actor, do: Callable[[Work], Report], *, dry: bool) -> Report:
    """In one transaction, which a dry run gives up. Raises Refusal."""
    try:
        with desk.work(actor) as work:
            work.allow(VERB)
            report = do(work)
            if dry:
                raise Rehearsed(report)
    except Rehearsed as rehearsed:
        return rehearsed.report
    purge(desk.engine)
    return report
