"""What has had its time: forms nobody sent, and the keys of what came in long ago."""

from datetime import timedelta

from sqlmodel import col, delete

from bot.desk.work import Desk
from storage.intake import Draft, Inbox
from storage.letters import StrayLetter
from storage.session import writing

# Slack repeats an event for an hour at most; a view stays open for days.
KEYS_KEPT = timedelta(days=7)
# By then the team has dealt with a letter that nobody could file; its mailbox has it as well.
LETTERS_KEPT = timedelta(days=30)


def tidy(desk: Desk) -> None:
    now = desk.clock.system()
    with writing(desk.engine) as session:
        session.exec(delete(Draft).where(col(Draft.expires_at) < now))
        session.exec(delete(Inbox).where(col(Inbox.at) < now - KEYS_KEPT))
        session.exec(delete(StrayLetter).where(col(StrayLetter.at) < now - LETTERS_KEPT))
        session.commit()
